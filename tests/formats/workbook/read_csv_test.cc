#include "formats/workbook/read_csv.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using namespace std::string_literals;

std::string Shown(const Workbook& workbook) {
  std::string shown;
  for (const SheetRow& row : workbook.sheets.front().rows) {
    for (const Cell& cell : row.cells) {
      shown += CellName(row.number, cell.column) + "=" + cell.text + "|";
    }
  }
  return shown;
}

std::string Read(std::string_view bytes, TextEncoding encoding = TextEncoding::kUnicode) {
  const Result<Workbook> workbook = ReadCsv(bytes, "ds.csv", {.encoding = encoding});
  return workbook ? Shown(*workbook) : Line(workbook.diagnostics.front(), Language::kEnglish);
}

TEST(Csv, FindsTheSeparatorOfTheOffice) {
  EXPECT_EQ(Read("Tên;Ghi chú\nA;1,5, 2\n"), "A1=Tên|B1=Ghi chú|A2=A|B2=1,5, 2|");
  EXPECT_EQ(Read("Tên,Ghi chú\nA,x;y\n"), "A1=Tên|B1=Ghi chú|A2=A|B2=x;y|");
  EXPECT_EQ(Read("Tên\tGhi chú\nA\tx, y\n"), "A1=Tên|B1=Ghi chú|A2=A|B2=x, y|");
  EXPECT_EQ(Read("sep=|\nA|B\n"), "A1=A|B1=B|");
}

TEST(Csv, KeepsQuotesLinesAndSeparatorsInsideACell) {
  EXPECT_EQ(Read("a;b\n\"x \"\"y\"\"\nz; w\";2\r\nc;\n"), "A1=a|B1=b|A2=x \"y\"\nz; w|B2=2|A3=c|");
}

TEST(Csv, ReadsUnicodeInEveryForm) {
  const std::string expected = "A1=Chùa|B1=ố|";
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "Chùa;ố"),
            expected);
  EXPECT_EQ(Read("Chu\u0300a;o\u0302\u0301"), expected) << "NFD becomes NFC";
  EXPECT_EQ(Read("\xFF\xFE"
                 "C\0h\0\xF9\0a\0;\0\xD1\x1E"s),
            expected);
  EXPECT_EQ(Read("\xFE\xFF\0C\0h\0\xF9\0a\0;\x1E\xD1"s), expected);
  EXPECT_EQ(Read("C\0h\0\xF9\0a\0;\0\xD1\x1E"s), expected) << "without a mark";
}

TEST(Csv, NamesTheLineThatIsNotUnicode) {
  const std::string said = Read(
      "a;b\nCh\xEF"
      "a;2\n");
  EXPECT_NE(said.find("ds.csv:2"), std::string::npos) << said;
  EXPECT_NE(said.find("--encoding tcvn3"), std::string::npos) << said;
  EXPECT_EQ(Read("a;b\nCh\xEF"
                 "a;2\n",
                 TextEncoding::kTcvn3),
            "A1=a|B1=b|A2=Chùa|B2=2|");
  EXPECT_EQ(Read("a;b\nChu\xF8"
                 "a;2\n",
                 TextEncoding::kVni),
            "A1=a|B1=b|A2=Chùa|B2=2|");
}

TEST(Csv, NamesTheLineOfAQuoteThatIsNeverClosed) {
  EXPECT_NE(Read("a;b\nc;d\n\"x;y\nz;w\n").find("ds.csv:3"), std::string::npos);
}

TEST(Csv, StopsAtTheLimitOfCells) {
  EXPECT_FALSE(ReadCsv("a;b\nc;d\n", "ds.csv", {.cells = 3}).ok());
  EXPECT_TRUE(ReadCsv("a;b\nc;d\n", "ds.csv", {.cells = 4}).ok());
}

}  // namespace
}  // namespace disan
