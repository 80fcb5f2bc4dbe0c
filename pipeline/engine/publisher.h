// Puts contents of the store into the output folder, each whole and under its final name in one
// rename, and knows what of it is still as it was put there.
#pragma once

#include "pipeline/engine/disk.h"
#include "pipeline/engine/file_cache.h"
#include "pipeline/engine/store.h"

#include <atomic>
#include <string>
#include <vector>

namespace disan::engine {

enum class Presence { kInPlace, kMissing, kAltered };

class Publisher {
 public:
  // `temporary` is a folder on the same disk as the output folder, emptied after a killed run.
  Publisher(Disk& disk, FileCache& cache, Store& store, std::string out, std::string temporary)
      : disk_(disk),
        cache_(cache),
        store_(store),
        out_(std::move(out)),
        temporary_(std::move(temporary)) {}

  // Whether `path`, relative to the output folder, holds this content. Files that someone added to
  // a folder are not looked for.
  Presence Find(const std::string& path, const Content& content);

  // Whatever is in the way is replaced. The content is in the store.
  void Publish(const std::string& path, const Content& content);

  // Removes what still is as it was put there, and folders that become empty. Returns the files
  // that were kept because someone changed them.
  std::vector<std::string> Withdraw(const std::string& path, const Content& content);

 private:
  std::string Full(const std::string& path) const { return out_ + "/" + path; }
  // Key and path of each file that the content has in the output folder, with its hash. Empty for
  // a folder that the store has lost.
  std::vector<TreeFile> FilesOf(const std::string& path, const Content& content);
  void RemoveEmptyFolders(std::string path);

  Disk& disk_;
  FileCache& cache_;
  Store& store_;
  std::string out_;
  std::string temporary_;
  std::atomic<int> next_{0};
};

}  // namespace disan::engine
