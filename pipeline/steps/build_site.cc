#include "pipeline/steps/build_site.h"

#include "formats/archive/manifest.h"
#include "formats/archive/verify.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/sha256.h"
#include "formats/files/write_or_throw.h"
#include "formats/language/cli_messages.h"
#include "pipeline/engine/graph.h"
#include "pipeline/engine/real_disk.h"
#include "pipeline/export/output_folder.h"
#include "pipeline/report/build_report.h"
#include "pipeline/steps/program.h"
#include "pipeline/steps/registry.h"
#include "pipeline/steps/site_plan.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using engine::StepReport;
using engine::StepState;
using OrderedJson = nlohmann::ordered_json;

constexpr char kTimesScript[] = ".disan/times.js";
constexpr char kReport[] = "report.html";

using ReportsByName = std::map<std::string, const StepReport*>;

ReportsByName ByName(const engine::RunSummary& summary) {
  ReportsByName by_name;
  for (const StepReport& step : summary.steps) {
    by_name[step.name] = &step;
  }
  return by_name;
}

// The "figures" that a step left: [[vi, en, value], ...].
std::vector<ReportFigure> FiguresOf(const StepReport& step) {
  std::vector<ReportFigure> figures;
  const OrderedJson facts = OrderedJson::parse(step.outcome.facts_json, nullptr, false);
  if (facts.is_object() && facts.contains("figures")) {
    for (const OrderedJson& figure : facts["figures"]) {
      figures.push_back({{figure.at(0), figure.at(1)}, figure.at(2)});
    }
  }
  return figures;
}

ReportState Worse(ReportState a, ReportState b) {
  const auto weight = [](ReportState state) {
    switch (state) {
      case ReportState::kDone:
        return 0;
      case ReportState::kDoubtful:
        return 1;
      case ReportState::kSkipped:
        return 2;
      case ReportState::kFailed:
        break;
    }
    return 3;
  };
  return weight(a) >= weight(b) ? a : b;
}

ReportState StateOf(const StepReport& step) {
  switch (step.state) {
    case StepState::kFailed:
      return ReportState::kFailed;
    case StepState::kSkipped:
    case StepState::kInterrupted:
      return ReportState::kSkipped;
    default:
      return step.outcome.doubtful ? ReportState::kDoubtful : ReportState::kDone;
  }
}

ReportItem ItemOf(const PlannedItem& planned, const ReportsByName& steps, const fs::path& out) {
  ReportItem item{.id = planned.id,
                  .name = planned.name,
                  .kind = planned.kind,
                  .diagnostics = planned.diagnostics,
                  .steps = planned.steps};
  if (planned.steps.empty()) {
    item.state = ReportState::kSkipped;
  }
  for (const std::string& name : planned.steps) {
    const StepReport& step = *steps.at(name);
    item.state = Worse(item.state, StateOf(step));
    item.diagnostics.insert(
        item.diagnostics.end(), step.outcome.diagnostics.begin(), step.outcome.diagnostics.end());
    const std::vector<ReportFigure> figures = FiguresOf(step);
    item.figures.insert(item.figures.end(), figures.begin(), figures.end());
  }
  if (fs::exists(out / planned.picture) && !planned.picture.empty()) {
    item.picture = planned.picture;
    item.link = planned.link;
  }
  if (!planned.turntable.empty() && fs::is_directory(out / planned.turntable)) {
    item.turntable = steps::FilesIn(out / planned.turntable, planned.turntable + "/");
  }
  if (fs::exists(out / planned.deviation_map) && !planned.deviation_map.empty()) {
    item.deviation_map = planned.deviation_map;
  }
  return item;
}

BuildReport ReportOf(const SiteFolder& folder,
                     const std::vector<Diagnostic>& said,
                     const SitePlan& plan,
                     const engine::RunSummary& summary,
                     const fs::path& out) {
  const ReportsByName steps = ByName(summary);
  BuildReport report{.site_id = folder.site.id,
                     .site_name = folder.site.name.text,
                     .diagnostics = said,
                     .made_by = ProgramName(),
                     .tour = fs::exists(out / "web/index.html") ? "web/index.html" : "",
                     .times_script = kTimesScript};
  report.diagnostics.insert(
      report.diagnostics.end(), summary.diagnostics.begin(), summary.diagnostics.end());
  std::map<std::string, bool> owned;
  for (const PlannedItem& planned : plan.items) {
    report.items.push_back(ItemOf(planned, steps, out));
    for (const std::string& step : planned.steps) {
      owned[step] = true;
    }
  }
  // Steps that belong to the site as a whole have only words.
  for (const StepReport& step : summary.steps) {
    if (!owned[step.name]) {
      report.diagnostics.insert(report.diagnostics.end(),
                                step.outcome.diagnostics.begin(),
                                step.outcome.diagnostics.end());
    }
  }
  return report;
}

std::string TimesScript(const engine::RunSummary& summary) {
  std::map<std::string, StepTime> times;
  for (const StepReport& step : summary.steps) {
    times[step.name] = {step.seconds, step.peak_memory_bytes >> 20};
  }
  return RenderTimesScript(times);
}

void WriteReport(const BuildReport& report,
                 const engine::RunSummary& summary,
                 const fs::path& out) {
  WriteFileOrThrow(out / kTimesScript, TimesScript(summary));
  WriteFileOrThrow(out / kReport, RenderBuildReport(report));
}

}  // namespace

BuildResult BuildSite(const SiteFolder& folder,
                      const std::vector<Diagnostic>& said,
                      const BuildOptions& options,
                      engine::Status& status) {
  const SitePlan plan = PlanSite(folder,
                                 {.made_by = ProgramName(),
                                  .viewer_digest = ViewerDigest(),
                                  .viewer_entries = ViewerEntries()});
  if (plan.items.empty()) {
    const std::string name = folder.root.string();
    throw Failure({.file = name,
                   .what = Say(messages::kBuildNothing, fmt::arg("folder", name)),
                   .remedy = Say(messages::kBuildNothingRemedy, fmt::arg("folder", name))});
  }
  const engine::Graph graph = ValueOrThrow(engine::Graph::Build(plan.steps, AllKinds()));
  engine::RealDisk disk;
  BuildResult result;
  result.summary = engine::RunGraph(graph,
                                    {.site = folder.root.string(), .out = options.out.string()},
                                    {.executor = options.executor,
                                     .threads = options.threads,
                                     .memory_bytes = options.memory_bytes,
                                     .only = options.only,
                                     .dry_run = options.dry_run,
                                     .cancelled = options.cancelled},
                                    disk,
                                    status);
  if (!options.dry_run && !result.summary.interrupted) {
    WriteReport(
        ReportOf(folder, said, plan, result.summary, options.out), result.summary, options.out);
    result.report = options.out / kReport;
    WriteFileOrThrow(options.out / kSiteNote, SiteNote(folder.root, options.out));
  }
  return result;
}

}  // namespace disan
