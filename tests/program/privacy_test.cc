// What a site wants blurred is nowhere in web/, and whole in masters/.
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "tests/pipeline/panorama/rig.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ProgramRun;
using testing::RunDisan;
using testing::TemporaryFolder;

// The secret: a chequer of magenta and green that nothing else of the pictures comes near.
constexpr uint8_t kMagenta[3] = {235, 20, 235};
constexpr uint8_t kGreen[3] = {20, 235, 20};

void Paint(uint8_t* pixel, double across, double down) {
  const bool even =
      (static_cast<int>(std::floor(across)) + static_cast<int>(std::floor(down))) % 2 == 0;
  std::copy_n(even ? kMagenta : kGreen, 3, pixel);
}

// Pixels that still tell the two colours apart, in a picture of any size.
size_t SecretPixels(const fs::path& file) {
  const Result<Photo> photo = ReadPhoto(file);
  EXPECT_TRUE(photo) << file;
  const Image8 image = ToEightBits(photo->pixels);
  size_t count = 0;
  for (size_t i = 0; i + 2 < image.pixels.size(); i += 3) {
    const int r = image.pixels[i];
    const int g = image.pixels[i + 1];
    const int b = image.pixels[i + 2];
    count += std::abs(std::min(r, b) - g) > 90 && std::abs(r - b) < 60 ? 1U : 0U;
  }
  return count;
}

// What was made from captures; the viewer brings icons of its own.
std::vector<fs::path> PicturesIn(const fs::path& web) {
  std::vector<fs::path> pictures;
  for (const char* folder : {"scenes", "objects"}) {
    if (!fs::exists(web / folder)) {
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(web / folder)) {
      if (entry.path().extension() == ".jpg") {
        pictures.push_back(entry.path());
      }
    }
  }
  return pictures;
}

void WritePicture(const fs::path& file, const Image8& image) {
  const Result<std::string> jpeg = EncodeJpeg(image, {.quality = 95});
  ASSERT_TRUE(jpeg);
  ASSERT_FALSE(WriteFileAtomically(file, *jpeg));
}

// A plain picture with the secret in a rectangle of it.
Image8 PictureWithSecret(int width, int height, int left, int top, int size) {
  Image8 image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto grey = static_cast<uint8_t>(100 + (y * 40) / height);
      std::fill_n(image.At(x, y), 3, grey);
      if (x >= left && x < left + size && y >= top && y < top + size) {
        Paint(image.At(x, y), (x - left) * 8.0 / size, (y - top) * 8.0 / size);
      }
    }
  }
  return image;
}

constexpr char kSiteYaml[] = R"(disan: 1
id: chua
name: {vi: Chùa, en: Pagoda}
type: architecture-art
rank: national
decision: {number: "313/VH-VP", date: 1962-04-28, issuer: Bộ Văn hóa}
address: {vi: "Ngõ Chùa, Hà Nội", ward: Bạch Mai, city: Hà Nội}
location: {lat: 21.0093, lon: 105.8534}
description: {vi: Một di tích để thử., en: A site for tests.}
)";
constexpr char kHead[] = R"(disan: 1
capture: {date: 2026-05-10, operator: A, device: B, conditions: C, permission: D}
rights: {holder: UBND, statement: "http://rightsstatements.org/vocab/InC/1.0/", access: public}
)";

class Privacy : public ::testing::Test {
 protected:
  void Write(const fs::path& file, const std::string& text) const {
    ASSERT_FALSE(WriteFileAtomically(Site() / file, text));
  }
  fs::path Site() const { return folder_ / "chua"; }
  fs::path Session() const { return Site() / "sessions/2026-05-10"; }
  ProgramRun Build() const { return RunDisan({"build", Site().string(), "--lang", "en"}); }
  void ExpectNoSecretInWeb() const {
    const std::vector<fs::path> pictures = PicturesIn(Site() / "out/web");
    ASSERT_FALSE(pictures.empty());
    for (const fs::path& picture : pictures) {
      EXPECT_EQ(SecretPixels(picture), 0U) << picture;
    }
  }

  TemporaryFolder folder_;
};

TEST_F(Privacy, AReadyPanoramaHidesWhatIsGivenOnTheSphereAndInPixels) {
  Write("site.yaml", kSiteYaml);
  // One secret at yaw 0, pitch 0; the other's pixels from (300, 150) to (380, 230).
  Image8 panorama = PictureWithSecret(1600, 800, 760, 360, 80);
  for (int y = 150; y < 230; ++y) {
    for (int x = 300; x < 380; ++x) {
      Paint(panorama.At(x, y), (x - 300) / 10.0, (y - 150) / 10.0);
    }
  }
  WritePicture(Session() / "p.jpg", panorama);
  Write("sessions/2026-05-10/session.yaml",
        std::string(kHead) +
            "scenes:\n  - id: san\n    name: {vi: Sân, en: Court}\n    panorama: p.jpg\n"
            "    privacy: {blur: [{yaw_deg: 0, pitch_deg: 0, width_deg: 19, height_deg: 19}]}\n");
  Write("tour.yaml",
        "disan: 1\nscenes:\n  san:\n    privacy: {blur: [{photo: p.jpg, left_px: 298, top_px: 148, "
        "width_px: 84, height_px: 84}]}\n");
  const ProgramRun run = Build();
  EXPECT_LE(run.exit_status, 1) << run.err;
  ExpectNoSecretInWeb();
  EXPECT_GT(SecretPixels(Site() / "out/masters/panoramas/san.jpg"), 5000U);
}

