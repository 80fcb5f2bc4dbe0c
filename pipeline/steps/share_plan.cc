#include "pipeline/steps/share_plan.h"

#include "formats/language/tour_messages.h"
#include "pipeline/engine/json_values.h"
#include "pipeline/tour/tour_draft.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using engine::InputRef;
using engine::Step;
using Json = nlohmann::json;  // sorted keys: canonical

constexpr uint64_t kMemory = uint64_t{160} << 20;
constexpr size_t kMostCandidates = 4;  // for the site's own picture

// Where a picture of an item comes from.
struct Source {
  std::string step;
  std::string output;
  Json metadata;
  double yaw_deg = 0;
  double pitch_deg = 0;
};

class SharePlanner {
 public:
  SharePlanner(const SiteFolder& folder, SitePlan& plan) : folder_(folder), plan_(plan) {}

  void Plan() {
    for (const CurrentScene& current : CurrentScenes(folder_)) {
      if (!current.scene->sensitive) {
        AddScene(*current.scene);
      }
    }
    for (const CurrentObject& current : CurrentObjects(folder_)) {
      if (!current.object->sensitive) {
        AddObject(*current.object);
      }
    }
    AddSite();
    plan_.steps.push_back({.name = "short addresses",
                           .kind = "short-addresses",
                           .options = "{}",
                           .title = Say(messages::kStepShortAddresses),
                           .inputs = {InputRef::FromStep("tour", "tour", "tour")},
                           .outputs = {{.role = "pages", .path = "web/q", .folder = true}}});
  }

 private:
  bool Find(const std::string& step, const char* output, Source& source) const {
    const auto found = std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& known) {
      return known.name == step;
    });
    if (found == plan_.steps.end()) {
      return false;
    }
    source = {.step = step, .output = output, .metadata = Json::parse(found->options)["metadata"]};
    return true;
  }

  void AddScene(const Scene& scene) {
    Source source;
    if (!Find("tile " + scene.id, "scene", source)) {
      return;
    }
    const TourScene* told = folder_.tour ? folder_.tour->Find(scene.id) : nullptr;
    if (told != nullptr && told->view) {
      source.yaw_deg = NormalizedDegrees(told->view->yaw_deg);
      source.pitch_deg = std::clamp(told->view->pitch_deg, -60.0, 60.0);
    }
    const bool starts = folder_.tour && folder_.tour->start == scene.id;
    candidates_.insert(starts ? candidates_.begin() : candidates_.end(), source);
    AddItem("share scene " + scene.id, "web/social/scenes/" + scene.id, scene.name.text, source);
    Own(scene.id);
  }

  void AddObject(const Object& object) {
    Source source;
    if (!Find("model " + object.id, "poster", source) &&
        !Find("photos " + object.id, "photos", source)) {
      return;
    }
    candidates_.push_back(source);
    AddItem(
        "share object " + object.id, "web/social/objects/" + object.id, object.name.text, source);
    Own(object.id);
  }

  // The step just added belongs to the item.
  void Own(const std::string& id) {
    for (PlannedItem& item : plan_.items) {
      if (item.id == id) {
        item.steps.push_back(plan_.steps.back().name);
      }
    }
  }

  Json OptionsOf(const Text& name, const Text& place, const Source& source) const {
    return {{"metadata", source.metadata},
            {"name", engine::ToJson(name)},
            {"place", engine::ToJson(place)},
            {"yaw_deg", source.yaw_deg},
            {"pitch_deg", source.pitch_deg}};
  }

  void AddItem(const std::string& step,
               const std::string& path,
               const Text& name,
               const Source& source) {
    plan_.steps.push_back({.name = step,
                           .kind = "share",
                           .options = OptionsOf(name, folder_.site.name.text, source).dump(),
                           .title = SayAbout(messages::kStepSocial, "name", name),
                           .inputs = {InputRef::FromStep("picture", source.step, source.output)},
                           .outputs = {{.role = "picture", .path = path + ".jpg"}},
                           .memory_bytes = kMemory});
  }

  // From the scene where the tour starts, or whatever else there is.
  void AddSite() {
    if (candidates_.empty()) {
      return;
    }
    Step step{.name = "share site",
              .kind = "share",
              .options = OptionsOf(folder_.site.name.text, {}, candidates_.front()).dump(),
              .title = Say(messages::kStepSocialSite),
              .outputs = {{.role = "picture", .path = "web/social/site.jpg"}},
              .memory_bytes = kMemory};
    for (size_t i = 0; i < std::min(candidates_.size(), kMostCandidates); ++i) {
      step.inputs.push_back(
          InputRef::FromStep("picture", candidates_[i].step, candidates_[i].output));
      step.inputs.back().optional = true;
    }
    plan_.steps.push_back(std::move(step));
  }

  const SiteFolder& folder_;
  SitePlan& plan_;
  std::vector<Source> candidates_;
};

}  // namespace

void PlanShares(const SiteFolder& folder, SitePlan& plan) {
  SharePlanner(folder, plan).Plan();
}

}  // namespace disan
