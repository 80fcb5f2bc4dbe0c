#include "pipeline/check/coverage.h"
#include "pipeline/check/exposure.h"
#include "pipeline/check/scan_head.h"
#include "pipeline/check/sharpness.h"
#include "tests/support/synthetic_photo.h"
#include "tests/support/temporary_folder.h"

namespace disan {
namespace {

TEST(Sharpness, BlurLowersItWhateverTheSubject) {
  for (const uint32_t seed : {1U, 2U, 3U}) {
    const Image8 sharp = testing::TexturedPicture(600, 400, seed);
    const auto clear = MeasureSharpness(sharp);
    const auto soft = MeasureSharpness(testing::Blurred(sharp, 2));
    ASSERT_TRUE(clear && soft);
    EXPECT_LT(soft->ratio, 0.45 * clear->ratio);
  }
}

TEST(Sharpness, APlainSkyIsNotJudged) {
  EXPECT_FALSE(MeasureSharpness(testing::PlainPicture(600, 400, 220)));
}

TEST(Sharpness, ContrastDoesNotMatter) {
  Image8 pale = testing::TexturedPicture(600, 400, 5);
  const auto full = MeasureSharpness(pale);
  for (uint8_t& p : pale.pixels) {
    p = static_cast<uint8_t>(100 + p / 3);
  }
  const auto faint = MeasureSharpness(pale);
  ASSERT_TRUE(full && faint);
  EXPECT_NEAR(faint->ratio / full->ratio, 1.0, 0.15);
}

TEST(Sharpness, OnlyTheBlurredOneOfASetIsNamed) {
  std::vector<std::optional<Sharpness>> set;
  for (uint32_t i = 0; i < 10; ++i) {
    const Image8 picture = testing::TexturedPicture(400, 300, i);
    set.push_back(i == 3   ? MeasureSharpness(testing::Blurred(picture, 3))
                  : i == 6 ? MeasureSharpness(testing::PlainPicture(400, 300, 200))
                           : MeasureSharpness(picture));
  }
  const std::vector<bool> blurred = FindBlurred(set);
  for (size_t i = 0; i < blurred.size(); ++i) {
    EXPECT_EQ(blurred[i], i == 3) << i;
  }
}

TEST(Exposure, BurntAndDarkAreTold) {
  EXPECT_TRUE(LookAtExposure(testing::PlainPicture(100, 100, 255)).burnt());
  EXPECT_TRUE(LookAtExposure(testing::PlainPicture(100, 100, 10)).dark());
  const ExposureLook fine = LookAtExposure(testing::TexturedPicture(100, 100, 1));
  EXPECT_FALSE(fine.burnt());
  EXPECT_FALSE(fine.dark());
}

TEST(Coverage, FieldOfViewFollowsTheFocalLength) {
  PhotoFacts facts;
  facts.width_px = 6000;
  facts.height_px = 4000;
  EXPECT_FALSE(FieldOfViewOf(facts));
  facts.exif.focal_35mm_equivalent = 24;
  EXPECT_NEAR(FieldOfViewOf(facts)->horizontal_deg, 73.7, 0.2);
  EXPECT_NEAR(FieldOfViewOf(facts)->vertical_deg, 53.1, 0.2);
  const PhotosNeeded needed = NeededFor(*FieldOfViewOf(facts));
  EXPECT_EQ(needed.ring, 7);
  EXPECT_GT(needed.sphere, 15);
  EXPECT_LT(needed.sphere, 35);
}

TEST(ScanHead, ContentIsHeldAgainstTheName) {
  const testing::TemporaryFolder folder;
  const auto severity = [&](const char* name, std::string_view bytes) {
    EXPECT_FALSE(WriteFileAtomically(folder / name, bytes));
    const auto wrong = CheckScanHead(folder / name);
    return wrong ? static_cast<int>(wrong->severity) : -1;
  };
  EXPECT_EQ(severity("a.ply", "ply\n"), -1);
  EXPECT_EQ(severity("b.PLY", ""), static_cast<int>(Severity::kError));
  EXPECT_EQ(severity("c.ply", "LASF...."), static_cast<int>(Severity::kWarning));
  EXPECT_EQ(severity("d.las", "hello"), static_cast<int>(Severity::kError));
  EXPECT_EQ(severity("e.obj", "v 0 0 0"), -1);
}

}  // namespace
}  // namespace disan
