#include "formats/mesh/usdz.h"

#include "tests/support/shapes.h"

#include <cstring>
#include <map>

#include <gmock/gmock.h>
#include <zlib.h>

namespace disan {
namespace {

using ::testing::HasSubstr;

struct Stored {
  size_t at = 0;
  std::string bytes;
};

uint32_t Number(const std::string& zip, size_t at, size_t bytes) {
  uint32_t value = 0;
  std::memcpy(&value, zip.data() + at, bytes);
  return value;
}

// By the directory at the end, as a reader goes; every entry is checked against its local header.
std::map<std::string, Stored> Unpacked(const std::string& zip) {
  std::map<std::string, Stored> files;
  const size_t end = zip.size() - 22;
  EXPECT_EQ(Number(zip, end, 4), 0x06054B50U);
  size_t at = Number(zip, end + 16, 4);
  for (uint32_t i = 0; i < Number(zip, end + 10, 2); ++i) {
    EXPECT_EQ(Number(zip, at, 4), 0x02014B50U);
    EXPECT_EQ(Number(zip, at + 10, 2), 0U) << "stored";
    const uint32_t size = Number(zip, at + 24, 4);
    const uint32_t name_size = Number(zip, at + 28, 2);
    const std::string name = zip.substr(at + 46, name_size);
    const size_t local = Number(zip, at + 42, 4);
    EXPECT_EQ(Number(zip, local, 4), 0x04034B50U);
    EXPECT_EQ(zip.substr(local + 30, name_size), name);
    const size_t content = local + 30 + name_size + Number(zip, local + 28, 2);
    files[name] = {content, zip.substr(content, size)};
    EXPECT_EQ(::crc32(0, reinterpret_cast<const Bytef*>(zip.data() + content), size),
              Number(zip, at + 16, 4));
    at += 46 + name_size;
  }
  EXPECT_EQ(at, end);
  return files;
}

Mesh Painted() {
  Mesh mesh = testing::Sphere(0.5, 2);
  mesh.normals = ComputeNormals(mesh);
  mesh.uvs.resize(mesh.positions.size(), {0.25F, 0.75F});
  mesh.textures = {{"a.jpg", "image/jpeg", "not really a picture"},
                   {"b.webp", "image/webp", "not shown"}};
  mesh.materials = {{.base_colour_texture = 0, .normal_texture = 1}};
  return mesh;
}

size_t Count(const std::string& text, const std::string& piece) {
  size_t count = 0;
  for (size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
    ++count;
  }
  return count;
}

TEST(Usdz, IsAStoredZipWithEveryFileAtAMultipleOf64Bytes) {
  const Result<std::string> usdz = EncodeUsdz(Painted(), {.title = "Bia \"đá\""});
  ASSERT_TRUE(usdz.ok());
  const std::map<std::string, Stored> files = Unpacked(*usdz);
  ASSERT_EQ(files.size(), 2U);
  for (const auto& [name, file] : files) {
    EXPECT_EQ(file.at % 64, 0U) << name;
  }
  EXPECT_EQ(files.at("textures/0.jpg").bytes, "not really a picture");
  // The layer comes first: that is how a reader knows it is the one to open.
  EXPECT_LT(files.at("object.usda").at, files.at("textures/0.jpg").at);
}

TEST(Usdz, TheLayerSaysUnitAxisAndWhatThereIs) {
  const Mesh mesh = Painted();
  const std::string layer =
      Unpacked(*EncodeUsdz(mesh, {.title = "Bia \"đá\""})).at("object.usda").bytes;
  EXPECT_EQ(layer.rfind("#usda 1.0\n", 0), 0U);
  EXPECT_THAT(layer, HasSubstr("metersPerUnit = 1\n"));
  EXPECT_THAT(layer, HasSubstr("upAxis = \"Y\""));
  EXPECT_THAT(layer, HasSubstr("doc = \"Bia \\\"đá\\\"\""));
  EXPECT_THAT(layer, HasSubstr("@textures/0.jpg@"));
  EXPECT_THAT(layer, HasSubstr("(0.25000,0.25000)")) << "v counts upwards in USD";
  EXPECT_EQ(layer.find("webp"), std::string::npos);
  EXPECT_EQ(layer.find("inputs:normal"), std::string::npos) << "of a picture that is left out";
  EXPECT_EQ(Count(layer, "{"), Count(layer, "}"));
  EXPECT_EQ(Count(layer, "["), Count(layer, "]"));
  const size_t counts = layer.find("faceVertexCounts = [");
  EXPECT_EQ(Count(layer.substr(counts, layer.find(']', counts) - counts), "3"),
            mesh.triangles.size());
}

TEST(Usdz, OfNothingIsRefused) {
  EXPECT_FALSE(EncodeUsdz(Mesh{}).ok());
}

TEST(Usdz, IsTheSameEveryTime) {
  EXPECT_EQ(*EncodeUsdz(Painted()), *EncodeUsdz(Painted()));
}

}  // namespace
}  // namespace disan
