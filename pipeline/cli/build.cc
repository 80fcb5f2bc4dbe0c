#include "formats/language/cli_messages.h"
#include "formats/language/session_messages.h"
#include "formats/record/site.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/cli/progress.h"
#include "pipeline/engine/executor.h"
#include "pipeline/session/take_in.h"
#include "pipeline/steps/build_site.h"
#include "pipeline/steps/registry.h"

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using engine::StepState;
using Json = nlohmann::ordered_json;

struct Arguments {
  std::string site;
  std::string out;
  int threads = 0;
  std::string memory = "4G";
  std::string only;
  bool explain = false;
  bool dry_run = false;
  std::string executor = "local";
};

// "4G", "800M", "1.5g"; bytes without a letter.
std::optional<uint64_t> ParseMemory(const std::string& text) {
  size_t used = 0;
  double number = 0;
  try {
    number = std::stod(text, &used);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  std::string unit = text.substr(used);
  if (!unit.empty() && (unit.back() == 'B' || unit.back() == 'b')) {
    unit.pop_back();
  }
  const std::string known = "KMGT";
  int shift = 0;
  if (!unit.empty()) {
    const size_t at =
        known.find(static_cast<char>(std::toupper(static_cast<unsigned char>(unit[0]))));
    if (unit.size() > 1 || at == std::string::npos) {
      return std::nullopt;
    }
    shift = 10 * static_cast<int>(at + 1);
  }
  if (!(number > 0) || number > 1e9) {
    return std::nullopt;
  }
  return static_cast<uint64_t>(number * static_cast<double>(uint64_t{1} << shift));
}

const char* WordOf(StepState state) {
  switch (state) {
    case StepState::kNotSelected:
      return "not_selected";
    case StepState::kUpToDate:
      return "up_to_date";
    case StepState::kRestored:
      return "restored";
    case StepState::kDone:
      return "done";
    case StepState::kFailed:
      return "failed";
    case StepState::kSkipped:
      return "skipped";
    case StepState::kInterrupted:
      return "interrupted";
    case StepState::kWouldRun:
      return "would_run";
    case StepState::kWouldRestore:
      break;
  }
  return "would_restore";
}

Json TextJson(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

Json DiagnosticJson(const Diagnostic& diagnostic) {
  constexpr const char* kWords[] = {"info", "warning", "error"};
  return {{"severity", kWords[static_cast<int>(diagnostic.severity)]},
          {"file", diagnostic.file},
          {"line", diagnostic.line},
          {"what", TextJson(diagnostic.what)},
          {"remedy", TextJson(diagnostic.remedy)}};
}

void PrintJson(const BuildResult& result) {
  Json json;
  json["exit"] = static_cast<int>(result.summary.exit());
  json["report"] = result.report.string();
  json["seconds"] = result.summary.seconds;
  for (const StepState state : {StepState::kDone,
                                StepState::kUpToDate,
                                StepState::kRestored,
                                StepState::kFailed,
                                StepState::kSkipped,
                                StepState::kInterrupted,
                                StepState::kNotSelected,
                                StepState::kWouldRun,
                                StepState::kWouldRestore}) {
    json["counts"][WordOf(state)] = result.summary.Count(state);
  }
  json["steps"] = Json::array();
  for (const engine::StepReport& step : result.summary.steps) {
    Json entry{{"name", step.name},
               {"state", WordOf(step.state)},
               {"seconds", step.seconds},
               {"doubtful", step.outcome.doubtful}};
    for (const Text& why : step.explanations) {
      entry["because"].push_back(TextJson(why));
    }
    for (const Diagnostic& diagnostic : step.outcome.diagnostics) {
      entry["diagnostics"].push_back(DiagnosticJson(diagnostic));
    }
    entry["facts"] = Json::parse(step.outcome.facts_json, nullptr, false);
    json["steps"].push_back(std::move(entry));
  }
  std::puts(json.dump(1, ' ', false, Json::error_handler_t::replace).c_str());
}

// Everything that the steps had to say, once.
std::vector<Diagnostic> AllDiagnostics(const engine::RunSummary& summary) {
  std::vector<Diagnostic> all = summary.diagnostics;
  for (const engine::StepReport& step : summary.steps) {
    all.insert(all.end(), step.outcome.diagnostics.begin(), step.outcome.diagnostics.end());
  }
  return all;
}

Result<SiteFolder> ReadSiteOrBareFolder(const fs::path& root, const CommandContext& context) {
  std::error_code error;
  const std::string name = root.string();
  if (!fs::is_directory(root, error)) {
    return Result<SiteFolder>::Failed(
        {.file = name,
         .what = Say(messages::kBuildNoFolder, fmt::arg("folder", name)),
         .remedy = Say(messages::kBuildNoFolderRemedy)});
  }
  if (fs::exists(root / "site.yaml", error)) {
    return ReadSiteFolder(root);
  }
  return SiteFromBareFolder(root, ExecutionWithProgress(context, Say(messages::kInitProgress)));
}

std::unique_ptr<engine::Executor> MakeExecutor(const std::string& name) {
  if (name == "process") {
    const std::string program = fs::read_symlink("/proc/self/exe").string();
    return std::make_unique<engine::ProcessExecutor>(std::vector<std::string>{program, "step"});
  }
  return std::make_unique<engine::LocalExecutor>(AllKinds());
}

BuildOptions OptionsOf(const Arguments& arguments) {
  const std::optional<uint64_t> memory = ParseMemory(arguments.memory);
  if (!memory) {
    throw Failure({.what = Say(messages::kBuildMemoryWrong, fmt::arg("text", arguments.memory)),
                   .remedy = Say(messages::kBuildMemoryRemedy)},
                  Exit::kUsage);
  }
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  return {.out = arguments.out.empty() ? fs::path(arguments.site) / "out" : fs::path(arguments.out),
          .threads = arguments.threads > 0 ? arguments.threads : cores,
          .memory_bytes = *memory,
          .only = arguments.only,
          .dry_run = arguments.dry_run};
}

Exit Build(const Arguments& arguments, const CommandContext& context) {
  BuildOptions options = OptionsOf(arguments);
  options.cancelled = context.cancelled;
  const std::unique_ptr<engine::Executor> executor = MakeExecutor(arguments.executor);
  options.executor = executor.get();
  const Result<SiteFolder> folder = ReadSiteOrBareFolder(arguments.site, context);
  if (!folder || HasErrors(folder.diagnostics)) {
    throw Failure(folder.diagnostics);
  }
  if (!context.quiet) {
    Show(folder.diagnostics, context.language);
  }
  const auto progress = MakeProgress(context.language, context.quiet, arguments.explain);
  const BuildResult result = BuildSite(*folder, folder.diagnostics, options, *progress);
  Show(AllDiagnostics(result.summary), context.language);
  if (context.json) {
    PrintJson(result);
    return result.summary.exit();
  }
  if (result.summary.interrupted) {
    throw Interrupted();
  }
  Tell(context,
       Say(messages::kBuildSummary,
           fmt::arg(
               "done",
               result.summary.Count(StepState::kDone) + result.summary.Count(StepState::kRestored)),
           fmt::arg("up_to_date", result.summary.Count(StepState::kUpToDate)),
           fmt::arg("failed",
                    result.summary.Count(StepState::kFailed) +
                        result.summary.Count(StepState::kSkipped)),
           fmt::arg("seconds", fmt::format("{:.1f}", result.summary.seconds))));
  if (!result.report.empty()) {
    Tell(context, Say(messages::kBuildReportAt, fmt::arg("file", result.report.string())));
  }
  return result.summary.exit();
}

}  // namespace

void AddBuildCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  CLI::App* command = app.add_subcommand("build", say(messages::kCommandBuild));
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("SITE", arguments->site, say(messages::kBuildSiteArgument))->required();
  command->add_option("-o,--output", arguments->out, say(messages::kBuildOptionOutput));
  command->add_option("-j,--jobs", arguments->threads, say(messages::kBuildOptionThreads));
  command->add_option("--memory", arguments->memory, say(messages::kBuildOptionMemory));
  command->add_option("--only", arguments->only, say(messages::kBuildOptionOnly));
  command->add_flag("--explain", arguments->explain, say(messages::kBuildOptionExplain));
  command->add_flag("--dry-run", arguments->dry_run, say(messages::kBuildOptionDryRun));
  command->add_option("--executor", arguments->executor, say(messages::kBuildOptionExecutor))
      ->check(CLI::IsMember({"local", "process"}));
  command->callback([arguments, &invocation] {
    invocation.large_pages = true;
    invocation.run = [arguments](const CommandContext& context) {
      return Build(*arguments, context);
    };
  });
}

}  // namespace disan
