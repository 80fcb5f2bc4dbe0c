// `disan model` from the outside: what people bring that is no clean scan. Never a crash, never a
// model passed off as good: a sentence in both languages that names the file and the remedy, and
// the right exit status.
#include "formats/cloud/write_e57.h"
#include "formats/cloud/write_las.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "formats/mesh/glb.h"
#include "formats/mesh/gltf.h"
#include "formats/mesh/ply.h"
#include "tests/support/run_program.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using testing::RunDisan;
using testing::TemporaryFolder;

void Put(const fs::path& file, const std::string& bytes) {
  ASSERT_FALSE(WriteFileAtomically(file, bytes));
}

ProgramRun RunModel(const fs::path& scan,
                    const fs::path& out,
                    const char* language,
                    std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      "model", scan.string(), "-o", out.string(), "--units", "m", "--up", "y", "--lang", language};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunDisan(arguments);
}

// Refused in both languages, with the file's name, words of each language, and nothing written.
void ExpectRefused(const std::string& name,
                   const std::string& bytes,
                   const std::string& vi,
                   const std::string& en,
                   const std::vector<std::string>& more = {}) {
  SCOPED_TRACE(name);
  const TemporaryFolder folder;
  Put(folder / name, bytes);
  for (const auto& [language, words] : {std::pair{"vi", vi}, {"en", en}}) {
    const ProgramRun run = RunModel(folder / name, folder / "out.glb", language, more);
    EXPECT_EQ(run.exit_status, 3) << run.err;
    EXPECT_THAT(run.err, AllOf(HasSubstr(name), HasSubstr(words)));
    // What is wrong, then what to do: two sentences at least.
    EXPECT_NE(run.err.find(". "), std::string::npos) << run.err;
    EXPECT_FALSE(fs::exists(folder / "out.glb"));
  }
}

Cloud Dots(size_t count) {
  Cloud cloud;
  cloud.scans.resize(1);
  for (size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) * 0.37;
    cloud.points.push_back(Double3{std::cos(t), std::sin(1.7 * t), std::sin(0.3 * t)}.To<float>());
    cloud.scan_of_points.push_back(0);
  }
  return cloud;
}

const std::string kPlyOf3 =
    "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float "
    "z\n";
const std::string kFaces = "element face 1\nproperty list uchar int vertex_indices\nend_header\n";

TEST(ModelCommand, RefusesFilesWithNothingInThem) {
  for (const char* name :
       {"a.ply", "a.obj", "a.stl", "a.glb", "a.off", "a.e57", "a.las", "a.fbx"}) {
    ExpectRefused(name, "", "", "");
  }
  ExpectRefused("no_faces.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\n", "không có mặt", "no faces");
  ExpectRefused("no_faces.off", "OFF\n3 0 0\n0 0 0\n1 0 0\n0 1 0\n", "không có mặt", "no faces");
  ExpectRefused("no_points.e57", EncodeE57(Dots(0)), "không có điểm", "no points");
  ExpectRefused("no_points.las", EncodeLas(Dots(0)), "không có điểm", "no points");
  ExpectRefused("no_points.xyz", "\n\n", "", "");
}

TEST(ModelCommand, RefusesNumbersThatAreNone) {
  ExpectRefused("nan.ply",
                kPlyOf3 + kFaces + "nan nan nan\nnan nan nan\ninf nan nan\n3 0 1 2\n",
                "không còn mặt nào",
                "Nothing usable");
  ExpectRefused("nan.obj", "v nan nan nan\nv nan 0 0\nv 0 inf 0\nf 1 2 3\n", "", "");
  ExpectRefused("nan.xyz", "nan nan nan\nnan nan nan\n", "", "");
}

