#include "formats/files/read_file.h"
#include "formats/language/exchange_messages.h"
#include "formats/language/print_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/clips/clip_export.h"
#include "pipeline/export/archive_export.h"
#include "pipeline/export/mapped_export.h"
#include "pipeline/export/output_folder.h"
#include "pipeline/print/print_export.h"
#include "pipeline/steps/program.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::vector<std::string> outputs;
  std::string to;
  std::string folder;
  std::string mapping;
  std::string base;
  std::string site;
  bool print = false;
};

// What an export did, in words and for --json.
struct Report {
  std::vector<Diagnostic> said;
  std::vector<Text> sentences;
  nlohmann::ordered_json json;
};

Report Archive(const Arguments& arguments, const CommandContext& context);
Report Mapped(const Arguments& arguments, const CommandContext& context);
Report Print(const Arguments& arguments, const CommandContext& context);
Report Clips(const Arguments& arguments, const CommandContext& context);

// To add a target: one line, and its function.
struct ExportTarget {
  const char* word;
  Report (*run)(const Arguments& arguments, const CommandContext& context);
};
constexpr std::array kTargets = {ExportTarget{"archive", Archive},
                                 ExportTarget{"jsonld", Mapped},
                                 ExportTarget{"csv", Mapped},
                                 ExportTarget{"lido", Mapped},
                                 ExportTarget{"edm", Mapped},
                                 ExportTarget{"oai", Mapped},
                                 ExportTarget{"iiif", Mapped},
                                 ExportTarget{"mapping", Mapped},
                                 ExportTarget{"print", Print},
                                 ExportTarget{"clips", Clips}};

std::string Choices() {
  std::string words;
  for (const ExportTarget& target : kTargets) {
    words += (words.empty() ? "" : ", ") + std::string(target.word);
  }
  return words;
}

[[noreturn]] void WrongUsage(Text what, Text remedy) {
  throw Failure({.what = std::move(what), .remedy = std::move(remedy)}, Exit::kUsage);
}

// The mappings behind a target; "iiif" comes with the experimental scenes of version 4.
std::vector<std::string> MappingsOf(const std::string& target) {
  return target == "iiif" ? std::vector<std::string>{"iiif", "iiif-scene"}
                          : std::vector<std::string>{target};
}

std::vector<Mapping> ReadMappings(const Arguments& arguments) {
  if (!arguments.mapping.empty()) {
    const std::string text = ValueOrThrow(ReadFile(arguments.mapping, uint64_t{4} << 20));
    return {ValueOrThrow(ReadMapping(text, arguments.mapping))};
  }
  if (arguments.to == "mapping") {
    WrongUsage(Say(messages::kExportNeedsMapping), Say(messages::kExportNeedsMappingRemedy));
  }
  std::vector<Mapping> mappings;
  for (const std::string& name : MappingsOf(arguments.to)) {
    mappings.push_back(ValueOrThrow(ReadMapping(BuiltInMapping(name), name + ".yaml")));
  }
  return mappings;
}

void CheckBase(const std::string& base) {
  const bool web = base.starts_with("https://") || base.starts_with("http://");
  if (!web || !base.ends_with('/')) {
    WrongUsage(Say(messages::kExportBadBase, fmt::arg("base", base)),
               Say(messages::kExportNoBaseRemedy));
  }
}

ViewOptions ViewOptionsOf(const Arguments& arguments, Report& report) {
  ViewOptions options;
  if (arguments.base.empty()) {
    report.said.push_back({.severity = Severity::kInfo,
                           .what = Say(messages::kExportNoBase, fmt::arg("base", options.base)),
                           .remedy = Say(messages::kExportNoBaseRemedy)});
    return options;
  }
  CheckBase(arguments.base);
  options.base = arguments.base;
  return options;
}

std::vector<OutputFolder> Outputs(const Arguments& arguments, Report& report) {
  Result<std::vector<OutputFolder>> outputs = ReadOutputs(arguments.outputs);
  if (!outputs) {
    throw Failure(outputs.diagnostics);
  }
  report.said.insert(report.said.end(), outputs.diagnostics.begin(), outputs.diagnostics.end());
  return std::move(*outputs);
}

Report Mapped(const Arguments& arguments, const CommandContext&) {
  Report report;
  const std::vector<Mapping> mappings = ReadMappings(arguments);
  const ViewOptions options = ViewOptionsOf(arguments, report);
  const std::vector<OutputFolder> outputs = Outputs(arguments, report);
  const MappedExport done = ExportMapped(mappings, outputs, options, arguments.folder);
  report.said.insert(report.said.end(), done.said.begin(), done.said.end());
  report.sentences.push_back(Say(messages::kExportDone,
                                 fmt::arg("files", done.files),
                                 fmt::arg("sites", outputs.size()),
                                 fmt::arg("folder", arguments.folder)));
  report.json = {{"files", done.files}, {"sites", outputs.size()}, {"folder", arguments.folder}};
  return report;
}

