#include "formats/files/atomic_write.h"
#include "formats/mesh/obj.h"
#include "formats/mesh/off.h"
#include "formats/mesh/read_mesh.h"
#include "formats/mesh/stl.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

#include <cstring>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace disan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const MeshSource kSource{.file = "scan"};

std::string BinaryStl(const Mesh& mesh) {
  std::string out = "solid but binary all the same";
  out.resize(80, ' ');
  const auto put = [&](const auto& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  put(static_cast<uint32_t>(mesh.triangles.size()));
  for (const Triangle& t : mesh.triangles) {
    put(Float3{});
    for (const uint32_t v : t) {
      put(mesh.positions[v]);
    }
    put(uint16_t{0});
  }
  return out;
}

std::string AsciiStl(const Mesh& mesh) {
  std::string out = "solid cube\n";
  for (const Triangle& t : mesh.triangles) {
    out += "facet normal 0 0 0\nouter loop\n";
    for (const uint32_t v : t) {
      const Float3 p = mesh.positions[v];
      out += fmt::format("vertex {} {} {}\n", p.x, p.y, p.z);
    }
    out += "endloop\nendfacet\n";
  }
  return out + "endsolid cube\n";
}

TEST(Stl, BothKindsGiveAWeldedCube) {
  const Mesh cube = testing::Cube(2);
  for (const std::string& bytes : {BinaryStl(cube), AsciiStl(cube)}) {
    const Result<Mesh> read = ReadStl(bytes, kSource);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->positions.size(), 8U);
    EXPECT_NEAR(testing::Volume(*read), 8, 1e-5);
  }
}

TEST(Stl, TruncationAtEveryLengthIsSaid) {
  const Mesh cube = testing::Cube(2);
  const std::string binary = BinaryStl(cube);
  for (size_t n = 0; n < binary.size(); ++n) {
    EXPECT_FALSE(ReadStl(std::string_view(binary).substr(0, n), kSource).ok()) << n;
  }
  const std::string ascii = AsciiStl(cube);
  for (size_t n = 0; n + std::strlen("endsolid cube\n") < ascii.size(); ++n) {
    EXPECT_FALSE(ReadStl(std::string_view(ascii).substr(0, n), kSource).ok()) << n;
  }
}

TEST(Stl, HugeCountIsRefused) {
  std::string bytes(100, '\0');
  bytes[83] = '\x80';
  EXPECT_FALSE(ReadStl(bytes, kSource).ok());
}

TEST(Off, ColoursNormalsAndQuads) {
  const Result<Mesh> read = ReadOff(
      "COFF # a comment\n# another\n4 1 0\n0 0 0 255 0 0 255\n1 0 0 0 255 0 255\n"
      "1 1 0 0 0 255 255\n0 1 0 9 9 9 255\n4 0 1 2 3\n",
      kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->triangles.size(), 2U);
  EXPECT_EQ(read->colours[3], (Rgba8{9, 9, 9, 255}));
  EXPECT_NEAR(testing::Area(*read), 1, 1e-9);
}

TEST(Off, TruncationHugeCountsAndBadIndicesAreSaid) {
  const std::string whole = "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2";
  EXPECT_TRUE(ReadOff(whole, kSource).ok());
  for (size_t n = 0; n < whole.size(); ++n) {
    EXPECT_FALSE(ReadOff(whole.substr(0, n), kSource).ok()) << n;
  }
  EXPECT_FALSE(ReadOff("OFF\n2147483648 2147483648 0\n0 0 0\n", kSource).ok());
  EXPECT_FALSE(ReadOff("OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n", kSource).ok());
  EXPECT_FALSE(ReadOff("OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 -1\n", kSource).ok());
}

TEST(Obj, NegativeIndicesPolygonsAndColours) {
  const Result<Mesh> read = ReadObj(
      "v 0 0 0 1 0 0\nv 1 0 0 0 1 0\nv 1 1 0 0 0 1\nv 0 1 0 0.5 0.5 0.5\nvt 0 0\nvt 1 0\nvt 1 1\n"
      "vt 0 1\nf -4/-4 -3/-3 \\\n-2/-2 -1/-1\n",
      kSource);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->triangles.size(), 2U);
  EXPECT_EQ(read->colours[1], (Rgba8{0, 255, 0, 255}));
  EXPECT_EQ(read->uvs[0], (Float2{0, 1}));
}

