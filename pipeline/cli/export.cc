#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/exchange_messages.h"
#include "formats/language/portal_messages.h"
#include "formats/language/review_messages.h"
#include "formats/language/single_messages.h"
#include "pipeline/cli/approved_only.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/export/archive_export.h"
#include "pipeline/export/mapped_export.h"
#include "pipeline/export/output_folder.h"
#include "pipeline/export/workbook_export.h"
#include "pipeline/portal/web_export.h"
#include "pipeline/single/single_export.h"
#include "pipeline/steps/program.h"
#include "viewer/page/viewer_page.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <utility>

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
  std::string map;
  bool print = false;
  bool single_file = false;
  bool portal = false;
  bool draft = false;
  bool approved_only = false;
};

// What an export did, in words and for --json.
struct Report {
  std::vector<Diagnostic> said;
  std::vector<Text> sentences;
  nlohmann::ordered_json json;
};

Report Archive(const Arguments& arguments, const CommandContext& context);
Report Mapped(const Arguments& arguments, const CommandContext& context);
Report Web(const Arguments& arguments, const CommandContext& context);
Report Tables(const Arguments& arguments, const CommandContext& context);

// To add a target: one line, and its function.
struct ExportTarget {
  const char* word;
  Report (*run)(const Arguments& arguments, const CommandContext& context);
};
constexpr std::array kTargets = {ExportTarget{"web", Web},
                                 ExportTarget{"archive", Archive},
                                 ExportTarget{"jsonld", Mapped},
                                 ExportTarget{"csv", Mapped},
                                 ExportTarget{"xlsx", Tables},
                                 ExportTarget{"lido", Mapped},
                                 ExportTarget{"edm", Mapped},
                                 ExportTarget{"oai", Mapped},
                                 ExportTarget{"iiif", Mapped},
                                 ExportTarget{"mapping", Mapped}};

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

// The mappings behind a target; "iiif" comes with the experimental scenes of version 4, and "xlsx"
// has the tables of "csv".
std::vector<std::string> MappingsOf(const std::string& target) {
  if (target == "iiif") {
    return {"iiif", "iiif-scene"};
  }
  return {target == "xlsx" ? "csv" : target};
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
  if (!base.empty() && (!web || !base.ends_with('/'))) {
    WrongUsage(Say(messages::kExportBadBase, fmt::arg("base", base)),
               Say(messages::kExportNoBaseRemedy));
  }
}

