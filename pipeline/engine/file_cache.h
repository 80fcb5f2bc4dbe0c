// What is known of files' contents: a file whose size, dates and inode are as they were has the
// content that it had, so a run that finds nothing to do reads no file. Losing the cache costs time
// only.
#pragma once

#include "pipeline/engine/disk.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace disan::engine {

class FileCache {
 public:
  explicit FileCache(Disk& disk) : disk_(disk) {}

  // A cache that is missing or damaged is an empty one.
  void Load(const std::string& cache_file);
  // Written only when something changed. With `forget_unused`, entries nobody asked for since
  // Load() are dropped: their files are gone.
  void Save(const std::string& cache_file, const std::string& temporary, bool forget_unused);

  // SHA-256 of the file at `path`, read only when its state is new; nothing when no file is there.
  // The key names the file whatever folder the site or the output was moved to. Safe to call from
  // several threads.
  std::optional<std::string> Hash(const std::string& key, const std::string& path);
  // Whether Hash() would answer without reading the file.
  bool Knows(const std::string& key, const std::string& path);
  // For files that the engine has just put there itself.
  void Remember(const std::string& key, const std::string& path, const std::string& hash);

 private:
  struct Entry {
    FileState state;
    std::string hash;
    // False while the file was so young when it was read that a second change might have left the
    // same date on it (the clock of some file systems ticks every two seconds).
    bool settled = false;
    bool used = false;
  };

  void Parse(std::string_view line);
  const Entry* Current(const std::string& key, const FileState& state);

  Disk& disk_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  bool changed_ = false;
};

}  // namespace disan::engine
