#include "formats/mesh/stl.h"

#include "formats/mesh/text_cursor.h"
#include "formats/mesh/weld.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace disan {
namespace {

constexpr size_t kHeaderBytes = 84;
constexpr size_t kFacetBytes = 50;

// Three positions in a row are a facet.
Mesh Weld(const std::vector<Double3>& corners) {
  Mesh soup;
  SetPositions(soup, corners);
  Mesh mesh;
  mesh.origin = soup.origin;
  const std::vector<uint32_t> first = FirstOfEqualPositions(soup.positions);
  std::vector<uint32_t> vertex(first.size());
  for (size_t i = 0; i < first.size(); ++i) {
    if (first[i] == i) {
      vertex[i] = static_cast<uint32_t>(mesh.positions.size());
      mesh.positions.push_back(soup.positions[i]);
    } else {
      vertex[i] = vertex[first[i]];
    }
  }
  for (size_t i = 0; i + 2 < vertex.size(); i += 3) {
    mesh.triangles.push_back({vertex[i], vertex[i + 1], vertex[i + 2]});
  }
  return mesh;
}

uint32_t CountOf(std::string_view bytes) {
  uint32_t count = 0;
  if (bytes.size() >= kHeaderBytes) {
    std::memcpy(&count, bytes.data() + kHeaderBytes - 4, 4);
  }
  return count;
}

Result<Mesh> ReadBinary(std::string_view bytes, const MeshSource& source) {
  const size_t count = CountOf(bytes);
  if (bytes.size() < kHeaderBytes || (bytes.size() - kHeaderBytes) / kFacetBytes < count) {
    return Result<Mesh>::Failed(MeshTruncated(source));
  }
  std::vector<Double3> corners;
  corners.reserve(count * 3);
  for (size_t i = 0; i < count; ++i) {
    std::array<float, 9> xyz;
    std::memcpy(xyz.data(), bytes.data() + kHeaderBytes + i * kFacetBytes + 12, sizeof(xyz));
    for (size_t k = 0; k < 9; k += 3) {
      corners.push_back(Float3{xyz[k], xyz[k + 1], xyz[k + 2]}.To<double>());
    }
  }
  return Result<Mesh>::Of(Weld(corners));
}

Result<Mesh> ReadAscii(std::string_view bytes, const MeshSource& source) {
  TextCursor cursor(bytes);
  std::vector<Double3> corners;
  std::string_view line;
  bool ended = false;
  while (cursor.NextLine(line)) {
    const std::string_view word = TakeWord(line);
    ended = ended || word == "endsolid";
    if (word != "vertex") {
      continue;
    }
    const auto x = TakeNumber(line);
    const auto y = TakeNumber(line);
    const auto z = TakeNumber(line);
    if (!x || !y || !z) {
      Diagnostic fault = MeshMalformed(source, "vertex");
      fault.line = cursor.line_number();
      return Result<Mesh>::Failed(fault);
    }
    corners.push_back({*x, *y, *z});
  }
  if (!ended || corners.size() % 3 != 0) {
    return Result<Mesh>::Failed(MeshTruncated(source));
  }
  return Result<Mesh>::Of(Weld(corners));
}

bool LooksLikeText(std::string_view bytes) {
  const std::string_view head = TrimmedText(bytes.substr(0, 1024));
  return head.rfind("solid", 0) == 0 && std::none_of(head.begin(), head.end(), [](char c) {
           return (c >= 0 && c < ' ' && !IsBlank(c)) || c == 127;
         });
}

}  // namespace

bool IsBinaryStl(std::string_view bytes) {
  const uint64_t count = CountOf(bytes);
  return count > 0 && bytes.size() >= kHeaderBytes + count * kFacetBytes &&
         bytes.size() < kHeaderBytes + count * kFacetBytes + 4096;
}

Result<Mesh> ReadStl(std::string_view bytes, const MeshSource& source) {
  if (!IsBinaryStl(bytes) && LooksLikeText(bytes)) {
    return ReadAscii(bytes, source);
  }
  return ReadBinary(bytes, source);
}

}  // namespace disan
