// A mapping file: how the columns and words of somebody's workbook are called here.
//
//   sheet: Danh mục 2026            # only this sheet
//   heading_row: 5                  # where the search for headings fails
//   columns: {"Tên gọi chính thức": name.vi, "Ghi chú": ~}      # ~ leaves a column alone
//   words: {rank: {"Cấp TP": provincial}}
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <map>
#include <optional>
#include <string>

namespace disan {

struct InventoryMapping {
  std::string sheet;
  int heading_row = 0;                         // 0: found
  std::map<std::string, std::string> columns;  // folded heading -> key, "" for none
  std::map<std::string, std::map<std::string, std::string>> words;  // key -> folded word -> word

  // The key that the mapping gives to a heading; nothing when it does not speak of it.
  std::optional<std::string> KeyOf(const std::string& heading) const;
};

Result<InventoryMapping> ParseMapping(const std::string& text, const std::string& file);

}  // namespace disan
