#include "formats/cloud/text_columns.h"

#include "formats/cloud/text_numbers.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace disan {

namespace {

constexpr size_t kMissing = static_cast<size_t>(-1);

std::string Plain(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
      plain += lower;
    }
  }
  return plain;
}

size_t Find(std::span<const std::string> names, std::initializer_list<const char*> wanted) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (std::find(wanted.begin(), wanted.end(), names[i]) != wanted.end()) {
      return i;
    }
  }
  return kMissing;
}

std::optional<std::array<size_t, 3>> Triple(size_t a, size_t b, size_t c) {
  if (a == kMissing || b == kMissing || c == kMissing) {
    return std::nullopt;
  }
  return std::array<size_t, 3>{a, b, c};
}

bool AllOf(std::span<const TextRow> rows, size_t column, size_t count, auto&& holds) {
  return std::all_of(rows.begin(), rows.end(), [&](const TextRow& row) {
    return std::all_of(row.begin() + static_cast<std::ptrdiff_t>(column),
                       row.begin() + static_cast<std::ptrdiff_t>(column + count),
                       holds);
  });
}

bool LooksLikeColour(std::span<const TextRow> rows, size_t column) {
  return AllOf(rows, column, 3, [](double value) {
    return value >= 0.0 && value <= 255.0 && value == std::floor(value);
  });
}

bool LooksLikeNormal(std::span<const TextRow> rows, size_t column) {
  return std::all_of(rows.begin(), rows.end(), [&](const TextRow& row) {
    const double length = std::hypot(row[column], row[column + 1], row[column + 2]);
    return std::abs(length - 1.0) < 0.02 || length == 0.0;
  });
}

bool LooksLikeShares(std::span<const TextRow> rows, size_t column) {
  return AllOf(rows, column, 3, [](double value) { return value >= 0.0 && value <= 1.0; });
}

// Three columns that are a colour or a normal; says whether they could be made out.
bool TakeTriple(std::span<const TextRow> rows, size_t column, TextColumns& columns) {
  const std::array<size_t, 3> triple{column, column + 1, column + 2};
  // Normals first: a row of 1 0 0 is a normal and could be a colour, but a whole cloud of them not.
  if (!columns.normal && LooksLikeNormal(rows, column)) {
    columns.normal = triple;
    return true;
  }
  if (!columns.colour && LooksLikeColour(rows, column)) {
    columns.colour = triple;
    return true;
  }
  if (!columns.colour && LooksLikeShares(rows, column)) {
    columns.colour = triple;
    columns.colour_scale = 255.0;
    columns.doubtful = true;
    return true;
  }
  return false;
}

}  // namespace

std::optional<TextColumns> ColumnsFromNames(std::string_view line) {
  std::array<std::string_view, kMostColumns> words;
  while (!line.empty() && (line.front() == '#' || line.front() == '/')) {
    line.remove_prefix(1);
  }
  const size_t count = SplitWords(line, words);
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    names.push_back(Plain(words[i]));
  }
  const auto position = Triple(Find(names, {"x", "easting"}),
                               Find(names, {"y", "northing"}),
                               Find(names, {"z", "height", "elevation"}));
  if (!position) {
    return std::nullopt;
  }
  TextColumns columns;
  columns.count = count;
  columns.position = *position;
  columns.colour =
      Triple(Find(names, {"r", "red"}), Find(names, {"g", "green"}), Find(names, {"b", "blue"}));
  columns.normal = Triple(Find(names, {"nx", "normalx"}),
                          Find(names, {"ny", "normaly"}),
                          Find(names, {"nz", "normalz"}));
  const size_t intensity = Find(names, {"i", "intensity", "reflectance", "scalarintensity"});
  if (intensity != kMissing) {
    columns.intensity = intensity;
  }
  return columns;
}

TextColumns ColumnsFromNumbers(std::span<const TextRow> rows, size_t count) {
  TextColumns columns;
  columns.count = count;
  size_t column = 3;
  // Between the position and the first triple there may be an intensity: 4, 7, 10 columns.
  if (count == 4 || count == 7 || count == 10) {
    const bool colour_at_3 = count > 4 && LooksLikeColour(rows, 3);
    const bool colour_at_4 = count > 4 && LooksLikeColour(rows, 4);
    columns.doubtful = colour_at_3 && colour_at_4;
    if (colour_at_3 && !colour_at_4) {
      columns.colour = {3, 4, 5};
      columns.intensity = 6;
      column = 7;
    } else {
      columns.intensity = 3;
      column = 4;
    }
  }
  while (column + 3 <= std::min(count, kMostColumns) && TakeTriple(rows, column, columns)) {
    column += 3;
  }
  columns.doubtful = columns.doubtful || column != count;
  return columns;
}

}  // namespace disan
