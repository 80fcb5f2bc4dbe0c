// One document of a mapping, in each of its formats. Private to this folder.
#pragma once

#include "formats/exchange/mapping/values.h"

#include <string>
#include <vector>

namespace disan {

struct DocumentContext {
  const Mapping& mapping;
  Values& values;
  const std::vector<nlohmann::json>& records;
  const Scope& scope;

  // As Values::ForEach, and over all records for "records".
  void ForEach(const Each& each,
               const Scope& inner,
               const std::function<void(const Scope&)>& body) const;
};

std::string RenderXml(const MapNode& root, const DocumentContext& context);
std::string RenderJson(const MapNode& root, const DocumentContext& context);
// Calls `add` with the cells of each row; a cell that finds nothing is null.
using TableRow = std::vector<nlohmann::json>;
void ForEachRow(const MapDocument& document,
                const DocumentContext& context,
                const std::function<void(TableRow)>& add);
// UTF-8 with its mark and CRLF, as Excel opens it. A text that a spreadsheet would take for a
// formula gets an apostrophe before it.
std::string RenderTable(const MapDocument& document, const DocumentContext& context);
std::string RenderDictionary(const MapDocument& document);
// The places of the record that a column draws on: "site.name.vi".
std::string PlacesOf(const MapColumn& column);

}  // namespace disan
