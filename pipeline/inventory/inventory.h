// An inventory of relics as it was read from a workbook: one row a relic, every value checked and
// in the form of site.yaml, beside it what the workbook has and the record does not.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/workbook/workbook.h"

#include <map>
#include <string>
#include <vector>

namespace disan {

// A cell in the words of the office program.
struct TablePlace {
  std::string sheet;
  int row = 0;      // 1-based; 0 for the whole sheet
  int column = -1;  // 0-based; -1 for the whole row
};

// What is wrong at a cell.
struct InventoryProblem {
  Diagnostic said;
  TablePlace place;
};

// The problem with its place in words: "trang tính “Di tích”, ô D17".
Diagnostic Located(const InventoryProblem& problem, Language language);

struct InventoryValue {
  std::string text;  // as site.yaml has it: ISO dates, the words of choices, numbers with a point
  std::string formula;  // without "=", where the cell computes it
  int column = 0;
};

struct InventoryRow {
  std::string sheet;
  int row = 0;
  std::string id;
  std::map<std::string, InventoryValue, std::less<>> values;  // by key of the column
  std::vector<Cell> extra;  // of columns that the record does not know, as they stand
  bool refused = false;     // has an error

  std::string Get(std::string_view key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second.text;
  }
};

struct InventoryHeading {
  int column = 0;
  std::string text;  // as written
  std::string key;   // empty: not a column of the record
};

struct InventorySheet {
  std::string name;
  int heading_row = 0;
  std::vector<InventoryHeading> headings;
  std::vector<SheetRow> above;  // what stands over the headings: a title, the name of the office
};

struct Inventory {
  std::string file;
  std::vector<InventorySheet> sheets;
  std::vector<InventoryRow> rows;
};

struct InventoryReading {
  Inventory inventory;
  std::vector<InventoryProblem> problems;

  bool HasErrors() const;
};

}  // namespace disan
