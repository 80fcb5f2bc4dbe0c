#include "pipeline/inventory/read_inventory.h"

#include "formats/language/inventory_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/inventory/cell_values.h"
#include "pipeline/inventory/columns.h"
#include "pipeline/inventory/cross_check.h"

#include <algorithm>
#include <regex>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr int kHeadingRows = 25;   // a title, the office and the date stand above
constexpr size_t kShownAlike = 2;  // of the cells of a column that ask for the same word

class SheetReader {
 public:
  SheetReader(const Sheet& sheet, const InventoryOptions& options, InventoryReading& reading)
      : sheet_(sheet), options_(options), reading_(reading) {}

  // False when the sheet is no inventory.
  bool Read() {
    heading_row_ = FindHeadingRow();
    if (heading_row_ == nullptr) {
      return false;
    }
    ReadHeadings();
    InventorySheet& kept = reading_.inventory.sheets.emplace_back();
    kept.name = sheet_.name;
    kept.heading_row = heading_row_->number;
    kept.headings = headings_;
    for (const SheetRow& row : sheet_.rows) {
      if (row.number < heading_row_->number) {
        kept.above.push_back(row);
      } else if (row.number > heading_row_->number) {
        ReadRow(row);
      }
    }
    SumUpAlike();
    return true;
  }

 private:
  const InventoryColumn* ColumnOf(const std::string& heading) const {
    if (const std::optional<std::string> key = options_.mapping.KeyOf(heading)) {
      return ColumnOfKey(*key);
    }
    return ColumnOfHeading(heading);
  }

  // The first row that names the relic and at least one thing more of it.
  const SheetRow* FindHeadingRow() const {
    if (options_.mapping.heading_row > 0) {
      return sheet_.Row(options_.mapping.heading_row);
    }
    for (const SheetRow& row : sheet_.rows) {
      if (row.number > kHeadingRows) {
        break;
      }
      std::set<std::string> known;
      for (const Cell& cell : row.cells) {
        if (const InventoryColumn* column = ColumnOf(cell.text)) {
          known.insert(column->key);
        }
      }
      if (known.count("name.vi") > 0 && known.size() >= 2) {
        return &row;
      }
    }
    return nullptr;
  }

  void Add(Severity severity, int row, int column, Text what, Text remedy) {
    reading_.problems.push_back({.said = {.severity = severity,
                                          .file = options_.file,
                                          .what = std::move(what),
                                          .remedy = std::move(remedy)},
                                 .place = {sheet_.name, row, column}});
  }

  void ReadHeadings() {
    std::map<std::string, int> seen;
    for (const Cell& cell : heading_row_->cells) {
      const InventoryColumn* column = ColumnOf(cell.text);
      const std::string key = column == nullptr ? "" : column->key;
      if (!key.empty() && !seen.emplace(key, cell.column).second) {
        Add(Severity::kError,
            heading_row_->number,
            cell.column,
            Say(messages::kInventoryColumnTwice,
                fmt::arg("heading", cell.text),
                fmt::arg("first", CellName(heading_row_->number, seen[key]))),
            Say(messages::kInventoryColumnTwiceRemedy));
      }
      headings_.push_back({cell.column, cell.text, key});
      columns_[cell.column] = column;
      if (column == nullptr && !options_.mapping.KeyOf(cell.text)) {
        UnknownHeading(cell);
      }
    }
    if (seen.count("name.vi") == 0) {
      Add(Severity::kError,
          heading_row_->number,
          -1,
          Say(messages::kInventoryNoNameColumn),
          Say(messages::kInventoryNoNameColumnRemedy));
    }
  }

  void UnknownHeading(const Cell& cell) {
    const std::string nearest = NearestHeading(cell.text);
    Add(nearest.empty() ? Severity::kInfo : Severity::kError,
        heading_row_->number,
        cell.column,
        Say(messages::kInventoryExtraColumn, fmt::arg("heading", cell.text)),
        nearest.empty() ? Text{}
                        : Say(messages::kInventoryHeadingNearest, fmt::arg("nearest", nearest)));
  }

