#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/image/jpeg.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "pipeline/spot/spot_panorama.h"
#include "tests/pipeline/tiles/smooth_sphere.h"
#include "tests/support/synthetic_photo.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using testing::SmoothSphere;
using testing::TemporaryFolder;
using testing::WritePhoto;

std::span<const uint8_t> Bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Everything from the first scan on: the pixels as they are stored.
std::string Stored(const std::string& jpeg) {
  return jpeg.substr(ParseJpegHead(Bytes(jpeg))->scan_offset);
}

GPano PanoIn(const std::string& jpeg) {
  return ParseGPano(FindXmp(*ParseJpegHead(Bytes(jpeg)))).value_or(GPano{});
}

TEST(ReadyPanorama, WithNothingAskedNoPixelIsTouched) {
  const TemporaryFolder folder;
  WritePhoto(folder / "a.jpg", SmoothSphere(256, 128), {.make = "Ricoh"});
  const auto made = MakeReadyPanorama({folder / "a.jpg", "a.jpg"}, {}, {});
  ASSERT_TRUE(made.ok());
  EXPECT_FALSE(made->encoded_again);
  EXPECT_EQ(Stored(made->jpeg), Stored(*ReadFile(folder / "a.jpg")));
  EXPECT_EQ(PanoIn(made->jpeg).full_width_px, 256);
  EXPECT_TRUE(made->doubts.empty());
  // What says all it needs already comes out as it went in.
  ASSERT_FALSE(WriteFileAtomically(folder / "b.jpg", made->jpeg));
  EXPECT_EQ(MakeReadyPanorama({folder / "b.jpg", "b.jpg"}, {}, {})->jpeg, made->jpeg);
}

TEST(ReadyPanorama, TheHeadingIsWrittenAndTheFilesOwnWordsStay) {
  const TemporaryFolder folder;
  const Xmp own{.creator = "Nguyễn Văn A",
                .gpano = GPano{.full_width_px = 256,
                               .full_height_px = 128,
                               .cropped_width_px = 256,
                               .cropped_height_px = 128,
                               .heading_deg = 10}};
  const auto jpeg = EncodeJpeg(SmoothSphere(256, 128), {.xmp = EncodeXmp(own)});
  ASSERT_FALSE(WriteFileAtomically(folder / "a.jpg", *jpeg));
  const auto made = MakeReadyPanorama({folder / "a.jpg", "a.jpg"}, {.heading_deg = 300}, {});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(*PanoIn(made->jpeg).heading_deg, 300);
  EXPECT_NE(made->jpeg.find("Nguyễn Văn A"), std::string::npos);
  EXPECT_EQ(Stored(made->jpeg), Stored(*jpeg));
}

TEST(ReadyPanorama, AResizedSphereWithStaleDataIsMended) {
  const TemporaryFolder folder;
  const Xmp stale{.gpano = GPano{.full_width_px = 8192,
                                 .full_height_px = 4096,
                                 .cropped_width_px = 8192,
                                 .cropped_height_px = 4096}};
  ASSERT_FALSE(WriteFileAtomically(folder / "a.jpg",
                                   *EncodeJpeg(SmoothSphere(256, 128), {.xmp = EncodeXmp(stale)})));
  const auto made = MakeReadyPanorama({folder / "a.jpg", "a.jpg"}, {}, {});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(PanoIn(made->jpeg).full_width_px, 256);
  EXPECT_TRUE(made->doubts.empty());
  EXPECT_FALSE(made->notes.empty());
}

TEST(ReadyPanorama, ASmallerWidthIsMadeAndSaid) {
  const TemporaryFolder folder;
  WritePhoto(folder / "a.jpg", SmoothSphere(512, 256), {});
  const auto made =
      MakeReadyPanorama({folder / "a.jpg", "a.jpg"}, {.width = 256, .keep_pixels = true}, {});
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made->encoded_again);
  EXPECT_EQ(made->width_px, 256);
  EXPECT_EQ(made->pixels->width, 256);
  EXPECT_EQ(PanoIn(made->jpeg).full_width_px, 256);
  EXPECT_EQ(nlohmann::json::parse(made->report)["pixels"], "encoded-again");
}

TEST(ReadyPanorama, APictureThatIsNoSphereIsRefusedInBothLanguages) {
  const TemporaryFolder folder;
  WritePhoto(folder / "a.jpg", SmoothSphere(300, 200), {});
  const auto made = MakeReadyPanorama({folder / "a.jpg", "ảnh.jpg"}, {}, {});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.diagnostics.back().file, "ảnh.jpg");
  EXPECT_FALSE(made.diagnostics.back().what.vi.empty());
  EXPECT_FALSE(made.diagnostics.back().remedy.en.empty());
}

}  // namespace
}  // namespace disan
