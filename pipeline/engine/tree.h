// A folder as content: the files in it with their hashes, sorted by path. The hash of its text is
// the hash of the folder.
#pragma once

#include "pipeline/engine/disk.h"

#include <optional>
#include <string>
#include <vector>

namespace disan::engine {

struct TreeFile {
  std::string path;  // relative to the folder
  std::string hash;

  bool operator==(const TreeFile&) const = default;
};

using Tree = std::vector<TreeFile>;

std::string ToText(const Tree& tree);
std::optional<Tree> ParseTree(const std::string& text);

// Reads every file below the folder. A link, a device or a name with a line break in it is a
// Failure: none of them can be kept.
Tree ReadTree(Disk& disk, const std::string& folder);

}  // namespace disan::engine
