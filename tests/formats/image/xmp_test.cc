#include "formats/image/xmp.h"

#include "formats/image/credit.h"

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

TEST(Xmp, WhatAPictureSaysOfItselfRoundTrips) {
  const Xmp said{.title = Text{"Sân trước", "Front court"},
                 .description = Text{"Nhìn từ cổng & ao", ""},
                 .creator = "Nguyễn Văn A",
                 .rights = Text{"© Phường Bạch Mai", "© Bạch Mai ward"},
                 .rights_url = "https://creativecommons.org/licenses/by/4.0/",
                 .credit = "Ban quản lý",
                 .identifier = "lien-phai",
                 .date = "2026-05-10",
                 .location = "Chùa Liên Phái",
                 .city = "Hà Nội",
                 .gpano = Full()};
  const Xmp back = ParseXmp(EncodeXmp(said));
  EXPECT_EQ(back.title, said.title);
  EXPECT_EQ(back.description, said.description);
  EXPECT_EQ(back.creator, said.creator);
  EXPECT_EQ(back.rights, said.rights);
  EXPECT_EQ(back.rights_url, said.rights_url);
  EXPECT_EQ(back.credit, said.credit);
  EXPECT_EQ(back.identifier, said.identifier);
  EXPECT_EQ(back.date, said.date);
  EXPECT_EQ(back.location, said.location);
  EXPECT_EQ(back.city, said.city);
  EXPECT_EQ(back.gpano->full_width_px, 8192);
}

TEST(Xmp, OtherWritersAreUnderstood) {
  const Xmp xmp = ParseXmp(
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description photoshop:City='Huế'/>"
      "<rdf:Description><dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li> B </rdf:li></rdf:Seq>"
      "</dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>© B</rdf:li></rdf:Alt>"
      "</dc:rights><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Court</rdf:li>"
      "<rdf:li xml:lang='en-US'>Court</rdf:li></rdf:Alt></dc:title>"
      "</rdf:Description></rdf:RDF></x:xmpmeta>");
  EXPECT_EQ(xmp.city, "Huế");
  EXPECT_EQ(xmp.creator, "A; B");
  EXPECT_EQ(xmp.rights, (Text{"© B", ""}));
  EXPECT_EQ(xmp.title, (Text{"", "Court"}));
  EXPECT_FALSE(xmp.gpano);
}

TEST(Xmp, TextThatIsNoPacketSaysNothing) {
  for (const char* packet : {"", "words", "<a/>", "<rdf:RDF>", "<rdf:RDF><rdf:Description/>"}) {
    const Xmp xmp = ParseXmp(packet);
    EXPECT_TRUE(xmp.creator.empty() && !xmp.title && !xmp.rights) << packet;
  }
}

TEST(Xmp, ThePacketSpeaksBeforeTheCamera) {
  PhotoFacts photo{.exif = {.captured_at = "2026-05-10T09:00:05",
                            .artist = "Camera owner",
                            .copyright = "Camera's"}};
  EXPECT_EQ(CreditOf(photo).creator, "Camera owner");
  EXPECT_EQ(CreditOf(photo).rights, (Text{"Camera's", ""}));
  EXPECT_EQ(CreditOf(photo).date, "2026-05-10");
  photo.xmp = EncodeXmp({.creator = "Trần Thị B", .date = "2025", .gpano = Full()});
  EXPECT_EQ(CreditOf(photo).creator, "Trần Thị B");
  EXPECT_EQ(CreditOf(photo).date, "2025");
  EXPECT_FALSE(CreditOf(photo).gpano);
}

TEST(Xmp, SurvivesTruncationAtEveryLength) {
  const std::string whole = EncodeXmp({.title = Text{"Sân", "Court"}, .gpano = Full()});
  for (size_t n = 0; n < whole.size(); ++n) {
    ParseXmp(std::string_view(whole).substr(0, n));
    const auto pano = ParseGPano(std::string_view(whole).substr(0, n));
    EXPECT_TRUE(!pano || pano->full_width_px == 0 || pano->full_width_px == 8192);
  }
}

}  // namespace
}  // namespace disan
