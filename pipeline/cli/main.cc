// The program: finds the language, declares the commands, runs the one that is named, and turns
// what comes out of it into messages and an exit status. Only here are failures caught.
#include "formats/language/cli_messages.h"
#include "formats/language/engine_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/cli/command.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
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
    AddStepCommand,
    AddVersionCommand,
};

// Before anything is parsed: help texts and usage errors need the language too.
Language FindLanguage(const std::vector<std::string>& arguments) {
  std::string named;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) {
      named = arguments[i + 1];
    } else if (arguments[i].rfind("--lang=", 0) == 0) {
      named = arguments[i].substr(7);
    }
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (named.empty() && value != nullptr) {
      named = value;
    }
  }
  return named.rfind("en", 0) == 0 ? Language::kEnglish : Language::kVietnamese;
}

const CLI::App& NamedCommand(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

std::string NearestWord(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(command->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    known.push_back(option->get_name());
  }
  std::string nearest;
  int least = 3;
  for (const std::string& candidate : known) {
    if (const int distance = EditDistance(word, candidate); distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

Diagnostic Explain(const CLI::App& app,
                   const CLI::ParseError& error,
                   const std::vector<std::string>& arguments) {
  const CLI::App& command = NamedCommand(app);
  const std::string name = &command == &app ? "disan" : "disan " + command.get_name();
  Diagnostic said{.what = Say(messages::kUsageBadValue, fmt::arg("detail", error.what())),
                  .remedy = Say(messages::kUsageSeeHelp, fmt::arg("command", name))};
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::vector<std::string> extra = command.remaining();
    const std::string word = !extra.empty()            ? extra.front()
                             : app.remaining().empty() ? ""
                                                       : app.remaining().front();
    said.what = Say(messages::kUsageUnknown, fmt::arg("argument", word));
    if (const std::string nearest = NearestWord(command, word); !nearest.empty()) {
      said.remedy = Say(messages::kUsageUnknownNearest, fmt::arg("nearest", nearest));
    }
  } else if (arguments.empty()) {
    said.what = Say(messages::kUsageMissingCommand);
  } else if (const auto* required = dynamic_cast<const CLI::RequiredError*>(&error)) {
    const std::string text = required->what();
    said.what = Say(messages::kUsageMissing,
                    fmt::arg("argument", text.substr(0, text.find(" is required"))));
  }
  return said;
}

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

Exit Main(std::vector<std::string> arguments) {
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
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    std::fputs(NamedCommand(app).help().c_str(), stdout);
    return Exit::kDone;
  } catch (const CLI::ParseError& error) {
    Show({Explain(app, error, arguments)}, context.language);
    return Exit::kUsage;
  }
  return RunSafely(invocation, context);
}

}  // namespace
}  // namespace disan

int main(int argc, char** argv) {
  std::signal(SIGINT, disan::HandleInterrupt);
  std::signal(SIGTERM, disan::HandleInterrupt);
  std::signal(SIGPIPE, SIG_IGN);
  return static_cast<int>(disan::Main(std::vector<std::string>(argv + 1, argv + argc)));
}
