#include "formats/diagnostics/diagnostic.h"

#include "formats/diagnostics/failure.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {

bool HasErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) {
    return d.severity == Severity::kError;
  });
}

std::string Line(const Diagnostic& diagnostic, Language language) {
  std::string line = diagnostic.file;
  if (diagnostic.line > 0) {
    line += fmt::format(":{}", diagnostic.line);
  }
  if (!diagnostic.place.empty()) {
    line += fmt::format(" ({})", diagnostic.place);
  }
  if (!line.empty()) {
    line += ": ";
  }
  line += diagnostic.what.In(language);
  if (!diagnostic.remedy.In(language).empty()) {
    line += ". " + diagnostic.remedy.In(language);
  }
  const bool ended =
      !line.empty() && (line.back() == '?' || line.back() == '!' || line.back() == '.');
  return ended ? line : line + ".";
}

namespace {
std::string Summary(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Severity::kError) {
      return Line(d, Language::kEnglish);
    }
  }
  return diagnostics.empty() ? "failed" : Line(diagnostics.front(), Language::kEnglish);
}
}  // namespace

Failure::Failure(Diagnostic diagnostic, Exit exit)
    : Failure(std::vector<Diagnostic>{std::move(diagnostic)}, exit) {}

Failure::Failure(std::vector<Diagnostic> diagnostics, Exit exit)
    : std::runtime_error(Summary(diagnostics)), diagnostics_(std::move(diagnostics)), exit_(exit) {}

}  // namespace disan
