// Reading EXIF out of any TIFF structure, so that a large file need not be in memory.
#pragma once

#include "formats/image/exif.h"
#include "formats/image/tiff_structure.h"

namespace disan {

Exif ReadExif(const TiffStructure& structure);

}  // namespace disan
