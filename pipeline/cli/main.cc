// The program: finds the language, declares the commands, runs the one that is named, and turns
// what comes out of it into messages and an exit status. Only here are failures caught.
#include "formats/language/cli_messages.h"
#include "formats/language/engine_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/large_pages.h"
#include "pipeline/cli/usage.h"

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace disan {
namespace {

std::atomic<bool> cancelled{false};

// The first Ctrl-C asks; the second one ends the program at once.
extern "C" void HandleInterrupt(int signal) {
  if (cancelled.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

constexpr AddCommand kCommands[] = {
    AddInitCommand,
    AddCheckCommand,
    AddBuildCommand,
    AddViewCommand,
    AddPanoramaCommand,
    AddTilesCommand,
    AddModelCommand,
    AddExportCommand,
    AddInventoryCommand,
    AddReportCommand,
    AddVerifyCommand,
    AddStepCommand,
    AddVersionCommand,
};

Exit RunSafely(const Invocation& invocation, const CommandContext& context) {
  try {
    return invocation.run(context);
  } catch (const Interrupted&) {
    Show({{.severity = Severity::kInfo, .what = Say(messages::kCancelled)}}, context.language);
    return Exit::kInterrupted;
  } catch (const Failure& failure) {
    Show(failure.diagnostics(), context.language);
    return failure.exit();
  } catch (const std::exception& error) {
    Show({{.what = Say(messages::kUnexpected, fmt::arg("detail", error.what())),
           .remedy = Say(messages::kUnexpectedRemedy)}},
         context.language);
    return Exit::kDoubtful;
  }
}

Exit Main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  CommandContext context;
  context.language = FindLanguage(arguments);
  context.cancelled = &cancelled;
  const auto say = [&](const Message& message) { return Say(message).In(context.language); };

  CLI::App app(say(messages::kProgramDescription), "disan");
  app.set_help_flag("-h,--help", say(messages::kOptionHelp));
  app.require_subcommand(1);
  app.fallthrough();
  std::string language;
  app.add_option("--lang", language, say(messages::kOptionLanguage))
      ->check(CLI::IsMember({"vi", "en"}));
  app.add_flag("--quiet", context.quiet, say(messages::kOptionQuiet));
  app.add_flag("--json", context.json, say(messages::kOptionJson));
  Invocation invocation;
  for (const AddCommand add : kCommands) {
    add(app, invocation, context.language);
  }
  SpeakLanguage(app, context.language);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return Exit::kDone;
  } catch (const CLI::ParseError& error) {
    Show({ExplainUsage(app, error)}, context.language);
    return Exit::kUsage;
  }
  if (invocation.large_pages) {
    StartWithLargePages(argv);
  }
  return RunSafely(invocation, context);
}

}  // namespace
}  // namespace disan

int main(int argc, char** argv) {
  std::signal(SIGINT, disan::HandleInterrupt);
  std::signal(SIGTERM, disan::HandleInterrupt);
  std::signal(SIGPIPE, SIG_IGN);
  return static_cast<int>(disan::Main(argc, argv));
}