  // The range over several rows that holds the cell, when there is one.
  const CellRange* MergedAt(int row, int column) const {
    for (const CellRange& range : sheet_.merged) {
      if (range.first_row != range.last_row && range.Holds(row, column)) {
        return &range;
      }
    }
    return nullptr;
  }

  // A row with the values that its merged cells show: only the first row of them has them written.
  SheetRow Filled(const SheetRow& row) {
    SheetRow filled = row;
    for (const CellRange& range : sheet_.merged) {
      if (row.number <= range.first_row || row.number > range.last_row ||
          range.first_row <= heading_row_->number) {
        continue;
      }
      const SheetRow* first = sheet_.Row(range.first_row);
      const Cell* shown = first == nullptr ? nullptr : first->At(range.first_column);
      if (shown != nullptr && row.At(range.first_column) == nullptr) {
        filled.cells.push_back(*shown);
        filled.cells.back().formula.clear();
      }
    }
    std::stable_sort(filled.cells.begin(), filled.cells.end(), [](const Cell& a, const Cell& b) {
      return a.column < b.column;
    });
    return filled;
  }

  static bool IsExample(const SheetRow& row) {
    return !row.cells.empty() && Folded(row.cells.front().text) == "vd";
  }

  // "I. PHƯỜNG BẠCH MAI" alone on its row.
  static bool IsGroupTitle(const SheetRow& row) {
    static const std::regex kNumbered("^([IVXLC]+|[A-H])[.)] .*");
    return row.cells.size() == 1 && std::regex_match(row.cells.front().text, kNumbered);
  }

  // Not the rows that count, sum up or divide the table.
  bool IsRelic(const SheetRow& row) const {
    if (IsGroupTitle(row)) {
      return false;
    }
    int known = 0;
    bool name = false;
    for (const Cell& cell : row.cells) {
      const auto column = columns_.find(cell.column);
      if (column != columns_.end() && column->second != nullptr && *column->second->key != '\0') {
        ++known;
        name = name || std::string_view(column->second->key) == "name.vi" ||
               std::string_view(column->second->key) == "id";
      }
    }
    return name || known >= 2;
  }

  void ReadRow(const SheetRow& written) {
    if (IsExample(written)) {
      Add(Severity::kInfo, written.number, -1, Say(messages::kInventoryExampleRow), {});
      return;
    }
    if (!IsRelic(written)) {
      if (!written.cells.empty()) {
        Add(Severity::kInfo, written.number, -1, Say(messages::kInventoryRowSkipped), {});
      }
      return;
    }
    const SheetRow row = sheet_.merged.empty() ? written : Filled(written);
    InventoryRow& relic = reading_.inventory.rows.emplace_back();
    relic.sheet = sheet_.name;
    relic.row = row.number;
    if (row.hidden) {
      Add(Severity::kWarning,
          row.number,
          -1,
          Say(messages::kInventoryHiddenRow),
          Say(messages::kInventoryHiddenRowRemedy));
    }
    for (const Cell& cell : row.cells) {
      ReadValue(cell, relic);
    }
  }

  void ReadValue(const Cell& cell, InventoryRow& relic) {
    const auto found = columns_.find(cell.column);
    const InventoryColumn* column = found == columns_.end() ? nullptr : found->second;
    if (column == nullptr) {
      relic.extra.push_back(cell);
      return;
    }
    if (column->kind == ColumnKind::kOrdinal) {
      return;
    }
    const std::string_view key = column->key;
    if ((key == "id" || key == "name.vi") && MergedAt(relic.row, cell.column) != nullptr) {
      relic.refused = true;
      Add(Severity::kError,
          relic.row,
          cell.column,
          Say(messages::kInventoryMerged, fmt::arg("heading", column->heading)),
          Say(messages::kInventoryMergedRemedy));
      return;
    }
    CellReading reading = ReadCell(cell, *column, options_.mapping);
    if (reading.said) {
      relic.refused = relic.refused || reading.said->severity == Severity::kError;
      const bool info = reading.said->severity == Severity::kInfo;
      if (info) {
        alike_[cell.column].push_back(relic.row);
      }
      if (!info || alike_[cell.column].size() <= kShownAlike) {
        Add(reading.said->severity,
            relic.row,
            cell.column,
            reading.said->what,
            reading.said->remedy);
      }
    }
    if (!reading.value.empty()) {
      relic.values[column->key] = {std::move(reading.value), cell.formula, cell.column};
    }
  }

