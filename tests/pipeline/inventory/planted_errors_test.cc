// One planted error a case: it is reported at its cell, with what is wrong and what to do, and the
// rows around it are not.
#include "pipeline/inventory/read_inventory.h"
#include "tests/support/table.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace disan {
namespace {

struct Planted {
  const char* name;
  std::string key;    // the column it is planted in
  Cell cell;          // what stands there
  std::string other;  // a second column that is filled or emptied with it: "key=text"
  std::string at;     // "" for the planted cell, else the key of the column it is reported at
  std::string says;   // part of the English message or remedy
};

Cell Typed(std::string text) {
  return {.text = std::move(text), .formula = {}};
}
Cell NumberCell(double number) {
  return {.kind = CellKind::kNumber, .text = NumberText(number), .number = number, .formula = {}};
}

std::vector<Planted> AllPlanted() {
  return {
      {"NameMissing", "name.vi", Typed(""), "", "", "name is missing"},
      {"IdWithDiacritics", "id", Typed("Chùa Liên Phái"), "", "", "“chua-lien-phai”"},
      {"IdWithSpaces", "id", Typed("dinh lang"), "", "", "“dinh-lang”"},
      {"IdOfSigns", "id", Typed("***"), "", "", "hyphens"},
      {"IdTwice", "id", Typed("den-ngoc-son"), "", "", "already on the sheet “Di tích”, row 3"},
      {"SameNameWithoutId", "name.vi", Typed("Đền Ngọc Sơn"), "id=", "id", "id of its own"},
      {"TypeUnknown", "type", Typed("Kiến trúc nghệ thuât cổ"), "", "", "not understood"},
      {"TypeMistyped", "type", Typed("Lịch xử"), "", "", "“Lịch sử”"},
      {"RankUnknown", "rank", Typed("huyện"), "", "", "Choose one of"},
      {"RankMistyped", "rank", Typed("Quốc gai"), "", "", "“Quốc gia”"},
      {"LatitudeNotNumber", "location.lat", Typed("hai mốt"), "", "", "not a number"},
      {"LatitudeIsDate",
       "location.lat",
       {.kind = CellKind::kDate, .text = "1900-01-21", .number = 21, .formula = {}},
       "",
       "",
       "takes it for a date"},
      {"LatitudeOutside", "location.lat", NumberCell(48.85), "", "", "outside"},
      {"LongitudeOutside", "location.lon", NumberCell(2.35), "", "", "outside"},
      {"Swapped", "location.lat", NumberCell(105.85), "location.lon=21.02", "", "swapped"},
      {"LongitudeMissing", "location.lon", Typed(""), "", "", "no “Kinh độ”"},
      {"LatitudeMissing", "location.lat", Typed(""), "", "", "no “Vĩ độ”"},
      {"GridWithDegrees",
       "location.x",
       NumberCell(2325000),
       "location.y=588000",
       "",
       "both latitude"},
      {"GridHalf", "location.x", NumberCell(2325000), "", "location.y", "no “Y (VN-2000)”"},
      {"CrsOfTwoZones",
       "location.crs",
       Typed("VN-2000, kinh tuyến trục 105°"),
       "",
       "",
       "zone 3, central meridian"},
      {"CrsMalformed", "location.crs", Typed("VN2000"), "", "", "not understood"},
      {"DateNotDate", "decision.date", Typed("không nhớ"), "", "", "not a date"},
      {"DateNotInCalendar", "decision.date", Typed("31/02/1990"), "", "", "no day"},
      {"DateShortYear", "decision.date", Typed("10/5/62"), "", "", "two digits"},
      {"DateIsSerial", "decision.date", NumberCell(32874), "", "", "1990-01-01"},
      {"EdtfWrong", "dating.edtf", Typed("thế kỷ XVIII"), "", "", "EDTF"},
      {"PartOfUnknown", "part_of", Typed("den-ngoc-sonn"), "", "", "“den-ngoc-son”"},
      {"PartOfItself", "part_of", Typed("dinh-lang"), "", "", "part of itself"},
      {"PartOfCircle", "part_of", Typed("cau-the-huc"), "", "", "circle"},
      {"PartOfMalformed", "part_of", Typed("Đền Ngọc Sơn"), "", "", "“den-ngoc-son”"},
      {"ControlCharacter", "name.vi", Typed("Đình\x07 Làng"), "", "", "control character"},
      {"DirectionMark", "name.vi", Typed("Đình \u202EgnàL"), "", "", "direction of writing"},
      {"ErrorValue",
       "name.en",
       {.kind = CellKind::kError, .text = "#N/A", .formula = "VLOOKUP(A1;B:C;2)"},
       "",
       "",
       "#N/A"},
      {"FormulaWithoutResult",
       "name.en",
       {.text = "", .formula = "A1&B1"},
       "",
       "",
       "no result yet"},
      {"FlagNotFlag", "sensitive", Typed("có lẽ"), "", "", "neither"},
      {"ConditionUnknown", "condition.state", Typed("tàm tạm"), "", "", "Choose one of"},
      {"EmailMalformed", "manager.email", Typed("bql.bachmai"), "", "", "e-mail"},
      {"PhoneMalformed", "manager.phone", Typed("hỏi bác bảo vệ"), "", "", "telephone"},
      {"UriMalformed", "rights.statement", Typed("giữ bản quyền"), "", "", "web address"},
      {"AccessUnknown", "rights.access", Typed("hạn hẹp"), "", "", "not understood"},
      {"LettersLost", "name.vi", Typed("\u0110\uFFFDnh l\uFFFDng"), "", "", "lost"},
      {"OldFont", "name.vi", Typed("\u00AE×nh lµng Ph¸i"), "", "", "--encoding tcvn3"},
  };
}

const std::vector<std::string>& Keys() {
  static const std::vector<std::string> kKeys = {"id",
                                                 "name.vi",
                                                 "name.en",
                                                 "type",
                                                 "rank",
                                                 "decision.date",
                                                 "location.lat",
                                                 "location.lon",
                                                 "location.x",
                                                 "location.y",
                                                 "location.crs",
                                                 "dating.edtf",
                                                 "part_of",
                                                 "manager.phone",
                                                 "manager.email",
                                                 "condition.state",
                                                 "sensitive",
                                                 "rights.statement",
                                                 "rights.access"};
  return kKeys;
}

int ColumnOf(const std::string& key) {
  for (size_t i = 0; i < Keys().size(); ++i) {
    if (Keys()[i] == key) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

void Put(SheetRow& row, Cell cell) {
  std::erase_if(row.cells, [&](const Cell& old) { return old.column == cell.column; });
  if (!cell.text.empty() || !cell.formula.empty()) {
    row.cells.push_back(std::move(cell));
  }
  std::sort(row.cells.begin(), row.cells.end(), [](const Cell& a, const Cell& b) {
    return a.column < b.column;
  });
}

constexpr int kRow = 4;

Workbook BookWith(const Planted& planted) {
  testing::TextRows rows = {{"DANH MỤC"}, Keys()};
  rows.push_back({"den-ngoc-son",
                  "Đền Ngọc Sơn",
                  "Ngọc Sơn Temple",
                  "Lịch sử",
                  "Quốc gia đặc biệt",
                  "2013",
                  "21.0306",
                  "105.8524"});
  rows.push_back(
      {"dinh-lang", "Đình làng", "", "Hỗn hợp", "Thành phố", "12/03/1996", "21.01", "105.85"});
  rows.push_back(
      {"cau-the-huc", "Cầu Thê Húc", "", "", "", "", "", "", "", "", "", "", "dinh-lang"});
  Workbook book = testing::Book(rows);
  for (SheetRow& row : book.sheets[0].rows) {
    if (row.number != kRow) {
      continue;
    }
    Cell cell = planted.cell;
    cell.column = ColumnOf(planted.key);
    Put(row, std::move(cell));
    if (const size_t equals = planted.other.find('='); equals != std::string::npos) {
      const std::string text = planted.other.substr(equals + 1);
      Cell other = ParseNumber(text) ? NumberCell(*ParseNumber(text)) : Typed(text);
      other.column = ColumnOf(planted.other.substr(0, equals));
      Put(row, std::move(other));
    }
  }
  return book;
}

class PlantedError : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantedError, IsReportedAtItsCellWithARemedy) {
  const Planted& planted = GetParam();
  const InventoryReading reading = ReadInventory(BookWith(planted), {.file = "ds.xlsx"});
  const int column = ColumnOf(planted.at.empty() ? planted.key : planted.at);
  bool found = false;
  std::string all;
  for (const InventoryProblem& problem : reading.problems) {
    const std::string line = Line(Located(problem, Language::kEnglish), Language::kEnglish);
    all += line + "\n";
    if (problem.said.severity != Severity::kError) {
      continue;
    }
    EXPECT_EQ(problem.place.sheet, "Di tích") << line;
    EXPECT_FALSE(problem.said.remedy.vi.empty()) << line;
    const bool elsewhere = planted.key == "location.x" || planted.key == "part_of" ||
                           planted.key == "id" || planted.other == "id=";
    if (!elsewhere) {
      EXPECT_EQ(problem.place.row, kRow) << line;
    }
    found = found || (problem.place.row == kRow && problem.place.column == column &&
                      line.find(planted.says) != std::string::npos &&
                      line.find("cell " + CellName(kRow, column)) != std::string::npos);
  }
  EXPECT_TRUE(found) << "expected at " << CellName(kRow, column) << ": " << planted.says << "\n"
                     << all;
}

INSTANTIATE_TEST_SUITE_P(Inventory,
                         PlantedError,
                         ::testing::ValuesIn(AllPlanted()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(PlantedErrors, AreNotThereWithoutBeingPlanted) {
  const InventoryReading reading = ReadInventory(BookWith({.name = "",
                                                           .key = "name.en",
                                                           .cell = Typed("Village Hall"),
                                                           .other = "",
                                                           .at = "",
                                                           .says = ""}),
                                                 {.file = "ds.xlsx"});
  for (const InventoryProblem& problem : reading.problems) {
    EXPECT_NE(problem.said.severity, Severity::kError) << problem.said.what.en;
  }
  EXPECT_EQ(reading.inventory.rows.size(), 3U);
}

TEST(PlantedErrors, AreAllReportedAtOnce) {
  testing::TextRows rows = {{"Tên di tích", "Loại hình", "Vĩ độ", "Kinh độ"}};
  for (int i = 0; i < 50; ++i) {
    rows.push_back({"Đình " + std::to_string(i), "sai", "99", "105.8"});
  }
  const InventoryReading reading = ReadInventory(testing::Book(rows), {.file = "ds.xlsx"});
  size_t errors = 0;
  for (const InventoryProblem& problem : reading.problems) {
    errors += problem.said.severity == Severity::kError ? 1U : 0U;
  }
  EXPECT_EQ(errors, 100U);
}

}  // namespace
}  // namespace disan
