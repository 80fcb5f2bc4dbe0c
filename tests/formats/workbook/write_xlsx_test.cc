#include "formats/workbook/write_xlsx.h"

#include "formats/workbook/read_xlsx.h"
#include "formats/workbook/xlsx_package.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

PlannedWorkbook Sample() {
  PlannedSheet sheet{.name = "Di tích"};
  sheet.widths = {20, 12};
  sheet.cells = {{.row = 0, .column = 0, .look = CellLook::kHeading, .text = "Tên"},
                 {.row = 1, .column = 0, .look = CellLook::kText, .text = "Chùa <A> & \"B\" 文廟"},
                 {.row = 1, .column = 1, .look = CellLook::kNumber, .number = 21.0093},
                 {.row = 2, .column = 1, .number = 42.0186, .formula = "B2*2"}};
  sheet.merges = {{{3, 0, 3, 1}, "gộp", CellLook::kProse}};
  sheet.drop_downs = {{{1, 0, 5, 0}, "='Danh mục'!$A$1:$A$1", "Chọn", "Chọn một từ"}};
  sheet.notes = {{.row = 0, .column = 0, .text = "Bắt buộc"}};
  sheet.charts = {
      {.row = 6,
       .title = "Biểu đồ",
       .series = {
           {.name = "A", .categories = "='Di tích'!$A$2:$A$2", .values = "='Di tích'!$B$2:$B$2"}}}};
  PlannedSheet list{.name = "Danh mục"};
  list.cells = {{.row = 0, .column = 0, .text = "một"}};
  list.hidden = true;
  return {.title = "Mẫu", .sheets = {sheet, list}};
}

TEST(WriteXlsx, ReadsBackAsItWasPlanned) {
  const Result<std::string> bytes = WriteXlsx(Sample());
  ASSERT_TRUE(bytes.ok());
  const Result<Workbook> book = ReadXlsx(*bytes, "a.xlsx");
  ASSERT_TRUE(book.ok());
  const Sheet& sheet = book->sheets.at(0);
  EXPECT_EQ(sheet.name, "Di tích");
  EXPECT_EQ(sheet.Row(2)->At(0)->text, "Chùa <A> & \"B\" 文廟");
  EXPECT_EQ(sheet.Row(2)->At(1)->text, "21.0093");
  EXPECT_EQ(sheet.Row(3)->At(1)->formula, "B2*2");
  EXPECT_EQ(sheet.Row(3)->At(1)->text, "42.0186");
  EXPECT_EQ(sheet.merged.size(), 1U);
  EXPECT_TRUE(book->sheets.at(1).hidden);
}

TEST(WriteXlsx, PrintsASheetWithAChartOnOnePage) {
  const Result<std::string> bytes = WriteXlsx(Sample());
  ASSERT_TRUE(bytes.ok());
  Result<XlsxPackage> package = XlsxPackage::Open(*bytes, "a.xlsx", {});
  ASSERT_TRUE(package.ok());
  const auto setup = [&](const char* part) {
    const std::string xml = *package->Read(part);
    const size_t at = xml.find("<pageSetup");
    return at == std::string::npos ? xml : xml.substr(at, xml.find('>', at) - at);
  };
  // A height of 1 page is what a file leaves unsaid; 0 stands for as many as it takes.
  EXPECT_EQ(setup("xl/worksheets/sheet1.xml").find("fitToHeight"), std::string::npos);
  EXPECT_NE(setup("xl/worksheets/sheet2.xml").find("fitToHeight=\"0\""), std::string::npos);
}

TEST(WriteXlsx, GivesTheSameBytesAgain) {
  EXPECT_EQ(*WriteXlsx(Sample()), *WriteXlsx(Sample()));
}

TEST(WriteXlsx, FitsTextsThatNoCellCanHold) {
  PlannedWorkbook plan = Sample();
  plan.sheets[0].cells[1].text = std::string(40'000, 'x') + "\xFF";
  const Result<std::string> bytes = WriteXlsx(plan);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(ReadXlsx(*bytes, "a.xlsx")->sheets[0].Row(2)->At(0)->text.size(), 32'767U);
}

}  // namespace
}  // namespace disan
