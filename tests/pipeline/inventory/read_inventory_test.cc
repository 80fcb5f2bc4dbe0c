#include "pipeline/inventory/read_inventory.h"

#include "tests/support/table.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace disan {
namespace {

std::string Said(const InventoryReading& reading, Severity severity) {
  std::string said;
  for (const InventoryProblem& problem : reading.problems) {
    if (problem.said.severity == severity) {
      said += Line(Located(problem, Language::kVietnamese), Language::kVietnamese) + "\n";
    }
  }
  return said;
}

TEST(ReadInventory, FindsHeadingsBelowATitleAndTakesValuesAsTheRecordHasThem) {
  const InventoryReading reading = ReadInventory(
      testing::Book(
          {{"UBND PHƯỜNG BẠCH MAI"},
           {},
           {"STT", "TÊN DI TÍCH", "XẾP HẠNG", "Ngày QĐ", "Vĩ độ", "Kinh độ", "Nhạy cảm", "Ghi chú"},
           {"1",
            "  Chu\u0300a   Liên\u00A0Phái ",
            "Cấp Quốc gia",
            "28/04/1962",
            "21,0093",
            "105°51'12\"",
            "Có",
            "xem lại"}}),
      {.file = "ds.xlsx"});
  EXPECT_EQ(Said(reading, Severity::kError), "");
  ASSERT_EQ(reading.inventory.rows.size(), 1U);
  const InventoryRow& row = reading.inventory.rows[0];
  EXPECT_EQ(row.Get("rank"), "national");
  EXPECT_EQ(row.Get("decision.date"), "1962-04-28");
  EXPECT_EQ(row.Get("location.lat"), "21.0093");
  EXPECT_EQ(row.Get("location.lon"), "105.853333");
  EXPECT_EQ(row.Get("sensitive"), "true");
  ASSERT_EQ(row.extra.size(), 1U);
  EXPECT_EQ(row.extra[0].text, "xem lại");
  EXPECT_EQ(reading.inventory.sheets[0].above.size(), 1U);
}

TEST(ReadInventory, SaysOfAColumnOfDatesOnceHowItTookThem) {
  testing::TextRows rows{{"Tên di tích", "Ngày QĐ"}};
  for (int i = 1; i <= 20; ++i) {
    rows.push_back({"Đền " + std::to_string(i), std::to_string(i) + "/04/1962"});
  }
  const InventoryReading reading = ReadInventory(testing::Book(rows), {.file = "ds.xlsx"});
  const std::string said = Said(reading, Severity::kInfo);
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 3) << said;
  EXPECT_NE(said.find("18 ô nữa"), std::string::npos) << said;
  EXPECT_NE(said.find("hàng 21"), std::string::npos) << said;
  EXPECT_EQ(reading.inventory.rows.at(19).Get("decision.date"), "1962-04-20");
}

TEST(ReadInventory, MakesIdsFromNames) {
  const InventoryReading reading = ReadInventory(
      testing::Book({{"Tên di tích", "Loại hình"}, {"Đền Ngọc Sơn"}}), {.file = "ds.xlsx"});
  EXPECT_EQ(reading.inventory.rows.at(0).id, "den-ngoc-son");
}

TEST(ReadInventory, GivesMergedCellsToEveryRowTheyCover) {
  Workbook book =
      testing::Book({{"Tên di tích", "Phường, xã"}, {"Đền A", "Bạch Mai"}, {"Đền B"}, {"Đền C"}});
  book.sheets[0].merged = {{2, 3, 1, 1}};
  const InventoryReading reading = ReadInventory(book, {.file = "ds.xlsx"});
  EXPECT_EQ(reading.inventory.rows.at(1).Get("address.ward"), "Bạch Mai");
  EXPECT_EQ(reading.inventory.rows.at(2).Get("address.ward"), "");
}

TEST(ReadInventory, RefusesNamesMergedOverRows) {
  Workbook book =
      testing::Book({{"Tên di tích", "Phường, xã"}, {"Đền A", "Bạch Mai"}, {"", "Bạch Mai"}});
  book.sheets[0].merged = {{2, 3, 0, 0}};
  const std::string said = Said(ReadInventory(book, {.file = "ds.xlsx"}), Severity::kError);
  EXPECT_NE(said.find("trang tính “Di tích”, ô A2"), std::string::npos) << said;
}

TEST(ReadInventory, SkipsTheExampleSumsAndGroupTitles) {
  const InventoryReading reading = ReadInventory(testing::Book({{"STT", "Tên di tích", "Loại hình"},
                                                                {"VD", "Chùa Ví Dụ", "Lịch sử"},
                                                                {"I. PHƯỜNG BẠCH MAI"},
                                                                {"1", "Đền A"},
                                                                {"Cộng", "", "1"}}),
                                                 {.file = "ds.xlsx"});
  ASSERT_EQ(reading.inventory.rows.size(), 1U);
  EXPECT_EQ(reading.inventory.rows[0].Get("name.vi"), "Đền A");
}

