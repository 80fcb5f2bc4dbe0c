#include "pipeline/spot/picture_kind.h"

#include "formats/image/xmp.h"
#include "tests/pipeline/tiles/smooth_sphere.h"
#include "tests/support/synthetic_photo.h"
#include "tests/support/temporary_folder.h"

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::DiscPicture;
using testing::TemporaryFolder;
using testing::WritePhoto;

PictureKind KindOf(std::vector<fs::path> files) {
  return RecogniseKind(files);
}

TEST(PictureKind, TwoDiscsAreADualFisheyeInOneFileOrTwo) {
  const TemporaryFolder folder;
  WritePhoto(folder / "both.jpg", DiscPicture(300, 2), {});
  WritePhoto(folder / "sau.jpg", DiscPicture(300, 1), {});
  WritePhoto(folder / "truoc.jpg", DiscPicture(300, 1), {});
  EXPECT_EQ(KindOf({folder / "both.jpg"}), PictureKind::kDualFisheye);
  std::vector<fs::path> pair{folder / "sau.jpg", folder / "truoc.jpg"};
  EXPECT_EQ(RecogniseKind(pair), PictureKind::kDualFisheye);
  EXPECT_EQ(pair.back().filename(), "sau.jpg");
}

TEST(PictureKind, AWholeSphereIsReady) {
  const TemporaryFolder folder;
  WritePhoto(folder / "sphere.jpg", testing::SmoothSphere(1024, 512), {});
  EXPECT_EQ(KindOf({folder / "sphere.jpg"}), PictureKind::kEquirect);
}

TEST(PictureKind, APlainPhotoStaysAPhotoEvenWhenItIsTwiceAsWideAsHigh) {
  const TemporaryFolder folder;
  WritePhoto(folder / "wide.jpg", testing::TexturedPicture(1024, 512, 3), {});
  WritePhoto(folder / "usual.jpg", testing::TexturedPicture(640, 480, 3), {});
  EXPECT_EQ(KindOf({folder / "wide.jpg"}), PictureKind::kPhotos);
  EXPECT_EQ(KindOf({folder / "usual.jpg"}), PictureKind::kPhotos);
  EXPECT_EQ(KindOf({folder / "wide.jpg", folder / "usual.jpg"}), PictureKind::kPhotos);
}

TEST(PictureKind, WhatCannotBeReadIsLeftToTheStitcher) {
  const TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "words.jpg", "only words"));
  EXPECT_EQ(KindOf({folder / "words.jpg"}), PictureKind::kPhotos);
  EXPECT_EQ(KindOf({folder / "missing.jpg"}), PictureKind::kPhotos);
  EXPECT_EQ(KindOf({}), PictureKind::kPhotos);
}

}  // namespace
}  // namespace disan
