#include "formats/image/damaged.h"

#include "formats/language/image_messages.h"

#include <algorithm>
#include <cmath>

namespace disan {

Diagnostic DamagedPicture(std::string_view format, std::string_view detail) {
  return {
      .what = Say(messages::kImageDamaged, fmt::arg("format", format), fmt::arg("detail", detail)),
      .remedy = Say(messages::kImageCopyAgainRemedy)};
}

Diagnostic UnsupportedPicture(std::string_view format, std::string_view detail) {
  return {.what = Say(
              messages::kImageUnsupported, fmt::arg("format", format), fmt::arg("detail", detail)),
          .remedy = Say(messages::kImageUnsupportedRemedy)};
}

Diagnostic TruncatedPicture(double missing) {
  const auto percent = std::clamp(std::lround(missing * 100), 1L, 100L);
  return {.severity = Severity::kWarning,
          .what = Say(messages::kImageTruncated, fmt::arg("percent", percent)),
          .remedy = Say(messages::kImageCopyAgainRemedy)};
}

}  // namespace disan
