#include "formats/language/cli_messages.h"
#include "pipeline/cli/command.h"

#include <cstdio>

#include <CLI/CLI.hpp>

namespace disan {

void AddVersionCommand(CLI::App& app, Invocation& invocation, Language language) {
  app.add_subcommand("version", Say(messages::kCommandVersion).In(language))->callback([&] {
    invocation.run = [](const CommandContext&) {
      std::puts("disan " DISAN_VERSION);
      return Exit::kDone;
    };
  });
}

}  // namespace disan
