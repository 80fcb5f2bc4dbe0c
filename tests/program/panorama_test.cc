// `disan panorama` from the outside: what people bring that is no clean set of photos. Never a
// crash, never a wrong panorama passed off as good: a sentence in both languages and the right exit
// status.
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/image/exif.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "formats/image/png.h"
#include "formats/image/tiff.h"
#include "formats/image/xmp.h"
#include "tests/support/cmyk_jpeg.h"
#include "tests/support/run_program.h"
#include "tests/support/synthetic_photo.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <filesystem>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ProgramRun;
using testing::RunDisan;
using testing::TemporaryFolder;

constexpr double kDegree = M_PI / 180;
constexpr int kWidth = 480;
constexpr int kHeight = 360;
constexpr double kHfov = 60;

// Blotches of several sizes on the sphere, the same for every call.
double Blotches(double longitude, double latitude) {
  double sum = 0;
  for (const double size : {0.31, 0.13, 0.06, 0.025}) {
    const auto x = static_cast<int64_t>(std::floor(longitude / size));
    const auto y = static_cast<int64_t>(std::floor(latitude / size));
    uint64_t h = static_cast<uint64_t>(x * 73856093 ^ y * 19349663) + 77;
    h = (h ^ (h >> 31U)) * 0x9E3779B97F4A7C15U;
    sum += (static_cast<double>((h >> 40U) & 0xFFU) - 127) * 0.3;
  }
  return sum;
}

struct Shot {
  int width = kWidth;
  int height = kHeight;
  double hfov_deg = kHfov;
  int place = 0;  // every one has blotches of its own
};

// A photo of the ring at eye level.
Image8 PhotoAt(double yaw_deg, const Shot& shot = {}) {
  const double focal = shot.width / 2.0 / std::tan(shot.hfov_deg / 2 * kDegree);
  Image8 photo(shot.width, shot.height, 3);
  for (int y = 0; y < shot.height; ++y) {
    for (int x = 0; x < shot.width; ++x) {
      const double u = (x + 0.5 - shot.width / 2.0) / focal;
      const double v = (y + 0.5 - shot.height / 2.0) / focal;
      double longitude = std::atan(u) + yaw_deg * kDegree;
      longitude = std::remainder(longitude, 2 * M_PI);
      const double value = Blotches(longitude + 17.3 * shot.place, std::atan(v / std::hypot(u, 1)));
      for (int c = 0; c < 3; ++c) {
        photo.At(x, y)[c] =
            static_cast<uint8_t>(std::clamp(128 + value * (1 - 0.15 * c), 0.0, 255.0));
      }
    }
  }
  return photo;
}

void Put(const fs::path& file, const std::string& bytes) {
  ASSERT_FALSE(WriteFileAtomically(file, bytes));
}

// Eight photos that overlap: a small set that stitches by itself.
void WriteRing(const fs::path& folder, const Exif& exif = {}) {
  fs::create_directories(folder);
  for (int i = 0; i < 8; ++i) {
    testing::WritePhoto(folder / ("IMG_" + std::to_string(i) + ".jpg"), PhotoAt(i * 30), exif);
  }
}

ProgramRun Stitch(const fs::path& input, const fs::path& out, const std::string& language = "en") {
  return RunDisan({"--lang",
                   language,
                   "panorama",
                   input.string(),
                   "-o",
                   out.string(),
                   "--width",
                   "1024",
                   "--report",
                   out.string() + ".json"});
}

// Refused in both languages with exit status 3 and nothing written.
void ExpectRefused(const fs::path& input,
                   const std::string& english,
                   const std::string& vietnamese) {
  const TemporaryFolder folder;
  const ProgramRun said = Stitch(input, folder / "o.jpg");
  EXPECT_EQ(said.exit_status, 3) << said.out << said.err;
  EXPECT_THAT(said.err, HasSubstr(english));
  EXPECT_THAT(Stitch(input, folder / "o.jpg", "vi").err, HasSubstr(vietnamese));
  EXPECT_FALSE(fs::exists(folder / "o.jpg"));
}

TEST(PanoramaCommand, OnePhotoIsNoPanorama) {
  const TemporaryFolder folder;
  testing::WritePhoto(folder / "one.jpg", PhotoAt(0), {});
  ExpectRefused(folder / "one.jpg", "at least two", "ít nhất hai");
}

// One photo a file, in a folder of its own.
void ExpectSetRefused(const std::vector<Image8>& photos,
                      const std::string& english,
                      const std::string& vietnamese) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "set");
  for (size_t i = 0; i < photos.size(); ++i) {
    testing::WritePhoto(folder / "set" / ("IMG_" + std::to_string(i) + ".jpg"), photos[i], {});
  }
  ExpectRefused(folder / "set", english, vietnamese);
}

