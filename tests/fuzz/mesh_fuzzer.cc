// One entry point for all mesh readers of ours: the first byte says which, the rest is the file.
// With clang: -fsanitize=fuzzer,address; elsewhere fuzz_replay_test.cc feeds it the corpus.
#include "formats/mesh/gltf.h"
#include "formats/mesh/obj.h"
#include "formats/mesh/off.h"
#include "formats/mesh/ply.h"
#include "formats/mesh/stl.h"

#include <cstddef>
#include <cstdint>

namespace {

void Demand(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using disan::Mesh;
  using disan::MeshSource;
  using disan::Result;
  using Reader = Result<Mesh> (*)(std::string_view, const MeshSource&);
  constexpr Reader kReaders[] = {
      disan::ReadPly, disan::ReadStl, disan::ReadOff, disan::ReadObj, disan::ReadGltf};
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Result<Mesh> read = kReaders[data[0] % 5](bytes, {.file = "fuzz"});
  Demand(read.ok() || disan::HasErrors(read.diagnostics));
  if (read.ok()) {
    const size_t count = read->positions.size();
    Demand(read->normals.empty() || read->normals.size() == count);
    Demand(read->uvs.empty() || read->uvs.size() == count);
    Demand(read->colours.empty() || read->colours.size() == count);
    for (const disan::Triangle& t : read->triangles) {
      Demand(t[0] < count && t[1] < count && t[2] < count);
    }
  }
  return 0;
}
