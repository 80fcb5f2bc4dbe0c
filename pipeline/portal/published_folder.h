// A folder that holds what an export made and is kept up to date: what is the same is not touched,
// what is no longer wanted goes, and what somebody else put there stays.
#pragma once

#include "pipeline/execution/execution.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// A file to be there: bytes, or a copy of `source` when that is named.
struct FileToPublish {
  std::filesystem::path source;
  std::string bytes;
  // Of the content. Of a source it may be known already; empty: it is worked out.
  std::string sha256;
};
using FilesToPublish = std::map<std::string, FileToPublish>;  // by the path below the folder

struct Published {
  std::vector<std::string> written;  // paths, sorted
  std::vector<std::string> removed;
  size_t unchanged = 0;
  uint64_t bytes_written = 0;
};

// What earlier exports wrote is noted in the folder, with sizes and checksums.
inline constexpr char kExportLedger[] = ".disan-export.json";

// Makes the folder hold the files. A run that was cut short is taken up by the next one. Throws
// Failure when a file of somebody else's stands where one of ours belongs (nothing is written
// then), when a source is not what its checksum says, or when the disk refuses.
Published Publish(FilesToPublish files,
                  const std::filesystem::path& folder,
                  const Execution& execution);

}  // namespace disan
