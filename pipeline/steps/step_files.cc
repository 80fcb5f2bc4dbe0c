#include "pipeline/steps/step_files.h"

#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"

#include <algorithm>

namespace disan::steps {

std::string ReadInput(const engine::TaskInput& input) {
  return ValueOf(ReadFile(input.path), input);
}

void WriteOutput(const std::filesystem::path& file, std::string_view bytes) {
  WriteFileOrThrow(file, bytes);
}

std::vector<std::string> FilesIn(const std::filesystem::path& folder, const std::string& prefix) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(prefix + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
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
