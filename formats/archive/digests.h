// Several checksums of one file in one reading. Memory does not grow with the file.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// The algorithms that BagIt names and that are still in use; md4 and the like are not among them.
bool IsKnownDigest(const std::string& algorithm);  // md5, sha1, sha224, sha256, sha384, sha512

// Called with the bytes read since the last call; may throw Interrupted.
using ReadProgress = std::function<void(uint64_t bytes)>;

// Lower-case hexadecimal by algorithm. Every algorithm must be a known one.
Result<std::map<std::string, std::string>> DigestsOfFile(const std::filesystem::path& file,
                                                         const std::vector<std::string>& algorithms,
                                                         const ReadProgress& progress = {});

// The same of a file that is copied on the way; the copy is there whole or not at all.
Result<std::map<std::string, std::string>> CopyWithDigests(
    const std::filesystem::path& from,
    const std::filesystem::path& to,
    const std::vector<std::string>& algorithms,
    const ReadProgress& progress = {});

// Of bytes that come in pieces.
class DigestSet {
 public:
  explicit DigestSet(const std::vector<std::string>& algorithms);
  ~DigestSet();
  void Add(std::string_view bytes);
  // Lower-case hexadecimal by algorithm. The object is spent afterwards.
  std::map<std::string, std::string> Take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string DigestOf(const std::string& algorithm, std::string_view bytes);

}  // namespace disan
