#include "pipeline/inventory/export.h"

#include "formats/files/read_file.h"
#include "formats/language/inventory_messages.h"
#include "formats/record/scalars.h"
#include "formats/record/yaml_tree.h"
#include "pipeline/inventory/columns.h"
#include "pipeline/inventory/import.h"
#include "pipeline/inventory/inventory_file.h"
#include "pipeline/inventory/template.h"
#include "pipeline/inventory/unknown_value.h"
#include "pipeline/session/yaml_values.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using SiteValues = std::map<std::string, std::string, std::less<>>;  // key -> as site.yaml has it

SiteValues ValuesOf(const YamlNode& tree) {
  SiteValues values;
  for (const InventoryColumn& column : InventoryColumns()) {
    const YamlNode* node = *column.key == '\0' ? nullptr : FindValue(tree, column.key);
    if (node == nullptr) {
      continue;
    }
    std::string text = MayBeUnknown(column) ? UnknownValueOf(*node) : "";
    text = text.empty() ? node->scalar : text;
    for (const YamlNode& item : node->items) {
      const YamlNode* vi = FindValue(item, "vi");
      text += (text.empty() ? "" : "; ") + (vi == nullptr ? std::string() : vi->scalar);
    }
    if (!text.empty()) {
      values[column.key] = text;
    }
  }
  return values;
}

