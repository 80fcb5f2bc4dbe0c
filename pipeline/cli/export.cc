#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/exchange_messages.h"
#include "formats/language/portal_messages.h"
#include "formats/language/review_messages.h"
#include "formats/language/single_messages.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/cli/export_request.h"
#include "pipeline/export/archive_export.h"
#include "pipeline/export/mapped_export.h"
#include "pipeline/export/workbook_export.h"
#include "pipeline/steps/program.h"

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

ExportTold Archive(const ExportRequest& request, const CommandContext& context);
ExportTold Mapped(const ExportRequest& request, const CommandContext& context);
ExportTold Tables(const ExportRequest& request, const CommandContext& context);

// To add a target: one line, and its function.
struct ExportTarget {
  const char* word;
  ExportTold (*run)(const ExportRequest& request, const CommandContext& context);
};
constexpr std::array kTargets = {ExportTarget{"web", ExportToWeb},
                                 ExportTarget{"archive", Archive},
                                 ExportTarget{"jsonld", Mapped},
                                 ExportTarget{"csv", Mapped},
                                 ExportTarget{"xlsx", Tables},
                                 ExportTarget{"lido", Mapped},
                                 ExportTarget{"edm", Mapped},
                                 ExportTarget{"oai", Mapped},
                                 ExportTarget{"iiif", Mapped},
                                 ExportTarget{"mapping", Mapped},
                                 ExportTarget{"print", ExportToPrint},
                                 ExportTarget{"clips", ExportToClips}};

std::string Choices() {
  std::string words;
  for (const ExportTarget& target : kTargets) {
    words += (words.empty() ? "" : ", ") + std::string(target.word);
  }
  return words;
}

// The mappings behind a target; "iiif" comes with the experimental scenes of version 4, and "xlsx"
// has the tables of "csv".
std::vector<std::string> MappingsOf(const std::string& target) {
  if (target == "iiif") {
    return {"iiif", "iiif-scene"};
  }
  return {target == "xlsx" ? "csv" : target};
}

std::vector<Mapping> ReadMappings(const ExportRequest& request) {
  if (!request.mapping.empty()) {
    const std::string text = ValueOrThrow(ReadFile(request.mapping, uint64_t{4} << 20));
    return {ValueOrThrow(ReadMapping(text, request.mapping))};
  }
  if (request.to == "mapping") {
    WrongUsage(Say(messages::kExportNeedsMapping), Say(messages::kExportNeedsMappingRemedy));
  }
  std::vector<Mapping> mappings;
  for (const std::string& name : MappingsOf(request.to)) {
    mappings.push_back(ValueOrThrow(ReadMapping(BuiltInMapping(name), name + ".yaml")));
  }
  return mappings;
}

ViewOptions ViewOptionsOf(const ExportRequest& request, ExportTold& told) {
  ViewOptions options;
  CheckBase(request.base);
  if (request.base.empty()) {
    told.said.push_back({.severity = Severity::kInfo,
                         .what = Say(messages::kExportNoBase, fmt::arg("base", options.base)),
                         .remedy = Say(messages::kExportNoBaseRemedy)});
    return options;
  }
  options.base = request.base;
  return options;
}

void TellFiles(const ExportRequest& request, int files, size_t sites, ExportTold& told) {
  told.sentences.push_back(Say(messages::kExportDone,
                               fmt::arg("files", files),
                               fmt::arg("sites", sites),
                               fmt::arg("folder", request.folder)));
  told.json = {{"files", files}, {"sites", sites}, {"folder", request.folder}};
}

ExportTold Mapped(const ExportRequest& request, const CommandContext&) {
  ExportTold told;
  const std::vector<Mapping> mappings = ReadMappings(request);
  const ViewOptions options = ViewOptionsOf(request, told);
  const std::vector<OutputFolder> outputs = RequestedOutputs(request, told);
  const MappedExport done = ExportMapped(mappings, outputs, options, request.folder);
  told.said.insert(told.said.end(), done.said.begin(), done.said.end());
  TellFiles(request, done.files, outputs.size(), told);
  return told;
}

ExportTold Tables(const ExportRequest& request, const CommandContext&) {
  ExportTold told;
  const std::vector<Mapping> mappings = ReadMappings(request);
  const ViewOptions options = ViewOptionsOf(request, told);
  const std::vector<OutputFolder> outputs = RequestedOutputs(request, told);
  const std::vector<nlohmann::json> views = PublicViews(outputs, options, told.said);
  const std::vector<ExportTable> tables = RenderTables(mappings.front(), views, options);
  WriteFileOrThrow(fs::path(request.folder) / "xlsx" / "di-san.xlsx",
                   ValueOrThrow(WriteXlsx(PlanExchangeWorkbook(tables))));
  TellFiles(request, 1, outputs.size(), told);
  return told;
}

