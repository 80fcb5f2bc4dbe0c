#include "formats/record/photo_names.h"

#include "formats/language/unicode.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kPhotos = {
    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".insp"};
constexpr std::array<std::string_view, 12> kRaws = {
    ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw", ".nrw", ".raw"};
constexpr std::array<std::string_view, 16> kScans = {".ply",
                                                     ".obj",
                                                     ".stl",
                                                     ".glb",
                                                     ".gltf",
                                                     ".fbx",
                                                     ".dae",
                                                     ".3ds",
                                                     ".off",
                                                     ".las",
                                                     ".laz",
                                                     ".e57",
                                                     ".pts",
                                                     ".ptx",
                                                     ".pcd",
                                                     ".xyz"};

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Digits from `at`, without leading zeros.
std::string_view NumberAt(std::string_view text, size_t& at) {
  const size_t start = at;
  while (at < text.size() && IsDigit(text[at])) {
    ++at;
  }
  std::string_view digits = text.substr(start, at - start);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// Negative, 0 or positive.
int CompareCounting(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (IsDigit(a[i]) && IsDigit(b[j])) {
      const std::string_view x = NumberAt(a, i);
      const std::string_view y = NumberAt(b, j);
      if (x.size() != y.size()) {
        return x.size() < y.size() ? -1 : 1;
      }
      if (const int order = x.compare(y); order != 0) {
        return order;
      }
    } else if (a[i] != b[j]) {
      return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
    } else {
      ++i;
      ++j;
    }
  }
  return static_cast<int>(i < a.size()) - static_cast<int>(j < b.size());
}

template <typename List>
bool Contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

FileClass ClassOfName(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return Contains(kPhotos, extension)  ? FileClass::kPhoto
         : Contains(kRaws, extension)  ? FileClass::kRawPhoto
         : Contains(kScans, extension) ? FileClass::kScan
                                       : FileClass::kOther;
}

bool IsClutter(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.empty() || name.front() == '.' || name == "Thumbs.db" || name == "desktop.ini";
}

bool NameLess(const fs::path& a, const fs::path& b) {
  const std::string x = ToNfc(a.filename().string());
  const std::string y = ToNfc(b.filename().string());
  const int order = CompareCounting(x, y);
  return order != 0 ? order < 0 : a < b;
}

std::vector<fs::path> FilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code status;
    if (it->is_regular_file(status) && !IsClutter(it->path())) {
      files.push_back(it->path());
    }
  }
  std::sort(files.begin(), files.end(), NameLess);
  return files;
}

}  // namespace disan
