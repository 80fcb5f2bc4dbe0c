// Telling the kinds of photo files apart, by content.
#pragma once

#include "formats/image/photo.h"
#include "formats/image/tiff_structure.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace disan {

// From the first bytes; a TIFF that may be RAW inside is called TIFF.
std::optional<PhotoFormat> SniffFormat(std::span<const uint8_t> head);

// A TIFF structure whose pixels are a sensor's: DNG, NEF, ARW, CR2 and their like.
bool HoldsSensorData(const TiffStructure& structure);

std::string_view FormatName(PhotoFormat format);

// Warns when `extension` (with its dot) belongs to another format.
std::optional<Diagnostic> CheckExtension(std::string extension, PhotoFormat format);

}  // namespace disan
