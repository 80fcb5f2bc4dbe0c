// What is counted. The words of each criterion stand beside its name wherever figures are shown.
#pragma once

#include "formats/language/text.h"

#include <array>
#include <cstddef>

namespace disan {

enum class Criterion {
  kRecorded,
  kMetadata,
  kEnglish,
  kPanoramas,
  kModels,
  kQr,
  kFixity,
  kApproved,
  kComplete,
};
inline constexpr size_t kCriteria = 9;

struct CriterionWords {
  const char* key;  // in the machine-readable figures
  Text name;
  Text meaning;
};
const std::array<CriterionWords, kCriteria>& Criteria();

using Reached = std::array<bool, kCriteria>;

inline bool Has(const Reached& reached, Criterion criterion) {
  return reached[static_cast<size_t>(criterion)];
}

}  // namespace disan
