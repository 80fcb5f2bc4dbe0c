#include "pipeline/engine/disk.h"

namespace disan::engine {

void RemoveTree(Disk& disk, const std::string& path) {
  for (const FolderEntry& entry : disk.List(path)) {
    const std::string inner = path + "/" + entry.name;
    if (entry.type == FileType::kFolder) {
      RemoveTree(disk, inner);
    } else {
      disk.Remove(inner);
    }
  }
  disk.Remove(path);
}

}  // namespace disan::engine