TEST(ModelCommand, RefusesCountsAndIndicesThatDoNotFit) {
  ExpectRefused(
      "index.ply", kPlyOf3 + kFaces + "0 0 0\n1 0 0\n0 1 0\n3 0 1 99\n", "đỉnh số 99", "vertex 99");
  ExpectRefused("index.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 7\n", "đỉnh số", "vertex");
  ExpectRefused("fewer.ply", kPlyOf3 + kFaces + "0 0 0\n1 0 0\n", "cắt cụt", "cut short");
  ExpectRefused(
      "huge.ply",
      "ply\nformat binary_little_endian 1.0\nelement vertex 2147483648\nproperty float x\n"
      "property float y\nproperty float z\nelement face 1\nproperty list uchar int "
      "vertex_indices\nend_header\n0000",
      "cắt cụt",
      "cut short");
  std::string stl(100, '\0');
  const uint32_t count = 0x80000000;
  std::memcpy(&stl[80], &count, 4);
  ExpectRefused("huge.stl", stl, "", "");
  ExpectRefused("huge.off", "OFF\n2147483648 2147483648 0\n0 0 0\n", "", "");
  ExpectRefused("huge.pcd",
                "VERSION .7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH 2147483648\n"
                "HEIGHT 1\nPOINTS 2147483648\nDATA binary\n0000",
                "",
                "");
}

TEST(ModelCommand, RefusesDamagedClouds) {
  std::string e57 = EncodeE57(Dots(500));
  e57[1500] = static_cast<char>(e57[1500] ^ 1);
  ExpectRefused("crc.e57", e57, "Mã kiểm tra", "checksum");
  ExpectRefused("short.e57", EncodeE57(Dots(500)).substr(0, 2048), "", "");
  std::string las = EncodeLas(Dots(50));
  las[104] = 77;  // point data record format
  ExpectRefused("format.las", las, "định dạng điểm 77", "point format 77");
}

TEST(ModelCommand, RefusesScansCutShortAnywhere) {
  const std::string ply = EncodePly(testing::Sphere(0.5, 1));
  const std::string las = EncodeLas(Dots(40));
  for (const auto& [name, whole] : {std::pair{"cut.ply", ply}, {"cut.las", las}}) {
    for (const double part : {0.01, 0.3, 0.6, 0.9, 0.999}) {
      ExpectRefused(
          name,
          whole.substr(0, static_cast<size_t>(part * static_cast<double>(whole.size() - 1)) + 1),
          "",
          "");
    }
  }
}

TEST(ModelCommand, RefusesWhatIsNoScanAtAll) {
  ExpectRefused("letter.docx", std::string(5000, '\7'), "", "");
  const TemporaryFolder folder;
  const ProgramRun run = RunModel(folder / "absent.ply", folder / "out.glb", "en");
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("absent.ply"));
}

TEST(ModelCommand, RefusesAbsurdSizesAndAsksForUnits) {
  const std::string sphere = EncodePly(testing::Sphere(866, 3));
  ExpectRefused("stele.ply", sphere, "3 km", "3 km");
  const TemporaryFolder folder;
  Put(folder / "a.ply", EncodePly(testing::Sphere(0.5, 2)));
  const ProgramRun run =
      RunDisan({"model", folder / "a.ply", "-o", folder / "a.glb", "--up", "y", "--lang", "vi"});
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("--units"));
}

// A square with a picture on it.
void WriteTextured(const fs::path& folder, const std::string& mtllib, const std::string& picture) {
  Put(folder / "a.obj",
      "mtllib " + mtllib +
          "\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0.2\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nusemtl stone\n"
          "f 1/1 2/2 3/3\nf 1/1 3/3 4/4\n");
  Put(folder / "a.mtl", "newmtl stone\nKd 1 1 1\nmap_Kd " + picture + "\n");
}

