#include "formats/mesh/glb.h"

#include "formats/files/atomic_write.h"
#include "formats/mesh/gltf.h"
#include "formats/mesh/read_mesh.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <gmock/gmock.h>

namespace disan {
namespace {

const MeshSource kSource{.file = "model.glb"};

// 1x1 white.
constexpr unsigned char kPng[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00,
    0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9c, 0x63, 0xf8, 0xff, 0xff, 0x3f, 0x00, 0x05, 0xfe, 0x02, 0xfe, 0x0d, 0xef, 0x46,
    0xb8, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

Mesh Dressed() {
  Mesh mesh = testing::Sphere(0.5, 3, {0.2, 1, -3});
  mesh.normals = ComputeNormals(mesh);
  for (size_t v = 0; v < mesh.positions.size(); ++v) {
    const Float3 n = Normalized(mesh.positions[v] - Float3{0.2F, 1, -3});
    mesh.colours.push_back({ByteFrom(127.0 + 120.0 * static_cast<double>(n.x)), 40, 5, 255});
    mesh.uvs.push_back({n.x * 1.5F, 0.5F + n.y / 2});
  }
  mesh.textures.push_back({"a.png", "image/png", std::string(kPng, kPng + sizeof(kPng))});
  mesh.materials = {{.name = "đá",
                     .roughness = 0.8F,
                     .base_colour_texture = 0,
                     .normal_texture = 0,
                     .occlusion_texture = 0},
                    {.name = "plain", .base_colour = {0.5F, 0.2F, 0.1F, 1}}};
  mesh.groups = {{0, 700, 0}, {700, mesh.triangles.size() - 700, 1}};
  return mesh;
}

GlbOptions Options(GeometryCodec codec, int position_bits) {
  GlbOptions options{.codec = codec, .position_bits = position_bits};
  options.metadata = {.title = Text{"Tượng sư tử", "Stone lion"},
                      .creator = "Nguyễn Văn A",
                      .rights = "© Phường Bạch Mai",
                      .date = "2026-05-10",
                      .identifier = "chua-lien-phai/su-tu",
                      .sources = {{"lion.ply", std::string(64, 'a')}},
                      .deviation = Deviation{"mm", 0.1, 0.2, 0.5, 2}};
  return options;
}

using Corner = std::array<float, 3>;
std::multiset<std::array<Corner, 3>> TrianglesOf(const Mesh& mesh) {
  std::multiset<std::array<Corner, 3>> out;
  for (const Triangle& t : mesh.triangles) {
    std::array<Corner, 3> corners;
    for (size_t k = 0; k < 3; ++k) {
      const Float3 p = mesh.positions[t[k]];
      corners[k] = {p.x, p.y, p.z};
    }
    std::rotate(corners.begin(), std::min_element(corners.begin(), corners.end()), corners.end());
    out.insert(corners);
  }
  return out;
}

TEST(Glb, LosslessFloatsComeBackExactly) {
  const Mesh mesh = Dressed();
  for (const GeometryCodec codec : {GeometryCodec::kNone, GeometryCodec::kMeshopt}) {
    const Result<std::string> bytes = EncodeGlb(mesh, Options(codec, 0));
    ASSERT_TRUE(bytes.ok());
    const Result<Mesh> read = ReadGltf(*bytes, kSource);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(TrianglesOf(*read), TrianglesOf(mesh));
    EXPECT_EQ(read->textures.at(0).bytes, mesh.textures[0].bytes);
    EXPECT_EQ(read->materials.at(1).base_colour, mesh.materials[1].base_colour);
  }
}

TEST(Glb, EveryCodecKeepsAttributesWithinItsBits) {
  const Mesh mesh = Dressed();
  for (const GeometryCodec codec :
       {GeometryCodec::kNone, GeometryCodec::kMeshopt, GeometryCodec::kDraco}) {
    const Result<std::string> bytes = EncodeGlb(mesh, Options(codec, 12));
    ASSERT_TRUE(bytes.ok());
    const Result<Mesh> read = ReadGltf(*bytes, kSource);
    ASSERT_TRUE(read.ok());
    ASSERT_EQ(read->triangles.size(), mesh.triangles.size());
    ASSERT_EQ(read->groups.size(), 2U);
    for (size_t t = 0; t < 700; ++t) {
      for (const uint32_t v : read->triangles[t]) {
        const Double3 centred = read->positions[v].To<double>() - Double3{0.2, 1, -3};
        const Double3 n = Normalized(centred);
        EXPECT_NEAR(Length(centred), 0.5, 0.0003);
        EXPECT_GT(Dot(read->normals[v].To<double>(), n), 0.998);
        EXPECT_NEAR(static_cast<double>(read->uvs[v].x), n.x * 1.5, 0.003);
        EXPECT_NEAR(read->colours[v].r, 127 + 120 * n.x, 2);
        EXPECT_NEAR(read->colours[v].b, 5, 1);
      }
    }
  }
}

TEST(Glb, PrimitivesShareOneGridSoThatNoCrackOpens) {
  const Mesh mesh = Dressed();
  for (const GeometryCodec codec : {GeometryCodec::kMeshopt, GeometryCodec::kDraco}) {
    const Result<Mesh> read = ReadGltf(*EncodeGlb(mesh, Options(codec, 10)), kSource);
    ASSERT_TRUE(read.ok());
    std::set<Corner> places;
    for (const Float3& p : read->positions) {
      places.insert({p.x, p.y, p.z});
    }
    EXPECT_LE(places.size(), testing::Sphere(1, 3).positions.size());
  }
}

TEST(Glb, SameBytesEveryTime) {
  for (const GeometryCodec codec : {GeometryCodec::kMeshopt, GeometryCodec::kDraco}) {
    EXPECT_EQ(*EncodeGlb(Dressed(), Options(codec, 14)), *EncodeGlb(Dressed(), Options(codec, 14)));
  }
}

TEST(Glb, CompressionPays) {
  Mesh mesh = testing::Sphere(1, 5);
  mesh.normals = ComputeNormals(mesh);
  const size_t plain = EncodeGlb(mesh, {.codec = GeometryCodec::kNone, .position_bits = 0})->size();
  EXPECT_LT(EncodeGlb(mesh, {.codec = GeometryCodec::kMeshopt})->size(), plain / 4);
  EXPECT_LT(EncodeGlb(mesh, {.codec = GeometryCodec::kDraco})->size(), plain / 8);
}

TEST(Glb, TheKhronosValidatorHasNothingToSay) {
  const std::string validator = "tests/model/validate.mjs";
  if (!std::filesystem::exists("tests/model/node_modules/gltf-validator")) {
    GTEST_SKIP() << "npm packages of tests/model are not installed: run scripts/setup";
  }
  const testing::TemporaryFolder folder;
  std::string command = "node " + validator;
  int number = 0;
  for (const GeometryCodec codec :
       {GeometryCodec::kNone, GeometryCodec::kMeshopt, GeometryCodec::kDraco}) {
    for (const int bits : {0, 14}) {
      const auto file = folder / ("m" + std::to_string(number++) + ".glb");
      ASSERT_FALSE(WriteFileAtomically(file, *EncodeGlb(Dressed(), Options(codec, bits))));
      command += " " + file.string();
    }
  }
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(Gltf, TruncationAtEveryLengthNeverGivesAWholeModel) {
  Mesh small = testing::Cube(1);
  small.normals = ComputeNormals(small);
  for (const GeometryCodec codec :
       {GeometryCodec::kNone, GeometryCodec::kMeshopt, GeometryCodec::kDraco}) {
    const std::string whole = *EncodeGlb(small, {.codec = codec});
    for (size_t n = 0; n < whole.size(); ++n) {
      EXPECT_FALSE(ReadGltf(std::string_view(whole).substr(0, n), kSource).ok()) << n;
    }
  }
}

TEST(Gltf, DamagedBytesNeverCrash) {
  for (const GeometryCodec codec :
       {GeometryCodec::kNone, GeometryCodec::kMeshopt, GeometryCodec::kDraco}) {
    const std::string whole = *EncodeGlb(testing::Cube(1), {.codec = codec});
    for (size_t n = 12; n < whole.size(); ++n) {
      std::string damaged = whole;
      damaged[n] = static_cast<char>(damaged[n] ^ 0x55);
      const Result<Mesh> read = ReadGltf(damaged, kSource);
      EXPECT_TRUE(read.ok() || HasErrors(read.diagnostics));
    }
  }
}

TEST(Gltf, HugeCountsAndLoopsAreRefused) {
  const std::string huge =
      R"({"asset":{"version":"2.0"},"buffers":[{"byteLength":8,"uri":"data:;base64,AAAAAAAAAAA="}],)"
      R"("bufferViews":[{"buffer":0,"byteLength":2147483648}],"accessors":[{"componentType":5126,)"
      R"("count":2147483648,"type":"VEC3","bufferView":0}],"meshes":[{"primitives":[{"attributes":)"
      R"({"POSITION":0}}]}],"nodes":[{"mesh":0,"children":[0]}],"scenes":[{"nodes":[0,0]}]})";
  EXPECT_FALSE(ReadGltf(huge, kSource).ok());
  const std::string zeros =
      R"({"asset":{"version":"2.0"},"accessors":[{"componentType":5126,"count":100000000,)"
      R"("type":"VEC3"}],"meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],)"
      R"("nodes":[{"mesh":0}],"scenes":[{"nodes":[0]}]})";
  EXPECT_FALSE(ReadGltf(zeros, kSource).ok());
}

TEST(Gltf, APartUsedTwiceIsThereTwiceWhereItsNodesPutIt) {
  const Result<Mesh> read = ReadMesh("tests/fuzz/mesh/corpus/gltf/instances.glb");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->triangles.size(), 4U);
  const Bounds bounds = BoundsOf(read->positions);
  EXPECT_EQ(bounds.min.x, 0);
  EXPECT_EQ(bounds.max.x,
            8);  // (1 + 3) * 2: the second hangs on the first, which is twice as large
  EXPECT_EQ(bounds.max.y, 2);
}

TEST(Gltf, ExternalBufferOutsideTheFolderIsRefused) {
  const testing::TemporaryFolder folder;
  const std::string text =
      R"({"asset":{"version":"2.0"},"buffers":[{"byteLength":36,"uri":"../secret.bin"}],)"
      R"("bufferViews":[{"buffer":0,"byteLength":36}],"accessors":[{"componentType":5126,)"
      R"("count":3,"type":"VEC3","bufferView":0}],"meshes":[{"primitives":[{"attributes":)"
      R"({"POSITION":0}}]}],"nodes":[{"mesh":0}],"scenes":[{"nodes":[0]}]})";
  const Result<Mesh> read = ReadGltf(text, {.file = "a.gltf", .folder = folder.path()});
  EXPECT_FALSE(read.ok());
  EXPECT_THAT(read.diagnostics[0].what.en, ::testing::HasSubstr("lies outside"));
}

}  // namespace
}  // namespace disan
