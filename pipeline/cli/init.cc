#include "formats/language/cli_messages.h"
#include "formats/language/session_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/cli/text_table.h"
#include "pipeline/session/take_in.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

const Message& KindWord(GroupKind kind) {
  switch (kind) {
    case GroupKind::kScenePhotos:
      return messages::kGroupScenePhotos;
    case GroupKind::kScenePanorama:
      return messages::kGroupPanorama;
    case GroupKind::kSceneDualFisheye:
      return messages::kGroupFisheye;
    case GroupKind::kObjectPhotos:
      return messages::kGroupObjectPhotos;
    case GroupKind::kObjectScans:
      return messages::kGroupScans;
    case GroupKind::kLoose:
      return messages::kGroupLoose;
    case GroupKind::kOther:
      break;
  }
  return messages::kGroupOther;
}

const char* KindKey(GroupKind kind) {
  constexpr const char* kKeys[] = {
      "photos", "panorama", "dual_fisheye", "object_photos", "scans", "loose", "other"};
  return kKeys[static_cast<size_t>(kind)];
}

void PrintJson(const TakeInReport& report) {
  nlohmann::ordered_json json{{"site_created", report.site_created},
                              {"copied", report.copied},
                              {"bytes", report.bytes},
                              {"duplicates", report.duplicates},
                              {"open_questions", report.open_questions},
                              {"groups", nlohmann::json::array()},
                              {"problems", nlohmann::json::array()}};
  for (const TakenGroup& group : report.groups) {
    json["groups"].push_back({{"kind", KindKey(group.kind)},
                              {"session", group.session},
                              {"id", group.id},
                              {"files", group.files},
                              {"brackets", group.brackets}});
  }
  for (const Diagnostic& problem : report.diagnostics) {
    json["problems"].push_back({{"file", problem.file},
                                {"line", problem.line},
                                {"what", {{"vi", problem.what.vi}, {"en", problem.what.en}}}});
  }
  std::puts(json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void PrintGroups(const TakeInReport& report, Language language) {
  TextTable table;
  for (const Message* heading : {&messages::kInitColumnSession,
                                 &messages::kInitColumnId,
                                 &messages::kInitColumnWhat,
                                 &messages::kInitColumnFiles}) {
    table.heading.push_back(Say(*heading).In(language));
  }
  for (const TakenGroup& group : report.groups) {
    std::string what = Say(KindWord(group.kind)).In(language);
    if (group.brackets > 1) {
      what += ", " + Say(messages::kGroupBrackets, fmt::arg("count", group.brackets)).In(language);
    }
    table.rows.push_back({group.session,
                          group.id.empty() ? "–" : group.id,
                          std::move(what),
                          std::to_string(group.files)});
  }
  std::fputs(Rendered(table, TerminalWidth()).c_str(), stdout);
}

// Twins of an earlier import are many and alike: a few are named, all are counted.
void ShowProblems(const TakeInReport& report, Language language) {
  constexpr size_t kNamed = 5;
  std::vector<Diagnostic> shown;
  size_t twins = 0;
  for (const Diagnostic& diagnostic : report.diagnostics) {
    if (diagnostic.severity != Severity::kInfo || ++twins <= kNamed) {
      shown.push_back(diagnostic);
    }
  }
  Show(shown, language);
}

Exit Init(const TakeInOptions& options, const CommandContext& context) {
  TakeInReport report;
  {
    const Execution execution = ExecutionWithProgress(context, Say(messages::kInitProgress));
    report = ValueOrThrow(TakeIn(options, execution));
  }
  const bool doubtful =
      std::any_of(report.diagnostics.begin(), report.diagnostics.end(), [](const Diagnostic& d) {
        return d.severity != Severity::kInfo;
      });
  if (!context.quiet) {
    ShowProblems(report, context.language);
  }
  if (context.json) {
    PrintJson(report);
    return doubtful ? Exit::kDoubtful : Exit::kDone;
  }
  if (!context.quiet && !report.groups.empty()) {
    PrintGroups(report, context.language);
  }
  const std::string site = options.site.string();
  if (report.site_created) {
    Tell(context, Say(messages::kInitCreated, fmt::arg("site", site)));
  }
  if (!options.folders.empty()) {
    Tell(context,
         options.in_place ? Say(messages::kInitLeft, fmt::arg("groups", report.groups.size()))
                          : Say(messages::kInitCopied,
                                fmt::arg("files", report.copied),
                                fmt::arg("megabytes", (report.bytes + 999'999) / 1'000'000),
                                fmt::arg("duplicates", report.duplicates)));
  }
  if (report.open_questions > 0) {
    Tell(context, Say(messages::kInitQuestions, fmt::arg("count", report.open_questions)));
  }
  Tell(context, Say(messages::kInitNext, fmt::arg("site", site)));
  return doubtful ? Exit::kDoubtful : Exit::kDone;
}

}  // namespace

void AddInitCommand(CLI::App& app, Invocation& invocation, Language language) {
  CLI::App* command = app.add_subcommand("init", Say(messages::kCommandInit).In(language));
  const auto site = std::make_shared<std::string>();
  const auto folders = std::make_shared<std::vector<std::string>>();
  const auto in_place = std::make_shared<bool>(false);
  command->add_option("SITE", *site, Say(messages::kInitSiteArgument).In(language))->required();
  command->add_option("FOLDER", *folders, Say(messages::kInitFolderArgument).In(language));
  command->add_flag("--in-place", *in_place, Say(messages::kInitInPlaceOption).In(language));
  command->callback([site, folders, in_place, &invocation] {
    invocation.run = [site, folders, in_place](const CommandContext& context) {
      return Init(
          {.site = *site, .folders = {folders->begin(), folders->end()}, .in_place = *in_place},
          context);
    };
  });
}

}  // namespace disan
