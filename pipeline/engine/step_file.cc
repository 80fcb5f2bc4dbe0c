#include "pipeline/engine/step_file.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/language/engine_messages.h"
#include "pipeline/engine/fault.h"
#include "pipeline/engine/json_values.h"

#include <exception>

#include <nlohmann/json.hpp>

namespace disan::engine {
namespace {

constexpr uint64_t kLargestFile = uint64_t{256} << 20;

Diagnostic Unreadable(const std::string& file, const std::string& detail) {
  return {
      .file = file,
      .what = Say(messages::kStepFileDamaged, fmt::arg("file", file), fmt::arg("detail", detail)),
      .remedy = Say(messages::kStepFileDamagedRemedy)};
}

nlohmann::json Run(const KindRegistry& kinds, const StepTask& task, const Execution& execution) {
  try {
    return {{"outcome", ToJson(RunTask(kinds, task, execution))}};
  } catch (const Interrupted&) {
    return {{"interrupted", true}};
  } catch (const std::exception& error) {
    return {{"failed", ToJson(DiagnosticsOf(error, task.name))}};
  }
}

}  // namespace

std::string TaskToText(const StepTask& task) {
  return Dump(ToJson(task)) + "\n";
}

Result<StepTask> TaskFromText(const std::string& text, const std::string& file) {
  try {
    return Result<StepTask>::Of(TaskFrom(nlohmann::json::parse(text)));
  } catch (const nlohmann::json::exception& error) {
    return Result<StepTask>::Failed(Unreadable(file, error.what()));
  }
}

std::string ResultFileOf(const std::string& task_file) {
  return task_file + ".result";
}

StepOutcome ReadResultFile(const std::string& task_file) {
  const std::string file = ResultFileOf(task_file);
  const std::string text = ValueOrThrow(ReadFile(file, kLargestFile));
  try {
    const auto json = nlohmann::json::parse(text);
    if (json.contains("interrupted")) {
      throw Interrupted();
    }
    if (json.contains("failed")) {
      throw Failure(DiagnosticsFrom(json["failed"]));
    }
    return OutcomeFrom(json.at("outcome"));
  } catch (const nlohmann::json::exception& error) {
    throw Failure(Unreadable(file, error.what()));
  }
}

Exit RunStepFile(const KindRegistry& kinds,
                 const std::string& task_file,
                 const Execution& execution) {
  const StepTask task =
      ValueOrThrow(TaskFromText(ValueOrThrow(ReadFile(task_file, kLargestFile)), task_file));
  Execution own = execution;
  own.threads = task.threads;
  own.memory_bytes = task.memory_bytes;
  const nlohmann::json result = Run(kinds, task, own);
  if (const auto error = WriteFileAtomically(ResultFileOf(task_file), Dump(result))) {
    throw Failure(*error, Exit::kDoubtful);
  }
  return result.contains("outcome")       ? Exit::kDone
         : result.contains("interrupted") ? Exit::kInterrupted
                                          : Exit::kDoubtful;
}

}  // namespace disan::engine
