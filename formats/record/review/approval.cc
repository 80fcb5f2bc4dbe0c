#include "formats/record/review/approval.h"

#include "formats/language/unicode.h"

#include <set>

namespace disan {
namespace {

// Words of a name, folded, with one space between; what is no letter or digit separates.
std::string FoldedName(std::string_view name) {
  std::string folded;
  bool space = false;
  for (const char c : FoldForSearch(name)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
    if (letter && space && !folded.empty()) {
      folded += ' ';
    }
    space = !letter;
    if (letter) {
      folded += c;
    }
  }
  return folded;
}

// Whether the folded name stands in the folded list of names as whole words: "tran b" in
// "nguyen van a tran b". A name that is part of a longer one is taken for the operator's: the doubt
// goes against the approval.
bool HoldsName(const std::string& names, const std::string& name) {
  return !name.empty() && (" " + names + " ").find(" " + name + " ") != std::string::npos;
}

}  // namespace

std::string_view Word(ReviewState state) {
  switch (state) {
    case ReviewState::kApproved:
      return "approved";
    case ReviewState::kNeedsSecond:
      return "needs-second";
    case ReviewState::kSentBack:
      return "sent-back";
    case ReviewState::kLapsed:
      return "lapsed";
    case ReviewState::kOpen:
      break;
  }
  return "open";
}

bool IsOperator(std::string_view reviewer, std::string_view operator_name) {
  const std::string name = FoldedName(reviewer);
  if (HoldsName(FoldedName(operator_name), name)) {
    return true;
  }
  // "Nguyễn Văn A (Phòng Văn hoá)" is Nguyễn Văn A.
  while (!operator_name.empty()) {
    const size_t end = operator_name.find_first_of(",;/&+\n");
    if (HoldsName(name, FoldedName(operator_name.substr(0, end)))) {
      return true;
    }
    operator_name =
        end == std::string_view::npos ? std::string_view() : operator_name.substr(end + 1);
  }
  return false;
}

ReviewState StateOf(const AssetFacts& asset, std::span<const ReviewEntry> entries) {
  std::set<std::string> approvers;  // of these bytes, since they were last sent back
  bool sent_back = false;
  bool earlier_approved = false;
  for (const ReviewEntry& entry : entries) {
    if (entry.asset != asset.asset || entry.verdict == ReviewVerdict::kRemark) {
      continue;
    }
    const bool approved = entry.verdict == ReviewVerdict::kApproved;
    if (entry.sha256 != asset.sha256) {
      earlier_approved = approved;
      continue;
    }
    sent_back = !approved;
    if (sent_back) {
      approvers.clear();
    } else if (!IsOperator(entry.reviewer, asset.operator_name)) {
      approvers.insert(FoldedName(entry.reviewer));
    } else {
      approvers.insert("");  // the operator's own word
    }
  }
  if (sent_back) {
    return ReviewState::kSentBack;
  }
  if (approvers.empty()) {
    return earlier_approved ? ReviewState::kLapsed : ReviewState::kOpen;
  }
  approvers.erase("");
  const size_t needed = FoldedName(asset.operator_name).empty() ? 2 : 1;
  return approvers.size() >= needed ? ReviewState::kApproved : ReviewState::kNeedsSecond;
}

}  // namespace disan
