#include "pipeline/engine/tree.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/engine_messages.h"

#include <algorithm>

namespace disan::engine {
namespace {

constexpr size_t kHashLength = 64;

void ReadInto(Disk& disk, const std::string& folder, const std::string& prefix, Tree& tree) {
  for (const FolderEntry& entry : disk.List(folder)) {
    const std::string path = folder + "/" + entry.name;
    if (entry.type == FileType::kFolder) {
      ReadInto(disk, path, prefix + entry.name + "/", tree);
    } else if (entry.type == FileType::kFile && entry.name.find('\n') == std::string::npos) {
      tree.push_back({prefix + entry.name, disk.Hash(path)});
    } else {
      throw Failure({.file = path,
                     .what = Say(messages::kOutputNotPlain, fmt::arg("file", prefix + entry.name)),
                     .remedy = Say(messages::kEngineFaultRemedy)});
    }
  }
}

}  // namespace

std::string ToText(const Tree& tree) {
  std::string text;
  for (const TreeFile& file : tree) {
    text += file.hash + " " + file.path + "\n";
  }
  return text;
}

std::optional<Tree> ParseTree(const std::string& text) {
  Tree tree;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = text.find('\n', at);
    if (end == std::string::npos || end < at + kHashLength + 2 || text[at + kHashLength] != ' ') {
      return std::nullopt;
    }
    const size_t path = at + kHashLength + 1;
    tree.push_back({text.substr(path, end - path), text.substr(at, kHashLength)});
    at = end + 1;
  }
  return tree;
}

Tree ReadTree(Disk& disk, const std::string& folder) {
  Tree tree;
  ReadInto(disk, folder, "", tree);
  std::sort(tree.begin(), tree.end(), [](const TreeFile& a, const TreeFile& b) {
    return a.path < b.path;
  });
  return tree;
}

}  // namespace disan::engine
