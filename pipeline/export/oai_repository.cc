#include "pipeline/export/oai_repository.h"

#include "formats/diagnostics/failure.h"
#include "formats/exchange/mapping/render.h"
#include "formats/record/canonical/public_view.h"

#include <algorithm>

namespace disan {
namespace {

// The one element of a rendered GetRecord that differs from record to record.
std::string DublinCoreIn(const std::string& response) {
  constexpr std::string_view kEnd = "</oai_dc:dc>";
  const size_t start = response.find("<oai_dc:dc");
  const size_t end = response.find(kEnd);
  return start == std::string::npos || end == std::string::npos
             ? ""
             : response.substr(start, end + kEnd.size() - start);
}

// "oai/GetRecord/chua-a/bia-1.xml" is the answer for oai:disan:chua-a/bia-1.
std::string IdentifierOf(const std::string& path) {
  const std::string_view folder = "oai/GetRecord/";
  const std::string_view extension = ".xml";
  return "oai:disan:" + path.substr(folder.size(), path.size() - folder.size() - extension.size());
}

}  // namespace

OaiRepository MakeOaiRepository(const std::vector<OutputFolder>& outputs) {
  Mapping mapping = ValueOrThrow(ReadMapping(BuiltInMapping("oai"), "oai.yaml"));
  std::erase_if(mapping.documents,
                [](const MapDocument& document) { return document.each_record.empty(); });
  OaiRepository repository{.name = "disan", .admin_email = "admin@disan.invalid"};
  for (const OutputFolder& output : outputs) {
    const nlohmann::json view = ViewOf(canonical::PublicView(output.record), {});
    Render(mapping, {view}, {}, [&](const ExportFile& file) {
      repository.records.push_back({.identifier = IdentifierOf(file.path),
                                    .datestamp = view.at("datestamp"),
                                    .dublin_core = DublinCoreIn(file.bytes)});
    });
  }
  std::sort(repository.records.begin(),
            repository.records.end(),
            [](const OaiRecord& a, const OaiRecord& b) { return a.identifier < b.identifier; });
  return repository;
}

}  // namespace disan
