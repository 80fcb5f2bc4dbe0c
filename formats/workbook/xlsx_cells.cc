#include "formats/workbook/xlsx_cells.h"

#include "formats/language/unicode.h"
#include "formats/workbook/shared_formula.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace disan {
namespace {

constexpr int kMostRows = 1'048'576;
constexpr int kMostColumns = 16'384;

std::string_view WithoutPrefix(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// _x000D_ stands for the character that XML cannot hold (ECMA-376-1, 22.9.2.19).
std::string Unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned point = 0;
    const bool escape = text.compare(i, 2, "_x") == 0 && i + 6 < text.size() && text[i + 6] == '_';
    const char* digits = text.data() + i + 2;
    if (escape && std::from_chars(digits, digits + 4, point, 16).ptr == digits + 4 &&
        point < 0x80) {
      out += static_cast<char>(point);
      i += 6;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string Cleaned(std::string_view text) {
  return ToNfc(text.find("_x") == std::string_view::npos ? std::string(text) : Unescaped(text));
}

struct CellPlace {
  int row = 0;
  int column = 0;
};

// "D17"; zeros when it is none.
CellPlace ParsePlace(std::string_view name) {
  CellPlace place;
  int column = 0;
  size_t i = 0;
  for (; i < name.size() && i < 3 && name[i] >= 'A' && name[i] <= 'Z'; ++i) {
    column = column * 26 + (name[i] - 'A' + 1);
  }
  place.row = IntegerOf(name.substr(i), 0);
  if (column < 1 || column > kMostColumns || place.row < 1 || place.row > kMostRows) {
    return {};
  }
  place.column = column - 1;
  return place;
}

struct SharedFormula {
  std::string text;
  CellPlace place;
};

class SheetReader {
 public:
  SheetReader(const XlsxShared& shared, Sheet& sheet) : shared_(shared), sheet_(sheet) {}

  bool Rows(const pugi::xml_node& data, SheetBudget& budget) {
    int number = 0;
    for (const pugi::xml_node& node : data.children()) {
      if (LocalName(node) != "row") {
        continue;
      }
      number = IntegerOf(AttributeNamed(node, "r"), number + 1);
      if (number < 1 || number > kMostRows) {
        continue;
      }
      SheetRow row{.number = number, .hidden = IsTrue(AttributeNamed(node, "hidden")), .cells = {}};
      if (!Cells(node, row, budget)) {
        return false;
      }
      if (!row.cells.empty()) {
        sheet_.rows.push_back(std::move(row));
      }
    }
    Order();
    return true;
  }

  void Merged(const pugi::xml_node& list) {
    for (const pugi::xml_node& node : list.children()) {
      const std::string_view range = AttributeNamed(node, "ref");
      const size_t colon = range.find(':');
      if (colon == std::string_view::npos) {
        continue;
      }
      const CellPlace first = ParsePlace(range.substr(0, colon));
      const CellPlace last = ParsePlace(range.substr(colon + 1));
      if (first.row > 0 && last.row >= first.row && last.column >= first.column) {
        sheet_.merged.push_back({first.row, last.row, first.column, last.column});
      }
    }
  }

 private:
  static bool IsTrue(std::string_view text) { return text == "1" || text == "true"; }

  bool Cells(const pugi::xml_node& node, SheetRow& row, SheetBudget& budget) {
    int column = -1;
    for (const pugi::xml_node& child : node.children()) {
      if (LocalName(child) != "c") {
        continue;
      }
      const CellPlace place = ParsePlace(AttributeNamed(child, "r"));
      column = place.row > 0 ? place.column : column + 1;
      if (column >= kMostColumns) {
        break;
      }
      Cell cell{.column = column};
      Value(child, cell);
      cell.formula = Formula(child, {row.number, column});
      if (!cell.text.empty() || !cell.formula.empty()) {
        const size_t text_bytes = cell.text.size() + cell.formula.size();
        if (budget.cells == 0 || budget.text_bytes < text_bytes) {
          return false;
        }
        --budget.cells;
        budget.text_bytes -= text_bytes;
        row.cells.push_back(std::move(cell));
      }
    }
    return true;
  }

  void Value(const pugi::xml_node& node, Cell& cell) const {
    const std::string_view type = AttributeNamed(node, "t");
    const std::string_view value = ChildNamed(node, "v").text().get();
    if (type == "inlineStr") {
      cell.text = TextOfString(ChildNamed(node, "is"));
    } else if (type == "s") {
      const int index = IntegerOf(value, -1);
      const bool known = index >= 0 && static_cast<size_t>(index) < shared_.strings.size();
      cell.text = known ? shared_.strings[static_cast<size_t>(index)] : "";
    } else if (type == "str") {
      cell.text = Cleaned(value);
    } else if (type == "b") {
      cell.kind = CellKind::kBoolean;
      cell.number = IsTrue(value) ? 1 : 0;
      cell.text = value.empty() ? "" : cell.number > 0 ? "TRUE" : "FALSE";
    } else if (type == "e") {
      cell.kind = CellKind::kError;
      cell.text = value;
    } else if (type == "d") {
      cell.kind = CellKind::kDate;
      cell.text = value.substr(0, 10);
    } else {
      Number(node, value, cell);
    }
  }

  void Number(const pugi::xml_node& node, std::string_view value, Cell& cell) const {
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), cell.number);
    if (error != std::errc() || end != value.data() + value.size()) {
      cell.text = Cleaned(value);
      return;
    }
    cell.kind = CellKind::kNumber;
    cell.text = NumberText(cell.number);
    const int style = IntegerOf(AttributeNamed(node, "s"), 0);
    if (style >= 0 && static_cast<size_t>(style) < shared_.date_styles.size() &&
        shared_.date_styles[static_cast<size_t>(style)]) {
      const std::string date = DateOfSerial(cell.number, shared_.counts_from_1904);
      if (!date.empty()) {
        cell.kind = CellKind::kDate;
        cell.text = date;
      }
    }
  }

  std::string Formula(const pugi::xml_node& node, CellPlace place) {
    const pugi::xml_node formula = ChildNamed(node, "f");
    if (!formula) {
      return "";
    }
    std::string text = Cleaned(formula.text().get());
    if (AttributeNamed(formula, "t") != "shared") {
      return text;
    }
    const int group = IntegerOf(AttributeNamed(formula, "si"), -1);
    if (!text.empty()) {
      shared_formulas_[group] = {text, place};
      return text;
    }
    const auto found = shared_formulas_.find(group);
    return found == shared_formulas_.end()
               ? ""
               : ShiftedFormula(found->second.text,
                                place.row - found->second.place.row,
                                place.column - found->second.place.column);
  }

  // Files are in order; one that is not is put into it, the first of two rows or cells counting.
  void Order() {
    const auto by_number = [](const SheetRow& a, const SheetRow& b) { return a.number < b.number; };
    if (!std::is_sorted(sheet_.rows.begin(), sheet_.rows.end(), by_number)) {
      std::stable_sort(sheet_.rows.begin(), sheet_.rows.end(), by_number);
    }
    const auto same_row = [](const SheetRow& a, const SheetRow& b) { return a.number == b.number; };
    sheet_.rows.erase(std::unique(sheet_.rows.begin(), sheet_.rows.end(), same_row),
                      sheet_.rows.end());
    for (SheetRow& row : sheet_.rows) {
      std::stable_sort(row.cells.begin(), row.cells.end(), [](const Cell& a, const Cell& b) {
        return a.column < b.column;
      });
      const auto same = [](const Cell& a, const Cell& b) { return a.column == b.column; };
      row.cells.erase(std::unique(row.cells.begin(), row.cells.end(), same), row.cells.end());
    }
  }

  const XlsxShared& shared_;
  Sheet& sheet_;
  std::map<int, SharedFormula> shared_formulas_;
};

}  // namespace

std::string_view LocalName(const pugi::xml_node& node) {
  return WithoutPrefix(node.name());
}

std::string_view LocalName(const pugi::xml_attribute& attribute) {
  return WithoutPrefix(attribute.name());
}

pugi::xml_node ChildNamed(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == name) {
      return child;
    }
  }
  return {};
}

std::string_view AttributeNamed(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (LocalName(attribute) == name) {
      return attribute.value();
    }
  }
  return {};
}

int IntegerOf(std::string_view text, int otherwise) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

std::string TextOfString(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == "t") {
      text += child.text().get();
    } else if (LocalName(child) == "r") {
      text += ChildNamed(child, "t").text().get();
    }
  }
  return Cleaned(text);
}

bool ReadSheetCells(const pugi::xml_node& worksheet,
                    const XlsxShared& shared,
                    Sheet& sheet,
                    SheetBudget& budget) {
  SheetReader reader(shared, sheet);
  const bool all = reader.Rows(ChildNamed(worksheet, "sheetData"), budget);
  reader.Merged(ChildNamed(worksheet, "mergeCells"));
  return all;
}

}  // namespace disan
