#include "formats/files/read_file.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/progress_messages.h"
#include "formats/language/unicode.h"
#include "formats/workbook/read_table.h"
#include "pipeline/cli/command.h"
#include "pipeline/inventory/inventory_file.h"
#include "pipeline/inventory/read_inventory.h"
#include "pipeline/progress/progress_report.h"
#include "pipeline/progress/site_progress.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;

struct ReportArguments {
  std::vector<std::string> outputs;
  std::string file;
  std::string inventory;
  std::string since;
  std::string deadline;
  std::string date;
  ReportOffice office;
  bool no_verify = false;
};

InventoryRelic RelicOf(const InventoryRow& row) {
  return {.id = row.id,
          .name = row.Get("name.vi"),
          .type = row.Get("type"),
          .rank = row.Get("rank"),
          .ward = row.Get("address.ward")};
}

// Rows with errors are relics all the same: an inventory does not shrink by being mistyped.
std::vector<InventoryRelic> ReadRelics(const std::string& file,
                                       std::vector<Diagnostic>& said,
                                       Language language) {
  std::vector<InventoryRelic> relics;
  if (file.empty()) {
    return relics;
  }
  const auto take = [&](const Inventory& inventory) {
    std::set<std::string> seen;
    for (const InventoryRow& row : inventory.rows) {
      if (!row.id.empty() && seen.insert(row.id).second) {
        relics.push_back(RelicOf(row));
      }
    }
  };
  if (fs::path(file).extension() == ".json") {
    for (const Inventory& inventory : ValueOrThrow(ReadInventoryBook(file))) {
      take(inventory);
    }
    return relics;
  }
  const InventoryReading reading =
      ReadInventory(ValueOrThrow(ReadTable(file)),
                    {.file = fs::path(file).filename().string(), .mapping = {}, .known_sites = {}});
  take(reading.inventory);
  for (const InventoryProblem& problem : reading.problems) {
    if (problem.said.severity == Severity::kError) {
      said.push_back(Located(problem, language));
    }
  }
  return relics;
}

std::vector<SiteProgress> ReadSites(const ReportArguments& arguments,
                                    const CommandContext& context,
                                    std::vector<Diagnostic>& said) {
  const ProgressOptions options{.verify = !arguments.no_verify, .check_cancelled = [&] {
                                  if (context.cancelled->load()) {
                                    throw Interrupted();
                                  }
                                }};
  std::vector<SiteProgress> sites;
  for (const std::string& named : arguments.outputs) {
    std::vector<fs::path> outputs = OutputsIn(named);
    if (outputs.empty()) {
      outputs.emplace_back(named);  // reading it says what it is not
    }
    for (const fs::path& output : outputs) {
      Result<SiteProgress> site = ReadSiteProgress(output, options);
      said.insert(said.end(), site.diagnostics.begin(), site.diagnostics.end());
      if (!site) {
        continue;
      }
      const auto twice = std::find_if(sites.begin(), sites.end(), [&](const SiteProgress& other) {
        return other.id == site->id;
      });
      if (twice != sites.end()) {
        said.push_back({.severity = Severity::kWarning,
                        .file = output.string(),
                        .what = Say(messages::kProgressTwice,
                                    fmt::arg("id", site->id),
                                    fmt::arg("kept", twice->output)),
                        .remedy = Say(messages::kProgressTwiceRemedy)});
      } else {
        sites.push_back(std::move(*site));
      }
    }
  }
  return sites;
}

fs::path FiguresOf(const fs::path& report) {
  return report.string() + ".json";
}

std::optional<Snapshot> ReadPrevious(const ReportArguments& arguments, const std::string& date) {
  fs::path file = arguments.since;
  if (!file.empty() && file.extension() != ".json") {
    file = FiguresOf(file);  // the report itself was named
  }
  std::error_code error;
  const bool beside = file.empty();
  if (beside) {
    file = FiguresOf(arguments.file);
    if (!fs::exists(file, error)) {
      return std::nullopt;
    }
  }
  const std::string text = ValueOrThrow(ReadFile(file, uint64_t{256} << 20));
  return ValueOrThrow(PreviousFrom(text, file.string(), date));
}

