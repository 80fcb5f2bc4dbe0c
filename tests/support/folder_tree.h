// What a folder holds, as checksums by relative path: two folders are the same when their trees are
// equal.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace disan::testing {

// Files below `root` but for anything in a folder named ".disan". Links count as what they point
// to.
inline constexpr char kStoreFolder[] = ".disan";

std::map<std::string, std::string> FolderTree(const std::filesystem::path& root);

}  // namespace disan::testing