TEST(PanoramaCommand, TwoPhotosWithoutOverlapAreRefused) {
  ExpectSetRefused({PhotoAt(0), PhotoAt(180)}, "no part in common", "không có phần chung");
}

TEST(PanoramaCommand, TheSamePhotoAgainAndAgainIsRefused) {
  ExpectSetRefused({PhotoAt(0), PhotoAt(0), PhotoAt(0)}, "look the same way", "cùng một hướng");
}

TEST(PanoramaCommand, NothingButSkyIsRefused) {
  std::vector<Image8> skies;
  uint32_t noise = 1;
  for (int i = 0; i < 4; ++i) {
    Image8 sky(kWidth, kHeight, 3);
    for (size_t p = 0; p < sky.pixels.size(); ++p) {
      noise = noise * 1664525U + 1013904223U;
      const auto row = static_cast<double>(p / 3 / kWidth);
      sky.pixels[p] = static_cast<uint8_t>(120 + 20 * static_cast<int>(p % 3) + row / 8 + i * 5 +
                                           static_cast<double>((noise >> 28U) & 1U));
    }
    skies.push_back(std::move(sky));
  }
  ExpectSetRefused(skies, "too plain", "quá trơn");
}

TEST(PanoramaCommand, APictureOfOnePixelIsNamed) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "set");
  testing::WritePhoto(folder / "set/a.jpg", Image8(1, 1, 3), {});
  testing::WritePhoto(folder / "set/b.jpg", PhotoAt(0), {});
  ExpectRefused(folder / "set", "a.jpg", "quá nhỏ");
}

TEST(PanoramaCommand, AnEmptyFolderAndAMissingFileAreNamed) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "trống");
  ExpectRefused(folder / "trống", "no photos", "Không có ảnh");
  ExpectRefused(folder / "không-có.jpg", "không-có.jpg", "không-có.jpg");
}

// The header of a JPEG of any size, with a scan that ends at once.
std::string HugeJpeg(int width, int height) {
  std::string bytes = *EncodeJpeg(Image8(16, 16, 3), {});
  for (size_t at = 2; at + 9 < bytes.size(); ++at) {
    if (bytes[at] == '\xFF' && bytes[at + 1] == '\xC0') {
      bytes[at + 5] = static_cast<char>(height >> 8);
      bytes[at + 6] = static_cast<char>(height);
      bytes[at + 7] = static_cast<char>(width >> 8);
      bytes[at + 8] = static_cast<char>(width);
      break;
    }
  }
  return bytes;
}

TEST(PanoramaCommand, AHugeHeaderInATinyFileIsRefusedBeforeMemoryIsAskedFor) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "set");
  Put(folder / "set/a.jpg", HugeJpeg(30000, 20000));
  Put(folder / "set/b.jpg", HugeJpeg(30000, 20000));
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_EQ(run.exit_status, 3) << run.err;
  EXPECT_THAT(run.err, HasSubstr("a.jpg"));
  EXPECT_THAT(run.err, HasSubstr("30000"));
}

// What stands in a set beside eight good photos: it is named, the others are joined.
void ExpectTheRestGoesOn(const std::string& name, const std::string& bytes, const char* status) {
  const TemporaryFolder folder;
  WriteRing(folder / "set");
  Put(folder / "set" / name, bytes);
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_EQ(run.exit_status, 1) << run.out << run.err;
  EXPECT_THAT(run.err, HasSubstr(name));
  EXPECT_TRUE(fs::exists(folder / "o.jpg"));
  const auto report = nlohmann::json::parse(*ReadFile(folder / "o.jpg.json"));
  int named = 0;
  for (const auto& photo : report["photos"]) {
    named += photo["file"] == name && photo["status"] == status ? 1 : 0;
    EXPECT_TRUE(photo["file"] == name || photo["status"] == "placed") << photo.dump();
  }
  EXPECT_EQ(named, 1) << report.dump(1);
}

TEST(PanoramaCommand, ATruncatedPhotoAmongOthersIsNamedAndTheRestGoesOn) {
  const std::string whole = *EncodeJpeg(PhotoAt(15), {});
  ExpectTheRestGoesOn("IMG_8.jpg", whole.substr(0, whole.size() / 2), "rejected");
}

TEST(PanoramaCommand, AnEmptyFileAmongOthersIsNamedAndTheRestGoesOn) {
  ExpectTheRestGoesOn("IMG_8.jpg", "", "rejected");
}

TEST(PanoramaCommand, WordsNamedAsAPhotoAreNamedAndTheRestGoesOn) {
  ExpectTheRestGoesOn("IMG_8.jpg", "chỉ là chữ", "rejected");
}

