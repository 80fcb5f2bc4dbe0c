#include "formats/mesh/ply.h"

#include "tests/support/shapes.h"

#include <algorithm>
#include <cstring>

#include <gmock/gmock.h>

namespace disan {
namespace {

using ::testing::ElementsAre;

const MeshSource kSource{.file = "scan.ply"};

Mesh ColouredCube() {
  Mesh mesh = testing::Cube(2);
  for (size_t i = 0; i < mesh.positions.size(); ++i) {
    mesh.colours.push_back({static_cast<uint8_t>(i * 30), 10, 200, 255});
  }
  return mesh;
}

TEST(Ply, WrittenMeshComesBackInBothEncodings) {
  const Mesh cube = ColouredCube();
  for (const bool ascii : {false, true}) {
    const Result<Mesh> read = ReadPly(EncodePly(cube, {.ascii = ascii}), kSource);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->positions, cube.positions);
    EXPECT_EQ(read->triangles, cube.triangles);
    EXPECT_EQ(read->colours, cube.colours);
  }
}

TEST(Ply, GeoreferencedCoordinatesKeepMillimetres) {
  const std::string text =
      "ply\nformat ascii 1.0\nelement vertex 3\nproperty double x\nproperty double y\n"
      "property double z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n"
      "587123.001 2324567.001 12.5\n587123.002 2324567.001 12.5\n587123.001 2324567.003 12.5\n"
      "3 0 1 2\n";
  const Result<Mesh> read = ReadPly(text, kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_NEAR(static_cast<double>(read->positions[1].x - read->positions[0].x), 0.001, 1e-7);
  EXPECT_NEAR(read->origin.y + static_cast<double>(read->positions[2].y), 2324567.003, 1e-6);
  const Result<Mesh> again = ReadPly(EncodePly(*read), kSource);
  EXPECT_EQ(again->positions, read->positions);
  EXPECT_EQ(again->origin, read->origin);
}

template <typename T>
void PutBig(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  std::reverse(bytes, bytes + sizeof(T));
  out.append(bytes, sizeof(T));
}

TEST(Ply, BigEndianWithWideIndicesAndUshortColours) {
  std::string bytes =
      "ply\nformat binary_big_endian 1.0\nelement vertex 4\nproperty double x\nproperty float y\n"
      "property short z\nproperty ushort red\nproperty ushort green\nproperty ushort blue\n"
      "element face 1\nproperty list uint ushort vertex_index\nend_header\n";
  for (const auto& [x, z] : {std::pair{0.0, 0}, {0.0, 1}, {1.0, 1}, {1.0, 0}}) {
    PutBig(bytes, x);
    PutBig(bytes, 2.0F);
    PutBig(bytes, static_cast<int16_t>(z));
    PutBig(bytes, uint16_t{65535});
    PutBig(bytes, uint16_t{257 * 7});
    PutBig(bytes, uint16_t{0});
  }
  PutBig(bytes, uint32_t{4});
  for (uint16_t i = 0; i < 4; ++i) {
    PutBig(bytes, i);
  }
  const Result<Mesh> read = ReadPly(bytes, kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->triangles.size(), 2U);
  EXPECT_EQ(read->positions[2], (Float3{1, 2, 1}));
  EXPECT_EQ(read->colours[0], (Rgba8{255, 7, 0, 255}));
  EXPECT_NEAR(testing::Area(*read), 1, 1e-9);
}

TEST(Ply, StripsRestartAndKeepTheirFacing) {
  const std::string text =
      "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\n"
      "property float z\nelement tristrips 1\nproperty list int int vertex_indices\nend_header\n"
      "0 0 0\n1 0 0\n0 1 0\n1 1 0\n8 0 1 2 3 -1 0 1 2\n";
  const Result<Mesh> read = ReadPly(text, kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_THAT(read->triangles,
              ElementsAre(Triangle{0, 1, 2}, Triangle{2, 1, 3}, Triangle{0, 1, 2}));
}

TEST(Ply, TextureCoordinatesOfCornersSplitVertices) {
  const std::string text =
      "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\n"
      "property float z\nelement face 2\nproperty list uchar int vertex_indices\n"
      "property list uchar float texcoord\nend_header\n"
      "0 0 0\n1 0 0\n0 1 0\n1 1 0\n"
      "3 0 1 2 6 0 0 1 0 0 1\n3 2 1 3 6 0 1 0.5 0 1 1\n";
  const Result<Mesh> read = ReadPly(text, kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->positions.size(), 5U);  // only vertex 1 has two places in the picture
  EXPECT_EQ(read->uvs[read->triangles[0][2]], (Float2{0, 0}));  // v counts down in a Mesh
  EXPECT_EQ(read->uvs[read->triangles[1][1]], (Float2{0.5F, 1}));
}

TEST(Ply, ConcavePolygonKeepsItsArea) {
  const std::string text =
      "ply\nformat ascii 1.0\nelement vertex 6\nproperty float x\nproperty float y\n"
      "property float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n"
      "0 0 0\n2 0 0\n2 1 0\n1 1 0\n1 2 0\n0 2 0\n6 0 1 2 3 4 5\n";
  const Result<Mesh> read = ReadPly(text, kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_NEAR(testing::Area(*read), 3, 1e-9);
}

TEST(Ply, TruncationAtEveryLengthIsSaid) {
  for (const bool ascii : {false, true}) {
    const std::string whole = EncodePly(ColouredCube(), {.ascii = ascii});
    const size_t last = ascii ? whole.size() - 2 : whole.size();  // the last digit and line end
    for (size_t n = 0; n < last; ++n) {
      const Result<Mesh> read = ReadPly(std::string_view(whole).substr(0, n), kSource);
      EXPECT_FALSE(read.ok()) << n;
      EXPECT_TRUE(HasErrors(read.diagnostics)) << n;
    }
  }
}

TEST(Ply, HugeCountsInSmallFilesAreRefused) {
  for (const char* count : {"2147483648", "4294967295", "18446744073709551615", "-1"}) {
    for (const char* format : {"ascii", "binary_little_endian"}) {
      const std::string text = std::string("ply\nformat ") + format + " 1.0\nelement vertex " +
                               count + "\nproperty float x\nproperty float y\nproperty float z\n" +
                               "end_header\n";
      EXPECT_FALSE(ReadPly(text, kSource).ok()) << text;
    }
  }
  const std::string list =
      "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\n"
      "property float z\nelement face 1\nproperty list uint int vertex_indices\nend_header\n"
      "0 0 0\n2147483648 0 0 0\n";
  EXPECT_FALSE(ReadPly(list, kSource).ok());
}

// Their colours could not be told apart: more vertices than colours came of it.
TEST(Ply, TwoListsOfVerticesAreRefused) {
  const auto file = [](const char* second) {
    return std::string(
               "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
               "property float z\nelement ") +
           second +
           " 1\nproperty float x\nproperty float y\nproperty float z\nproperty uchar red\n"
           "property uchar green\nproperty uchar blue\nelement face 1\n"
           "property list uchar int vertex_indices\nend_header\n"
           "0 0 0\n1 0 0\n0 1 0\n2 2 2 9 9 9\n3 0 1 2\n";
  };
  EXPECT_TRUE(ReadPly(file("other"), {}));
  EXPECT_FALSE(ReadPly(file("vertex"), {}));
}

TEST(Ply, IndexOutOfRangeNamesIt) {
  const std::string text =
      "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
      "property float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n"
      "0 0 0\n1 0 0\nnan 1 0\n3 0 1 9\n";
  const Result<Mesh> read = ReadPly(text, kSource);
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(read.diagnostics[0].what.en, ::testing::HasSubstr("vertex 9"));
}

}  // namespace
}  // namespace disan
