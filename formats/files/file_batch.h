// Many small files at once: each written under a temporary name, then one sync for all of them,
// then the renames. A sync for each of a thousand files is what takes the time, not the bytes.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

class FileBatch {
 public:
  FileBatch() = default;
  ~FileBatch();  // what was not committed is gone
  FileBatch(const FileBatch&) = delete;
  FileBatch& operator=(const FileBatch&) = delete;

  // Makes missing folders. From any thread.
  std::optional<Diagnostic> Add(const std::filesystem::path& file, std::string_view bytes);

  // All of them on the disk, then put into place in the order of adding: a run that is cut short
  // leaves each file as it was or whole. Nothing when it went well.
  std::optional<Diagnostic> Commit();

 private:
  struct Waiting {
    std::filesystem::path file;
    std::string temporary;
  };
  std::optional<Diagnostic> Sync() const;

  std::mutex mutex_;
  std::vector<Waiting> waiting_;
};

}  // namespace disan
