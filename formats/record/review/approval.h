// What holds for an asset by what the reviewers said. Pure.
#pragma once

#include "formats/record/review/review_log.h"

#include <span>
#include <string>
#include <string_view>

namespace disan {

enum class ReviewState {
  kOpen,         // nobody has judged these bytes
  kApproved,     // by a second person
  kNeedsSecond,  // approved, but only by those who captured it (or by one, and the operator
                 // unknown)
  kSentBack,
  kLapsed  // an earlier version was approved
};
std::string_view Word(ReviewState state);  // "open", "approved", "needs-second", ...

// The asset as it is now.
struct AssetFacts {
  std::string asset;
  std::string sha256;
  std::string operator_name;  // session's capture.operator; empty: not known
};

ReviewState StateOf(const AssetFacts& asset, std::span<const ReviewEntry> entries);

// Whether the name is one of those in `operator_name` ("Nguyễn Văn A, Trần B"), without case,
// diacritics and spacing.
bool IsOperator(std::string_view reviewer, std::string_view operator_name);

}  // namespace disan
