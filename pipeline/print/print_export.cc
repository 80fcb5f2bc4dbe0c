#include "pipeline/print/print_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/safe_path.h"
#include "formats/files/write_or_throw.h"
#include "formats/image/png.h"
#include "formats/language/print_messages.h"
#include "pipeline/export/plate_note.h"
#include "pipeline/print/infographic.h"
#include "pipeline/print/plates.h"
#include "pipeline/print/read_print_site.h"

#include <map>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr int kDotsPerInch = 200;
constexpr int kFiles = 5;

// One `base` serves all sites: no code may lead to two places.
void Claim(const PrintSite& site, std::map<std::string, std::string>& owners, int& plates) {
  const auto claim = [&](const std::string& code, const std::string& owner) {
    if (code.empty()) {
      return;
    }
    ++plates;
    const auto [known, added] = owners.emplace(code, owner);
    if (!added) {
      throw Failure({.file = site.id,
                     .what = Say(messages::kPrintTwoOfOneCode,
                                 fmt::arg("code", code),
                                 fmt::arg("one", known->second),
                                 fmt::arg("other", owner)),
                     .remedy = Say(messages::kPrintTwoOfOneCodeRemedy)});
    }
  };
  claim(site.code, site.id);
  for (const PrintPlace& place : site.places) {
    claim(place.code, site.id + ": " + place.name.vi);
  }
}

std::vector<std::string> CodesOf(const PrintSite& site) {
  std::vector<std::string> codes = {site.code};
  for (const PrintPlace& place : site.places) {
    if (!place.code.empty()) {
      codes.push_back(place.code);
    }
  }
  return codes;
}

void WritePages(const PrintSite& site, const fs::path& folder) {
  WriteFileOrThrow(folder / "plates-a6.pdf", PlatesPdf(site, PlateSize::kA6));
  WriteFileOrThrow(folder / "plates-a5.pdf", PlatesPdf(site, PlateSize::kA5));
  WriteFileOrThrow(folder / "plates-a4-sheet.pdf", PlateSheetPdf(site));
  WriteFileOrThrow(folder / "infographic.pdf", InfographicPdf(site));
  const Image8 picture = InfographicPicture(site, kDotsPerInch);
  WriteFileOrThrow(folder / "infographic.png", ValueOrThrow(EncodePng(picture)));
}

}  // namespace

PrintSummary ExportPrint(const std::vector<OutputFolder>& outputs,
                         const std::string& base,
                         const fs::path& folder,
                         const Execution& execution) {
  PrintSummary done;
  std::map<std::string, std::string> owners;
  if (base.empty()) {
    done.said.push_back({.severity = Severity::kWarning,
                         .what = Say(messages::kPrintNoBase),
                         .remedy = Say(messages::kPrintNoBaseRemedy)});
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    execution.CheckCancelled();
    // The reading's own counts would set the line back again and again.
    Execution silent = execution;
    silent.progress = nullptr;
    Result<PrintSite> site = ReadPrintSite(outputs[i], base, silent);
    done.said.insert(done.said.end(), site.diagnostics.begin(), site.diagnostics.end());
    const PrintSite read = ValueOrThrow(std::move(site));
    Claim(read, owners, done.plates);
    std::error_code error;
    fs::create_directories(folder, error);
    WritePages(read, ValueOrThrow(ResolveInside(folder, read.id)));
    done.files += kFiles;
    if (!base.empty()) {
      WriteFileOrThrow(outputs[i].path / kPlateNote, PlateNote(base, CodesOf(read)));
    }
    execution.Report(i + 1, outputs.size());
  }
  return done;
}

}  // namespace disan
