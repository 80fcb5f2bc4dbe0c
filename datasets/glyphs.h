// Hán characters as carvers cut them: outlines of a real font, rendered into height maps.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"

#include <string>
#include <string_view>
#include <vector>

namespace disan::world {

// Coverage 0..1 of characters set in vertical columns from right to left, as steles are.
struct TextBlock {
  std::vector<std::string> columns;  // UTF-8, one character a cell; a space leaves a cell empty
  int cell_px = 64;                  // size of one character's cell
  int rows = 0;                      // cells in a column; 0: the longest
};

// Fails, with the package to install, when the font is not there.
Result<ImageFloat> RenderColumns(const TextBlock& block);

// One line from left to right, or right to left as on old boards.
Result<ImageFloat> RenderLine(std::string_view text, int cell_px, bool right_to_left);

// Bilinear; 0 outside. u from left to right, v from top to bottom, both 0..1.
float Coverage(const ImageFloat& image, float u, float v);

// A soft chisel: coverage smoothed so that strokes have sloping walls.
ImageFloat Chiselled(const ImageFloat& coverage, int radius_px);

}  // namespace disan::world
