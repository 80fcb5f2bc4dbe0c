// XLSX workbooks (ECMA-376, transitional and strict), as Excel, LibreOffice, WPS and Google write
// them.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/workbook.h"
#include "formats/workbook/xlsx_package.h"

#include <string>
#include <string_view>

namespace disan {

// `bytes` is the whole file; `file` is how diagnostics name it. What is left out (macros, links to
// other workbooks) is said beside the value. Encrypted files, old .xls and other formats are named
// with what to do about them.
Result<Workbook> ReadXlsx(std::string_view bytes,
                          const std::string& file,
                          const XlsxLimits& limits = {});

}  // namespace disan
