#include "pipeline/short_address/redirect_pages.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PublishedTour Sample() {
  PublishedTour tour{.id = "chua-mau", .code = "aaaaaaa", .name = {"Chùa Mẫu", "Sample Pagoda"}};
  tour.scenes.push_back(
      {.id = "san-truoc", .code = "bbbbbbb", .name = {"Sân <b>trước</b>", "\"Front\" & court"}});
  tour.objects.push_back({.id = "bia-1", .code = "ccccccc", .name = {"Bia", ""}});
  tour.objects.push_back({.id = "bia-2", .name = {"Không mã", ""}});
  return tour;
}

std::string PageAt(const std::vector<RedirectPage>& pages, const std::string& path) {
  const auto found = std::find_if(
      pages.begin(), pages.end(), [&](const RedirectPage& page) { return page.path == path; });
  return found == pages.end() ? "" : found->html;
}

TEST(RedirectPages, LeadToTheDeepLinkOfEachThing) {
  const std::vector<RedirectPage> pages = RedirectPages(Sample());
  EXPECT_EQ(pages.size(), 4U);
  EXPECT_THAT(PageAt(pages, "aaaaaaa/index.html"),
              HasSubstr("content=\"0; url=../../index.html\""));
  EXPECT_THAT(PageAt(pages, "bbbbbbb/index.html"),
              HasSubstr("content=\"0; url=../../index.html#/san-truoc\""));
  EXPECT_THAT(PageAt(pages, "ccccccc/index.html"),
              HasSubstr("<a href=\"../../index.html#/?object=bia-1\">Mở “Bia”</a>"));
}

TEST(RedirectPages, FindTheTourInAPortal) {
  EXPECT_THAT(PageAt(RedirectPages(Sample(), "chua-mau/"), "bbbbbbb/index.html"),
              HasSubstr("url=../../chua-mau/index.html#/san-truoc\""));
}

TEST(RedirectPages, ShowSiteTextAsTextAndNeedNeitherScriptNorStyle) {
  for (const RedirectPage& page : RedirectPages(Sample())) {
    EXPECT_THAT(page.html, Not(HasSubstr("<b>")));
    EXPECT_THAT(page.html, Not(HasSubstr("<script")));
    EXPECT_THAT(page.html, Not(HasSubstr("style")));
    EXPECT_THAT(page.html, Not(HasSubstr("http://")));
    EXPECT_THAT(page.html, Not(HasSubstr("https://")));
  }
}

TEST(RedirectPages, ListWhatACodeLeadsToForPeople) {
  const std::string list = PageAt(RedirectPages(Sample()), "index.html");
  EXPECT_THAT(list, HasSubstr("BBB BBBB"));
  EXPECT_THAT(list, HasSubstr("Sân &lt;b&gt;trước"));
  EXPECT_THAT(list, HasSubstr("<span lang=\"en\">Sample Pagoda</span>"));
  EXPECT_THAT(list, Not(HasSubstr("Không mã")));
}

}  // namespace
}  // namespace disan
