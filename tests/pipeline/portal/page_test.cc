#include "pipeline/portal/page.h"

#include "pipeline/portal/embed.h"
#include "tests/support/sample_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPage[] =
    "<html><head><title>Tham quan 360°</title><link href=\"./icon.svg\" /><script "
    "src=\"./assets/a.js\"></script></head><body><noscript><p>JavaScript</p></noscript></body>"
    "</html>";

TEST(Page, WithAnAddressItsLinksAreWhole) {
  const std::string page = MakePage(kPage,
                                    {.title = {"Chùa", "Pagoda"},
                                     .description = {"Mô tả", "Words"},
                                     .picture = {"scenes/a b/preview.jpg", 1024, 512},
                                     .address = "https://di-san.vn/chua/",
                                     .parts = "../disan.viewer/"});
  EXPECT_THAT(page, HasSubstr("<link rel=\"canonical\" href=\"https://di-san.vn/chua/\" />"));
  EXPECT_THAT(page, HasSubstr("hreflang=\"en\" href=\"https://di-san.vn/chua/?lang=en\""));
  EXPECT_THAT(page,
              HasSubstr("og:image\" content=\"https://di-san.vn/chua/scenes/a%20b/preview.jpg\""));
  EXPECT_THAT(page, HasSubstr("src=\"../disan.viewer/assets/a.js\""));
  EXPECT_THAT(page, HasSubstr("href=\"../disan.viewer/icon.svg\""));
  EXPECT_THAT(page, HasSubstr("<title>Chùa</title>"));
  EXPECT_THAT(page, HasSubstr("<p lang=\"en\">Words</p>"));
  EXPECT_THAT(page, Not(HasSubstr("noindex")));
}

TEST(Page, WithoutAnAddressNothingIsMadeUp) {
  const std::string page =
      MakePage(kPage, {.title = {"Chùa", ""}, .picture = {"p.jpg", 0, 0}, .parts = "./"});
  EXPECT_THAT(page, Not(HasSubstr("canonical")));
  EXPECT_THAT(page, Not(HasSubstr("og:url")));
  EXPECT_THAT(page, HasSubstr("og:image\" content=\"p.jpg\""));
  EXPECT_THAT(page, HasSubstr("src=\"./assets/a.js\""));
}

TEST(Page, WhatPeopleWroteStaysText) {
  const std::string attack =
      "\"></title><script>alert(1)</script><!-- ' & <img src=x onerror=alert(2)>";
  const std::string page = MakePage(kPage,
                                    {.title = {attack, attack},
                                     .description = {attack, attack},
                                     .picture = {"a\"><script>.jpg", 1, 1},
                                     .address = "https://a.vn/\"><script>",
                                     .json_ld = TourJson{{"name", attack}}.dump(),
                                     .parts = "./"});
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  // The JSON still says what it said.
  const std::string mark = "<script type=\"application/ld+json\">";
  const size_t start = page.find(mark) + mark.size();
  const std::string json = page.substr(start, page.find("</script>", start) - start);
  EXPECT_EQ(TourJson::parse(json)["name"], attack);
}

TEST(Page, ALongDescriptionIsCutAtAWord) {
  std::string words;
  for (int i = 0; i < 200; ++i) {
    words += "chữ ";
  }
  const std::string page =
      MakePage(kPage, {.title = {"A", "A"}, .description = {words, ""}, .parts = "./"});
  const size_t at = page.find("name=\"description\" content=\"") + 28;
  const std::string brief = page.substr(at, page.find('"', at) - at);
  EXPECT_LE(brief.size(), 310U);
  EXPECT_TRUE(brief.ends_with("chữ…")) << brief;
}

TEST(Sitemap, HoldsEveryPageInBothLanguages) {
  const std::string map = MakeSitemap({"https://a.vn/", "https://a.vn/chua-&/"});
  EXPECT_THAT(map, HasSubstr("<loc>https://a.vn/?lang=en</loc>"));
  EXPECT_THAT(map, HasSubstr("<loc>https://a.vn/chua-&amp;/</loc>"));
}

TEST(Embed, ShowsTheTourAScenesAndAModel) {
  const std::string html =
      EmbedSnippet(testing::SampleTour(), "https://a.vn/chua/", "https://a.vn/disan.viewer/");
  EXPECT_THAT(html, HasSubstr("src=\"https://a.vn/disan.viewer/disan-tour.js\""));
  EXPECT_THAT(html, HasSubstr("<disan-tour src=\"https://a.vn/chua/tour.json\" lang"));
  EXPECT_THAT(html, HasSubstr("scene=\"diem-1\" no-intro"));
  EXPECT_THAT(html, HasSubstr("object=\"qua-cau\" no-intro"));
}

}  // namespace
}  // namespace disan