TEST(ModelCommand, GoesOnWithoutWhatIsMissingAndSaysSo) {
  struct Case {
    const char* mtllib;
    const char* picture;
    const char* en;
    const char* vi;
  };
  const Case cases[] = {
      {"gone.mtl", "a.jpg", "gone.mtl", "gone.mtl"},
      {"a.mtl", "gone.jpg", "which is not there", "không tìm thấy"},
      {"a.mtl", "../secret.jpg", "lies outside", "nằm ngoài thư mục"},
      {"a.mtl", "/etc/hostname", "lies outside", "nằm ngoài thư mục"},
      {"a.mtl", "a.obj", "is not JPEG, PNG", "không phải JPEG, PNG"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.picture);
    const TemporaryFolder folder;
    WriteTextured(folder.path(), c.mtllib, c.picture);
    for (const auto& [language, words] : {std::pair{"en", c.en}, {"vi", c.vi}}) {
      const ProgramRun run = RunModel(
          folder / "a.obj", folder / "a.glb", language, {"--report", (folder / "r.json").string()});
      EXPECT_EQ(run.exit_status, 1) << run.err;
      EXPECT_THAT(run.err, HasSubstr(words));
    }
    const auto report = nlohmann::json::parse(*ReadFile(folder / "r.json", 1 << 20));
    ASSERT_FALSE(report.at("notes").empty());
    EXPECT_THAT(report.at("notes").at(0).at("en").get<std::string>(), HasSubstr(c.en));
    EXPECT_THAT(report.at("notes").at(0).at("vi").get<std::string>(), HasSubstr(c.vi));
    EXPECT_TRUE(fs::exists(folder / "a.glb"));
  }
}

TEST(ModelCommand, WhatAModelSaysOfItsRightsGoesOn) {
  const TemporaryFolder folder;
  Put(folder / "ball.glb",
      *EncodeGlb(testing::Sphere(1, 3), {.metadata = {.rights = "© Ban quản lý di tích"}}));
  const ProgramRun run = RunModel(folder / "ball.glb",
                                  folder / "again.glb",
                                  "en",
                                  {"--triangles",
                                   "500",
                                   "--texture-size",
                                   "256",
                                   "--poster",
                                   (folder / "poster.jpg").string()});
  ASSERT_EQ(run.exit_status, 0) << run.err;
  EXPECT_EQ(ReadGltf(*ReadFile(folder / "again.glb"), {})->rights, "© Ban quản lý di tích");
  EXPECT_EQ(ParseXmp(ReadPhotoFacts(folder / "poster.jpg")->xmp).rights,
            (Text{"© Ban quản lý di tích", ""}));
}

TEST(ModelCommand, AUsdzIsWrittenBesideAndRefusesTexturesItCannotHold) {
  const TemporaryFolder folder;
  Put(folder / "ball.ply", EncodePly(testing::Sphere(1, 3)));
  const std::vector<std::string> usdz{
      "--usdz", (folder / "ball.usdz").string(), "--texture-size", "256"};
  const ProgramRun run = RunModel(folder / "ball.ply", folder / "a.glb", "en", usdz);
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_THAT(*ReadFile(folder / "ball.usdz"), HasSubstr("#usda 1.0"));
  std::vector<std::string> webp = usdz;
  webp.insert(webp.end(), {"--texture-format", "webp"});
  const ProgramRun refused = RunModel(folder / "ball.ply", folder / "b.glb", "vi", webp);
  EXPECT_EQ(refused.exit_status, 2);
  EXPECT_THAT(refused.err, HasSubstr("JPEG"));
  EXPECT_FALSE(fs::exists(folder / "b.glb"));
}

class Ktx2 : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(testing::SourceRoot() / "pipeline/ktx2/worker/node_modules/ktx2-encoder")) {
      GTEST_SKIP() << "npm packages of pipeline/ktx2/worker are not installed: run scripts/setup";
    }
  }
};