TEST(Obj, MissingMaterialAndTextureAreSaidAndTheModelGoesOn) {
  const testing::TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "a.mtl", "newmtl stone\nmap_Kd ../../etc/hostname\n"));
  ASSERT_FALSE(WriteFileAtomically(folder / "a.obj",
                                   "mtllib a.mtl\nmtllib gone.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\n"
                                   "usemtl stone\nf 1 2 3\nusemtl wood\nf 3 2 1\n"));
  const Result<Mesh> read = ReadMesh(folder / "a.obj");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->groups.size(), 2U);
  EXPECT_EQ(read->materials[0].base_colour_texture, kNoTexture);
  ASSERT_EQ(read.diagnostics.size(), 3U);
  EXPECT_THAT(read.diagnostics[0].what.en, HasSubstr("lies outside"));
  EXPECT_THAT(read.diagnostics[1].what.en, HasSubstr("gone.mtl"));
  EXPECT_THAT(read.diagnostics[2].what.en, HasSubstr("wood"));
  EXPECT_FALSE(HasErrors(read.diagnostics));
}

TEST(Obj, EveryTruncationEndsWithoutACrashAndBadIndicesAreSaid) {
  const std::string whole = "v 0 0 0\nv 1 0 0\nv 0 1 nan\nvn 0 0 1\nf 1//1 2//1 3//1\n";
  for (size_t n = 0; n <= whole.size(); ++n) {
    const Result<Mesh> read = ReadObj(whole.substr(0, n), kSource);
    EXPECT_TRUE(read.ok() || HasErrors(read.diagnostics)) << n;
  }
  EXPECT_FALSE(ReadObj("v 0 0 0\nf 1 2 3\n", kSource).ok());
  EXPECT_FALSE(ReadObj("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1/7 2/7 3/7\n", kSource).ok());
  EXPECT_FALSE(ReadObj("v 0 0 0\nf 0 0 0\n", kSource).ok());
}

TEST(ReadMesh, ContentDecidesBeforeExtension) {
  EXPECT_EQ(DetectMeshFormat(BinaryStl(testing::Cube(1)), "ply"), MeshFormat::kStl);
  EXPECT_EQ(DetectMeshFormat("ply\nformat ascii 1.0\n", "obj"), MeshFormat::kPly);
  EXPECT_EQ(DetectMeshFormat("# a comment\nv 0 0 0\n", "OBJ"), MeshFormat::kObj);
  EXPECT_EQ(DetectMeshFormat("NOFF 3 1 0", ""), MeshFormat::kOff);
}

TEST(ReadMesh, EmptyPointsOnlyAndUnknownFilesAreSaid) {
  const testing::TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "empty.ply", ""));
  ASSERT_FALSE(WriteFileAtomically(folder / "points.obj", "v 0 0 0\nv 1 0 0\n"));
  ASSERT_FALSE(WriteFileAtomically(folder / "note.xyz9", "hello"));
  for (const char* name : {"empty.ply", "points.obj", "note.xyz9", "absent.ply"}) {
    const Result<Mesh> read = ReadMesh(folder / name);
    ASSERT_FALSE(read.ok()) << name;
    EXPECT_THAT(read.diagnostics[0].what.vi, HasSubstr(name));
    EXPECT_FALSE(read.diagnostics[0].remedy.vi.empty());
  }
}

TEST(ReadMesh, NormalsOfASphereLeadOutward) {
  const Mesh sphere = testing::Sphere(2, 3);
  const std::vector<Float3> normals = ComputeNormals(sphere);
  for (size_t v = 0; v < normals.size(); ++v) {
    EXPECT_GT(Dot(normals[v], Normalized(sphere.positions[v])), 0.999F);
  }
}

}  // namespace
}  // namespace disan
