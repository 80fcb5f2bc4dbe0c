#include "formats/image/plausible_size.h"

#include "formats/language/image_messages.h"

namespace disan {
namespace {
constexpr uint64_t kAlwaysBelieved = uint64_t{1} << 25;
constexpr uint64_t kPixelsPerByte = 1000;
}  // namespace

std::optional<Diagnostic> RefuseImplausibleSize(const ClaimedSize& claimed, uint64_t limit_pixels) {
  const auto size = [&](const Message& message, const Message& remedy) {
    return Diagnostic{.what = Say(message,
                                  fmt::arg("width", claimed.width_px),
                                  fmt::arg("height", claimed.height_px),
                                  fmt::arg("limit", limit_pixels),
                                  fmt::arg("bytes", claimed.compressed_bytes)),
                      .remedy = Say(remedy)};
  };
  if (claimed.width_px == 0 || claimed.height_px == 0) {
    return size(messages::kImageImplausible, messages::kImageCopyAgainRemedy);
  }
  if (claimed.width_px > limit_pixels / claimed.height_px) {
    return size(messages::kImageTooLarge, messages::kImageTooLargeRemedy);
  }
  const uint64_t pixels = claimed.width_px * claimed.height_px;
  if (pixels > kAlwaysBelieved && pixels / kPixelsPerByte > claimed.compressed_bytes) {
    return size(messages::kImageImplausible, messages::kImageCopyAgainRemedy);
  }
  return std::nullopt;
}

}  // namespace disan
