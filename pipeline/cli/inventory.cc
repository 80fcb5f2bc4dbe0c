#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/inventory_messages.h"
#include "formats/workbook/read_table.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/inventory/export.h"
#include "pipeline/inventory/import.h"
#include "pipeline/inventory/read_inventory.h"
#include "pipeline/inventory/template.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ImportArguments {
  std::string file;
  std::string folder;
  std::string mapping;
  std::string encoding = "unicode";
  bool partial = false;
};

const char* LevelOf(Severity severity) {
  return severity == Severity::kError     ? "error"
         : severity == Severity::kWarning ? "warning"
                                          : "info";
}

Json JsonOf(const InventoryProblem& problem) {
  const TablePlace& place = problem.place;
  return {{"severity", LevelOf(problem.said.severity)},
          {"file", problem.said.file},
          {"sheet", place.sheet},
          {"row", place.row},
          {"cell", place.row > 0 && place.column >= 0 ? CellName(place.row, place.column) : ""},
          {"what", {{"vi", problem.said.what.vi}, {"en", problem.said.what.en}}},
          {"remedy", {{"vi", problem.said.remedy.vi}, {"en", problem.said.remedy.en}}}};
}

void Print(const Json& json) {
  std::puts(json.dump(1, ' ', false, Json::error_handler_t::replace).c_str());
}

// In the order of the table; notes only where they do not bury what has to be mended.
void ShowProblems(const std::vector<InventoryProblem>& problems,
                  const CommandContext& context,
                  bool notes) {
  for (const InventoryProblem& problem : problems) {
    const bool shown = problem.said.severity == Severity::kError ||
                       (!context.quiet && (problem.said.severity == Severity::kWarning || notes));
    if (shown) {
      std::fprintf(
          stderr, "%s\n", Line(Located(problem, context.language), context.language).c_str());
    }
  }
}

size_t Errors(const std::vector<InventoryProblem>& problems) {
  return static_cast<size_t>(
      std::count_if(problems.begin(), problems.end(), [](const InventoryProblem& p) {
        return p.said.severity == Severity::kError;
      }));
}

void TellOutcome(const ImportReport& report,
                 size_t errors,
                 const fs::path& folder,
                 const CommandContext& context) {
  if (!report.imported) {
    if (!context.json) {
      std::fprintf(stderr,
                   "%s\n",
                   Say(messages::kInventoryNothingImported, fmt::arg("errors", errors))
                       .In(context.language)
                       .c_str());
    }
    return;
  }
  Tell(context,
       Say(messages::kInventoryImported,
           fmt::arg("sites", report.created + report.updated + report.unchanged),
           fmt::arg("folder", folder.string()),
           fmt::arg("created", report.created),
           fmt::arg("updated", report.updated),
           fmt::arg("same", report.unchanged),
           fmt::arg("refused", report.refused)));
}

InventoryReading Read(const ImportArguments& arguments,
                      const fs::path& folder,
                      const CommandContext& context,
                      const Execution& execution) {
  InventoryOptions options{
      .file = fs::path(arguments.file).filename().string(), .mapping = {}, .known_sites = {}};
  if (!arguments.mapping.empty()) {
    const std::string text = ValueOrThrow(ReadFile(arguments.mapping, uint64_t{1} << 20));
    options.mapping = ValueOrThrow(ParseMapping(text, arguments.mapping));
  }
  for (const auto& [id, site] : SitesIn(folder, execution)) {
    options.known_sites.insert(id);
  }
  const TextEncoding encoding = arguments.encoding == "tcvn3" ? TextEncoding::kTcvn3
                                : arguments.encoding == "vni" ? TextEncoding::kVni
                                                              : TextEncoding::kUnicode;
  Result<Workbook> workbook = ReadTable(arguments.file, encoding);
  if (workbook && !context.quiet) {
    Show(workbook.diagnostics, context.language);
  }
  return ReadInventory(ValueOrThrow(std::move(workbook)), options);
}