TEST_F(Ktx2, TexturesOfABakedModelAreWrittenAndMeasured) {
  const TemporaryFolder folder;
  Mesh sphere = testing::Sphere(0.5, 4);
  for (const Float3& p : sphere.positions) {
    const auto wave = [](float v) {
      return ByteFrom(140 + 90 * std::sin(static_cast<double>(v) * 9));
    };
    sphere.colours.push_back({wave(p.x), wave(p.y), wave(p.z), 255});
  }
  Put(folder / "a.ply", EncodePly(sphere));
  const std::vector<std::string> more{"--texture-format",
                                      "ktx2",
                                      "--texture-size",
                                      "256",
                                      "--triangles",
                                      "1500",
                                      "--report",
                                      (folder / "r.json").string()};
  const ProgramRun run = RunModel(folder / "a.ply", folder / "a.glb", "en", more);
  ASSERT_EQ(run.exit_status, 0) << run.err;
  const std::string glb = *ReadFile(folder / "a.glb", 1 << 24);
  const Result<Mesh> read = ReadGltf(glb, {"a.glb", folder.path()});
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->textures.size(), 3U);  // colour, normals, occlusion
  for (const Texture& texture : read->textures) {
    EXPECT_EQ(texture.mime, "image/ktx2");
    EXPECT_EQ(texture.bytes.substr(0, 12), std::string("\xABKTX 20\xBB\r\n\x1A\n", 12));
  }
  EXPECT_THAT(glb,
              HasSubstr("\"extensionsRequired\":[\"EXT_meshopt_compression\",\"KHR_mesh_"
                        "quantization\",\"KHR_texture_basisu\""));
  const auto report = nlohmann::json::parse(*ReadFile(folder / "r.json", 1 << 20));
  EXPECT_GT(report.at("colour_psnr_db").get<double>(), 35);
  EXPECT_LT(report.at("rendered_normal_mean_deg").get<double>(), 3);
  if (fs::exists("tests/model/node_modules/gltf-validator")) {
    const std::string validate = "node tests/model/validate.mjs " + (folder / "a.glb").string();
    EXPECT_EQ(std::system(validate.c_str()), 0);
  }
}

TEST_F(Ktx2, TheScansOwnPicturesAreEncodedAnew) {
  const TemporaryFolder folder;
  WriteTextured(folder.path(), "a.mtl", "a.jpg");
  Image8 picture(126, 64, 3);  // 126: no multiple of four
  for (size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<uint8_t>(80 + i / 3 % 126);
  }
  Put(folder / "a.jpg", *EncodeJpeg(picture, {.quality = 95}));
  const ProgramRun run =
      RunModel(folder / "a.obj", folder / "a.glb", "en", {"--texture-format", "ktx2"});
  ASSERT_EQ(run.exit_status, 0) << run.err;
  const std::string glb = *ReadFile(folder / "a.glb", 1 << 24);
  // The same bytes every time.
  ASSERT_EQ(
      RunModel(folder / "a.obj", folder / "a.glb", "en", {"--texture-format", "ktx2"}).exit_status,
      0);
  EXPECT_EQ(*ReadFile(folder / "a.glb", 1 << 24), glb);
  const Result<Mesh> read = ReadGltf(glb, {"a.glb", folder.path()});
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->textures.size(), 1U);
  EXPECT_EQ(read->textures[0].mime, "image/ktx2");
  uint32_t width = 0;
  std::memcpy(&width, read->textures[0].bytes.data() + 20, 4);
  EXPECT_EQ(width, 128U);
}

TEST_F(Ktx2, AMissingNodeOrWorkerIsSaidBeforeTheWork) {
  const TemporaryFolder folder;
  Put(folder / "a.ply", EncodePly(testing::Sphere(0.5, 2)));
  const auto refused = [&](const char* variable, const char* vi, const char* en) {
    ASSERT_EQ(::setenv(variable, "/nowhere/at/all", 1), 0);
    for (const auto& [language, words] : {std::pair{"vi", vi}, {"en", en}}) {
      const ProgramRun run =
          RunModel(folder / "a.ply", folder / "a.glb", language, {"--texture-format", "ktx2"});
      EXPECT_EQ(run.exit_status, 3);
      EXPECT_THAT(run.err, AllOf(HasSubstr(words), HasSubstr("scripts/setup"), HasSubstr("webp")));
      EXPECT_FALSE(fs::exists(folder / "a.glb"));
    }
    ::unsetenv(variable);
  };
  refused("DISAN_NODE", "cần Node.js", "need Node.js");
  refused("DISAN_KTX2_WORKER", "Không thấy bộ mã hóa KTX2", "is not there");
}

}  // namespace
}  // namespace disan
