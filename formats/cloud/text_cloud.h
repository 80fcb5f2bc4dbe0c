// Clouds as text: XYZ, ASC, TXT and CSV (a point a line), PTS (blocks that begin with their count),
// PTX (blocks with the scanner's grid and pose).
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace disan {

// The first lines are numbers, or names of columns and then numbers.
bool LooksLikeTextCloud(std::string_view bytes);

// Columns: X Y Z, then any of intensity, colour and normal, recognised by a line of names or by
// their range; doubt is said. Decimal commas are recognised. PTS is recognised by the count in its
// first line.
Result<Cloud> ReadTextCloud(std::string_view bytes, const std::string& file);

// Two lines of counts, then four of the scanner's place, then a matrix.
bool LooksLikePtx(std::string_view bytes);

// Every block is a scan, moved into the world by its matrix. Cells of the grid without an echo (0 0
// 0) are left out.
Result<Cloud> ReadPtx(std::string_view bytes, const std::string& file);

}  // namespace disan
