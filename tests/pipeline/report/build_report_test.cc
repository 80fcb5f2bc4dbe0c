#include "pipeline/report/build_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

BuildReport Sample() {
  BuildReport report{.site_id = "chua-lien-phai",
                     .site_name = {"Chùa Liên Phái", "Liên Phái Pagoda"},
                     .made_by = "disan",
                     .tour = "web/index.html",
                     .times_script = ".disan/times.js"};
  report.items.push_back({.id = "san-truoc",
                          .name = {"Sân <trước>", "Front court"},
                          .kind = {"Điểm chụp", "Scene"},
                          .picture = "web/scenes/san truoc/preview.jpg",
                          .figures = {{{"Rộng", "Width"}, "8192 px"}},
                          .steps = {"tile san-truoc"}});
  report.items.push_back({.id = "bia-1",
                          .name = {"Bia 1", ""},
                          .kind = {"Hiện vật", "Object"},
                          .state = ReportState::kFailed,
                          .diagnostics = {{.file = "scans/bia.ply",
                                           .what = {"Tệp rỗng", "Empty file"},
                                           .remedy = {"Chép lại", "Copy again"}}}});
  return report;
}

TEST(BuildReport, TimeAndMemoryOfEveryStepHaveAPlace) {
  const std::string page = RenderBuildReport(Sample());
  for (const char* name : {"time", "memory"}) {
    EXPECT_THAT(
        page,
        HasSubstr(std::string("<dd class=\"") + name + "\" hidden data-steps=\"tile san-truoc\">"));
  }
}

TEST(BuildReport, ScriptsLieBesideThePageNeverInIt) {
  EXPECT_THAT(RenderBuildReport(Sample()), HasSubstr("<script src=\".disan/times.js\"></script>"));
  EXPECT_THAT(RenderBuildReport(Sample()), Not(HasSubstr("<script>")));
  EXPECT_THAT(RenderTimesScript({{"tile \"</script>", {.seconds = 1.5, .peak_mb = 20}}}),
              HasSubstr(R"({"tile \"</script>":{"peak_mb":20,"seconds":1.5}})"));
}

TEST(BuildReport, WhatNeedsAPersonComesWithItsRemedy) {
  const std::string page = RenderBuildReport(Sample());
  EXPECT_THAT(page, HasSubstr("Tệp rỗng"));
  EXPECT_THAT(page, HasSubstr("Chép lại"));
  EXPECT_THAT(page, HasSubstr("scans/bia.ply"));
  EXPECT_LT(page.find("Tệp rỗng"), page.find("class=\"cards\""));
}

TEST(BuildReport, NamesAreTextAndPathsAreUrls) {
  const std::string page = RenderBuildReport(Sample());
  EXPECT_THAT(page, Not(HasSubstr("<trước>")));
  EXPECT_THAT(page, HasSubstr("web/scenes/san%20truoc/preview.jpg"));
}

TEST(BuildReport, WritesFiguresWithTheDecimalSignOfEachLanguage) {
  BuildReport report = Sample();
  report.items.front().figures = {{{"Sai lệch", "Error"}, "0.16 px"},
                                  {{"Ảnh", "Photo"}, "anh_092024.jpg"}};
  const std::string page = RenderBuildReport(report);
  EXPECT_THAT(page, HasSubstr("<span class=\"vi\" lang=\"vi\">0,16 px</span>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"en\" lang=\"en\">0.16 px</span>"));
  EXPECT_THAT(page, HasSubstr("<dd>anh_092024.jpg</dd>"));
}

TEST(BuildReport, ShowsHowFarAModelIsFromItsScan) {
  BuildReport report = Sample();
  EXPECT_THAT(RenderBuildReport(report), Not(HasSubstr("<figure")));
  report.items.back().deviation_map = "masters/models/bia 1.deviation.png";
  const std::string page = RenderBuildReport(report);
  EXPECT_THAT(page, HasSubstr("src=\"masters/models/bia%201.deviation.png\""));
  EXPECT_THAT(page, HasSubstr("Sai lệch của mô hình so với bản quét"));
}

TEST(BuildReport, ShowsAModelFromAllSides) {
  BuildReport report = Sample();
  report.items.back().turntable = {"web/objects/bia 1/turntable/01.jpg",
                                   "web/objects/bia 1/turntable/02.jpg"};
  const std::string page = RenderBuildReport(report);
  EXPECT_THAT(page, HasSubstr("<a href=\"web/objects/bia%201/turntable/02.jpg\">"));
  EXPECT_THAT(page, HasSubstr("Bản quét nhìn từ mọi phía"));
}

TEST(BuildReport, APictureKeptFromThePublicSaysWhereItIsSeen) {
  BuildReport report = Sample();
  EXPECT_THAT(RenderBuildReport(report), Not(HasSubstr("không công bố")));
  report.items.front().picture = "masters/kept/scenes/san-truoc/preview.jpg";
  EXPECT_THAT(RenderBuildReport(report), HasSubstr("alt=\"Sân &lt;trước&gt;: không công bố"));
}

TEST(BuildReport, SaysThatNothingIsNeededOnlyWhenNothingIs) {
  BuildReport report = Sample();
  EXPECT_THAT(RenderBuildReport(report), Not(HasSubstr("Không có gì cần sửa")));
  report.items.pop_back();
  EXPECT_THAT(RenderBuildReport(report), HasSubstr("Không có gì cần sửa"));
}

TEST(BuildReport, ATextWithoutEnglishFallsBackToVietnamese) {
  EXPECT_THAT(RenderBuildReport(Sample()),
              HasSubstr("<span class=\"en\" lang=\"en\">Bia 1</span>"));
}

}  // namespace
}  // namespace disan
