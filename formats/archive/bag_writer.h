// A BagIt 1.0 bag (RFC 8493) in the making: files are streamed in, and the bag appears under its
// name whole or not at all. Cut short, the next run goes on with the files that are not there yet.
#pragma once

#include "formats/archive/digests.h"
#include "formats/archive/manifest.h"
#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace disan {

struct BagFile {
  std::string path;  // data/...
  std::string sha256;
  std::string sha512;
  uint64_t bytes = 0;
};

class BagWriter {
 public:
  // `folder` must not be there yet. The work stands beside it, as folder.part, until Close.
  static Result<BagWriter> Open(const std::filesystem::path& folder);

  // Copies a file to data/`path`, unless an earlier run that was cut short did so already and the
  // source has not changed. `path` keeps its bytes.
  Result<BagFile> AddFile(const std::filesystem::path& source,
                          const std::string& path,
                          const ReadProgress& progress = {});
  Result<BagFile> AddBytes(const std::string& path, std::string_view bytes);
  // A file that is written piece by piece: `write` is handed where to put the pieces.
  Result<BagFile> AddStream(
      const std::string& path,
      const std::function<void(const std::function<void(std::string_view)>& put)>& write);

  // `info`: the lines of bag-info.txt; Payload-Oxum is added. Removes what lies in data/ and was
  // not added in this run, writes manifests, renames.
  std::optional<Diagnostic> Close(const std::vector<std::pair<std::string, std::string>>& info);

 private:
  BagWriter() = default;
  void Remember(const BagFile& file);
  void ReadJournal();
  void RemoveStrays() const;
  std::optional<Diagnostic> WriteTagFiles(
      const std::vector<std::pair<std::string, std::string>>& info) const;

  struct Finished {
    uint64_t bytes = 0;
    int64_t modified_ns = 0;
    std::string sha256;
    std::string sha512;
  };

  std::filesystem::path folder_;
  std::filesystem::path part_;
  std::map<std::string, Finished> journal_;
  Manifest sha256_{"sha256", {}};
  Manifest sha512_{"sha512", {}};
  uint64_t bytes_ = 0;
};

}  // namespace disan
