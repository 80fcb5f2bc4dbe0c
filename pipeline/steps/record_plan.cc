#include "pipeline/steps/record_plan.h"

#include "formats/language/record_messages.h"
#include "pipeline/record/draft_record.h"
#include "pipeline/steps/outcome_file.h"
#include "pipeline/steps/registry.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using engine::InputRef;
using engine::OutputRef;
using engine::Step;
using Json = nlohmann::json;  // sorted keys: canonical

// What to describe in one step: the sources of an item, of an earlier capture of it, or of the
// site.
struct Sources {
  std::string name;  // of the step
  std::string session;
  std::string item;
  std::string process;  // the step that works with them; empty for an earlier capture
  std::set<std::string> paths;
};

class RecordPlanner {
 public:
  RecordPlanner(const SiteFolder& folder, const PlanOptions& options, SitePlan& plan)
      : folder_(folder), options_(options), plan_(plan) {}

  void Plan() {
    for (const PlannedItem& item : plan_.items) {
      for (const std::string& step : item.steps) {
        item_of_[step] = item.id;
      }
    }
    for (const CurrentScene& current : CurrentScenes(folder_)) {
      AddScene(current);
    }
    for (const CurrentObject& current : CurrentObjects(folder_)) {
      AddObject(current);
    }
    AddSiteFiles();
    AddEarlier();
    Step record = RecordStep();
    for (Step& step : plan_.steps) {
      step.outputs.push_back(steps::OutcomeOutput(step.name));
    }
    for (Sources& sources : sources_) {
      record.inputs.push_back(InputRef::FromStep("facts", sources.name, "facts"));
      record.inputs.back().optional = true;
      plan_.steps.push_back(DescribeStep(sources));
    }
    plan_.steps.push_back(std::move(record));
  }

 private:
  std::string InSite(const fs::path& file) const {
    return file.lexically_relative(folder_.root).string();
  }

