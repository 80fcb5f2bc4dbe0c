#include "formats/cloud/pcd_header.h"

#include "formats/cloud/text_numbers.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace disan {

namespace {

constexpr size_t kMostFields = 256;
constexpr int kMostLines = 1000;
constexpr size_t kMostValues = 4096;  // of one field

using Words = std::vector<std::string_view>;

Words WordsOf(std::string_view line) {
  Words words(kMostFields + 2);
  words.resize(SplitWords(line, words));
  return words;
}

template <typename T>
bool Whole(std::string_view word, T& value) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

// FIELDS, SIZE, TYPE and COUNT go through the fields in parallel.
bool TakeFieldLine(const Words& words, PcdHeader& header) {
  const std::string_view key = words[0];
  if (key == "FIELDS") {
    if (words.size() - 1 > kMostFields) {
      return false;
    }
    header.fields.clear();
    for (size_t i = 1; i < words.size(); ++i) {
      header.fields.push_back({.name = std::string(words[i])});
    }
    return true;
  }
  if (words.size() != header.fields.size() + 1) {
    return false;
  }
  for (size_t i = 0; i < header.fields.size(); ++i) {
    PcdField& field = header.fields[i];
    const std::string_view word = words[i + 1];
    if (key == "SIZE" ? !Whole(word, field.bytes)
                      : (key == "COUNT" ? !Whole(word, field.count) : word.size() != 1)) {
      return false;
    }
    if (key == "TYPE") {
      field.type = word[0];
    }
  }
  return true;
}

bool TakeViewpoint(const Words& words, PcdHeader& header) {
  std::array<double, 7> v{};
  if (words.size() != 8) {
    return false;
  }
  for (size_t i = 0; i < 7; ++i) {
    if (!Whole(words[i + 1], v[i]) || !std::isfinite(v[i])) {
      return false;
    }
  }
  if (v != std::array<double, 7>{0, 0, 0, 1, 0, 0, 0}) {
    header.viewpoint = Double3{v[0], v[1], v[2]};
  }
  return true;
}

bool TakeData(const Words& words, PcdHeader& header) {
  if (words.size() != 2) {
    return false;
  }
  if (words[1] == "ascii") {
    header.data = PcdHeader::Data::kText;
  } else if (words[1] == "binary") {
    header.data = PcdHeader::Data::kBinary;
  } else if (words[1] == "binary_compressed") {
    header.data = PcdHeader::Data::kCompressed;
  } else {
    return false;
  }
  return true;
}

bool TakeLine(const Words& words, PcdHeader& header) {
  const std::string_view key = words[0];
  if (key == "FIELDS" || key == "SIZE" || key == "TYPE" || key == "COUNT") {
    return TakeFieldLine(words, header);
  }
  if (key == "WIDTH") {
    return words.size() == 2 && Whole(words[1], header.width);
  }
  if (key == "HEIGHT") {
    return words.size() == 2 && Whole(words[1], header.height);
  }
  if (key == "POINTS") {
    return words.size() == 2 && Whole(words[1], header.points);
  }
  if (key == "VIEWPOINT") {
    return TakeViewpoint(words, header);
  }
  if (key == "DATA") {
    return TakeData(words, header);
  }
  return key == "VERSION" || key == "COLUMNS";
}

bool Lay(PcdHeader& header) {
  for (PcdField& field : header.fields) {
    const bool sized = field.bytes == 1 || field.bytes == 2 || field.bytes == 4 || field.bytes == 8;
    const bool typed = field.type == 'I' || field.type == 'U' ||
                       (field.type == 'F' && (field.bytes == 4 || field.bytes == 8));
    if (!sized || !typed || field.count == 0 || field.count > kMostValues) {
      return false;
    }
    field.at = header.point_bytes;
    field.value = header.values;
    header.point_bytes += field.bytes * field.count;
    header.values += field.count;
  }
  return !header.fields.empty();
}

}  // namespace

const PcdField* PcdHeader::Find(std::string_view name) const {
  const auto found = std::find_if(
      fields.begin(), fields.end(), [&](const PcdField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

bool ReadPcdHeader(std::string_view bytes, PcdHeader& header) {
  TextCursor lines(bytes);
  std::string_view line;
  bool points_said = false;
  while (lines.line_number() < kMostLines && lines.NextLine(line)) {
    const Words words = line.size() < (1U << 16) ? WordsOf(line) : Words();
    if (words.empty() || words[0].starts_with('#')) {
      if (line.size() >= (1U << 16)) {
        return false;
      }
      continue;
    }
    if (!TakeLine(words, header)) {
      return false;
    }
    points_said = points_said || words[0] == "POINTS";
    if (words[0] == "DATA") {
      header.data_at = bytes.size() - lines.left();
      header.lines = lines.line_number();
      if (!points_said) {
        header.points = uint64_t{header.width} * header.height;
      }
      return Lay(header);
    }
  }
  return false;
}

}  // namespace disan
