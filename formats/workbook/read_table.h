// Whichever table a file is: a workbook by its first bytes, else text.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/legacy_vietnamese.h"
#include "formats/workbook/workbook.h"

#include <filesystem>

namespace disan {

Result<Workbook> ReadTable(const std::filesystem::path& file,
                           TextEncoding encoding = TextEncoding::kUnicode);

}  // namespace disan
