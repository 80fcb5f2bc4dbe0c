// What the readers of this room share: where the bytes came from, and how to say what is wrong with
// them.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/mesh_messages.h"
#include "formats/mesh/mesh.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct MeshSource {
  std::string file;              // as the person knows it, for messages
  std::filesystem::path folder;  // materials and textures are looked for here and nowhere else;
                                 // empty: no other file is read
};

template <typename... Arguments>
Diagnostic MeshFault(const MeshSource& source,
                     const Message& what,
                     const Message& remedy,
                     const Arguments&... arguments) {
  return {.file = source.file,
          .what = Say(what, fmt::arg("file", source.file), arguments...),
          .remedy = Say(remedy)};
}

// "Cut short", the commonest of all faults.
Diagnostic MeshTruncated(const MeshSource& source);
Diagnostic MeshMalformed(const MeshSource& source, std::string_view place);
Diagnostic MeshIndexOutOfRange(const MeshSource& source, uint64_t index, uint64_t count);

// The bytes of a file that the mesh names. A name that leaves the folder is refused; a missing one
// is said; either way the reading goes on, so the diagnostic is a warning.
std::optional<std::string> ReadSidecar(const MeshSource& source,
                                       std::string_view name,
                                       std::vector<Diagnostic>& diagnostics);

// The index of the texture in mesh.textures, read when it is not there yet; kNoTexture if it cannot
// be.
int AddTexture(Mesh& mesh,
               const MeshSource& source,
               std::string_view name,
               std::vector<Diagnostic>& diagnostics);

// By content; empty if it is none of the kinds that a Texture may have.
std::string TextureMime(std::string_view bytes);

}  // namespace disan
