// What the columns of a text cloud mean: from a line of names, else from what the numbers look
// like.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace disan {

inline constexpr size_t kMostColumns = 16;
using TextRow = std::array<double, kMostColumns>;

struct TextColumns {
  size_t count = 0;  // numbers in a line
  std::array<size_t, 3> position{0, 1, 2};
  std::optional<std::array<size_t, 3>> colour;
  double colour_scale = 1.0;  // 255 when colours go from 0 to 1
  std::optional<std::array<size_t, 3>> normal;
  std::optional<size_t> intensity;
  bool doubtful = false;  // the numbers allow another reading, or some columns are not understood
};

// From names such as X Y Z R G B Intensity Nx Ny Nz; nothing when X, Y and Z are not among them.
std::optional<TextColumns> ColumnsFromNames(std::string_view line);

// From sample rows of `count` numbers each, at least three.
TextColumns ColumnsFromNumbers(std::span<const TextRow> rows, size_t count);

}  // namespace disan
