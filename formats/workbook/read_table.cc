#include "formats/workbook/read_table.h"

#include "formats/files/read_file.h"
#include "formats/language/unicode.h"
#include "formats/workbook/read_csv.h"
#include "formats/workbook/read_xlsx.h"

namespace disan {
namespace {

bool IsText(const std::filesystem::path& file, std::string_view bytes) {
  const std::string extension = FoldForSearch(file.extension().string());
  const bool named_text = extension == ".csv" || extension == ".tsv" || extension == ".txt";
  return named_text && bytes.substr(0, 4) != std::string_view("PK\x03\x04", 4) &&
         bytes.substr(0, 4) != "\xD0\xCF\x11\xE0";
}

}  // namespace

Result<Workbook> ReadTable(const std::filesystem::path& file, TextEncoding encoding) {
  const Result<std::string> bytes = ReadFile(file, XlsxLimits{}.file_bytes);
  if (!bytes) {
    return Result<Workbook>::Failed(bytes.diagnostics);
  }
  if (IsText(file, *bytes)) {
    return ReadCsv(*bytes, file.string(), {.encoding = encoding});
  }
  Result<Workbook> workbook = ReadXlsx(*bytes, file.string());
  if (workbook && encoding != TextEncoding::kUnicode) {
    for (Sheet& sheet : workbook->sheets) {
      for (SheetRow& row : sheet.rows) {
        for (Cell& cell : row.cells) {
          cell.text = FromLegacyText(cell.text, encoding);
        }
      }
    }
  }
  return workbook;
}

}  // namespace disan
