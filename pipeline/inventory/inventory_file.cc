#include "pipeline/inventory/inventory_file.h"

#include "formats/files/read_file.h"
#include "formats/language/inventory_messages.h"

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr const char* kKinds[] = {"text", "number", "date", "boolean", "error"};

Json JsonOf(const Cell& cell) {
  Json json{{"column", cell.column},
            {"kind", kKinds[static_cast<size_t>(cell.kind)]},
            {"text", cell.text}};
  if (cell.kind == CellKind::kNumber || cell.kind == CellKind::kDate) {
    json["number"] = cell.number;
  }
  if (!cell.formula.empty()) {
    json["formula"] = cell.formula;
  }
  return json;
}

Json JsonOf(const std::vector<Cell>& cells) {
  Json json = Json::array();
  for (const Cell& cell : cells) {
    json.push_back(JsonOf(cell));
  }
  return json;
}

Json JsonOf(const InventorySheet& sheet) {
  Json json{{"name", sheet.name},
            {"heading_row", sheet.heading_row},
            {"headings", Json::array()},
            {"above", Json::array()}};
  for (const InventoryHeading& heading : sheet.headings) {
    json["headings"].push_back(
        {{"column", heading.column}, {"text", heading.text}, {"key", heading.key}});
  }
  for (const SheetRow& row : sheet.above) {
    json["above"].push_back({{"row", row.number}, {"cells", JsonOf(row.cells)}});
  }
  return json;
}

Json JsonOf(const InventoryRow& row) {
  Json json{{"id", row.id}, {"sheet", row.sheet}, {"row", row.row}, {"values", Json::object()}};
  Json formulas = Json::object();
  for (const auto& [key, value] : row.values) {
    json["values"][key] = value.text;
    if (!value.formula.empty()) {
      formulas[key] = value.formula;
    }
  }
  if (!formulas.empty()) {
    json["formulas"] = std::move(formulas);
  }
  if (!row.extra.empty()) {
    json["extra"] = JsonOf(row.extra);
  }
  return json;
}

std::vector<Cell> CellsOf(const Json& json) {
  std::vector<Cell> cells;
  for (const Json& one : json) {
    Cell cell{.column = one.at("column").get<int>(),
              .text = one.at("text").get<std::string>(),
              .number = one.value("number", 0.0),
              .formula = one.value("formula", std::string())};
    const std::string kind = one.value("kind", std::string("text"));
    for (size_t i = 0; i < std::size(kKinds); ++i) {
      if (kind == kKinds[i]) {
        cell.kind = static_cast<CellKind>(i);
      }
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

InventorySheet SheetOf(const Json& json) {
  InventorySheet sheet{.name = json.at("name").get<std::string>(),
                       .heading_row = json.at("heading_row").get<int>(),
                       .headings = {},
                       .above = {}};
  for (const Json& heading : json.at("headings")) {
    sheet.headings.push_back({heading.at("column").get<int>(),
                              heading.at("text").get<std::string>(),
                              heading.at("key").get<std::string>()});
  }
  for (const Json& row : json.at("above")) {
    sheet.above.push_back({.number = row.at("row").get<int>(), .cells = CellsOf(row.at("cells"))});
  }
  return sheet;
}

InventoryRow RowOf(const Json& json) {
  InventoryRow row{.sheet = json.at("sheet").get<std::string>(),
                   .row = json.at("row").get<int>(),
                   .id = json.at("id").get<std::string>(),
                   .values = {},
                   .extra = {}};
  for (const auto& [key, value] : json.at("values").items()) {
    row.values[key].text = value.get<std::string>();
  }
  if (json.contains("formulas")) {
    for (const auto& [key, formula] : json.at("formulas").items()) {
      row.values[key].formula = formula.get<std::string>();
    }
  }
  if (json.contains("extra")) {
    row.extra = CellsOf(json.at("extra"));
  }
  return row;
}

InventoryBook BookOf(const Json& json) {
  InventoryBook book;
  for (const Json& source : json.at("sources")) {
    Inventory& inventory = book.emplace_back();
    inventory.file = source.at("file").get<std::string>();
    for (const Json& sheet : source.at("sheets")) {
      inventory.sheets.push_back(SheetOf(sheet));
    }
    for (const Json& relic : source.at("relics")) {
      inventory.rows.push_back(RowOf(relic));
    }
  }
  return book;
}

}  // namespace

Result<InventoryBook> ReadInventoryBook(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return Result<InventoryBook>::Of({});
  }
  const Result<std::string> bytes = ReadFile(file, uint64_t{512} << 20);
  if (!bytes) {
    return Result<InventoryBook>::Failed(bytes.diagnostics);
  }
  try {
    return Result<InventoryBook>::Of(BookOf(Json::parse(*bytes)));
  } catch (const nlohmann::json::exception&) {
    return Result<InventoryBook>::Failed(
        {.file = file.string(),
         .what = Say(messages::kInventoryFileBroken, fmt::arg("file", file.string())),
         .remedy = Say(messages::kInventoryFileBrokenRemedy)});
  }
}

std::string InventoryBookText(const InventoryBook& book) {
  Json json{{"disan_inventory", kVersion}, {"sources", Json::array()}};
  for (const Inventory& inventory : book) {
    Json source{{"file", inventory.file}, {"sheets", Json::array()}, {"relics", Json::array()}};
    for (const InventorySheet& sheet : inventory.sheets) {
      source["sheets"].push_back(JsonOf(sheet));
    }
    for (const InventoryRow& row : inventory.rows) {
      source["relics"].push_back(JsonOf(row));
    }
    json["sources"].push_back(std::move(source));
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

const InventoryRow* FindRelic(const InventoryBook& book, const std::string& id) {
  for (const Inventory& inventory : book) {
    for (const InventoryRow& row : inventory.rows) {
      if (row.id == id) {
        return &row;
      }
    }
  }
  return nullptr;
}

}  // namespace disan