TEST_F(Privacy, AnObjectsPhotosHideTheirRegions) {
  Write("site.yaml", kSiteYaml);
  WritePicture(Session() / "p.jpg", PictureWithSecret(512, 256, 0, 0, 0));
  WritePicture(Session() / "photos/bia/a.jpg", PictureWithSecret(2000, 1500, 400, 300, 160));
  WritePicture(Session() / "photos/bia/b.jpg", PictureWithSecret(800, 1000, 100, 500, 96));
  Write("sessions/2026-05-10/session.yaml",
        std::string(kHead) +
            "scenes:\n  - id: san\n    name: {vi: Sân, en: Court}\n    panorama: p.jpg\n"
            "objects:\n  - id: bia\n    name: {vi: Bia, en: Stele}\n    photos: photos/bia\n"
            "    privacy:\n      blur:\n"
            "        - {photo: a.jpg, left_px: 396, top_px: 296, width_px: 168, height_px: 168}\n"
            "        - {photo: b.jpg, left_px: 96, top_px: 496, width_px: 104, height_px: 104}\n");
  const ProgramRun run = Build();
  EXPECT_LE(run.exit_status, 1) << run.err;
  ExpectNoSecretInWeb();
  EXPECT_GT(SecretPixels(Session() / "photos/bia/a.jpg"), 5000U);  // the original is untouched
}

TEST_F(Privacy, ARegionOfAPhotoIsFollowedIntoTheStitchedPanorama) {
  Write("site.yaml", kSiteYaml);
  const panorama::testing::Rig rig = panorama::testing::MakeRig();
  const Eigen::Vector3d secret = Eigen::Vector3d(0.6, 0.1, 0.8).normalized();
  const Eigen::Vector3d right = Eigen::Vector3d::UnitY().cross(secret).normalized();
  const Eigen::Vector3d down = secret.cross(right);
  size_t most = 0;
  std::string region;
  for (size_t i = 0; i < rig.photos.size(); ++i) {
    Image8 image = ToEightBits(*rig.photos[i].read(0));
    const panorama::LensMap lens(rig.cameras[i].lens);
    int left = image.width;
    int top = image.height;
    int last_x = -1;
    int last_y = -1;
    size_t seen = 0;
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        const Eigen::Vector3d d =
            rig.cameras[i].world_from_camera * lens.Bearing(Eigen::Vector2d(x, y));
        const double across = std::asin(std::clamp(d.dot(right), -1.0, 1.0)) * 180 / M_PI;
        const double along = std::asin(std::clamp(d.dot(down), -1.0, 1.0)) * 180 / M_PI;
        if (d.dot(secret) > 0 && std::hypot(across, along) < 6) {
          Paint(image.At(x, y), across / 1.5, along / 1.5);
          left = std::min(left, x);
          top = std::min(top, y);
          last_x = std::max(last_x, x);
          last_y = std::max(last_y, y);
          ++seen;
        }
      }
    }
    const std::string name = fmt::format("IMG_{:02}.jpg", i);
    WritePicture(Session() / "photos/san" / name, image);
    const bool whole = left > 0 && top > 0 && last_x < image.width - 1 && last_y < image.height - 1;
    if (whole && seen > most) {
      most = seen;
      region = fmt::format("{{photo: {}, left_px: {}, top_px: {}, width_px: {}, height_px: {}}}",
                           name,
                           left,
                           top,
                           last_x - left + 1,
                           last_y - top + 1);
    }
  }
  ASSERT_GT(most, 0U);
  const std::string scene =
      "scenes:\n  - id: san\n    name: {vi: Sân, en: Court}\n    photos: photos/san\n";
  Write("sessions/2026-05-10/session.yaml",
        std::string(kHead) + scene + "    privacy: {blur: [" + region + "]}\n");
  const ProgramRun run = Build();
  EXPECT_LE(run.exit_status, 1) << run.err;
  ExpectNoSecretInWeb();
  EXPECT_GT(SecretPixels(Site() / "out/masters/panoramas/san.jpg"), 500U);
  // Without the region it shows: the test would see it.
  Write("sessions/2026-05-10/session.yaml", std::string(kHead) + scene);
  EXPECT_LE(Build().exit_status, 1);
  EXPECT_GT(SecretPixels(Site() / "out/web/scenes/san/fallback.jpg"), 500U);
}

TEST_F(Privacy, WithoutAModelNobodyLooksForFacesAndABrokenOneIsSaid) {
  Write("site.yaml", kSiteYaml);
  WritePicture(Session() / "p.jpg", PictureWithSecret(512, 256, 0, 0, 0));
  Write("sessions/2026-05-10/session.yaml",
        std::string(kHead) +
            "scenes:\n  - id: san\n    name: {vi: Sân, en: Court}\n    panorama: p.jpg\n");
  const ProgramRun silent = Build();
  EXPECT_EQ(silent.exit_status, 0) << silent.err;
  EXPECT_FALSE(fs::exists(Site() / "out/masters/faces"));
  Write("media/mat.onnx", "no model");
  Write("site.yaml", std::string(kSiteYaml) + "privacy: {face_model: media/mat.onnx}\n");
  const ProgramRun broken = Build();
  EXPECT_EQ(broken.exit_status, 1);
  EXPECT_THAT(broken.out + broken.err, HasSubstr("media/mat.onnx"));
  EXPECT_THAT(broken.out + broken.err, HasSubstr("YuNet"));
  EXPECT_TRUE(fs::exists(Site() / "out/web/tour.json"));  // the rest goes on
}

}  // namespace
}  // namespace disan