TEST(ReadInventory, TakesAColumnTwiceForAnError) {
  const std::string said =
      Said(ReadInventory(testing::Book({{"Tên di tích", "Loại hình", "loai hinh"}, {"A"}}),
                         {.file = "ds.xlsx"}),
           Severity::kError);
  EXPECT_NE(said.find("ô C1"), std::string::npos) << said;
}

TEST(ReadInventory, AsksAboutAHeadingThatIsNearlyAKnownOne) {
  const std::string said =
      Said(ReadInventory(testing::Book({{"Tên di tích", "Loại hình", "Cấp xép hạg"}, {"A"}}),
                         {.file = "ds.xlsx"}),
           Severity::kError);
  EXPECT_NE(said.find("“Cấp xếp hạng”"), std::string::npos) << said;
}

TEST(ReadInventory, NamesTheSheetsWhenNoneIsAnInventory) {
  const std::string said =
      Said(ReadInventory(testing::Book({{"Ngày", "Chi"}, {"1", "2"}}), {.file = "ds.xlsx"}),
           Severity::kError);
  EXPECT_NE(said.find("Di tích"), std::string::npos) << said;
}

// As maps and offices write them, not as machines do.
TEST(ReadInventory, UnderstandsNumbersDatesAndGridsAsOfficesWriteThem) {
  const InventoryReading reading = ReadInventory(
      testing::Book(
          {{"Tên di tích", "X (VN-2000)", "Y (VN-2000)", "Hệ toạ độ", "Ngày quyết định"},
           {"A",
            "2.326.418,25",
            "585.320,10",
            "VN-2000 múi 3 KTT 105°00'",
            "ngày 28 tháng 4 năm 1962"},
           {"B", "2,326,418.25", "585,320.10", "VN-2000, kinh tuyến trục 105°45'", "năm 1962"},
           {"C", "2 326 418", "585320", "UTM, kinh tuyến trục 105°", "1962"},
           {"D", "2.326.418", "585320,5", "3405", "28-4-1962"}}),
      {.file = "ds.xlsx"});
  EXPECT_EQ(Said(reading, Severity::kError), "");
  const auto& rows = reading.inventory.rows;
  ASSERT_EQ(rows.size(), 4U);
  for (const InventoryRow& row : {rows[0], rows[1]}) {
    EXPECT_EQ(row.Get("location.x"), "2326418.25");
    EXPECT_EQ(row.Get("location.y"), "585320.1");
  }
  EXPECT_EQ(rows[3].Get("location.x"), "2326418");
  EXPECT_EQ(rows[0].Get("location.crs"), "EPSG:5897");
  EXPECT_EQ(rows[1].Get("location.crs"), "EPSG:9210");
  EXPECT_EQ(rows[2].Get("location.crs"), "EPSG:3405");
  EXPECT_EQ(rows[3].Get("location.crs"), "EPSG:3405");
  EXPECT_EQ(rows[0].Get("decision.date"), "1962-04-28");
  EXPECT_EQ(rows[1].Get("decision.date"), "1962");
}

TEST(ReadInventory, GoesByTheMappingWhereColumnsAndWordsDiffer) {
  const Result<InventoryMapping> mapping = ParseMapping(
      "columns: {\"Danh xưng\": name.vi, \"Bậc\": rank, \"Loại hình\": ~}\nwords: {rank: {\"Hạng "
      "A\": national}}\nheading_row: 2\n",
      "m.yaml");
  ASSERT_TRUE(mapping.ok());
  const InventoryReading reading = ReadInventory(
      testing::Book(
          {{"x"}, {"Danh xưng", "Bậc", "Loại hình"}, {"Đền A", "hạng a", "gì cũng được"}}),
      {.file = "ds.xlsx", .mapping = *mapping});
  EXPECT_EQ(Said(reading, Severity::kError), "");
  EXPECT_EQ(reading.inventory.rows.at(0).Get("rank"), "national");
  EXPECT_EQ(reading.inventory.rows.at(0).extra.size(), 1U);
}

TEST(Mapping, NamesTheLineOfAWrongKey) {
  const Result<InventoryMapping> mapping =
      ParseMapping("columns:\n  \"Tên\": name.vj\nsheets: x\n", "m.yaml");
  ASSERT_FALSE(mapping.ok());
  ASSERT_EQ(mapping.diagnostics.size(), 2U);
  EXPECT_EQ(mapping.diagnostics[0].line, 2);
  EXPECT_NE(mapping.diagnostics[0].remedy.en.find("name.vi"), std::string::npos);
}

}  // namespace
}  // namespace disan