ViewOptions ViewOptionsOf(const Arguments& arguments, Report& report) {
  ViewOptions options;
  CheckBase(arguments.base);
  if (arguments.base.empty()) {
    report.said.push_back({.severity = Severity::kInfo,
                           .what = Say(messages::kExportNoBase, fmt::arg("base", options.base)),
                           .remedy = Say(messages::kExportNoBaseRemedy)});
    return options;
  }
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

void TellFiles(const Arguments& arguments, int files, size_t sites, Report& report) {
  report.sentences.push_back(Say(messages::kExportDone,
                                 fmt::arg("files", files),
                                 fmt::arg("sites", sites),
                                 fmt::arg("folder", arguments.folder)));
  report.json = {{"files", files}, {"sites", sites}, {"folder", arguments.folder}};
}

Report Mapped(const Arguments& arguments, const CommandContext&) {
  Report report;
  const std::vector<Mapping> mappings = ReadMappings(arguments);
  const ViewOptions options = ViewOptionsOf(arguments, report);
  const std::vector<OutputFolder> outputs = Outputs(arguments, report);
  const MappedExport done = ExportMapped(mappings, outputs, options, arguments.folder);
  report.said.insert(report.said.end(), done.said.begin(), done.said.end());
  TellFiles(arguments, done.files, outputs.size(), report);
  return report;
}

Report Tables(const Arguments& arguments, const CommandContext&) {
  Report report;
  const std::vector<Mapping> mappings = ReadMappings(arguments);
  const ViewOptions options = ViewOptionsOf(arguments, report);
  const std::vector<OutputFolder> outputs = Outputs(arguments, report);
  const std::vector<nlohmann::json> views = PublicViews(outputs, options, report.said);
  const std::vector<ExportTable> tables = RenderTables(mappings.front(), views, options);
  WriteFileOrThrow(fs::path(arguments.folder) / "xlsx" / "di-san.xlsx",
                   ValueOrThrow(WriteXlsx(PlanExchangeWorkbook(tables))));
  TellFiles(arguments, 1, outputs.size(), report);
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

// What a web export may show of each output.
struct Shown {
  std::vector<OutputFolder> outputs;
  std::function<ItemFilter(const OutputFolder&)> items;
};

Shown ShownOutputs(const Arguments& arguments, Report& report) {
  std::vector<OutputFolder> outputs = Outputs(arguments, report);
  if (!arguments.approved_only) {
    return {std::move(outputs), {}};
  }
  ApprovedOutputs only = OnlyApproved(std::move(outputs), arguments.site);
  report.said.insert(report.said.end(), only.said.begin(), only.said.end());
  const auto items = [approved = std::move(only.shown_items)](const OutputFolder& output) {
    return ItemFilter([ids = approved.at(output.record.site.id)](const std::string& id) {
      return ids.contains(id);
    });
  };
  return {std::move(only.outputs), items};
}

// One page a site: a portal is a folder.
Report SingleFiles(const Arguments& arguments, const CommandContext& context) {
  Report report;
  report.json["files"] = nlohmann::ordered_json::array();
  const Shown shown = ShownOutputs(arguments, report);
  for (const OutputFolder& output : shown.outputs) {
    PublicSite site = PrepareSite(output, {.draft = arguments.draft, .shown = shown.items});
    report.said.insert(report.said.end(), site.said.begin(), site.said.end());
    if (HasErrors(site.said)) {
      throw Failure(std::move(site.said));
    }
    const Execution execution = ExecutionWithProgress(context, Say(messages::kSingleProgress));
    const SingleExportOptions options{.web = output.path / "web",
                                      .tour_json = site.tour.dump(),
                                      .page = SinglePageFolder(),
                                      .progress = [&](uint64_t done, uint64_t total) {
                                        execution.CheckCancelled();
                                        execution.Report(done >> 20, total >> 20);
                                      }};
    const SingleExport made = ExportSingleFile(options, arguments.folder);
    report.said.insert(report.said.end(), made.said.begin(), made.said.end());
    const std::string megabytes = fmt::format("{:.1f}", static_cast<double>(made.bytes) / 1e6);
    report.sentences.push_back(Say(messages::kSingleDone,
                                   fmt::arg("file", made.file.string()),
                                   fmt::arg("scenes", made.scenes),
                                   fmt::arg("objects", made.objects),
                                   fmt::arg("megabytes", megabytes)));
    report.json["files"].push_back({{"file", made.file.string()},
                                    {"bytes", made.bytes},
                                    {"scenes", made.scenes},
                                    {"objects", made.objects}});
  }
  return report;
}

Report Web(const Arguments& arguments, const CommandContext& context) {
  if (arguments.single_file) {
    return SingleFiles(arguments, context);
  }
  Report report;
  CheckBase(arguments.base);
  const Shown shown = ShownOutputs(arguments, report);
  const WebExport made = ExportWeb(shown.outputs,
                                   {.viewer = ViewerPageFolder(),
                                    .base = arguments.base,
                                    .map = arguments.map,
                                    .portal = arguments.portal,
                                    .draft = arguments.draft,
                                    .shown = shown.items},
                                   arguments.folder,
                                   ExecutionWithProgress(context, Say(messages::kWebProgress)));
  report.said.insert(report.said.end(), made.said.begin(), made.said.end());
  const Published& published = made.published;
  report.sentences.push_back(Say(messages::kWebDone,
                                 fmt::arg("sites", made.sites),
                                 fmt::arg("folder", arguments.folder),
                                 fmt::arg("written", published.written.size()),
                                 fmt::arg("unchanged", published.unchanged),
                                 fmt::arg("removed", published.removed.size())));
  report.sentences.push_back(Say(messages::kWebEmbed));
  report.sentences.push_back({made.embed, made.embed});
  report.json = {{"sites", made.sites},
                 {"folder", arguments.folder},
                 {"portal", made.portal},
                 {"written", published.written},
                 {"removed", published.removed},
                 {"unchanged", published.unchanged},
                 {"bytes_written", published.bytes_written},
                 {"embed", made.embed}};
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
  if (arguments.approved_only && arguments.to != "web") {
    WrongUsage(Say(messages::kApprovedOnlyWeb), Say(messages::kApprovedOnlyWebRemedy));
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
  command->add_flag("--single-file", arguments->single_file, say(messages::kSingleOption));
  command->add_flag("--print-mapping", arguments->print, say(messages::kExportOptionPrint));
  command->add_option("--map", arguments->map, say(messages::kExportOptionMap));
  command->add_flag("--portal", arguments->portal, say(messages::kExportOptionPortal));
  command->add_flag("--draft", arguments->draft, say(messages::kExportOptionDraft));
  command->add_flag(
      "--approved-only", arguments->approved_only, say(messages::kExportOptionApproved));
  command->callback([arguments, &invocation] {
    invocation.run = [arguments](const CommandContext& context) {
      return Export(*arguments, context);
    };
  });
}

}  // namespace disan
