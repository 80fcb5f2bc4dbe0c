// HEIC and AVIF, the photos of phones, through libheif.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/decoded_picture.h"
#include "formats/image/photo.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace disan {

// The primary picture, upright (the container turns it); 16 bits when it holds more than 8.
Result<DecodedPicture> DecodeHeic(std::span<const uint8_t> bytes, uint64_t limit_pixels);

Result<PhotoFacts> ReadHeicFacts(const std::filesystem::path& file);

}  // namespace disan
