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

}  // namespace

void Render(const Mapping& mapping,
            const std::vector<Json>& views,
            const ViewOptions& options,
            const ExportSink& sink) {
  Values values(mapping);
  // Held by reference: a thousand records are not copied for each document.
  Json all{{"portal", PortalOf(views, options)}, {"base", options.base}};
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
      if (!document.condition || values.Holds(*document.condition, fields)) {
        emit(document, {&fields, document.each_record, &view});
      }
    }
  }
}

}  // namespace disan
