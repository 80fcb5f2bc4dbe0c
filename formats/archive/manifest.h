// Checksum manifests as BagIt (RFC 8493) writes them: one file a line, checksum, white space, path.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <map>
#include <string>
#include <string_view>

namespace disan {

struct Manifest {
  std::string algorithm;  // sha256
  std::map<std::string, std::string>
      entries;  // path as written (percent-decoded) -> lower-case checksum
};

// `name` is what diagnostics call it. Lines that are no entry, paths that are absolute or climb
// with "..", and paths listed twice with different checksums are errors; the other lines are still
// read.
Result<Manifest> ParseManifest(std::string_view text,
                               std::string algorithm,
                               const std::string& name);

// Sorted by path, "checksum  path", CR, LF and % percent-encoded.
std::string WriteManifest(const Manifest& manifest);

// False for what may not stand in a manifest: absolute, "..", control characters, drive letters.
bool IsSafeRelativePath(std::string_view path);

}  // namespace disan
