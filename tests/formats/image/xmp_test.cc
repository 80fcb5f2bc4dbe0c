#include "formats/image/xmp.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

GPano Full() {
  return {.full_width_px = 8192,
          .full_height_px = 4096,
          .cropped_left_px = 10,
          .cropped_top_px = 20,
          .cropped_width_px = 8000,
          .cropped_height_px = 4000,
          .heading_deg = 12.5,
          .pitch_deg = -0.25,
          .roll_deg = 0};
}

TEST(Xmp, GPanoRoundTrips) {
  const auto back = ParseGPano(EncodeXmp({.gpano = Full()}));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->projection, "equirectangular");
  EXPECT_EQ(back->full_width_px, 8192);
  EXPECT_EQ(back->full_height_px, 4096);
  EXPECT_EQ(back->cropped_left_px, 10);
  EXPECT_EQ(back->cropped_top_px, 20);
  EXPECT_EQ(back->cropped_width_px, 8000);
  EXPECT_EQ(back->cropped_height_px, 4000);
  EXPECT_DOUBLE_EQ(*back->heading_deg, 12.5);
  EXPECT_DOUBLE_EQ(*back->pitch_deg, -0.25);
  EXPECT_DOUBLE_EQ(*back->roll_deg, 0);
}

TEST(Xmp, GPanoAsAttributesAndUnderAnotherPrefix) {
  const auto pano = ParseGPano(
      "<rdf:Description xmlns:P = 'http://ns.google.com/photos/1.0/panorama/' "
      "P:ProjectionType='equirectangular' P:FullPanoWidthPixels = \"100\"\n"
      "P:FullPanoHeightPixels=\"50\" P:PoseHeadingDegrees=\"+350.0\"/>");
  ASSERT_TRUE(pano);
  EXPECT_EQ(pano->full_width_px, 100);
  EXPECT_EQ(pano->full_height_px, 50);
  EXPECT_DOUBLE_EQ(*pano->heading_deg, 350);
}

TEST(Xmp, APacketWithoutPanoramaIsNone) {
  EXPECT_FALSE(ParseGPano(EncodeXmp({.title = Text{"Sân trước", "Front court"}})));
  EXPECT_FALSE(ParseGPano(""));
}

TEST(Xmp, NewPanoramaDataLeavesTheRestOfAPacketAlone) {
  const std::string elements =
      EncodeXmp({.title = Text{"Sân trước", "Front court"}, .gpano = Full()});
  const std::string attributes =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
      "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
      "xmlns:GPano='http://ns.google.com/photos/1.0/panorama/' "
      "GPano:ProjectionType='equirectangular' GPano:FullPanoWidthPixels='100' "
      "GPano:CaptureSoftware='Camera'>Front court</rdf:Description></rdf:RDF></x:xmpmeta>";
  for (const std::string& packet : {elements, attributes}) {
    const std::string mended =
        WithGPano(packet, {.full_width_px = 64, .full_height_px = 32, .heading_deg = 90});
    const auto pano = ParseGPano(mended);
    ASSERT_TRUE(pano);
    EXPECT_EQ(pano->full_width_px, 64);
    EXPECT_EQ(pano->cropped_left_px, 0);
    EXPECT_DOUBLE_EQ(*pano->heading_deg, 90);
    EXPECT_NE(mended.find("Front court"), std::string::npos);
    EXPECT_EQ(mended.find("8192"), std::string::npos);
  }
  EXPECT_NE(WithGPano(attributes, {}).find("CaptureSoftware"), std::string::npos);
}

TEST(Xmp, APacketThatCannotBeMendedGivesWay) {
  const std::string other_prefix =
      "<rdf:RDF><rdf:Description xmlns:P='http://ns.google.com/photos/1.0/panorama/' "
      "P:ProjectionType='equirectangular' P:FullPanoWidthPixels='100'/></rdf:RDF>";
  for (const std::string& packet : {std::string(), std::string("words"), other_prefix}) {
    const auto pano = ParseGPano(WithGPano(packet, {.full_width_px = 64, .full_height_px = 32}));
    ASSERT_TRUE(pano) << packet;
    EXPECT_EQ(pano->full_width_px, 64) << packet;
  }
}

TEST(Xmp, NonsenseNumbersCountAsMissing) {
  const auto pano = ParseGPano(
      "<a xmlns:GPano='http://ns.google.com/photos/1.0/panorama/' "
      "GPano:ProjectionType='equirectangular' GPano:FullPanoWidthPixels='1e99' "
      "GPano:FullPanoHeightPixels='-4' GPano:PoseHeadingDegrees='nan' "
      "GPano:PosePitchDegrees='x'/>");
  ASSERT_TRUE(pano);
  EXPECT_EQ(pano->full_width_px, 0);
  EXPECT_EQ(pano->full_height_px, 0);
  EXPECT_FALSE(pano->heading_deg);
  EXPECT_FALSE(pano->pitch_deg);
}

TEST(Xmp, MarkupInTextIsEscaped) {
  const std::string packet = EncodeXmp({.title = Text{"a < b & \"c\"\x01", ""}});
  EXPECT_NE(packet.find("a &lt; b &amp; &quot;c&quot;<"), std::string::npos);
}

TEST(Xmp, SurvivesTruncationAtEveryLength) {
  const std::string whole = EncodeXmp({.title = Text{"Sân", "Court"}, .gpano = Full()});
  for (size_t n = 0; n < whole.size(); ++n) {
    const auto pano = ParseGPano(std::string_view(whole).substr(0, n));
    EXPECT_TRUE(!pano || pano->full_width_px == 0 || pano->full_width_px == 8192);
  }
}

}  // namespace
}  // namespace disan
