#include "pipeline/session/manifest.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"

#include <sstream>

namespace disan {

Manifest ReadManifest(const std::filesystem::path& file) {
  Manifest manifest;
  const Result<std::string> bytes = ReadFile(file, uint64_t{64} << 20);
  if (!bytes) {
    return manifest;
  }
  std::istringstream stream(*bytes);
  for (std::string line; std::getline(stream, line);) {
    constexpr size_t kSum = 64;
    if (line.size() > kSum + 2 && line.find_first_not_of("0123456789abcdef") == kSum) {
      manifest[line.substr(kSum + 2)] = line.substr(0, kSum);
    }
  }
  return manifest;
}

std::optional<Diagnostic> WriteManifest(const std::filesystem::path& file,
                                        const Manifest& manifest) {
  std::string text;
  for (const auto& [path, sum] : manifest) {
    text += sum + "  " + path + "\n";
  }
  return WriteFileAtomically(file, text);
}

}  // namespace disan
