// The review log of a site: what reviewers said, line by line. Lines are only ever added.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace disan {

inline constexpr char kReviewFolder[] = "review";
inline constexpr size_t kMostReviewerBytes = 200;
inline constexpr size_t kMostRemarkBytes = 8000;
inline constexpr size_t kMostReviewLineBytes = 64 << 10;

enum class ReviewVerdict { kApproved, kSentBack, kRemark };
std::string_view Word(ReviewVerdict verdict);

// A direction in a panorama: yaw to the right of its centre, pitch up.
struct SpherePin {
  double yaw_deg = 0;
  double pitch_deg = 0;
  bool operator==(const SpherePin&) const = default;
};
// A point of a model, as its GLB counts.
struct ModelPin {
  std::array<double, 3> point_m = {};
  bool operator==(const ModelPin&) const = default;
};
using ReviewPin = std::variant<std::monostate, SpherePin, ModelPin>;

struct ReviewEntry {
  std::string time;      // 2026-05-12T08:30:00Z
  std::string reviewer;  // as the person writes it
  std::string asset;     // "masters/panoramas/san-truoc.jpg", in the output folder
  std::string sha256;    // of the asset that the reviewer saw
  ReviewVerdict verdict = ReviewVerdict::kRemark;
  std::string text;
  ReviewPin at;
  bool operator==(const ReviewEntry&) const = default;
};

// One line without its end. `name` is what diagnostics call the file. Everything about the value is
// checked, so that whoever reads the log can go by it: lengths, UTF-8, the asset's path, finite
// numbers. A key that is not known is passed over.
Result<ReviewEntry> ParseReviewLine(std::string_view line, const std::string& name, int number);

// The line, with its end; texts in NFC.
std::string ReviewLine(const ReviewEntry& entry);

struct ReviewLog {
  std::vector<ReviewEntry> entries;     // in the order in which they hold
  std::vector<Diagnostic> diagnostics;  // warnings: lines that count nothing
};
// No folder, no entries. Never fails: what cannot be read is said and counts nothing.
ReviewLog ReadReviewLog(const std::filesystem::path& site);

// On the disk when it returns nothing; otherwise the log is as it was, and the answer says why.
// Several processes and threads may add at once.
std::optional<Diagnostic> AppendReview(const std::filesystem::path& site, const ReviewEntry& entry);

}  // namespace disan
