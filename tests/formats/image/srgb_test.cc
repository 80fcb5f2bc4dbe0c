#include "formats/image/srgb.h"

#include "formats/image/icc.h"
#include "tests/formats/image/test_pictures.h"

#include <gtest/gtest.h>
#include <lcms2.h>

namespace disan {
namespace {

using testing::LargestDifference;
using testing::SmoothPicture;

TEST(Srgb, EveryCodeComesBack) {
  for (int v = 0; v < 256; ++v) {
    EXPECT_EQ(Srgb8FromLinear(LinearOfSrgb8()[static_cast<size_t>(v)]), v);
  }
  for (int v = 0; v < 65536; ++v) {
    ASSERT_EQ(Srgb16FromLinear(LinearOfSrgb16()[static_cast<size_t>(v)]), v);
  }
}

TEST(Srgb, RoundsLikeTheFormula) {
  for (int i = 0; i <= 200000; ++i) {
    const double linear = i / 200000.0;
    const double exact = SrgbFromLinear(linear);
    ASSERT_NEAR(Srgb8FromLinear(static_cast<float>(linear)), exact * 255, 0.5001);
    ASSERT_NEAR(Srgb16FromLinear(static_cast<float>(linear)), exact * 65535, 0.7);
  }
  EXPECT_EQ(Srgb8FromLinear(-1), 0);
  EXPECT_EQ(Srgb8FromLinear(7), 255);
  EXPECT_EQ(Srgb16FromLinear(std::nanf("")), 0);
}

TEST(Srgb, ProfileIsWhatLittleCmsCallsSrgb) {
  cmsHPROFILE profile = cmsOpenProfileFromMem(SrgbProfile().data(),
                                              static_cast<cmsUInt32Number>(SrgbProfile().size()));
  ASSERT_NE(profile, nullptr);
  EXPECT_EQ(cmsGetColorSpace(profile), cmsSigRgbData);
  cmsCloseProfile(profile);
  Image8 image = SmoothPicture<uint8_t>(16, 16);
  const Image8 before = image;
  EXPECT_FALSE(ConvertToSrgb(image, SrgbProfile()));
  EXPECT_EQ(image.pixels, before.pixels);
}

// What lcms2 itself makes of the colours, in floating point.
template <typename Sample>
void ExpectAsLittleCmsSays(int tolerance) {
  constexpr double kTop = sizeof(Sample) == 1 ? 255 : 65535;
  const std::vector<uint8_t> adobe = AdobeRgbProfile();
  Image<Sample> image = SmoothPicture<Sample>(24, 24);
  const Image<Sample> before = image;
  ASSERT_FALSE(ConvertToSrgb(image, adobe));
  cmsHPROFILE from =
      cmsOpenProfileFromMem(adobe.data(), static_cast<cmsUInt32Number>(adobe.size()));
  cmsHPROFILE to = cmsCreate_sRGBProfile();
  cmsHTRANSFORM transform = cmsCreateTransform(
      from, TYPE_RGB_DBL, to, TYPE_RGB_DBL, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
  for (size_t i = 0; i < image.pixels.size(); i += 3) {
    double in[3];
    double out[3];
    for (size_t c = 0; c < 3; ++c) {
      in[c] = before.pixels[i + c] / kTop;
    }
    cmsDoTransform(transform, in, out, 1);
    for (size_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(image.pixels[i + c], std::clamp(out[c], 0.0, 1.0) * kTop, tolerance);
    }
  }
  cmsDeleteTransform(transform);
  cmsCloseProfile(to);
  cmsCloseProfile(from);
}

TEST(Icc, AdobeRgbBecomesSrgbAsLittleCmsSays) {
  ExpectAsLittleCmsSays<uint8_t>(2);
  ExpectAsLittleCmsSays<uint16_t>(160);
}

TEST(Icc, AnUnusableProfileWarnsAndTouchesNothing) {
  Image8 image = SmoothPicture<uint8_t>(8, 8);
  const Image8 before = image;
  const std::vector<uint8_t> garbage(200, 9);
  const auto warning = ConvertToSrgb(image, garbage);
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->severity, Severity::kWarning);
  EXPECT_EQ(image.pixels, before.pixels);
}

TEST(Icc, SurvivesAProfileCutAtEveryLength) {
  const std::vector<uint8_t> adobe = AdobeRgbProfile();
  for (size_t n = 0; n < adobe.size(); ++n) {
    Image8 image = SmoothPicture<uint8_t>(2, 2);
    ConvertToSrgb(image, std::span(adobe).first(n));
  }
}

}  // namespace
}  // namespace disan
