// `disan step FILE`: one step in a process of its own, as the engine's ProcessExecutor starts it
// here and a cluster's scheduler elsewhere. Progress goes to standard output, a line "done total"
// each time; the result goes to FILE.result.
#include "formats/language/engine_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/engine/step_file.h"
#include "pipeline/steps/registry.h"

#include <cinttypes>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

namespace disan {

void AddStepCommand(CLI::App& app, Invocation& invocation, Language language) {
  CLI::App* command = app.add_subcommand("step", Say(messages::kCommandStep).In(language));
  command->group("");  // nobody types this
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, Say(messages::kOptionStepFile).In(language))->required();
  command->callback([&invocation, file] {
    invocation.run = [file](const CommandContext& context) {
      Execution execution{.cancelled = context.cancelled};
      execution.progress = [](uint64_t done, uint64_t total) {
        std::printf("%" PRIu64 " %" PRIu64 "\n", done, total);
        std::fflush(stdout);
      };
      return engine::RunStepFile(AllKinds(), *file, execution);
    };
  });
}

}  // namespace disan