nlohmann::json ReportBeside(const fs::path& out) {
  return nlohmann::json::parse(*ReadFile(out.string() + ".json"));
}

TEST(PanoramaCommand, OfThreePlacesOneIsJoinedAndEveryOtherPhotoIsNamed) {
  const TemporaryFolder folder;
  WriteRing(folder / "set");
  for (const int place : {1, 2}) {
    for (int i = 0; i < 3; ++i) {
      const std::string name = "X" + std::to_string(place) + std::to_string(i) + ".jpg";
      testing::WritePhoto(folder / "set" / name, PhotoAt(i * 30, {.place = place}), {});
    }
  }
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_EQ(run.exit_status, 1) << run.err;
  const auto report = ReportBeside(folder / "o.jpg");
  for (const auto& photo : report["photos"]) {
    const auto name = photo["file"].get<std::string>();
    EXPECT_EQ(photo["status"], name[0] == 'X' ? "rejected" : "placed") << photo.dump();
    EXPECT_EQ(run.err.find(name) != std::string::npos, name[0] == 'X') << run.err;
  }
}

TEST(PanoramaCommand, PhotosOfTwoCamerasAreJoinedEachWithItsOwnLens) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "set");
  for (int i = 0; i < 8; ++i) {
    const bool phone = i >= 4;
    const Shot shot = phone ? Shot{.width = 360, .height = 480, .hfov_deg = 50} : Shot{};
    testing::WritePhoto(folder / "set" / ("IMG_" + std::to_string(i) + ".jpg"),
                        PhotoAt(i * 24, shot),
                        {.make = phone ? "phone" : "camera"});
  }
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_EQ(run.exit_status, 0) << run.err;
  const auto report = ReportBeside(folder / "o.jpg");
  EXPECT_NEAR(report["hfov_deg"].get<double>(), kHfov, 1.5);
  for (const auto& photo : report["photos"]) {
    EXPECT_EQ(photo["status"], "placed") << photo.dump();
  }
}

TEST(PanoramaCommand, GreyAndPrintersColoursAreJoinedWithTheRest) {
  const TemporaryFolder folder;
  WriteRing(folder / "set");
  const Image8 photo = PhotoAt(45);
  Image8 grey(photo.width, photo.height, 1);
  std::vector<uint8_t> inks;
  for (size_t i = 0; i < grey.pixels.size(); ++i) {
    grey.pixels[i] = photo.pixels[3 * i + 1];
    const uint8_t* colour = &photo.pixels[3 * i];
    inks.insert(inks.end(), {colour[0], colour[1], colour[2], 255});
  }
  Put(folder / "set/IMG_8.jpg", *EncodeJpeg(grey, {}));
  Put(folder / "set/IMG_9.jpg", testing::EncodedCmyk(photo.width, photo.height, inks));
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_EQ(run.exit_status, 0) << run.err;
  const auto report = ReportBeside(folder / "o.jpg");
  EXPECT_EQ(report["photos"].size(), 10U);
  for (const auto& placed : report["photos"]) {
    EXPECT_EQ(placed["status"], "placed") << placed.dump();
  }
}

TEST(PanoramaCommand, PhotosThatTheCameraStoredLyingDownStandUp) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "set");
  for (int i = 0; i < 8; ++i) {
    const Image8 upright = PhotoAt(i * 30);
    Image8 stored(upright.height, upright.width, 3);  // turned left; 6 says: turn right to see it
    for (int y = 0; y < upright.height; ++y) {
      for (int x = 0; x < upright.width; ++x) {
        std::copy_n(upright.At(x, y), 3, stored.At(y, upright.width - 1 - x));
      }
    }
    testing::WritePhoto(folder / "set" / ("IMG_" + std::to_string(i) + ".jpg"),
                        i % 2 == 0 ? stored : upright,
                        {.orientation = i % 2 == 0 ? 6 : 1});
  }
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_NEAR(ReportBeside(folder / "o.jpg")["hfov_deg"].get<double>(), kHfov, 1.5);
}

TEST(PanoramaCommand, WhatSystemsAndCamerasLeaveInAFolderIsPassedOver) {
  const TemporaryFolder folder;
  WriteRing(folder / "set");
  for (const char* name : {"Thumbs.db", ".DS_Store", "._IMG_0.jpg", "MVI_0001.MOV", "IMG_0.THM"}) {
    Put(folder / "set" / name, "not a photo");
  }
  const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
  EXPECT_NE(run.exit_status, 3) << run.err;
  const auto report = nlohmann::json::parse(*ReadFile(folder / "o.jpg.json"));
  EXPECT_EQ(report["photos"].size(), 8U);
  EXPECT_THAT(run.err, ::testing::Not(HasSubstr("Thumbs")));
}

