// Whether a picture's claimed size may be believed, asked before memory is.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>

namespace disan {

struct ClaimedSize {
  uint64_t width_px = 0;
  uint64_t height_px = 0;
  uint64_t compressed_bytes = 0;
};

// Nothing when it may. No codec in use packs more than about a thousand pixels of a photograph into
// a byte; small pictures are always believed, so that one cut short still gives its pixels.
std::optional<Diagnostic> RefuseImplausibleSize(const ClaimedSize& claimed, uint64_t limit_pixels);

}  // namespace disan
