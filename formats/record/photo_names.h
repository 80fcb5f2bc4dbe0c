// What a file is by its name: photos, RAW photos and scans that the house can read.
#pragma once

#include "formats/record/site.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

enum class FileClass { kPhoto, kRawPhoto, kScan, kOther };

FileClass ClassOfName(const std::filesystem::path& file);

// Hidden files, and what cameras and systems leave in folders (Thumbs.db, .DS_Store).
bool IsClutter(const std::filesystem::path& file);

// The files directly in `folder`, sorted by their name in NFC with numbers in counting order
// ("2.jpg" before "10.jpg"), clutter left out.
std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder);

bool NameLess(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace disan