Report Archive(const Arguments& arguments, const CommandContext& context) {
  Report report;
  report.json["bags"] = nlohmann::ordered_json::array();
  for (const OutputFolder& output : Outputs(arguments, report)) {
    const fs::path site = ValueOrThrow(FindSite(output, arguments.site));
    const Execution execution = ExecutionWithProgress(context, Say(messages::kArchiveProgress));
    const uint64_t total = BytesToArchive(output, site);
    uint64_t done = 0;
    const ReadProgress progress = [&](uint64_t bytes) {
      execution.CheckCancelled();
      done += bytes;
      execution.Report(done >> 20, std::max(done, total) >> 20);
    };
    const ArchiveSummary made = ExportArchive(
        output, site, arguments.folder, {.made_by = ProgramName(), .progress = progress});
    report.said.insert(report.said.end(), made.said.begin(), made.said.end());
    const std::string megabytes = fmt::format("{:.1f}", static_cast<double>(made.bytes) / 1e6);
    report.sentences.push_back(Say(messages::kArchiveDone,
                                   fmt::arg("bag", made.bag.string()),
                                   fmt::arg("files", made.files),
                                   fmt::arg("megabytes", megabytes)));
    report.json["bags"].push_back(
        {{"bag", made.bag.string()}, {"files", made.files}, {"bytes", made.bytes}});
  }
  return report;
}

Report Print(const Arguments& arguments, const CommandContext& context) {
  Report report;
  if (!arguments.base.empty()) {
    CheckBase(arguments.base);
  }
  const std::vector<OutputFolder> outputs = Outputs(arguments, report);
  const PrintSummary done =
      ExportPrint(outputs,
                  arguments.base,
                  arguments.folder,
                  ExecutionWithProgress(context, Say(messages::kPrintProgress)));
  report.said.insert(report.said.end(), done.said.begin(), done.said.end());
  report.sentences.push_back(Say(
      messages::kPrintDone, fmt::arg("plates", done.plates), fmt::arg("folder", arguments.folder)));
  report.json = {{"plates", done.plates}, {"files", done.files}, {"folder", arguments.folder}};
  return report;
}

Report Clips(const Arguments& arguments, const CommandContext& context) {
  Report report;
  const std::vector<OutputFolder> outputs = Outputs(arguments, report);
  const ClipSummary done = ExportClips(
      outputs, {}, arguments.folder, ExecutionWithProgress(context, Say(messages::kClipProgress)));
  report.said.insert(report.said.end(), done.said.begin(), done.said.end());
  report.sentences.push_back(Say(
      messages::kClipDone, fmt::arg("clips", done.clips), fmt::arg("folder", arguments.folder)));
  report.json = {{"clips", done.clips}, {"folder", arguments.folder}};
  return report;
}

Exit Export(const Arguments& arguments, const CommandContext& context) {
  const auto target =
      std::find_if(kTargets.begin(), kTargets.end(), [&](const ExportTarget& known) {
        return arguments.to == known.word;
      });
  if (target == kTargets.end()) {
    WrongUsage(Say(messages::kExportUnknown, fmt::arg("word", arguments.to)),
               Say(messages::kExportChoices, fmt::arg("choices", Choices())));
  }
  if (arguments.print) {
    for (const std::string& name : MappingsOf(arguments.to)) {
      std::fputs(std::string(BuiltInMapping(name)).c_str(), stdout);
    }
    return Exit::kDone;
  }
  if (arguments.folder.empty()) {
    WrongUsage(Say(messages::kExportNoFolder), Say(messages::kExportNoFolderRemedy));
  }
  const Report report = target->run(arguments, context);
  const bool doubtful =
      std::any_of(report.said.begin(), report.said.end(), [](const Diagnostic& said) {
        return said.severity != Severity::kInfo;
      });
  if (doubtful || !context.quiet) {
    Show(report.said, context.language);
  }
  for (const Text& sentence : report.sentences) {
    Tell(context, sentence);
  }
  if (context.json) {
    std::puts(
        report.json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
  }
  return doubtful ? Exit::kDoubtful : Exit::kDone;
}

}  // namespace

void AddExportCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  CLI::App* command = app.add_subcommand("export", say(messages::kCommandExport));
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("OUT", arguments->outputs, say(messages::kExportOutArgument));
  command
      ->add_option("--to",
                   arguments->to,
                   Say(messages::kExportOptionTo, fmt::arg("choices", Choices())).In(language))
      ->required();
  command->add_option("-o,--output", arguments->folder, say(messages::kExportOptionFolder));
  command->add_option("--mapping", arguments->mapping, say(messages::kExportOptionMapping));
  command->add_option("--base", arguments->base, say(messages::kExportOptionBase));
  command->add_option("--site", arguments->site, say(messages::kExportOptionSite));
  command->add_flag("--print-mapping", arguments->print, say(messages::kExportOptionPrint));
  command->callback([arguments, &invocation] {
    invocation.run = [arguments](const CommandContext& context) {
      return Export(*arguments, context);
    };
  });
}

}  // namespace disan
