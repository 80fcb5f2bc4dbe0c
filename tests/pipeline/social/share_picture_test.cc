#include "pipeline/social/share_picture.h"

#include "formats/image/jpeg.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

Image8 Noise(int width, int height) {
  Image8 image(width, height, 3);
  uint32_t state = 1;
  for (uint8_t& sample : image.pixels) {
    state = state * 1664525 + 1013904223;
    sample = static_cast<uint8_t>(state >> 24);
  }
  return image;
}

const ShareText kText{{"Sân trước", "Front court"}, {"Chùa Liên Phái", "Liên Phái Pagoda"}};

TEST(SharePicture, IsAsLargeAsServicesWantAndBelowThreeHundredKilobytes) {
  for (const Image8& picture :
       {ShareView(Noise(1200, 630), kText), ShareObject(Noise(500, 500), kText)}) {
    EXPECT_EQ(picture.width, 1200);
    EXPECT_EQ(picture.height, 630);
    const Result<std::string> jpeg = EncodeShare(picture, "");
    ASSERT_TRUE(jpeg.ok());
    EXPECT_LE(jpeg->size(), 300000U);
  }
}

TEST(SharePicture, ShowsItsName) {
  const Image8 view(1200, 630, 3);
  EXPECT_NE(ShareView(view, kText).pixels, ShareView(view, {{"Tháp", "Tower"}, {}}).pixels);
  EXPECT_EQ(ShareView(view, kText).pixels, ShareView(view, kText).pixels);
}

// The upper third stays the picture's own, whatever the name.
TEST(SharePicture, AnEndlessNameLeavesThePictureInSight) {
  std::string name;
  for (int i = 0; i < 300; ++i) {
    name += "Nghiêng ";
  }
  Image8 view(1200, 630, 3);
  for (uint8_t& sample : view.pixels) {
    sample = 120;
  }
  const Image8 picture = ShareView(view, {{name, name}, {name, name}});
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 1200; ++x) {
      ASSERT_EQ(picture.At(x, y)[1], 120);
    }
  }
}

TEST(SharePicture, WithoutAViewIsStillAPicture) {
  EXPECT_EQ(ShareView({}, {{"", ""}, {}}).width, 1200);
}

}  // namespace
}  // namespace disan
