// Reading and writing of a step's files; what cannot be done becomes a Failure.
#pragma once

#include "formats/diagnostics/failure.h"
#include "pipeline/engine/kind.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan::steps {

// The file's bytes. Diagnostics name the input as people know it.
std::string ReadInput(const engine::TaskInput& input);

void WriteOutput(const std::filesystem::path& file, std::string_view bytes);

// The files of a flat folder by name, each with `prefix` before it.
std::vector<std::string> FilesIn(const std::filesystem::path& folder, const std::string& prefix);

// The step's options; they are our own, so a fault in them is one of the program.
nlohmann::json OptionsOf(const engine::StepRun& run);

// Every diagnostic's file becomes `name`: readers know only the path that they were given.
std::vector<Diagnostic> Named(std::vector<Diagnostic> diagnostics, const std::string& name);

// The value, or a Failure that names the input.
template <typename T>
T ValueOf(Result<T> result, const engine::TaskInput& input) {
  if (!result.value) {
    throw Failure(Named(std::move(result.diagnostics), input.name));
  }
  return std::move(*result.value);
}

}  // namespace disan::steps
