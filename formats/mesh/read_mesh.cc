#include "formats/mesh/read_mesh.h"

#include "formats/files/read_file.h"
#include "formats/mesh/exchange.h"
#include "formats/mesh/gltf.h"
#include "formats/mesh/obj.h"
#include "formats/mesh/off.h"
#include "formats/mesh/ply.h"
#include "formats/mesh/stl.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>

namespace disan {
namespace {

constexpr uint64_t kScanLimitBytes = uint64_t{16} << 30;

MeshFormat ByExtension(std::string_view extension) {
  std::string lower(extension);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::array<std::pair<std::string_view, MeshFormat>, 8> kKnown = {{
      {"ply", MeshFormat::kPly},
      {"obj", MeshFormat::kObj},
      {"stl", MeshFormat::kStl},
      {"off", MeshFormat::kOff},
      {"gltf", MeshFormat::kGltf},
      {"glb", MeshFormat::kGltf},
      {"fbx", MeshFormat::kFbx},
      {"dae", MeshFormat::kDae},
  }};
  for (const auto& [name, format] : kKnown) {
    if (lower == name) {
      return format;
    }
  }
  return MeshFormat::kUnknown;
}

MeshFormat ByContent(std::string_view bytes) {
  const auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  const std::string_view head = TrimmedText(bytes.substr(0, 1024));
  if (starts("ply\n") || starts("ply\r")) {
    return MeshFormat::kPly;
  }
  if (starts("glTF") || (head.rfind('{', 0) == 0 && head.find('"') != std::string_view::npos)) {
    return MeshFormat::kGltf;
  }
  if (starts("Kaydara FBX Binary")) {
    return MeshFormat::kFbx;
  }
  if (IsBinaryStl(bytes)) {
    return MeshFormat::kStl;
  }
  if (head.find("<COLLADA") != std::string_view::npos) {
    return MeshFormat::kDae;
  }
  const std::string_view word =
      head.substr(0, std::min(head.find_first_of(" \t\r\n"), head.size()));
  if (word == "solid") {
    return MeshFormat::kStl;
  }
  return word.size() >= 3 && word.size() <= 8 && word.substr(word.size() - 3) == "OFF"
             ? MeshFormat::kOff
             : MeshFormat::kUnknown;
}

}  // namespace

MeshFormat DetectMeshFormat(std::string_view bytes, std::string_view extension) {
  const MeshFormat content = ByContent(bytes);
  return content == MeshFormat::kUnknown ? ByExtension(extension) : content;
}

Result<Mesh> ReadMeshBytes(std::string_view bytes, MeshFormat format, const MeshSource& source) {
  switch (format) {
    case MeshFormat::kPly:
      return ReadPly(bytes, source);
    case MeshFormat::kObj:
      return ReadObj(bytes, source);
    case MeshFormat::kStl:
      return ReadStl(bytes, source);
    case MeshFormat::kOff:
      return ReadOff(bytes, source);
    case MeshFormat::kGltf:
      return ReadGltf(bytes, source);
    case MeshFormat::kFbx:
      return ReadExchange(bytes, "fbx", source);
    case MeshFormat::kDae:
      return ReadExchange(bytes, "dae", source);
    case MeshFormat::kUnknown:
      break;
  }
  return Result<Mesh>::Failed(
      MeshFault(source, messages::kMeshUnknownFormat, messages::kMeshUnknownFormatRemedy));
}

Result<Mesh> ReadMesh(const std::filesystem::path& file) {
  const Result<std::string> bytes = ReadFile(file, kScanLimitBytes);
  if (!bytes) {
    return Result<Mesh>::Failed(bytes.diagnostics);
  }
  MeshSource source{file.string(), file.parent_path()};
  if (source.folder.empty()) {
    source.folder = ".";
  }
  if (bytes->empty()) {
    return Result<Mesh>::Failed(MeshFault(source, messages::kMeshEmpty, messages::kMeshCopyAgain));
  }
  const std::string extension = file.extension().string();
  const MeshFormat format =
      DetectMeshFormat(*bytes, std::string_view(extension).substr(extension.empty() ? 0 : 1));
  Result<Mesh> result = ReadMeshBytes(*bytes, format, source);
  if (result && result->triangles.empty()) {
    const size_t points = result->positions.size();
    result.value.reset();
    result.diagnostics.push_back(MeshFault(
        source, messages::kMeshNoFaces, messages::kMeshNoFacesRemedy, fmt::arg("points", points)));
  }
  return result;
}

}  // namespace disan
