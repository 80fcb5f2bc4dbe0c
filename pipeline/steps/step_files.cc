#include "pipeline/steps/step_files.h"

#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"

namespace disan::steps {

std::string ReadInput(const engine::TaskInput& input) {
  return ValueOf(ReadFile(input.path), input);
}

void WriteOutput(const std::filesystem::path& file, std::string_view bytes) {
  WriteFileOrThrow(file, bytes);
}

nlohmann::json OptionsOf(const engine::StepRun& run) {
  return nlohmann::json::parse(run.options());
}

std::vector<Diagnostic> Named(std::vector<Diagnostic> diagnostics, const std::string& name) {
  for (Diagnostic& diagnostic : diagnostics) {
    diagnostic.file = name;
  }
  return diagnostics;
}

}  // namespace disan::steps
