#include "pipeline/cli/command.h"

#include <algorithm>
#include <cstdio>

namespace disan {

void Show(const std::vector<Diagnostic>& diagnostics, Language language) {
  std::vector<Diagnostic> ordered = diagnostics;
  std::stable_sort(ordered.begin(), ordered.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return a.severity < b.severity;
  });
  for (const Diagnostic& diagnostic : ordered) {
    std::fprintf(stderr, "%s\n", Line(diagnostic, language).c_str());
  }
}

void Tell(const CommandContext& context, const Text& text) {
  if (!context.quiet && !context.json) {
    std::printf("%s\n", text.In(context.language).c_str());
    std::fflush(stdout);
  }
}

}  // namespace disan
