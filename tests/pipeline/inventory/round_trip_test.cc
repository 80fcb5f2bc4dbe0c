// In and out again: what a workbook said stands where it stood.
#include "formats/record/site.h"
#include "formats/workbook/read_xlsx.h"
#include "pipeline/inventory/export.h"
#include "pipeline/inventory/import.h"
#include "pipeline/inventory/read_inventory.h"
#include "pipeline/inventory/template.h"
#include "tests/support/table.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::TemporaryFolder;

Workbook Written(const PlannedWorkbook& plan) {
  const Result<std::string> bytes = WriteXlsx(plan);
  Result<Workbook> book = ReadXlsx(*bytes, "a.xlsx");
  return std::move(*book);
}

TEST(Template, HoldsNothingButItsExample) {
  const InventoryReading reading =
      ReadInventory(Written(InventoryTemplate()), {.file = "mau.xlsx"});
  EXPECT_TRUE(reading.inventory.rows.empty());
  EXPECT_EQ(reading.inventory.sheets.size(), 1U);
}

TEST(Template, HasAnExampleThatIsRight) {
  Workbook book = Written(InventoryTemplate());
  for (SheetRow& row : book.sheets[0].rows) {
    for (Cell& cell : row.cells) {
      cell.text = cell.text == "VD" ? "1" : cell.text;
    }
  }
  const InventoryReading reading = ReadInventory(book, {.file = "mau.xlsx"});
  for (const InventoryProblem& problem : reading.problems) {
    EXPECT_NE(problem.said.severity, Severity::kError)
        << Line(Located(problem, Language::kEnglish), Language::kEnglish);
  }
  EXPECT_EQ(reading.inventory.rows.size(), 1U);
}

TEST(RoundTrip, KeepsPlacesExtraColumnsAndFormulas) {
  const TemporaryFolder folder;
  Workbook book = testing::Book(
      {{"UBND PHƯỜNG"},
       {"Tên di tích", "Kinh phí", "Loại hình", "Vĩ độ", "Kinh độ", "Ngày quyết định"},
       {"Đền A", "100", "Lịch sử", "21.01", "105.85", "28/04/1962"},
       {"I. NHÓM HAI"},
       {"Đền B", "200", "Hỗn hợp"}});
  SheetRow& row = book.sheets[0].rows[4];
  row.cells[1].formula = "B3*2";
  row.cells[2].formula = "VLOOKUP(A5,'Bảng khác'!A:B,2)";
  const InventoryReading reading = ReadInventory(book, {.file = "ds.xlsx"});
  ASSERT_TRUE(ImportInventory(reading, folder.path(), false, {}).imported);
  const Result<InventoryExport> planned = PlanInventoryExport(folder.path());
  ASSERT_TRUE(planned.ok());
  EXPECT_EQ(planned->sites, 2U);
  const Workbook out = Written(planned->workbook);
  const Sheet& sheet = out.sheets.at(0);
  EXPECT_EQ(sheet.name, "Di tích");
  EXPECT_EQ(sheet.Row(1)->At(0)->text, "UBND PHƯỜNG");
  EXPECT_EQ(sheet.Row(3)->At(0)->text, "Đền A");
  EXPECT_EQ(sheet.Row(3)->At(1)->text, "100");
  EXPECT_EQ(sheet.Row(3)->At(5)->text, "28/04/1962");
  EXPECT_EQ(sheet.Row(5)->At(1)->formula, "B3*2");
  EXPECT_EQ(sheet.Row(5)->At(2)->text, "Hỗn hợp");
  EXPECT_EQ(sheet.Row(5)->At(2)->formula, "");
  EXPECT_EQ(out.sheets.at(1).name, "Công thức");
  EXPECT_EQ(out.sheets.at(1).Row(2)->At(2)->text, "=VLOOKUP(A5,'Bảng khác'!A:B,2)");
  // And in again: nothing changes.
  const InventoryReading again = ReadInventory(out, {.file = "ds.xlsx"});
  EXPECT_FALSE(again.HasErrors());
  EXPECT_EQ(ImportInventory(again, folder.path(), false, {}).unchanged, 2U);
}

TEST(RoundTrip, GivesTheSameBytesAgain) {
  const TemporaryFolder folder;
  const InventoryReading reading =
      ReadInventory(testing::Book({{"Tên di tích", "Loại hình"}, {"Đền A"}}), {.file = "ds.xlsx"});
  ImportInventory(reading, folder.path(), false, {});
  EXPECT_EQ(*WriteXlsx(PlanInventoryExport(folder.path())->workbook),
            *WriteXlsx(PlanInventoryExport(folder.path())->workbook));
}

TEST(RoundTrip, WhatIsUnknownKeepsItsReason) {
  const TemporaryFolder folder;
  const Workbook book = testing::Book(
      {{"Tên di tích", "Cấp xếp hạng", "Ngày quyết định", "Niên đại (EDTF)", "Phường, xã"},
       {"Đền A",
        "Chưa rõ: đang lập hồ sơ",
        "Không rõ: mất bản gốc",
        "chưa xác định: bia mờ",
        "Cửa Nam"}});
  const InventoryReading reading = ReadInventory(book, {.file = "ds.xlsx"});
  EXPECT_FALSE(reading.HasErrors());
  ASSERT_TRUE(ImportInventory(reading, folder.path(), false, {}).imported);
  const Result<Site> site = ReadSite(folder.path() / "den-a");
  ASSERT_TRUE(site);
  EXPECT_FALSE(HasErrors(site.diagnostics));
  EXPECT_EQ(site->written.unknown.at("rank").vi, "đang lập hồ sơ");
  EXPECT_EQ(site->decision.written.unknown.at("date").vi, "mất bản gốc");
  EXPECT_EQ(site->dating.written.unknown.at("edtf").vi, "bia mờ");
  const Result<InventoryExport> planned = PlanInventoryExport(folder.path());
  ASSERT_TRUE(planned.ok());
  const Workbook again = Written(planned->workbook);
  EXPECT_EQ(again.sheets[0].rows[1].At(1)->text, "Chưa rõ: đang lập hồ sơ");
  EXPECT_EQ(again.sheets[0].rows[1].At(3)->text, "Chưa rõ: bia mờ");
  const ImportReport second =
      ImportInventory(ReadInventory(again, {.file = "ds.xlsx"}), folder.path(), false, {});
  EXPECT_EQ(second.unchanged, 1U);
}

}  // namespace
}  // namespace disan
