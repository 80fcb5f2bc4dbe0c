// Any point cloud file.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace disan {

// By content first, then by extension: E57, LAS, LAZ, PLY, PCD, PTX, PTS, XYZ, ASC, TXT, CSV.
// `file` is the name in messages.
Result<Cloud> ReadCloud(const std::filesystem::path& path, const std::string& file);
Result<Cloud> ReadCloud(const std::filesystem::path& path);

// The same from memory; `file` also gives the extension.
Result<Cloud> ReadCloudFromBytes(std::string_view bytes, const std::string& file);

// Whether the extension is one that only clouds have. (A PLY may be a mesh or a cloud.)
bool HasCloudExtension(const std::filesystem::path& path);

}  // namespace disan
