#include "tests/pipeline/engine/small_world.h"

#include "formats/diagnostics/failure.h"

#include <algorithm>
#include <stdexcept>

namespace disan::engine::testing {

SmallWorld::SmallWorld(std::string site_folder, std::string out_folder)
    : site(std::move(site_folder)), out(std::move(out_folder)) {
  for (const std::string scene : {"san", "tien-duong"}) {
    PutSite("photos/" + scene + "/1.jpg", "photo one of " + scene);
    PutSite("photos/" + scene + "/2.jpg", "photo two of " + scene);
    steps.push_back(
        {.name = "align " + scene,
         .kind = "align",
         .inputs = {InputRef::FromSite("photo", "photos/" + scene + "/1.jpg"),
                    InputRef::FromSite("photo", "photos/" + scene + "/2.jpg")},
         .outputs = {{.role = "cameras", .path = "work/" + scene + ".json", .published = false}}});
    steps.push_back({.name = "compose " + scene,
                     .kind = "compose",
                     .options = R"({"scene":")" + scene + R"(","width":100})",
                     .inputs = {InputRef::FromStep("cameras", "align " + scene, "cameras"),
                                InputRef::FromSite("photo", "photos/" + scene + "/1.jpg")},
                     .outputs = {{.role = "panorama", .path = "masters/" + scene + ".jpg"}}});
    steps.push_back({.name = "tile " + scene,
                     .kind = "tile",
                     .inputs = {InputRef::FromStep("panorama", "compose " + scene, "panorama")},
                     .outputs = {{.role = "tiles", .path = "web/tiles/" + scene, .folder = true}}});
  }
  steps.push_back({.name = "tour",
                   .kind = "tour",
                   .inputs = {InputRef::FromStep("panorama", "compose san", "panorama"),
                              InputRef::FromStep("panorama", "compose tien-duong", "panorama")},
                   .outputs = {{.role = "tour", .path = "web/tour.json"},
                               {.role = "page", .path = "web/index.html"}}});
  disk.Advance(10'000'000'000);
}

Step& SmallWorld::StepNamed(const std::string& name) {
  return *std::find_if(
      steps.begin(), steps.end(), [&](const Step& step) { return step.name == name; });
}

void SmallWorld::PutSite(const std::string& path, const std::string& bytes) {
  const std::string full = site + "/" + path;
  disk.MakeFolder(full.substr(0, full.rfind('/')));
  disk.Write(full, bytes);
}

std::string SmallWorld::Collect(const StepRun& run) {
  std::string text = run.options() + "|";
  for (const std::string role : {"photo", "cameras", "panorama"}) {
    for (const TaskInput& input : run.Inputs(role)) {
      text += role + "=" + disk.Read(input.path) + "|";
    }
  }
  return text;
}

StepOutcome SmallWorld::Call(const StepRun& run) {
  {
    const std::lock_guard lock(mutex_);
    calls_.push_back(run.name());
  }
  run.execution().CheckCancelled();
  if (failing.count(run.name()) > 0) {
    throw Failure({.file = run.name(), .what = {"hỏng", "broken"}, .remedy = {"sửa", "mend"}});
  }
  const std::string kind = run.name().substr(0, run.name().find(' '));
  const std::string text = Collect(run);
  StepOutcome outcome{.facts_json = R"({"bytes":)" + std::to_string(text.size()) + "}"};
  if (kind == "align") {
    // Says only which photos there are, not what is in them beyond their first word.
    disk.Write(run.Output("cameras").string(), "cameras for " + text.substr(0, 12));
  } else if (kind == "compose") {
    disk.Write(run.Output("panorama").string(), "panorama of " + text);
    outcome.doubtful = text.find("blurred") != std::string::npos;
    if (outcome.doubtful) {
      outcome.diagnostics.push_back(
          {.severity = Severity::kWarning, .file = "1.jpg", .what = {"mờ", "blurred"}});
    }
  } else if (kind == "tile") {
    const std::string folder = run.Output("tiles").string();
    disk.MakeFolder(folder + "/0");
    disk.Write(folder + "/0/0.jpg", "left " + text);
    disk.Write(folder + "/0/1.jpg", "right " + text);
    disk.Write(folder + "/preview.jpg", "small " + text);
  } else {
    disk.Write(run.Output("tour").string(), "tour of " + text);
    disk.Write(run.Output("page").string(), "page");
  }
  return outcome;
}

KindRegistry SmallWorld::Kinds() {
  const auto call = [this](const StepRun& run) { return Call(run); };
  return KindRegistry({{"align", 1, call},
                       {"compose", compose_version, call},
                       {"tile", 1, call},
                       {"tour", 1, call}});
}

RunSummary SmallWorld::Run() {
  Status silent;
  return Run(silent);
}

RunSummary SmallWorld::Run(Status& status) {
  const KindRegistry kinds = Kinds();
  LocalExecutor executor(kinds);
  RunOptions with_executor = options;
  with_executor.executor = &executor;
  const Graph graph = ValueOrThrow(Graph::Build(steps, kinds));
  return engine::RunGraph(graph, {.site = site, .out = out}, with_executor, disk, status);
}

std::vector<std::string> SmallWorld::TakeCalls() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> taken = std::move(calls_);
  calls_.clear();
  std::sort(taken.begin(), taken.end());
  return taken;
}

namespace {
void ReadInto(Disk& disk,
              const std::string& folder,
              const std::string& prefix,
              std::map<std::string, std::string>& files) {
  for (const FolderEntry& entry : disk.List(folder)) {
    const std::string path = folder + "/" + entry.name;
    if (entry.type == FileType::kFile) {
      files[prefix + entry.name] = disk.Read(path);
    } else if (entry.name != ".disan") {
      ReadInto(disk, path, prefix + entry.name + "/", files);
    }
  }
}
}  // namespace

std::map<std::string, std::string> SmallWorld::Outputs() {
  std::map<std::string, std::string> files;
  ReadInto(disk, out, "", files);
  return files;
}

std::vector<std::string> SmallWorld::StoreObjects() {
  std::vector<std::string> names;
  for (const FolderEntry& entry : disk.List(out + "/.disan/store")) {
    names.push_back(entry.name);
  }
  return names;
}

const StepReport& ReportOf(const RunSummary& summary, const std::string& step) {
  for (const StepReport& report : summary.steps) {
    if (report.name == step) {
      return report;
    }
  }
  throw std::out_of_range(step);
}

StepState StateOf(const RunSummary& summary, const std::string& step) {
  return ReportOf(summary, step).state;
}

std::string Why(const RunSummary& summary, const std::string& step) {
  std::string all;
  for (const Text& text : ReportOf(summary, step).explanations) {
    all += (all.empty() ? "" : "; ") + text.en;
  }
  return all;
}

}  // namespace disan::engine::testing
