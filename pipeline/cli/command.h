// How a command of the program looks from inside: it declares its arguments, and leaves behind what
// is to be run.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/diagnostics/failure.h"
#include "formats/language/messages.h"
#include "formats/language/text.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace disan {

// What all commands share: `--lang`, `--quiet`, `--json`, and Ctrl-C.
struct CommandContext {
  Language language = Language::kVietnamese;
  bool quiet = false;
  bool json = false;
  const std::atomic<bool>* cancelled = nullptr;
};

// Set by the one command that the line names.
struct Invocation {
  std::function<Exit(const CommandContext&)> run;
  bool large_pages = false;  // for pictures and scans: worth a second start of the program
};

// One of these a file: declares the command below `app` in `language`. Argument storage lives in
// shared pointers that the callback holds.
using AddCommand = void (*)(CLI::App& app, Invocation& invocation, Language language);

void AddModelCommand(CLI::App& app, Invocation& invocation, Language language);
void AddCheckCommand(CLI::App& app, Invocation& invocation, Language language);
void AddExportCommand(CLI::App& app, Invocation& invocation, Language language);
void AddInitCommand(CLI::App& app, Invocation& invocation, Language language);
void AddInventoryCommand(CLI::App& app, Invocation& invocation, Language language);
void AddReportCommand(CLI::App& app, Invocation& invocation, Language language);
void AddVerifyCommand(CLI::App& app, Invocation& invocation, Language language);
void AddStepCommand(CLI::App& app, Invocation& invocation, Language language);
void AddBuildCommand(CLI::App& app, Invocation& invocation, Language language);
void AddPanoramaCommand(CLI::App& app, Invocation& invocation, Language language);
void AddTilesCommand(CLI::App& app, Invocation& invocation, Language language);
void AddVersionCommand(CLI::App& app, Invocation& invocation, Language language);
void AddViewCommand(CLI::App& app, Invocation& invocation, Language language);

// Shows diagnostics on standard error, errors last, each with its remedy.
void Show(const std::vector<Diagnostic>& diagnostics, Language language);

// A sentence on standard output unless --quiet or --json.
void Tell(const CommandContext& context, const Text& text);

}  // namespace disan
