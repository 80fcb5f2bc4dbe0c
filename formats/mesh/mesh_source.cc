#include "formats/mesh/mesh_source.h"

#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"

#include <algorithm>

namespace disan {
namespace {

constexpr uint64_t kSidecarLimitBytes = uint64_t{1} << 29;

std::string BaseName(std::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

// Programs on Windows write back slashes, and many write "./name".
std::string Tidied(std::string_view name) {
  std::string tidy(name);
  std::replace(tidy.begin(), tidy.end(), '\\', '/');
  while (tidy.rfind("./", 0) == 0) {
    tidy.erase(0, 2);
  }
  return tidy;
}

Diagnostic SidecarWarning(const MeshSource& source,
                          const Message& what,
                          const Message& remedy,
                          std::string_view name) {
  Diagnostic said = MeshFault(source, what, remedy, fmt::arg("name", std::string(name)));
  said.severity = Severity::kWarning;
  return said;
}

}  // namespace

Diagnostic MeshTruncated(const MeshSource& source) {
  return MeshFault(source, messages::kMeshTruncated, messages::kMeshCopyAgain);
}

Diagnostic MeshMalformed(const MeshSource& source, std::string_view place) {
  return MeshFault(source,
                   messages::kMeshMalformed,
                   messages::kMeshExportAgain,
                   fmt::arg("place", std::string(place)));
}

Diagnostic MeshIndexOutOfRange(const MeshSource& source, uint64_t index, uint64_t count) {
  return MeshFault(source,
                   messages::kMeshIndexOutOfRange,
                   messages::kMeshExportAgain,
                   fmt::arg("index", index),
                   fmt::arg("count", count));
}

std::optional<std::string> ReadSidecar(const MeshSource& source,
                                       std::string_view name,
                                       std::vector<Diagnostic>& diagnostics) {
  if (source.folder.empty()) {
    return std::nullopt;
  }
  const Result<std::filesystem::path> path = ResolveInside(source.folder, Tidied(name));
  if (!path) {
    diagnostics.push_back(SidecarWarning(
        source, messages::kSidecarLeavesFolder, messages::kSidecarLeavesFolderRemedy, name));
    return std::nullopt;
  }
  Result<std::string> bytes = ReadFile(*path, kSidecarLimitBytes);
  if (!bytes) {
    diagnostics.push_back(
        SidecarWarning(source, messages::kSidecarMissing, messages::kSidecarMissingRemedy, name));
  }
  return std::move(bytes.value);
}

std::string TextureMime(std::string_view bytes) {
  const auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  if (starts("\xFF\xD8\xFF")) {
    return "image/jpeg";
  }
  if (starts("\x89PNG\r\n\x1A\n")) {
    return "image/png";
  }
  if (starts("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") {
    return "image/webp";
  }
  return starts("\xABKTX 20\xBB\r\n\x1A\n") ? "image/ktx2" : "";
}

int AddTexture(Mesh& mesh,
               const MeshSource& source,
               std::string_view name,
               std::vector<Diagnostic>& diagnostics) {
  const std::string base = BaseName(name);
  if (source.folder.empty() || base.empty()) {
    return kNoTexture;
  }
  for (size_t i = 0; i < mesh.textures.size(); ++i) {
    if (mesh.textures[i].name == base) {
      return static_cast<int>(i);
    }
  }
  // Exporters write the path of their own machine: a picture of that name beside the scan is meant.
  std::optional<std::string> bytes;
  if (const Result<std::filesystem::path> beside = ResolveInside(source.folder, base)) {
    bytes = ReadFile(*beside, kSidecarLimitBytes).value;
  }
  if (!bytes) {
    bytes = ReadSidecar(source, name, diagnostics);
  }
  if (!bytes) {
    return kNoTexture;
  }
  std::string mime = TextureMime(*bytes);
  if (mime.empty()) {
    diagnostics.push_back(SidecarWarning(
        source, messages::kTextureUnknownKind, messages::kTextureUnknownKindRemedy, name));
    return kNoTexture;
  }
  mesh.textures.push_back({base, std::move(mime), std::move(*bytes)});
  return static_cast<int>(mesh.textures.size() - 1);
}

}  // namespace disan
