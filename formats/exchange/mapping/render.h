// A mapping and records to files. The same records give the same bytes.
#pragma once

#include "formats/exchange/mapping/mapping.h"
#include "formats/exchange/mapping/record_view.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace disan {

struct ExportFile {
  std::string path;  // relative, with /
  std::string bytes;
};

// Called for each file in turn, so that not all of them stand in memory.
using ExportSink = std::function<void(ExportFile file)>;

// What draws on the record and finds nothing there is left out, with everything round it that has
// nothing else; `$keep` stays. A text with several places stands only when all of them are filled.
void Render(const Mapping& mapping,
            const std::vector<nlohmann::json>& views,
            const ViewOptions& options,
            const ExportSink& sink);

// The tables of a mapping, for a workbook; its other documents are left out.
struct ExportColumn {
  std::string heading;
  std::string note_vi;
  std::string note_en;
  std::string places;  // of the record: "site.name.vi"
};
struct ExportCell {
  std::string text;
  std::optional<double> number;  // when the record has one there
};
struct ExportTable {
  std::string sheet;
  std::vector<ExportColumn> columns;
  std::vector<std::vector<ExportCell>> rows;
};
std::vector<ExportTable> RenderTables(const Mapping& mapping,
                                      const std::vector<nlohmann::json>& views,
                                      const ViewOptions& options);

// The mapping that the program brings for a target ("lido"), as its file; empty when there is none.
std::string_view BuiltInMapping(std::string_view target);
std::vector<std::string_view> BuiltInTargets();

}  // namespace disan