ExportTold Archive(const ExportRequest& request, const CommandContext& context) {
  ExportTold told;
  told.json["bags"] = nlohmann::ordered_json::array();
  for (const OutputFolder& output : RequestedOutputs(request, told)) {
    const fs::path site = ValueOrThrow(FindSite(output, request.site));
    const Execution execution = ExecutionWithProgress(context, Say(messages::kArchiveProgress));
    const uint64_t total = BytesToArchive(output, site);
    uint64_t done = 0;
    const ReadProgress progress = [&](uint64_t bytes) {
      execution.CheckCancelled();
      done += bytes;
      execution.Report(done >> 20, std::max(done, total) >> 20);
    };
    const ArchiveSummary made = ExportArchive(
        output, site, request.folder, {.made_by = ProgramName(), .progress = progress});
    told.said.insert(told.said.end(), made.said.begin(), made.said.end());
    const std::string megabytes = fmt::format("{:.1f}", static_cast<double>(made.bytes) / 1e6);
    told.sentences.push_back(Say(messages::kArchiveDone,
                                 fmt::arg("bag", made.bag.string()),
                                 fmt::arg("files", made.files),
                                 fmt::arg("megabytes", megabytes)));
    told.json["bags"].push_back(
        {{"bag", made.bag.string()}, {"files", made.files}, {"bytes", made.bytes}});
  }
  return told;
}

Exit Export(const ExportRequest& request, const CommandContext& context) {
  const auto target =
      std::find_if(kTargets.begin(), kTargets.end(), [&](const ExportTarget& known) {
        return request.to == known.word;
      });
  if (target == kTargets.end()) {
    WrongUsage(Say(messages::kExportUnknown, fmt::arg("word", request.to)),
               Say(messages::kExportChoices, fmt::arg("choices", Choices())));
  }
  if (request.print) {
    for (const std::string& name : MappingsOf(request.to)) {
      std::fputs(std::string(BuiltInMapping(name)).c_str(), stdout);
    }
    return Exit::kDone;
  }
  if (request.approved_only && request.to != "web") {
    WrongUsage(Say(messages::kApprovedOnlyWeb), Say(messages::kApprovedOnlyWebRemedy));
  }
  if (request.folder.empty()) {
    WrongUsage(Say(messages::kExportNoFolder), Say(messages::kExportNoFolderRemedy));
  }
  const ExportTold told = target->run(request, context);
  const bool doubtful = std::any_of(told.said.begin(), told.said.end(), [](const Diagnostic& said) {
    return said.severity != Severity::kInfo;
  });
  if (doubtful || !context.quiet) {
    Show(told.said, context.language);
  }
  for (const Text& sentence : told.sentences) {
    Tell(context, sentence);
  }
  if (context.json) {
    std::puts(
        told.json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
  }
  return doubtful ? Exit::kDoubtful : Exit::kDone;
}

}  // namespace

void AddExportCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  CLI::App* command = app.add_subcommand("export", say(messages::kCommandExport));
  const auto request = std::make_shared<ExportRequest>();
  command->add_option("OUT", request->outputs, say(messages::kExportOutArgument));
  command
      ->add_option("--to",
                   request->to,
                   Say(messages::kExportOptionTo, fmt::arg("choices", Choices())).In(language))
      ->required();
  command->add_option("-o,--output", request->folder, say(messages::kExportOptionFolder));
  command->add_option("--mapping", request->mapping, say(messages::kExportOptionMapping));
  command->add_option("--base", request->base, say(messages::kExportOptionBase));
  command->add_option("--site", request->site, say(messages::kExportOptionSite));
  command->add_flag("--single-file", request->single_file, say(messages::kSingleOption));
  command->add_flag("--print-mapping", request->print, say(messages::kExportOptionPrint));
  command->add_option("--map", request->map, say(messages::kExportOptionMap));
  command->add_flag("--portal", request->portal, say(messages::kExportOptionPortal));
  command->add_flag("--draft", request->draft, say(messages::kExportOptionDraft));
  command->add_flag(
      "--approved-only", request->approved_only, say(messages::kExportOptionApproved));
  command->callback([request, &invocation] {
    invocation.run = [request](const CommandContext& context) { return Export(*request, context); };
  });
}

}  // namespace disan
