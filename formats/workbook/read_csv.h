// Tables as text: RFC 4180 as offices write it, with the separator that their Windows has.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/legacy_vietnamese.h"
#include "formats/workbook/workbook.h"

#include <string>
#include <string_view>

namespace disan {

struct CsvOptions {
  // What a person said. kUnicode takes UTF-8 and UTF-16, with or without a mark at the front.
  TextEncoding encoding = TextEncoding::kUnicode;
  size_t cells = 4'000'000;
};

// One sheet named after the file. The separator is found: the one of ; , tab that the first records
// agree on, or what a first line "sep=;" says. Cells are text; rows are numbered as an office
// program shows them, a record that spans lines being one row.
Result<Workbook> ReadCsv(std::string_view bytes,
                         const std::string& file,
                         const CsvOptions& options = {});

}  // namespace disan