std::string BytesOf(const ProgressReport& report, const std::string& file, Language language) {
  const std::string extension = FoldForSearch(fs::path(file).extension().string());
  if (extension == ".xlsx") {
    return ValueOrThrow(WriteXlsx(ProgressWorkbook(report, language)));
  }
  if (extension == ".docx") {
    return ValueOrThrow(WriteDocx(ProgressDocument(report)));
  }
  return ProgressPage(report, language);
}

void CheckFormat(const std::string& file) {
  const std::string extension = FoldForSearch(fs::path(file).extension().string());
  if (extension != ".xlsx" && extension != ".docx" && extension != ".html") {
    throw Failure({.file = file,
                   .what = Say(messages::kProgressBadFormat, fmt::arg("extension", extension)),
                   .remedy = Say(messages::kProgressBadFormatRemedy)},
                  Exit::kUsage);
  }
}

ReportDay DayOf(const std::string& date) {
  if (date.empty()) {
    return Today();
  }
  Result<ReportDay> day = ParseReportDay(date);
  if (!day) {
    throw Failure(day.diagnostics, Exit::kUsage);
  }
  return *day;
}

Exit Report(const ReportArguments& arguments, const CommandContext& context) {
  CheckFormat(arguments.file);
  const ReportDay day = DayOf(arguments.date);
  ProgressReport report{.day = day,
                        .period = PeriodOf(day, arguments.deadline),
                        .inventory = {},
                        .tally = {},
                        .changes = {},
                        .office = arguments.office};
  report.inventory = fs::path(arguments.inventory).filename().string();
  report.previous = ReadPrevious(arguments, Iso(report.day));
  std::vector<Diagnostic> said;
  const std::vector<InventoryRelic> relics =
      ReadRelics(arguments.inventory, said, context.language);
  const std::vector<SiteProgress> sites = ReadSites(arguments, context, said);
  Show(said, context.language);
  if (sites.empty() && relics.empty()) {
    return Exit::kUnusableInput;
  }
  report.tally = CountProgress(sites, relics);
  const Snapshot now = SnapshotOf(report.tally, Iso(report.day));
  if (report.previous) {
    report.changes = ChangesBetween(*report.previous, now);
  }
  const std::string figures = SnapshotText(report.tally, now, report.previous);
  WriteFileOrThrow(
      arguments.file, BytesOf(report, arguments.file, context.language), Exit::kUnusableInput);
  WriteFileOrThrow(FiguresOf(arguments.file), figures, Exit::kUnusableInput);
  if (context.json) {
    std::fputs(figures.c_str(), stdout);
  }
  const GroupTally& all = report.tally.all;
  Tell(context,
       Say(messages::kProgressMade,
           fmt::arg("file", arguments.file),
           fmt::arg("complete", all.reached[static_cast<size_t>(Criterion::kComplete)]),
           fmt::arg("total", all.total),
           fmt::arg("recorded", all.reached[static_cast<size_t>(Criterion::kRecorded)])));
  return said.empty() ? Exit::kDone : Exit::kDoubtful;
}

}  // namespace

void AddReportCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  CLI::App* command = app.add_subcommand("report", say(messages::kCommandReport));
  const auto arguments = std::make_shared<ReportArguments>();
  command->add_option("OUT", arguments->outputs, say(messages::kReportOutputsArgument))->required();
  command->add_option("-o,--output", arguments->file, say(messages::kReportOptionFile))->required();
  command->add_option("--inventory", arguments->inventory, say(messages::kReportOptionInventory));
  command->add_option("--since", arguments->since, say(messages::kReportOptionSince));
  command->add_option("--deadline", arguments->deadline, say(messages::kReportOptionDeadline))
      ->check(CLI::IsMember({"12-06", "25-10", "12-11"}));
  command->add_option("--date", arguments->date, say(messages::kReportOptionDate));
  command->add_option("--agency", arguments->office.agency, say(messages::kReportOptionAgency));
  command->add_option(
      "--superior", arguments->office.superior, say(messages::kReportOptionSuperior));
  command->add_option("--place", arguments->office.place, say(messages::kReportOptionPlace));
  command->add_flag("--no-verify", arguments->no_verify, say(messages::kReportOptionNoVerify));
  command->callback([arguments, &invocation] {
    invocation.run = [arguments](const CommandContext& context) {
      return Report(*arguments, context);
    };
  });
}

}  // namespace disan
