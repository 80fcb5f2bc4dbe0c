#include "formats/workbook/read_xlsx.h"

#include "formats/workbook/cell_format.h"
#include "formats/workbook/shared_formula.h"
#include "tests/support/zip_archive.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::SmallWorkbook;
using testing::Xlsx;

std::string Said(const Result<Workbook>& result) {
  std::string said;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    said += Line(diagnostic, Language::kEnglish) + "\n";
  }
  return said;
}

std::string Shown(const Result<Workbook>& workbook) {
  if (!workbook) {
    return Said(workbook);
  }
  std::string shown;
  for (const SheetRow& row : workbook->sheets.at(0).rows) {
    for (const Cell& cell : row.cells) {
      shown += CellName(row.number, cell.column) + "=" + cell.text +
               (cell.formula.empty() ? "" : "{" + cell.formula + "}") + "|";
    }
  }
  return shown;
}

std::string Read(const SmallWorkbook& small) {
  return Shown(ReadXlsx(Xlsx(small), "ds.xlsx"));
}

TEST(Xlsx, ReadsEveryKindOfCell) {
  EXPECT_EQ(
      Read({.sheet_data = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
                          "<c r=\"C2\" t=\"inlineStr\"><is><t>trong ô</t></is></c>"
                          "<c r=\"D2\"><v>21.009300000000000</v></c>"
                          "<c r=\"E2\" t=\"b\"><v>1</v></c><c r=\"F2\" t=\"e\"><v>#N/A</v></c>"
                          "<c r=\"G2\" t=\"str\"><f>A2&amp;\"x\"</f><v>Chùax</v></c></row>",
            .strings = "<si><r><t>Chu\u0300</t></r><r><t>a</t></r><rPh><t>x</t></rPh></si>"}),
      "A2=Chùa|C2=trong ô|D2=21.0093|E2=TRUE|F2=#N/A|G2=Chùax{A2&\"x\"}|");
}

TEST(Xlsx, ReadsDatesOfBothCalendars) {
  const std::string cells =
      "<row><c s=\"1\"><v>44691</v></c><c s=\"0\"><v>44691</v></c><c s=\"2\"><v>1</v></c></row>";
  const std::string styles =
      "<numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy;@\"/></numFmts>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs>";
  EXPECT_EQ(Read({.sheet_data = cells, .styles = styles}), "A1=2022-05-10|B1=44691|C1=1900-01-01|");
  EXPECT_EQ(
      Read({.sheet_data = cells, .styles = styles, .workbook = "<workbookPr date1904=\"1\"/>"}),
      "A1=2026-05-11|B1=44691|C1=1904-01-02|");
}

TEST(Xlsx, KnowsDatesAroundTheDayThatNeverWas) {
  EXPECT_EQ(DateOfSerial(59, false), "1900-02-28");
  EXPECT_EQ(DateOfSerial(61, false), "1900-03-01");
  EXPECT_EQ(DateOfSerial(-1, false), "");
  EXPECT_EQ(DateOfSerial(1e12, false), "");
}

TEST(Xlsx, KnowsDateFormatsFromWordsThatLookLikeThem) {
  EXPECT_TRUE(IsDateFormat(170, "[$-42A]dd/mm/yyyy"));
  EXPECT_TRUE(IsDateFormat(14, ""));
  EXPECT_FALSE(IsDateFormat(170, "#,##0\" dong y\""));
  EXPECT_FALSE(IsDateFormat(170, "[Red]0.00"));
  EXPECT_FALSE(IsDateFormat(20, ""));
  EXPECT_FALSE(IsDateFormat(170, "0\\d"));
}

TEST(Xlsx, GivesEachCellItsOwnSharedFormula) {
  EXPECT_EQ(
      Read({.sheet_data = "<row r=\"1\"><c r=\"B1\"><f t=\"shared\" si=\"0\" "
                          "ref=\"B1:B2\">A1*$C$1+SUM(D1:D2)&amp;\"A1\"</f><v>2</v></c></row>"
                          "<row r=\"2\"><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v>4</v></c></row>"}),
      "B1=2{A1*$C$1+SUM(D1:D2)&\"A1\"}|B2=4{A2*$C$1+SUM(D2:D3)&\"A1\"}|");
  EXPECT_EQ(ShiftedFormula("A1+LOG10(B2)+'tờ A1'!C3", 0, 1), "B1+LOG10(C2)+'tờ A1'!D3");
  EXPECT_EQ(ShiftedFormula("A1", -1, 0), "#REF!");
}

TEST(Xlsx, ReadsMergedCellsHiddenRowsAndPrefixes) {
  const Result<Workbook> book = ReadXlsx(
      Xlsx({.sheet_data = "<x:row r=\"3\" hidden=\"1\"><x:c r=\"B3\"><x:v>7</x:v></x:c></x:row>",
            .after = "<mergeCells><mergeCell ref=\"B3:C5\"/><mergeCell ref=\"??\"/></mergeCells>"}),
      "ds.xlsx");
  ASSERT_TRUE(book.ok()) << Said(book);
  const Sheet& sheet = book->sheets.at(0);
  ASSERT_NE(sheet.Row(3), nullptr);
  EXPECT_TRUE(sheet.Row(3)->hidden);
  EXPECT_EQ(sheet.Row(3)->At(1)->text, "7");
  ASSERT_EQ(sheet.merged.size(), 1U);
  EXPECT_TRUE(sheet.merged[0].Holds(5, 2));
  EXPECT_FALSE(sheet.merged[0].Holds(6, 2));
}

