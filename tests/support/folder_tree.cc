#include "tests/support/folder_tree.h"

#include "formats/files/sha256.h"

namespace disan::testing {

std::map<std::string, std::string> FolderTree(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> tree;
  if (!fs::exists(root)) {
    return tree;
  }
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator();
       ++it) {
    if (it->path().filename() == kStoreFolder) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      tree[it->path().lexically_relative(root).string()] =
          Sha256OfFile(it->path()).value.value_or("unreadable");
    }
  }
  return tree;
}

}  // namespace disan::testing
