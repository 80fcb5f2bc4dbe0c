// Camera RAW through LibRaw.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/decoded_picture.h"
#include "formats/image/photo.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace disan {

// 16-bit sRGB with the camera's own white balance and no automatic brightening, so that photos of
// one set stay comparable; upright. Half size (and much quicker) when that still has a long side of
// at least `reduce_to_px`, unless that is 0.
Result<DecodedPicture> DecodeRaw(std::span<const uint8_t> bytes, const PhotoOptions& options);

// Upright, as DecodeRaw gives it.
Result<PhotoFacts> ReadRawFacts(const std::filesystem::path& file);

}  // namespace disan