  // A column in which every date is text says so at its first cells; a line for each of 5,000 rows
  // would hide what matters.
  void SumUpAlike() {
    for (const auto& [column, rows] : alike_) {
      if (rows.size() > kShownAlike) {
        Add(Severity::kInfo,
            rows[kShownAlike],
            column,
            Say(messages::kInventoryMoreAlike,
                fmt::arg("heading", columns_.at(column)->heading),
                fmt::arg("count", rows.size() - kShownAlike),
                fmt::arg("last", rows.back())),
            {});
      }
    }
  }

  const Sheet& sheet_;
  const InventoryOptions& options_;
  InventoryReading& reading_;
  const SheetRow* heading_row_ = nullptr;
  std::vector<InventoryHeading> headings_;
  std::map<int, const InventoryColumn*> columns_;
  std::map<int, std::vector<int>> alike_;  // by column: rows that ask for the same word
};

void NameNoInventory(const Workbook& workbook,
                     const InventoryOptions& options,
                     InventoryReading& reading) {
  std::vector<std::string> names;
  for (const Sheet& sheet : workbook.sheets) {
    names.push_back(sheet.name);
  }
  reading.problems.push_back(
      {.said = {.file = options.file,
                .what = Say(messages::kInventoryNoSheet,
                            fmt::arg("sheets", fmt::format("{}", fmt::join(names, ", ")))),
                .remedy = Say(messages::kInventoryNoSheetRemedy)},
       .place = {}});
}

}  // namespace

bool InventoryReading::HasErrors() const {
  return std::any_of(problems.begin(), problems.end(), [](const InventoryProblem& problem) {
    return problem.said.severity == Severity::kError;
  });
}

Diagnostic Located(const InventoryProblem& problem, Language language) {
  Diagnostic located = problem.said;
  const TablePlace& place = problem.place;
  if (place.sheet.empty()) {
    return located;
  }
  const Text words = place.row == 0
                         ? Say(messages::kInventoryPlaceSheet, fmt::arg("sheet", place.sheet))
                     : place.column < 0 ? Say(messages::kInventoryPlaceRow,
                                              fmt::arg("sheet", place.sheet),
                                              fmt::arg("row", place.row))
                                        : Say(messages::kInventoryPlaceCell,
                                              fmt::arg("sheet", place.sheet),
                                              fmt::arg("cell", CellName(place.row, place.column)));
  located.place = words.In(language);
  return located;
}

InventoryReading ReadInventory(const Workbook& workbook, const InventoryOptions& options) {
  InventoryReading reading;
  reading.inventory.file = options.file;
  for (const Sheet& sheet : workbook.sheets) {
    if (!options.mapping.sheet.empty() && Folded(sheet.name) != Folded(options.mapping.sheet)) {
      continue;
    }
    if (!SheetReader(sheet, options, reading).Read() && !sheet.hidden && !sheet.rows.empty()) {
      reading.problems.push_back({.said = {.severity = Severity::kInfo,
                                           .file = options.file,
                                           .what = Say(messages::kInventorySheetSkipped),
                                           .remedy = {}},
                                  .place = {sheet.name, 0, -1}});
    }
  }
  if (reading.inventory.sheets.empty()) {
    NameNoInventory(workbook, options, reading);
  } else if (reading.inventory.rows.empty()) {
    reading.problems.push_back({.said = {.file = options.file,
                                         .what = Say(messages::kInventoryNoRows),
                                         .remedy = Say(messages::kInventoryNoRowsRemedy)},
                                .place = {reading.inventory.sheets.front().name, 0, -1}});
  }
  CrossCheck(reading, options.known_sites);
  return reading;
}

}  // namespace disan
