#include "pipeline/check/check.h"

#include "formats/language/cli_messages.h"
#include "formats/language/session_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/cli/text_table.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

const Message& LevelWord(Severity severity) {
  return severity == Severity::kError     ? messages::kCheckLevelError
         : severity == Severity::kWarning ? messages::kCheckLevelWarning
                                          : messages::kCheckLevelInfo;
}

const char* LevelKey(Severity severity) {
  return severity == Severity::kError     ? "error"
         : severity == Severity::kWarning ? "warning"
                                          : "info";
}

nlohmann::ordered_json Both(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

void PrintJson(const CheckReport& report) {
  nlohmann::ordered_json json{{"usable", !report.unusable},
                              {"scenes", report.scenes},
                              {"objects", report.objects},
                              {"photos", report.photos},
                              {"scans", report.scans},
                              {"rows", nlohmann::json::array()}};
  for (const Diagnostic& row : report.rows) {
    json["rows"].push_back({{"severity", LevelKey(row.severity)},
                            {"file", row.file},
                            {"line", row.line},
                            {"what", Both(row.what)},
                            {"remedy", Both(row.remedy)}});
  }
  std::puts(json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

std::string PlaceOf(const Diagnostic& row) {
  return row.line > 0 ? fmt::format("{}:{}", row.file, row.line) : row.file;
}

void PrintTable(const CheckReport& report, const CommandContext& context) {
  TextTable table;
  for (const Message* heading : {&messages::kCheckColumnLevel,
                                 &messages::kCheckColumnPlace,
                                 &messages::kCheckColumnWhat,
                                 &messages::kCheckColumnRemedy}) {
    table.heading.push_back(Say(*heading).In(context.language));
  }
  for (const Diagnostic& row : report.rows) {
    if (context.quiet && row.severity != Severity::kError) {
      continue;
    }
    table.rows.push_back({Say(LevelWord(row.severity)).In(context.language),
                          PlaceOf(row),
                          row.what.In(context.language),
                          row.remedy.In(context.language)});
  }
  if (!table.rows.empty()) {
    std::fputs(Rendered(table, TerminalWidth()).c_str(), stdout);
  }
}

// What ReadSiteFolder says when there is no site at all goes to standard error, as elsewhere.
Exit Check(const std::string& site, const CommandContext& context) {
  Result<SiteFolder> folder = ReadSiteFolder(site);
  CheckReport report;
  if (!folder) {
    report.rows = folder.diagnostics;
    report.unusable = true;
  } else {
    const Execution execution = ExecutionWithProgress(context, Say(messages::kCheckProgress));
    report = CheckSite(*folder, folder.diagnostics, execution);
  }
  if (context.json) {
    PrintJson(report);
  } else if (!folder) {
    Show(report.rows, context.language);
  } else {
    PrintTable(report, context);
  }
  const auto doubts =
      std::count_if(report.rows.begin(), report.rows.end(), [](const Diagnostic& d) {
        return d.severity != Severity::kInfo;
      });
  if (folder) {
    Tell(context,
         Say(doubts == 0 ? messages::kCheckClean : messages::kCheckSummary,
             fmt::arg("scenes", report.scenes),
             fmt::arg("objects", report.objects),
             fmt::arg("photos", report.photos),
             fmt::arg("scans", report.scans),
             fmt::arg("doubts", doubts)));
  }
  return report.unusable ? Exit::kUnusableInput : doubts > 0 ? Exit::kDoubtful : Exit::kDone;
}

}  // namespace

void AddCheckCommand(CLI::App& app, Invocation& invocation, Language language) {
  CLI::App* command = app.add_subcommand("check", Say(messages::kCommandCheck).In(language));
  const auto site = std::make_shared<std::string>();
  command->add_option("SITE", *site, Say(messages::kCheckSiteArgument).In(language))->required();
  command->callback([site, &invocation] {
    invocation.run = [site](const CommandContext& context) { return Check(*site, context); };
  });
}

}  // namespace disan
