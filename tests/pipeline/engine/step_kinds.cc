#include "tests/pipeline/engine/step_kinds.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"

#include <chrono>
#include <csignal>
#include <thread>

namespace disan::engine {
namespace {

void Put(const std::filesystem::path& file, const std::string& bytes) {
  if (const auto error = WriteFileAtomically(file, bytes)) {
    throw Failure(*error);
  }
}

StepOutcome Join(const StepRun& run) {
  const std::vector<TaskInput> parts = run.Inputs("part");
  std::string whole;
  for (size_t i = 0; i < parts.size(); ++i) {
    whole += ValueOrThrow(ReadFile(parts[i].path));
    run.execution().Report(i + 1, parts.size());
  }
  Put(run.Output("whole"), whole);
  return {.facts_json = R"({"parts":)" + std::to_string(parts.size()) + "}"};
}

StepOutcome Split(const StepRun& run) {
  const std::string whole = ValueOrThrow(ReadFile(run.Input("part").path));
  for (size_t i = 0; i < whole.size(); ++i) {
    Put(run.Output("letters") / (std::to_string(i) + ".txt"), whole.substr(i, 1));
  }
  return {};
}

StepOutcome Die(const StepRun&) {
  std::raise(SIGKILL);
  return {};
}

StepOutcome Wait(const StepRun& run) {
  while (true) {
    run.execution().CheckCancelled();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace

const KindRegistry& TestKinds() {
  static const KindRegistry kinds(
      {{"join", 1, Join}, {"split", 1, Split}, {"die", 1, Die}, {"wait", 1, Wait}});
  return kinds;
}

std::vector<Step> TestSteps() {
  return {{.name = "join",
           .kind = "join",
           .inputs = {InputRef::FromSite("part", "1.jpg"), InputRef::FromSite("part", "ảnh 2.jpg")},
           .outputs = {{.role = "whole", .path = "masters/whole.txt"}}},
          {.name = "split",
           .kind = "split",
           .inputs = {InputRef::FromStep("part", "join", "whole")},
           .outputs = {{.role = "letters", .path = "web/letters", .folder = true}}}};
}

}  // namespace disan::engine
