// The content-addressed store, OUT/.disan/store: every output under the hash of its content, so
// that the same content is kept once, finds its way back when the copy in the output folder is
// edited or lost, and serves a site that was moved elsewhere.
//
//   <hash>.jpg            a file, read-only, with the extension of the output
//   <hash>.tree/files/    a folder; <hash>.tree/manifest is its text (tree.h)
//
// Rejected: hard links into the output folder. They save space, but whoever edits an output in
// place would edit the store. Copies share their blocks where the file system can (XFS, Btrfs).
#pragma once

#include "pipeline/engine/disk.h"
#include "pipeline/engine/file_cache.h"
#include "pipeline/engine/step.h"
#include "pipeline/engine/tree.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace disan::engine {

struct Content {
  std::string hash;
  std::string extension;  // ".jpg"; empty for a folder
  bool folder = false;

  bool operator==(const Content&) const = default;
};

// The name of the content's place in the store.
std::string ObjectName(const Content& content);

class Store {
 public:
  Store(Disk& disk, FileCache& cache, std::string folder)
      : disk_(disk), cache_(cache), folder_(std::move(folder)) {}

  // Moves what a step wrote at `written` into the store. A Failure when it is not there.
  Content Take(const std::string& written, const OutputRef& output);

  // Whether it is there, by its file's size and dates.
  bool Holds(const Content& content);
  // Whether every byte is there: what is about to be used or copied out.
  bool IsIntact(const Content& content);
  // Where to read a content that the store holds. Not to be written to.
  std::string PathOf(const Content& content) const;
  // The files of a folder that the store holds; null when it does not.
  std::shared_ptr<const Tree> TreeOf(const Content& content);

  // Forgets what has turned out not to be intact; whoever made it will make it again.
  void Discard(const Content& content);
  // Removes whatever is not named.
  void KeepOnly(const std::set<std::string>& object_names);

 private:
  std::string Place(const std::string& object_name) const { return folder_ + "/" + object_name; }
  Content TakeFile(const std::string& written, const OutputRef& output);
  Content TakeFolder(const std::string& written);
  void MoveIn(const std::string& from, const Content& content);

  Disk& disk_;
  FileCache& cache_;
  std::string folder_;
  std::mutex mutex_;  // over moving objects in and over trees_
  std::map<std::string, std::shared_ptr<const Tree>> trees_;
};

}  // namespace disan::engine
