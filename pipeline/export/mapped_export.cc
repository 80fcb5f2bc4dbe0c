#include "pipeline/export/mapped_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/safe_path.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/exchange_messages.h"
#include "formats/record/canonical/public_view.h"

namespace disan {
namespace {

namespace fs = std::filesystem;

void Write(const fs::path& folder, const ExportFile& file) {
  const fs::path place = ValueOrThrow(ResolveInside(folder, file.path));
  WriteFileOrThrow(place, file.bytes);
}

}  // namespace

MappedExport ExportMapped(const std::vector<Mapping>& mappings,
                          const std::vector<OutputFolder>& outputs,
                          const ViewOptions& options,
                          const fs::path& folder) {
  MappedExport done;
  std::vector<nlohmann::json> views;
  std::vector<canonical::Record> records;
  for (const OutputFolder& output : outputs) {
    records.push_back(canonical::PublicView(output.record));
    views.push_back(ViewOf(records.back(), options));
    if (output.record.site.sensitive) {
      done.said.push_back(
          {.severity = Severity::kInfo,
           .file = output.path.string(),
           .what = Say(messages::kExportSensitive, fmt::arg("id", output.record.site.id))});
    }
  }
  const std::vector<Diagnostic> circles = canonical::CheckPartOf(records);
  done.said.insert(done.said.end(), circles.begin(), circles.end());
  std::error_code error;
  fs::create_directories(folder, error);
  for (const Mapping& mapping : mappings) {
    Render(mapping, views, options, [&](const ExportFile& file) {
      Write(folder, file);
      ++done.files;
    });
  }
  return done;
}

}  // namespace disan
