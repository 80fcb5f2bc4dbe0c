// Feeds every mesh reader with files of its format, whole and damaged in ways that repeat.
#include "formats/mesh/glb.h"
#include "formats/mesh/gltf.h"
#include "formats/mesh/obj.h"
#include "formats/mesh/off.h"
#include "formats/mesh/ply.h"
#include "formats/mesh/stl.h"
#include "tests/fuzz/mesh/check_mesh.h"
#include "tests/support/shapes.h"

#include <random>

#include <gtest/gtest.h>

namespace disan {
namespace {

std::vector<std::string> Seeds() {
  Mesh cube = testing::Cube(1);
  cube.colours.resize(8);
  cube.uvs.resize(8);
  std::string stl(80, ' ');
  stl += std::string("\x02\0\0\0", 4) + std::string(100, '\1');
  return {
      '\0' + EncodePly(cube),
      '\0' + EncodePly(cube, {.ascii = true}),
      '\0' + std::string(
                 "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
                 "property float z\nelement face 1\nproperty list uchar int vertex_indices\n"
                 "property list uchar float texcoord\nend_header\n0 0 0\n1 0 0\n0 1 0\n"
                 "3 0 1 2 6 0 0 1 0 0 1\n"),
      '\1' + stl,
      "\1solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\n"
      "endloop\nendfacet\nendsolid a\n",
      "\2COFF\n4 1 0\n0 0 0 1 0 0 1\n1 0 0 1 0 0 1\n1 1 0 1 0 0 1\n0 1 0 1 0 0 1\n4 0 1 2 3\n",
      "\3mtllib a.mtl\nv 0 0 0 1 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvn 0 0 1\nusemtl a\nf 1/1/1 2//1 "
      "-1/1\n",
      '\4' + *EncodeGlb(cube, {.codec = GeometryCodec::kNone}),
      '\4' + *EncodeGlb(cube, {.codec = GeometryCodec::kMeshopt}),
      '\4' + *EncodeGlb(cube, {.codec = GeometryCodec::kDraco}),
  };
}

void Feed(const std::string& bytes) {
  constexpr testing::MeshReader kReaders[] = {ReadPly, ReadStl, ReadOff, ReadObj, ReadGltf};
  testing::CheckReader(kReaders[static_cast<size_t>(bytes[0])],
                       reinterpret_cast<const uint8_t*>(bytes.data()) + 1,
                       bytes.size() - 1);
}

TEST(MeshFuzz, WholeAndDamagedSeedsAreReadOrRefused) {
  std::mt19937 random(7);
  for (const std::string& seed : Seeds()) {
    Feed(seed);
    for (int round = 0; round < 1500; ++round) {
      std::string damaged = seed;
      for (uint32_t change = random() % 4 + 1; change > 0; --change) {
        const size_t at = 1 + random() % (damaged.size() - 1);
        switch (random() % 4) {
          case 0:
            damaged[at] = static_cast<char>(random());
            break;
          case 1:
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
            break;
          case 2:
            damaged.insert(at, "9999999");
            break;
          default:
            damaged.erase(at, random() % 9);
            break;
        }
        if (damaged.size() < 3) {
          break;
        }
      }
      Feed(damaged);
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace disan
