#include "pipeline/export/mapped_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/file_batch.h"
#include "formats/files/safe_path.h"
#include "formats/language/exchange_messages.h"
#include "formats/record/canonical/public_view.h"

namespace disan {
namespace {

namespace fs = std::filesystem;

void OrThrow(std::optional<Diagnostic> failed) {
  if (failed) {
    throw Failure(std::move(*failed), Exit::kDoubtful);
  }
}

}  // namespace

std::vector<nlohmann::json> PublicViews(const std::vector<OutputFolder>& outputs,
                                        const ViewOptions& options,
                                        std::vector<Diagnostic>& said) {
  std::vector<nlohmann::json> views;
  std::vector<canonical::Record> records;
  for (const OutputFolder& output : outputs) {
    records.push_back(canonical::PublicView(output.record));
    views.push_back(ViewOf(records.back(), options));
    if (output.record.site.sensitive) {
      said.push_back(
          {.severity = Severity::kInfo,
           .file = output.path.string(),
           .what = Say(messages::kExportSensitive, fmt::arg("id", output.record.site.id))});
    }
  }
  const std::vector<Diagnostic> circles = canonical::CheckPartOf(records);
  said.insert(said.end(), circles.begin(), circles.end());
  return views;
}

MappedExport ExportMapped(const std::vector<Mapping>& mappings,
                          const std::vector<OutputFolder>& outputs,
                          const ViewOptions& options,
                          const fs::path& folder) {
  MappedExport done;
  const std::vector<nlohmann::json> views = PublicViews(outputs, options, done.said);
  std::error_code error;
  fs::create_directories(folder, error);
  FileBatch batch;
  for (const Mapping& mapping : mappings) {
    Render(mapping, views, options, [&](const ExportFile& file) {
      OrThrow(batch.Add(ValueOrThrow(ResolveInside(folder, file.path)), file.bytes));
      ++done.files;
    });
  }
  OrThrow(batch.Commit());
  return done;
}

}  // namespace disan
