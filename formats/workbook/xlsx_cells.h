// The cells of one sheet's XML. pugixml's types stay in here and in read_xlsx.cc.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/workbook.h"

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace disan {

// What all sheets of a workbook share.
struct XlsxShared {
  std::vector<std::string> strings;
  std::vector<bool> date_styles;  // by the index that a cell names
  bool counts_from_1904 = false;
};

// The name without its prefix: some programs write <x:row>.
std::string_view LocalName(const pugi::xml_node& node);
std::string_view LocalName(const pugi::xml_attribute& attribute);
pugi::xml_node ChildNamed(const pugi::xml_node& node, std::string_view name);
std::string_view AttributeNamed(const pugi::xml_node& node, std::string_view name);
int IntegerOf(std::string_view text, int otherwise);

// All text of an <si> or <is>: plain or in runs, without the readings of East Asian words.
std::string TextOfString(const pugi::xml_node& node);

// What may still be kept. A text that many cells share costs each of them its length.
struct SheetBudget {
  size_t cells = 0;
  size_t text_bytes = 0;
};

// Rows, cells and merged ranges into `sheet`; the budget goes down. False when it does not suffice.
bool ReadSheetCells(const pugi::xml_node& worksheet,
                    const XlsxShared& shared,
                    Sheet& sheet,
                    SheetBudget& budget);

}  // namespace disan
