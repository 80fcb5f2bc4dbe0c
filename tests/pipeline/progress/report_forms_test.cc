#include "formats/workbook/read_xlsx.h"
#include "pipeline/progress/progress_report.h"
#include "tests/support/progress_sites.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ProgressReport Sample() {
  SiteProgress odd = testing::FullSite("b", "provincial");
  odd.facts["name.vi"] = "Đình <script>alert(1)</script> & \"B\"";
  odd.qr = false;
  ProgressReport report{
      .day = {2026, 6, 10},
      .period = PeriodOf({2026, 6, 10}, ""),
      .inventory = "ds.xlsx",
      .tally = CountProgress(
          {testing::FullSite("a"), odd},
          {{.id = "a", .name = "A", .type = "history", .rank = "national", .ward = ""},
           {.id = "b", .name = "B", .type = "", .rank = "", .ward = ""},
           {.id = "c", .name = "C", .type = "scenic", .rank = "provincial", .ward = ""}}),
      .previous = Snapshot{.date = "2025-11-12", .sites = {}},
      .changes = {},
      .office = {}};
  report.changes = ChangesBetween(*report.previous, SnapshotOf(report.tally, "2026-06-10"));
  return report;
}

std::string AllText(const Document& document) {
  std::string text;
  const auto add = [&](const Paragraph& paragraph) {
    for (const DocumentRun& run : paragraph.runs) {
      text += run.text + "\n";
    }
  };
  for (const DocumentBlock& block : document.blocks) {
    add(block.paragraph);
    for (const auto& row : block.table.rows) {
      for (const DocumentCell& cell : row) {
        for (const Paragraph& paragraph : cell.paragraphs) {
          add(paragraph);
        }
      }
    }
  }
  return text;
}

TEST(ReportForms, GiveTheSameBytesAgain) {
  EXPECT_EQ(ProgressPage(Sample(), Language::kVietnamese),
            ProgressPage(Sample(), Language::kVietnamese));
  EXPECT_EQ(*WriteXlsx(ProgressWorkbook(Sample(), Language::kVietnamese)),
            *WriteXlsx(ProgressWorkbook(Sample(), Language::kVietnamese)));
  EXPECT_EQ(*WriteDocx(ProgressDocument(Sample())), *WriteDocx(ProgressDocument(Sample())));
}

TEST(ReportForms, AgreeWithOneAnother) {
  const std::string page = ProgressPage(Sample(), Language::kVietnamese);
  const std::string document = AllText(ProgressDocument(Sample()));
  const Result<Workbook> workbook =
      ReadXlsx(*WriteXlsx(ProgressWorkbook(Sample(), Language::kVietnamese)), "a.xlsx");
  ASSERT_TRUE(workbook.ok());
  EXPECT_THAT(page, HasSubstr("66,7%"));
  EXPECT_THAT(document, HasSubstr("2/3 di tích (66,7%)"));
  const Sheet& summary = workbook->sheets.at(0);
  EXPECT_EQ(summary.Row(6)->At(1)->text, "3") << "relics of the inventory";
  EXPECT_EQ(summary.Row(7)->At(1)->text, "2") << "recorded";
  EXPECT_NEAR(summary.Row(7)->At(2)->number, 2.0 / 3, 1e-9);
  EXPECT_FALSE(summary.Row(7)->At(2)->formula.empty());
}

TEST(ReportPage, KeepsTextAsTextAndNeedsNoScript) {
  const std::string page = ProgressPage(Sample(), Language::kVietnamese);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, HasSubstr("@media print"));
}

TEST(ReportPage, SpeaksEnglish) {
  const std::string page = ProgressPage(Sample(), Language::kEnglish);
  EXPECT_THAT(page, HasSubstr("66.7%"));
  EXPECT_THAT(page, HasSubstr("No QR plate"));
  EXPECT_THAT(page, HasSubstr("Changes since the report of 12 November 2025"));
}

TEST(ReportDocument, HasThePartsOfAnAdministrativeReport) {
  const std::string text = AllText(ProgressDocument(Sample()));
  for (const char* part : {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                           "Độc lập - Tự do - Hạnh phúc",
                           "BÁO CÁO",
                           "ngày 10 tháng 6 năm 2026",
                           "I. TÌNH HÌNH CHUNG",
                           "II. KẾT QUẢ SỐ HOÁ",
                           "III. TỒN TẠI, HẠN CHẾ",
                           "Nơi nhận:",
                           "Số:",
                           "Phụ lục",
                           "./."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

}  // namespace
}  // namespace disan
