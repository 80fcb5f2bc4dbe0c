#include "formats/exchange/mapping/render.h"

#include "formats/exchange/mapping/documents.h"

#include <algorithm>

namespace disan {
namespace {

using Json = nlohmann::json;

std::string Rendered(const MapDocument& document, const DocumentContext& context) {
  switch (document.format) {
    case MapFormat::kJson:
      return RenderJson(document.root, context);
    case MapFormat::kCsv:
      return RenderTable(document, context);
    case MapFormat::kXml:
      break;
  }
  return RenderXml(document.root, context);
}

Json PortalOf(const std::vector<Json>& views, const ViewOptions& options) {
  std::string latest = "1970-01-01";
  for (const Json& view : views) {
    latest = std::max(latest, view.at("datestamp").get<std::string>());
  }
  return {{"base", options.base}, {"count", views.size()}, {"datestamp", latest}};
}

// What stands round all records. They themselves are held by reference: a thousand are not copied
// for each document.
Json RootOf(const std::vector<Json>& views, const ViewOptions& options) {
  return {{"portal", PortalOf(views, options)}, {"base", options.base}};
}

std::string SheetOf(const MapDocument& document, const std::string& file) {
  if (!document.sheet.empty()) {
    return document.sheet;
  }
  const std::string name = file.substr(file.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

}  // namespace

void Render(const Mapping& mapping,
            const std::vector<Json>& views,
            const ViewOptions& options,
            const ExportSink& sink) {
  Values values(mapping);
  const Json all = RootOf(views, options);
  const auto emit = [&](const MapDocument& document, const Scope& scope) {
    const DocumentContext context{mapping, values, views, scope};
    sink({Values::TextOf(values.Fill(document.file, scope).value), Rendered(document, context)});
    if (!document.dictionary.empty()) {
      sink({document.dictionary, RenderDictionary(document)});
    }
  };
  const Scope portal{nullptr, "", &all};
  for (const MapDocument& document : mapping.documents) {
    if (document.each_record.empty()) {
      emit(document, portal);
      continue;
    }
    for (const Json& view : views) {
      const Scope fields{&portal, "", &view};
      const Scope record{&fields, document.each_record, &view};
      const auto emit_one = [&](const Scope& scope) {
        if (!document.condition || values.Holds(*document.condition, scope)) {
          emit(document, scope);
        }
      };
      if (document.items) {
        values.ForEach(*document.items, record, emit_one);
      } else {
        emit_one(record);
      }
    }
  }
}

std::vector<ExportTable> RenderTables(const Mapping& mapping,
                                      const std::vector<Json>& views,
                                      const ViewOptions& options) {
  Values values(mapping);
  const Json all = RootOf(views, options);
  const Scope portal{nullptr, "", &all};
  std::vector<ExportTable> tables;
  for (const MapDocument& document : mapping.documents) {
    if (document.format != MapFormat::kCsv || !document.each_record.empty()) {
      continue;
    }
    const std::string file = Values::TextOf(values.Fill(document.file, portal).value);
    ExportTable table{.sheet = SheetOf(document, file), .columns = {}, .rows = {}};
    for (const MapColumn& column : document.columns) {
      table.columns.push_back({column.heading, column.note_vi, column.note_en, PlacesOf(column)});
    }
    ForEachRow(document, {mapping, values, views, portal}, [&](const TableRow& row) {
      std::vector<ExportCell>& cells = table.rows.emplace_back();
      for (const Json& value : row) {
        cells.push_back({Values::TextOf(value),
                         value.is_number() ? std::optional(value.get<double>()) : std::nullopt});
      }
    });
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace disan
