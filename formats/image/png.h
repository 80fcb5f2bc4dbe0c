// PNG through libpng.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/decoded_picture.h"
#include "formats/image/file_window.h"
#include "formats/image/photo.h"

#include <cstdint>
#include <span>
#include <string>

namespace disan {

struct PngOptions {
  int compression = 6;       // zlib's 0 to 9
  std::vector<uint8_t> icc;  // none: an sRGB mark is written
  std::string xmp;
};

// 1, 3 or 4 channels of 8 or 16 bits. The same pixels and options give the same bytes.
Result<std::string> EncodePng(const Image8& image, const PngOptions& options = {});
Result<std::string> EncodePng(const Image16& image, const PngOptions& options = {});

// 3 channels of 8 or 16 bits: palettes are looked up, grey is repeated, alpha is dropped. A file
// cut short gives the rows it has and a warning.
Result<DecodedPicture> DecodePng(std::span<const uint8_t> bytes, uint64_t limit_pixels);

// Facts as stored, without gpano.
Result<PhotoFacts> ReadPngFacts(FileWindow& window);

}  // namespace disan
