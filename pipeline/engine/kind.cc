#include "pipeline/engine/kind.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/engine_messages.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace disan::engine {
namespace {

[[noreturn]] void ThrowNoRole(const std::string& step, const std::string& role) {
  throw Failure(
      {.file = step,
       .what = Say(messages::kStepRoleMissing, fmt::arg("step", step), fmt::arg("role", role)),
       .remedy = Say(messages::kEngineFaultRemedy)});
}

}  // namespace

const TaskInput& StepRun::Input(const std::string& role) const {
  const auto is_role = [&](const TaskInput& input) { return input.role == role; };
  const auto found = std::find_if(task_.inputs.begin(), task_.inputs.end(), is_role);
  if (found == task_.inputs.end() ||
      std::find_if(found + 1, task_.inputs.end(), is_role) != task_.inputs.end()) {
    ThrowNoRole(task_.name, role);
  }
  return *found;
}

std::vector<TaskInput> StepRun::Inputs(const std::string& role) const {
  std::vector<TaskInput> found;
  std::copy_if(task_.inputs.begin(),
               task_.inputs.end(),
               std::back_inserter(found),
               [&](const TaskInput& input) { return input.role == role; });
  return found;
}

std::filesystem::path StepRun::Output(const std::string& role) const {
  for (const TaskOutput& output : task_.outputs) {
    if (output.role == role) {
      return output.path;
    }
  }
  ThrowNoRole(task_.name, role);
}

bool StepRun::HasOutput(const std::string& role) const {
  return std::any_of(task_.outputs.begin(), task_.outputs.end(), [&](const TaskOutput& output) {
    return output.role == role;
  });
}

KindRegistry::KindRegistry(std::vector<StepKind> kinds) {
  for (StepKind& kind : kinds) {
    const std::string name = kind.name;
    [[maybe_unused]] const bool is_new = kinds_.emplace(name, std::move(kind)).second;
    assert(is_new);
  }
}

const StepKind* KindRegistry::Find(const std::string& name) const {
  const auto found = kinds_.find(name);
  return found == kinds_.end() ? nullptr : &found->second;
}

StepOutcome RunTask(const KindRegistry& kinds, const StepTask& task, const Execution& execution) {
  const StepKind* kind = kinds.Find(task.kind);
  if (kind == nullptr || kind->version != task.version) {
    throw Failure({.file = task.name,
                   .what = Say(messages::kStepKindUnknown,
                               fmt::arg("step", task.name),
                               fmt::arg("kind", task.kind),
                               fmt::arg("version", task.version)),
                   .remedy = Say(messages::kStepKindUnknownRemedy)});
  }
  execution.CheckCancelled();
  return kind->function(StepRun(task, execution));
}

}  // namespace disan::engine
