#include "pipeline/inventory/unknown_value.h"

#include <algorithm>
#include <iterator>

namespace disan {
namespace {

constexpr std::string_view kMark = "unknown: ";
constexpr const char* kLeads[] = {
    "chua ro", "khong ro", "chua biet", "khong biet", "chua xac dinh", "unknown"};

}  // namespace

std::string UnknownValue(std::string_view reason) {
  return std::string(kMark) + std::string(reason);
}

std::string UnknownReason(const InventoryColumn& column, std::string_view value) {
  return MayBeUnknown(column) && value.starts_with(kMark) ? std::string(value.substr(kMark.size()))
                                                          : "";
}

bool MayBeUnknown(const InventoryColumn& column) {
  const std::string_view key = column.key;
  const bool of_language = key != "address.vi" && key != "address.en" &&
                           (key.ends_with(".vi") || key.ends_with(".en") || key.ends_with(".lzh"));
  switch (column.kind) {
    case ColumnKind::kChoice:
    case ColumnKind::kDate:
    case ColumnKind::kEdtf:
      return true;
    case ColumnKind::kText:
      return !of_language;
    default:
      return false;
  }
}

std::string ReasonInCell(const InventoryColumn& column, const std::string& text) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos || !MayBeUnknown(column)) {
    return "";
  }
  const std::string lead = Folded(text.substr(0, colon));
  const bool known = std::any_of(
      std::begin(kLeads), std::end(kLeads), [&](const char* word) { return lead == word; });
  const size_t start = text.find_first_not_of(" \n", colon + 1);
  return known && start != std::string::npos ? text.substr(start) : "";
}

std::string UnknownInCell(std::string_view reason) {
  return "Chưa rõ: " + std::string(reason);
}

std::string UnknownValueOf(const YamlNode& node) {
  const YamlNode* reason = node.Get("unknown");
  if (reason != nullptr && reason->IsMapping()) {
    const YamlNode* vi = reason->Get("vi");
    reason = vi != nullptr ? vi : reason->Get("en");
  }
  return reason == nullptr || reason->scalar.empty() ? "" : UnknownValue(reason->scalar);
}

}  // namespace disan