TEST(PanoramaCommand, AnAbsurdFocalLengthBreaksNothing) {
  for (const double focal : {0.0, 1e-9, 1e7}) {
    const TemporaryFolder folder;
    WriteRing(folder / "set", {.make = "X", .focal_mm = focal, .focal_35mm_equivalent = focal});
    const ProgramRun run = Stitch(folder / "set", folder / "o.jpg");
    EXPECT_LE(run.exit_status, 1) << focal << run.err;
    const auto report = nlohmann::json::parse(*ReadFile(folder / "o.jpg.json"));
    EXPECT_NEAR(report["hfov_deg"].get<double>(), kHfov, 1.5) << focal;
  }
}

TEST(PanoramaCommand, DuplicatesDecomposedNamesAndMixedFormatsAreJoined) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "set");
  const fs::path set = folder / "set";
  for (int i = 0; i < 8; ++i) {
    const Image8 photo = PhotoAt(i * 30);
    // "a" with a combining hook and dot, as a Mac writes it.
    const std::string stem = "a\xCC\x89nh-" + std::to_string(i);
    if (i % 4 == 1) {
      Put(set / (stem + ".png"), *EncodePng(photo));
    } else if (i % 4 == 2) {
      Image16 deep(photo.width, photo.height, 3);
      std::transform(photo.pixels.begin(), photo.pixels.end(), deep.pixels.begin(), [](uint8_t v) {
        return static_cast<uint16_t>(v * 257);
      });
      ASSERT_FALSE(WriteTiff(set / (stem + ".tif"), deep));
    } else {
      testing::WritePhoto(set / (stem + ".jpg"), photo, {});
    }
  }
  fs::copy_file(set / "a\xCC\x89nh-0.jpg", set / "a\xCC\x89nh-0 (1).jpg");
  const ProgramRun run = Stitch(set, folder / "o.jpg");
  EXPECT_LE(run.exit_status, 1) << run.err;
  const auto report = nlohmann::json::parse(*ReadFile(folder / "o.jpg.json"));
  ASSERT_EQ(report["photos"].size(), 9U);
  int copies = 0;
  for (const auto& photo : report["photos"]) {
    EXPECT_NE(photo["status"], "rejected") << photo.dump();
    const auto reason = photo["reason"]["en"].get<std::string>();
    copies += static_cast<int>(reason.find("The same picture as") != std::string::npos);
  }
  EXPECT_EQ(copies, 1);
}

TEST(PanoramaCommand, WhatAllPhotosSayOfTheirMakerGoesOn) {
  const TemporaryFolder folder;
  WriteRing(folder / "set",
            {.captured_at = "2026-05-10T09:00:05", .artist = "Lê C", .copyright = "Ban quản lý"});
  testing::WritePhoto(
      folder / "set/IMG_0.jpg",
      PhotoAt(0),
      {.captured_at = "2026-05-11T09:00:05", .artist = "Lê C", .copyright = "Ban quản lý"});
  ASSERT_LE(Stitch(folder / "set", folder / "o.jpg").exit_status, 1);
  const Xmp said = ParseXmp(ReadPhotoFacts(folder / "o.jpg")->xmp);
  EXPECT_EQ(said.creator, "Lê C");
  EXPECT_EQ(said.rights, (Text{"Ban quản lý", ""}));
  EXPECT_EQ(said.date, "");  // they were taken on two days
  EXPECT_TRUE(said.gpano);
}

TEST(PanoramaCommand, AReadyPanoramaComesOutWithItsOwnPixels) {
  const TemporaryFolder folder;
  Image8 sphere(512, 256, 3);
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 512; ++x) {
      const double round = std::sin((y + 0.5) / 256 * M_PI) * std::cos((x + 0.5) / 256 * M_PI);
      std::fill_n(sphere.At(x, y), 3, static_cast<uint8_t>(120 + 60 * round));
    }
  }
  testing::WritePhoto(folder / "cầu.jpg", sphere, {});
  const ProgramRun run = RunDisan({"panorama",
                                   (folder / "cầu.jpg").string(),
                                   "-o",
                                   (folder / "o.jpg").string(),
                                   "--north",
                                   "90"});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("giữ nguyên"));
  const auto before = ReadPhoto(folder / "cầu.jpg");
  const auto after = ReadPhoto(folder / "o.jpg");
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(std::get<Image8>(after->pixels).pixels, std::get<Image8>(before->pixels).pixels);
  EXPECT_EQ(*after->facts.gpano->heading_deg, 270);
}

}  // namespace
}  // namespace disan