  const Step* Find(const std::string& name) const {
    const auto found = std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) {
      return step.name == name;
    });
    return found == plan_.steps.end() ? nullptr : &*found;
  }

  void AddFiles(std::set<std::string>& paths, const std::vector<fs::path>& files) const {
    for (const fs::path& file : files) {
      AddFile(paths, InSite(file));
    }
  }

  void AddFile(std::set<std::string>& paths, const std::string& path) const {
    std::error_code error;
    if (fs::is_regular_file(folder_.root / path, error)) {
      paths.insert(path);
    }
  }

  // What the steps of an item read, with what lies beside it.
  void AddInputs(std::set<std::string>& paths, const std::vector<std::string>& steps) const {
    for (const std::string& name : steps) {
      if (const Step* step = Find(name)) {
        for (const InputRef& input : step->inputs) {
          if (!input.site_path.empty()) {
            AddFile(paths, input.site_path);
          }
        }
      }
    }
  }

  void Keep(Sources sources) {
    if (!sources.paths.empty()) {
      sources_.push_back(std::move(sources));
    }
  }

  void AddScene(const CurrentScene& current) {
    const std::string& id = current.scene->id;
    Sources sources{.name = "describe scene " + id, .session = current.session->folder, .item = id};
    for (const char* process : {"stitch ", "check "}) {
      sources.process = Find(process + id) != nullptr ? process + id : sources.process;
    }
    AddFiles(sources.paths, current.scene->photo_files);
    AddFiles(sources.paths, current.scene->raw_companions);
    AddInputs(sources.paths, {sources.process});
    Keep(std::move(sources));
  }

  void AddObject(const CurrentObject& current) {
    const std::string& id = current.object->id;
    Sources sources{
        .name = "describe object " + id, .session = current.session->folder, .item = id};
    for (const char* process : {"photos ", "model "}) {
      sources.process = Find(process + id) != nullptr ? process + id : sources.process;
    }
    AddFiles(sources.paths, current.object->scan_files);
    AddFiles(sources.paths, current.object->photo_files);
    AddFiles(sources.paths, current.object->raw_companions);
    AddInputs(sources.paths, {"model " + id, "photos " + id});
    Keep(std::move(sources));
  }

  void AddSiteFiles() {
    Sources sources{.name = "describe site"};
    AddFile(sources.paths, "site.yaml");
    AddFile(sources.paths, "tour.yaml");
    for (const Session& session : folder_.sessions) {
      AddFile(sources.paths, session.file);
    }
    if (folder_.site.decision.document.exists) {
      AddFile(sources.paths, InSite(folder_.site.decision.document.resolved));
    }
    for (const Zone& zone : folder_.site.zones) {
      if (zone.boundary.exists) {
        AddFile(sources.paths, InSite(zone.boundary.resolved));
      }
    }
    for (const Step& step : plan_.steps) {
      if (step.kind == "media") {
        AddInputs(sources.paths, {step.name});
      }
    }
    Keep(std::move(sources));
  }

  // Captures that a later session replaced stay in the record, as they stay in the archive.
  void AddEarlier() {
    for (const Session& session : folder_.sessions) {
      for (const Scene& scene : session.scenes) {
        Sources earlier{.name = "describe scene " + scene.id + " " + session.folder,
                        .session = session.folder,
                        .item = scene.id};
        AddFiles(earlier.paths, scene.photo_files);
        AddFiles(earlier.paths, scene.raw_companions);
        KeepUnlessCurrent(std::move(earlier), "describe scene " + scene.id);
      }
      for (const Object& object : session.objects) {
        Sources earlier{.name = "describe object " + object.id + " " + session.folder,
                        .session = session.folder,
                        .item = object.id};
        AddFiles(earlier.paths, object.scan_files);
        AddFiles(earlier.paths, object.photo_files);
        AddFiles(earlier.paths, object.raw_companions);
        KeepUnlessCurrent(std::move(earlier), "describe object " + object.id);
      }
    }
  }

  void KeepUnlessCurrent(Sources sources, const std::string& current_name) {
    const bool current = std::any_of(sources_.begin(), sources_.end(), [&](const Sources& known) {
      return known.name == current_name && known.session == sources.session;
    });
    if (!current) {
      Keep(std::move(sources));
    }
  }

  static Step DescribeStep(const Sources& sources) {
    Json options{{"session", sources.session},
                 {"item", sources.item},
                 {"process", sources.process},
                 {"paths", sources.paths}};
    Step step{.name = sources.name,
              .kind = "describe",
              .options = options.dump(),
              .title = sources.item.empty()
                           ? Say(messages::kStepDescribeSite)
                           : Say(messages::kStepDescribe, fmt::arg("name", sources.item)),
              .outputs = {{.role = "facts",
                           .path = "facts/" + sources.name + ".json",
                           .published = false}},
              .threads = 64};
    for (const std::string& path : sources.paths) {
      step.inputs.push_back(InputRef::FromSite("file", path));
    }
    return step;
  }

  // The files a step's outputs go back to: people's own, or other steps' outputs.
  std::vector<std::string> SourcesOf(const Step& step) const {
    std::set<std::string> paths;
    for (const InputRef& input : step.inputs) {
      if (!input.site_path.empty()) {
        paths.insert(input.site_path);
      } else if (const Step* maker = Find(input.step)) {
        for (const OutputRef& output : maker->outputs) {
          if (output.role == input.output && output.published) {
            paths.insert(output.path + (output.folder ? "/" : ""));
          }
        }
      }
    }
    return {paths.begin(), paths.end()};
  }

  // What a step was asked to do, without what the record says itself.
  static Json LastingOptions(const Step& step) {
    Json options = Json::parse(step.options);
    for (const char* key : {"metadata", "draft", "entries", "made_by"}) {
      options.erase(key);
    }
    return options;
  }

  Step RecordStep() {
    Json made = Json::array();
    Json processes = Json::array();
    Step record{.name = "record",
                .kind = "record",
                .title = Say(messages::kStepRecord),
                .outputs = {{.role = "record", .path = "record/record.json"},
                            {.role = "provenance", .path = "record/provenance.jsonld"},
                            {.role = "checksums", .path = "record/checksums-sha256.txt"}},
                .memory_bytes = uint64_t{64} << 20,
                .threads = 64};
    for (const Step& step : plan_.steps) {
      processes.push_back({{"id", step.name},
                           {"kind", step.kind},
                           {"version", AllKinds().Find(step.kind)->version},
                           {"options", LastingOptions(step)}});
      record.inputs.push_back({.role = "outcome " + step.name,
                               .step = step.name,
                               .output = steps::kOutcomeRole,
                               .optional = true});
      for (const OutputRef& output : step.outputs) {
        if (!output.published) {
          continue;
        }
        made.push_back({{"path", output.path},
                        {"item", item_of_[step.name]},
                        {"process", step.name},
                        {"derived_from", SourcesOf(step)}});
        record.inputs.push_back({.role = "made " + output.path,
                                 .step = step.name,
                                 .output = output.role,
                                 .optional = true});
      }
    }
    record.options = Json{{"draft", canonical::WriteRecord(DraftRecord(folder_))},
                          {"made", std::move(made)},
                          {"processes", std::move(processes)},
                          {"made_by", options_.made_by}}
                         .dump();
    return record;
  }

  const SiteFolder& folder_;
  const PlanOptions& options_;
  SitePlan& plan_;
  std::map<std::string, std::string> item_of_;
  std::vector<Sources> sources_;
};

}  // namespace

void PlanRecord(const SiteFolder& folder, const PlanOptions& options, SitePlan& plan) {
  RecordPlanner(folder, options, plan).Plan();
}

}  // namespace disan