Exit Import(const ImportArguments& arguments, const CommandContext& context) {
  const fs::path folder = arguments.folder.empty() ? fs::path(arguments.file).replace_extension()
                                                   : fs::path(arguments.folder);
  const Execution execution = ExecutionWithProgress(context, {});
  const InventoryReading reading = Read(arguments, folder, context, execution);
  const ImportReport report = ImportInventory(reading, folder, arguments.partial, execution);
  std::vector<InventoryProblem> problems = reading.problems;
  problems.insert(problems.end(), report.problems.begin(), report.problems.end());
  const size_t errors = Errors(problems);
  if (context.json) {
    Json json{{"imported", report.imported},
              {"folder", folder.string()},
              {"relics", reading.inventory.rows.size()},
              {"created", report.created},
              {"updated", report.updated},
              {"unchanged", report.unchanged},
              {"refused", report.refused},
              {"problems", Json::array()}};
    for (const InventoryProblem& problem : problems) {
      json["problems"].push_back(JsonOf(problem));
    }
    Print(json);
  } else {
    ShowProblems(problems, context, errors == 0);
  }
  TellOutcome(report, errors, folder, context);
  const bool doubts = std::any_of(problems.begin(), problems.end(), [](const InventoryProblem& p) {
    return p.said.severity != Severity::kInfo;
  });
  return !report.imported ? Exit::kUnusableInput : doubts ? Exit::kDoubtful : Exit::kDone;
}

Exit ExportTo(const std::string& folder, const std::string& file, const CommandContext& context) {
  Result<InventoryExport> planned = PlanInventoryExport(folder);
  if (planned) {
    Show(planned.diagnostics, context.language);
  }
  const Exit exit = HasErrors(planned.diagnostics) ? Exit::kDoubtful : Exit::kDone;
  const InventoryExport made = ValueOrThrow(std::move(planned));
  WriteFileOrThrow(file, ValueOrThrow(WriteXlsx(made.workbook)), Exit::kUnusableInput);
  if (context.json) {
    Print({{"sites", made.sites}, {"file", file}});
  }
  Tell(context,
       Say(messages::kInventoryExported, fmt::arg("sites", made.sites), fmt::arg("file", file)));
  return exit;
}

Exit MakeTemplate(const std::string& file, const CommandContext& context) {
  WriteFileOrThrow(file, ValueOrThrow(WriteXlsx(InventoryTemplate())), Exit::kUnusableInput);
  if (context.json) {
    Print({{"file", file}});
  }
  Tell(context, Say(messages::kInventoryTemplateMade, fmt::arg("file", file)));
  return Exit::kDone;
}

void AddImport(CLI::App& inventory, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  CLI::App* command = inventory.add_subcommand("import", say(messages::kCommandInventoryImport));
  const auto arguments = std::make_shared<ImportArguments>();
  command->add_option("FILE", arguments->file, say(messages::kInventoryFileArgument))->required();
  command->add_option("-o,--output", arguments->folder, say(messages::kInventoryOptionOutput));
  command->add_option("--mapping", arguments->mapping, say(messages::kInventoryOptionMapping));
  command->add_option("--encoding", arguments->encoding, say(messages::kInventoryOptionEncoding))
      ->check(CLI::IsMember({"unicode", "tcvn3", "vni"}));
  command->add_flag("--partial", arguments->partial, say(messages::kInventoryOptionPartial));
  command->callback([arguments, &invocation] {
    invocation.run = [arguments](const CommandContext& context) {
      return Import(*arguments, context);
    };
  });
}

}  // namespace

void AddInventoryCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  CLI::App* inventory = app.add_subcommand("inventory", say(messages::kCommandInventory));
  inventory->require_subcommand(1);
  AddImport(*inventory, invocation, language);
  const auto file = std::make_shared<std::string>();
  const auto folder = std::make_shared<std::string>();
  CLI::App* out = inventory->add_subcommand("export", say(messages::kCommandInventoryExport));
  out->add_option("FOLDER", *folder, say(messages::kInventoryFolderArgument))->required();
  out->add_option("FILE", *file, say(messages::kInventoryFormArgument))->required();
  out->callback([file, folder, &invocation] {
    invocation.run = [file, folder](const CommandContext& context) {
      return ExportTo(*folder, *file, context);
    };
  });
  CLI::App* form = inventory->add_subcommand("template", say(messages::kCommandInventoryTemplate));
  form->add_option("FILE", *file, say(messages::kInventoryFormArgument))->required();
  form->callback([file, &invocation] {
    invocation.run = [file](const CommandContext& context) { return MakeTemplate(*file, context); };
  });
}

}  // namespace disan