// 1962-04-28 as an office writes it.
std::string OfficeDate(const std::string& iso) {
  return iso.size() == 10
             ? fmt::format("{}/{}/{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4))
         : iso.size() == 7 ? fmt::format("{}/{}", iso.substr(5, 2), iso.substr(0, 4))
                           : iso;
}

PlannedCell CellOf(const InventoryColumn& column, const std::string& value) {
  PlannedCell cell{.look = CellLook::kText, .text = value, .formula = {}};
  if (const std::string reason = UnknownReason(column, value); !reason.empty()) {
    cell.text = UnknownInCell(reason);
    return cell;
  }
  switch (column.kind) {
    case ColumnKind::kNumber:
      cell.number = ParseNumber(value);
      break;
    case ColumnKind::kChoice:
      cell.text = ChoiceLabel(column, value);
      break;
    case ColumnKind::kFlag:
      cell.text = value == "true" ? "Có" : "Không";
      break;
    case ColumnKind::kDate:
      cell.text = OfficeDate(value);
      break;
    default:
      break;
  }
  return cell;
}

PlannedCell CellOf(const Cell& kept) {
  PlannedCell cell{.look = CellLook::kText, .text = kept.text, .formula = {}};
  if (kept.kind == CellKind::kNumber || kept.kind == CellKind::kBoolean) {
    cell.number = kept.number;
  } else if (kept.kind == CellKind::kDate) {
    cell.text = OfficeDate(kept.text);
  }
  return cell;
}

// A sheet's name as Excel takes it.
std::string SheetName(std::string name, std::set<std::string>& taken) {
  for (char& c : name) {
    c = std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  }
  while (name.size() > 31 ||
         (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80 &&
          name.size() > 28)) {
    name.pop_back();
  }
  if (name.empty()) {
    name = kFormSheet;
  }
  std::string unique = name;
  for (int n = 2; !taken.insert(unique).second; ++n) {
    unique = fmt::format("{} {}", name.substr(0, 26), n);
  }
  return unique;
}

class Planner {
 public:
  explicit Planner(std::map<std::string, SiteValues> sites) : sites_(std::move(sites)) {}

  PlannedWorkbook Plan(const InventoryBook& book) {
    for (const Inventory& inventory : book) {
      for (const InventorySheet& sheet : inventory.sheets) {
        PlanSheet(sheet, inventory);
      }
    }
    PlanRest();
    std::set<std::string> names;
    for (PlannedSheet& sheet : workbook_.sheets) {
      sheet.name = SheetName(sheet.name, names);
    }
    if (formulas_.cells.size() > 4) {
      workbook_.sheets.push_back(std::move(formulas_));
    }
    workbook_.sheets.push_back(PlanGuide());
    workbook_.sheets.push_back(PlanWords());
    workbook_.title = "Danh mục kiểm kê di tích";
    return std::move(workbook_);
  }

 private:
  struct Layout {
    std::map<std::string, int> columns;  // key -> column
    int heading_row = 0;                 // 0-based
    int next_column = 0;
    int next_row = 0;  // 0-based, below everything
  };

  void PlanSheet(const InventorySheet& kept, const Inventory& inventory) {
    PlannedSheet sheet{.name = kept.name};
    Layout layout{.columns = {},
                  .heading_row = kept.heading_row - 1,
                  .next_column = 0,
                  .next_row = kept.heading_row};
    std::vector<const InventoryRow*> rows;
    for (const InventoryRow& row : inventory.rows) {
      if (row.sheet == kept.name && sites_.count(row.id) > 0) {
        rows.push_back(&row);
        layout.next_row = std::max(layout.next_row, row.row);
      }
    }
    for (const SheetRow& row : kept.above) {
      for (const Cell& cell : row.cells) {
        PlannedCell planned = CellOf(cell);
        planned.look = CellLook::kBold;
        Put(sheet, row.number - 1, cell.column, std::move(planned));
      }
    }
    PlanHeadings(kept, layout, sheet);
    AddMissingColumns(rows, layout, sheet);
    for (const InventoryRow* row : rows) {
      PlanRow(*row, layout, sheet);
      done_.insert(row->id);
    }
    Finish(layout, sheet);
    layouts_.push_back(layout);
    workbook_.sheets.push_back(std::move(sheet));
  }

  static void Put(PlannedSheet& sheet, int row, int column, PlannedCell cell) {
    cell.row = row;
    cell.column = column;
    sheet.cells.push_back(std::move(cell));
  }

  static void PlanHeadings(const InventorySheet& kept, Layout& layout, PlannedSheet& sheet) {
    for (const InventoryHeading& heading : kept.headings) {
      const InventoryColumn* column = ColumnOfKey(heading.key);
      if (column != nullptr) {
        PlanColumn(*column, layout.heading_row, heading.column, layout.next_row + 200, sheet);
        sheet.cells.back().text = heading.text;
        layout.columns[heading.key] = heading.column;
      } else {
        Put(sheet,
            layout.heading_row,
            heading.column,
            {.look = CellLook::kHeading, .text = heading.text, .formula = {}});
      }
      layout.next_column = std::max(layout.next_column, heading.column + 1);
    }
  }

  // What the records say and the workbook had no column for, the id first of all.
  void AddMissingColumns(const std::vector<const InventoryRow*>& rows,
                         Layout& layout,
                         PlannedSheet& sheet) {
    for (const InventoryColumn& column : InventoryColumns()) {
      const std::string key = column.key;
      const bool used = std::any_of(rows.begin(), rows.end(), [&](const InventoryRow* row) {
        return sites_.at(row->id).count(key) > 0;
      });
      if (used && layout.columns.count(key) == 0) {
        PlanColumn(column, layout.heading_row, layout.next_column, layout.next_row + 200, sheet);
        layout.columns[key] = layout.next_column++;
      }
    }
  }

  void PlanRow(const InventoryRow& row, const Layout& layout, PlannedSheet& sheet) {
    const SiteValues& values = sites_.at(row.id);
    for (const auto& [key, column] : layout.columns) {
      const auto now = values.find(key);
      const auto then = row.values.find(key);
      if (now == values.end()) {
        continue;
      }
      PlannedCell cell = CellOf(*ColumnOfKey(key), now->second);
      const std::string formula = then == row.values.end() ? "" : then->second.formula;
      KeepFormula(sheet.name,
                  row.row,
                  column,
                  formula,
                  then != row.values.end() && then->second.text == now->second,
                  cell);
      Put(sheet, row.row - 1, column, std::move(cell));
    }
    for (const Cell& extra : row.extra) {
      PlannedCell cell = CellOf(extra);
      KeepFormula(sheet.name, row.row, extra.column, extra.formula, true, cell);
      Put(sheet, row.row - 1, extra.column, std::move(cell));
    }
  }

  // A formula goes back into its cell while the record still says what it gave and while it points
  // to its own sheet, which keeps its shape; else it is listed.
  void KeepFormula(const std::string& sheet,
                   int row,
                   int column,
                   const std::string& formula,
                   bool same,
                   PlannedCell& cell) {
    if (formula.empty()) {
      return;
    }
    if (same && formula.find('!') == std::string::npos && formula.find('[') == std::string::npos) {
      cell.formula = formula;
      return;
    }
    if (formulas_.cells.empty()) {
      formulas_.name = "Công thức";
      formulas_.widths = {24, 10, 60, 30};
      const char* headings[] = {"Trang tính", "Ô", "Công thức", "Giá trị khi nhập"};
      for (int i = 0; i < 4; ++i) {
        Put(formulas_, 0, i, {.look = CellLook::kHeading, .text = headings[i], .formula = {}});
      }
    }
    const auto at = static_cast<int>(formulas_.cells.size() / 4);
    const std::string texts[] = {sheet, CellName(row, column), "=" + formula, cell.text};
    for (int i = 0; i < 4; ++i) {
      Put(formulas_, at, i, {.look = CellLook::kText, .text = texts[i], .formula = {}});
    }
  }

  // Sites that no workbook knows: below the first sheet, or on a form of their own.
  void PlanRest() {
    std::vector<std::string> rest;
    for (const auto& [id, values] : sites_) {
      if (done_.count(id) == 0) {
        rest.push_back(id);
      }
    }
    if (rest.empty()) {
      return;
    }
    if (workbook_.sheets.empty()) {
      PlannedSheet sheet{.name = kFormSheet};
      Layout layout{.columns = {}, .heading_row = 2, .next_column = 0, .next_row = 3};
      sheet.merges.push_back({{0, 0, 0, 7}, "DANH MỤC KIỂM KÊ DI TÍCH", CellLook::kTitle});
      sheet.heights = {{0, 28}, {2, 36}};
      for (const InventoryColumn& column : InventoryColumns()) {
        PlanColumn(column,
                   layout.heading_row,
                   layout.next_column,
                   3 + static_cast<int>(rest.size()) + 200,
                   sheet);
        layout.columns[column.key] = layout.next_column++;
      }
      Finish(layout, sheet);
      layouts_.push_back(layout);
      workbook_.sheets.push_back(std::move(sheet));
    }
    Layout& layout = layouts_.front();
    PlannedSheet& sheet = workbook_.sheets.front();
    int ordinal = 0;
    for (const std::string& id : rest) {
      if (layout.columns.count("") > 0) {
        Put(sheet,
            layout.next_row,
            layout.columns.at(""),
            {.look = CellLook::kText, .text = {}, .number = ++ordinal, .formula = {}});
      }
      for (const auto& [key, value] : sites_.at(id)) {
        if (layout.columns.count(key) == 0) {
          PlanColumn(*ColumnOfKey(key),
                     layout.heading_row,
                     layout.next_column,
                     layout.next_row + 200,
                     sheet);
          layout.columns[key] = layout.next_column++;
        }
        Put(sheet, layout.next_row, layout.columns.at(key), CellOf(*ColumnOfKey(key), value));
      }
      ++layout.next_row;
    }
  }

  static void Finish(const Layout& layout, PlannedSheet& sheet) {
    sheet.frozen_rows = layout.heading_row + 1;
    sheet.repeated_row = layout.heading_row;
    sheet.landscape = true;
  }

  std::map<std::string, SiteValues> sites_;
  std::set<std::string> done_;
  std::vector<Layout> layouts_;
  PlannedWorkbook workbook_;
  PlannedSheet formulas_;
};

}  // namespace