TEST(Xlsx, TurnsNoEntityIntoText) {
  EXPECT_EQ(Read({.sheet_data = "<row><c t=\"str\"><v>&lt;b&gt; _x0007_ &bomb;</v></c></row>"}),
            "A1=<b> \a &bomb;|");
}

TEST(Xlsx, SaysThatMacrosAndLinksAreLeftOut) {
  const Result<Workbook> book = ReadXlsx(
      Xlsx({.relations =
                "<Relationship Id=\"m\" Type=\"x/vbaProject\" Target=\"vbaProject.bin\"/>"
                "<Relationship Id=\"l\" Type=\"x/externalLink\" Target=\"externalLinks/e.xml\"/>"}),
      "ds.xlsm");
  ASSERT_TRUE(book.ok());
  EXPECT_EQ(book.diagnostics.size(), 2U) << Said(book);
  EXPECT_FALSE(HasErrors(book.diagnostics));
}

struct Foreign {
  const char* name;
  std::string bytes;
  const char* said;
};

TEST(Xlsx, NamesWhatAFileIsInsteadAndWhatToDo) {
  const std::string ole("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  std::string encrypted = ole;
  for (const char c : std::string("EncryptedPackage")) {
    encrypted += {c, '\0'};
  }
  const Foreign kinds[] = {
      {"xls", ole + std::string(600, 'x'), ".xls"},
      {"password", encrypted, "password"},
      {"xlsb", testing::ZipArchive({{"xl/workbook.bin", "x"}}), ".xlsb"},
      {"ods", testing::ZipArchive({{"mimetype", "x"}, {"content.xml", "<x/>"}}), ".ods"},
      {"zip", testing::ZipArchive({{"a.txt", "x"}}), "no Excel workbook"},
      {"html", "<html><table></table></html>", "no Excel workbook"},
      {"empty", "", "empty"},
  };
  for (const Foreign& kind : kinds) {
    const Result<Workbook> book = ReadXlsx(kind.bytes, "ds.xls");
    EXPECT_FALSE(book.ok()) << kind.name;
    EXPECT_NE(Said(book).find(kind.said), std::string::npos) << kind.name << ": " << Said(book);
    EXPECT_FALSE(book.diagnostics.at(0).remedy.vi.empty()) << kind.name;
  }
}

TEST(Xlsx, RefusesWhatUnpacksToTooMuch) {
  const std::string bomb = Xlsx({
      .parts = {{"xl/media/x", std::string(size_t{8} << 20, '0')}},
  });
  EXPECT_TRUE(ReadXlsx(bomb, "ds.xlsx").ok()) << "a part that is not read costs nothing";
  const std::string spaces(size_t{8} << 20, ' ');
  const Result<Workbook> ratio = ReadXlsx(Xlsx({.sheet_data = spaces}), "ds.xlsx");
  EXPECT_NE(Said(ratio).find("unpacks"), std::string::npos) << Said(ratio);
  EXPECT_FALSE(ReadXlsx(Xlsx({.sheet_data = spaces}), "ds.xlsx", {.part_bytes = 1 << 20}).ok());
  EXPECT_FALSE(ReadXlsx(Xlsx({}), "ds.xlsx", {.total_bytes = 500}).ok());
  EXPECT_FALSE(ReadXlsx(Xlsx({}), "ds.xlsx", {.parts = 3}).ok());
}

TEST(Xlsx, CountsATextThatCellsShareForEachOfThem) {
  std::string cells;
  for (int i = 0; i < 100; ++i) {
    cells += "<c t=\"s\"><v>0</v></c>";
  }
  const SmallWorkbook shared{.sheet_data = "<row>" + cells + "</row>",
                             .strings = "<si><t>" + std::string(10'000, 'x') + "</t></si>"};
  EXPECT_TRUE(ReadXlsx(Xlsx(shared), "ds.xlsx", {.text_bytes = 1'000'000}).ok());
  EXPECT_FALSE(ReadXlsx(Xlsx(shared), "ds.xlsx", {.text_bytes = 999'999}).ok());
  EXPECT_FALSE(ReadXlsx(Xlsx(shared), "ds.xlsx", {.cells = 99}).ok());
}

TEST(Xlsx, TakesNoSizeOnTrust) {
  // The directory says 20 bytes less than the part holds.
  std::string bytes = testing::ZipArchive(testing::PartsOf({}), false);
  const size_t directory = bytes.find("PK\x01\x02");
  ASSERT_NE(directory, std::string::npos);
  bytes[directory + 24] = static_cast<char>(bytes[directory + 24] - 20);
  (void)ReadXlsx(bytes, "ds.xlsx");
}

TEST(Xlsx, SurvivesBeingCutAtEveryLength) {
  const std::string whole =
      Xlsx({.sheet_data = "<row><c t=\"s\"><v>0</v></c></row>", .strings = "<si><t>A</t></si>"});
  ASSERT_TRUE(ReadXlsx(whole, "ds.xlsx").ok());
  for (size_t length = 0; length < whole.size(); ++length) {
    const Result<Workbook> cut = ReadXlsx(std::string_view(whole).substr(0, length), "ds.xlsx");
    ASSERT_FALSE(cut.ok()) << length;
    ASSERT_FALSE(cut.diagnostics.empty()) << length;
  }
}

TEST(Xlsx, NamesThePartThatIsMissing) {
  testing::ZipParts parts = testing::PartsOf({});
  std::erase_if(parts, [](const auto& part) { return part.first == "xl/worksheets/sheet1.xml"; });
  const Result<Workbook> book = ReadXlsx(testing::ZipArchive(parts), "ds.xlsx");
  EXPECT_NE(Said(book).find("xl/worksheets/sheet1.xml"), std::string::npos) << Said(book);
}

}  // namespace
}  // namespace disan