Result<InventoryExport> PlanInventoryExport(const fs::path& folder) {
  Result<InventoryBook> book = ReadInventoryBook(folder / kInventoryFile);
  if (!book) {
    return Result<InventoryExport>::Failed(std::move(book.diagnostics));
  }
  std::vector<Diagnostic> said;
  std::map<std::string, SiteValues> sites;
  for (const auto& [id, site] : SitesIn(folder)) {
    const fs::path file = site / "site.yaml";
    const Result<std::string> text = ReadFile(file, uint64_t{4} << 20);
    const Result<YamlNode> tree =
        text ? ParseYaml(*text, file.string()) : Result<YamlNode>::Failed(text.diagnostics);
    if (tree) {
      sites[id] = ValuesOf(*tree);
      sites[id]["id"] = id;
    } else {
      said.insert(said.end(), tree.diagnostics.begin(), tree.diagnostics.end());
    }
  }
  if (sites.empty()) {
    said.push_back(
        {.file = folder.string(),
         .what = Say(messages::kInventoryNoSites, fmt::arg("folder", folder.string())),
         .remedy = Say(messages::kInventoryNoSitesRemedy, fmt::arg("folder", folder.string()))});
    return Result<InventoryExport>::Failed(std::move(said));
  }
  const size_t count = sites.size();
  return {InventoryExport{Planner(std::move(sites)).Plan(*book), count}, std::move(said)};
}

}  // namespace disan
