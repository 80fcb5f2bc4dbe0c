#include "formats/language/files_messages.h"
#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/blur_regions.h"
#include "formats/record/photo_names.h"
#include "formats/record/site.h"
#include "formats/record/validate.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

template <typename Current, typename Item>
std::vector<Current> Latest(const SiteFolder& folder,
                            std::vector<Item> Session::*items,
                            const Item* Current::*item) {
  std::vector<Current> current;
  for (const Session& session : folder.sessions) {
    for (const Item& candidate : session.*items) {
      const auto known = std::find_if(current.begin(), current.end(), [&](const Current& c) {
        return (c.*item)->id == candidate.id;
      });
      if (known == current.end()) {
        Current added;
        added.session = &session;
        added.*item = &candidate;
        current.push_back(std::move(added));
      } else if (known->session != &session) {
        known->earlier.push_back(known->session);
        known->session = &session;
        (*known).*item = &candidate;
      }
    }
  }
  return current;
}

// Adds what only several files together can say.
class CrossChecker {
 public:
  CrossChecker(const SiteFolder& folder, std::vector<Diagnostic>& said)
      : folder_(folder), said_(said) {
    for (const CurrentScene& current : CurrentScenes(folder)) {
      scenes_.push_back(current.scene->id);
    }
    for (const CurrentObject& current : CurrentObjects(folder)) {
      objects_.push_back(current.object->id);
    }
  }

  void Run() {
    for (const Session& session : folder_.sessions) {
      for (const Object& object : session.objects) {
        Reference(object.scene, scenes_, kScene, {session.file, object.written.LineOf("scene")});
        Reference(
            object.part_of, objects_, kObject, {session.file, object.written.LineOf("part_of")});
      }
    }
    CheckCycles();
    if (folder_.tour) {
      CheckTour(*folder_.tour);
    }
  }

 private:
  struct Spot {
    std::string file;
    int line;
  };
  static inline const Text kScene{"điểm chụp", "scene"};
  static inline const Text kObject{"hiện vật", "object"};

  void Reference(const std::string& id,
                 const std::vector<std::string>& known,
                 const Text& what,
                 const Spot& spot) {
    if (id.empty() || std::find(known.begin(), known.end(), id) != known.end()) {
      return;
    }
    const auto said = [&](const std::string& word) {
      return Say(messages::kReferenceMissing, fmt::arg("what", word), fmt::arg("id", id));
    };
    const std::string nearest = NearestWord(id, known);
    said_.push_back(
        {.file = spot.file,
         .line = spot.line,
         .what = {said(what.vi).vi, said(what.en).en},
         .remedy = !nearest.empty() ? Say(messages::kRecordDidYouMean, fmt::arg("nearest", nearest))
                   : known.empty()
                       ? Say(messages::kReferenceNone)
                       : Say(messages::kReferenceMissingRemedy,
                             fmt::arg("ids", fmt::format("{}", fmt::join(known, ", "))))});
  }

  void CheckCycles() {
    std::map<std::string, const CurrentObject*> by_id;
    const std::vector<CurrentObject> objects = CurrentObjects(folder_);
    for (const CurrentObject& current : objects) {
      by_id[current.object->id] = &current;
    }
    for (const CurrentObject& current : objects) {
      std::set<std::string> visited;
      std::string at = current.object->part_of;
      while (!at.empty() && at != current.object->id && visited.insert(at).second) {
        const auto next = by_id.find(at);
        at = next == by_id.end() ? std::string() : next->second->object->part_of;
      }
      if (at == current.object->id && !at.empty()) {
        said_.push_back({.file = current.session->file,
                         .line = current.object->written.LineOf("part_of"),
                         .what = Say(messages::kPartOfItself, fmt::arg("id", at)),
                         .remedy = Say(messages::kPartOfItselfRemedy)});
      }
    }
  }

  void CheckTour(const Tour& tour) {
    const std::string file = "tour.yaml";
    Reference(tour.start, scenes_, kScene, {file, tour.written.LineOf("start")});
    for (const TourScene& scene : tour.scenes) {
      Reference(scene.scene, scenes_, kScene, {file, scene.written.line});
      CheckBlur(scene, file);
      for (const Link& link : scene.links) {
        Reference(link.to, scenes_, kScene, {file, link.written.LineOf("to")});
      }
      for (const Hotspot& hotspot : scene.hotspots) {
        Reference(hotspot.object, objects_, kObject, {file, hotspot.written.LineOf("object")});
      }
    }
    for (const TourObject& object : tour.objects) {
      Reference(object.object, objects_, kObject, {file, object.written.line});
    }
    for (const Stop& stop : tour.stops) {
      Reference(stop.scene, scenes_, kScene, {file, stop.written.LineOf("scene")});
    }
  }

  void CheckBlur(const TourScene& told, const std::string& file) {
    for (const CurrentScene& current : CurrentScenes(folder_)) {
      if (current.scene->id == told.scene) {
        CheckBlurRegions(told.blur, BlurPlaceOf(*current.scene), file, said_);
      }
    }
  }

  const SiteFolder& folder_;
  std::vector<Diagnostic>& said_;
  std::vector<std::string> scenes_;
  std::vector<std::string> objects_;
};

std::optional<Diagnostic> CheckFolder(const fs::path& root) {
  const std::string name = root.string();
  std::error_code error;
  if (!fs::exists(root, error)) {
    return Diagnostic{.file = name,
                      .what = Say(messages::kSiteMissing, fmt::arg("folder", name)),
                      .remedy = Say(messages::kSiteMissingRemedy, fmt::arg("folder", name))};
  }
  if (!fs::is_directory(root, error)) {
    return Diagnostic{.file = name,
                      .what = Say(messages::kSiteNotAFolder, fmt::arg("folder", name)),
                      .remedy = Say(messages::kFileMissingRemedy)};
  }
  if (!fs::exists(root / "site.yaml", error)) {
    return Diagnostic{.file = name,
                      .what = Say(messages::kSiteYamlMissing, fmt::arg("folder", name)),
                      .remedy = Say(messages::kSiteYamlMissingRemedy, fmt::arg("folder", name))};
  }
  return std::nullopt;
}

std::vector<std::string> SessionFolders(const fs::path& root) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(root / "sessions", error), end; !error && it != end;
       it.increment(error)) {
    std::error_code status;
    // A link that leads out of the site is refused like any other path that does.
    if (it->is_directory(status) && !it->is_symlink(status) && !IsClutter(it->path())) {
      names.push_back("sessions/" + it->path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

void ReadSessions(SiteFolder& folder, std::vector<Diagnostic>& said) {
  for (const std::string& name : SessionFolders(folder.root)) {
    std::error_code error;
    if (!fs::exists(folder.root / name / "session.yaml", error)) {
      said.push_back({.severity = Severity::kWarning,
                      .file = name,
                      .what = Say(messages::kSessionYamlMissing, fmt::arg("folder", name)),
                      .remedy = Say(messages::kSessionYamlMissingRemedy)});
      continue;
    }
    Result<Session> session = ReadSession(folder.root, name + "/session.yaml");
    std::move(session.diagnostics.begin(), session.diagnostics.end(), std::back_inserter(said));
    if (session) {
      folder.sessions.push_back(std::move(*session));
    }
  }
  std::stable_sort(
      folder.sessions.begin(), folder.sessions.end(), [](const Session& a, const Session& b) {
        return std::pair(a.capture.date, a.folder) < std::pair(b.capture.date, b.folder);
      });
  if (folder.sessions.empty() && !HasErrors(said)) {
    said.push_back(
        {.severity = Severity::kWarning,
         .file = "sessions",
         .what = Say(messages::kSiteNoSession),
         .remedy = Say(messages::kSiteNoSessionRemedy, fmt::arg("folder", folder.root.string()))});
  }
}

void TellReplaced(const SiteFolder& folder, std::vector<Diagnostic>& said) {
  const auto tell = [&](const std::string& id, int line, const auto& current) {
    if (!current.earlier.empty()) {
      said.push_back({.severity = Severity::kInfo,
                      .file = current.session->file,
                      .line = line,
                      .what = Say(messages::kSessionReplaces,
                                  fmt::arg("id", id),
                                  fmt::arg("session", current.earlier.back()->folder)),
                      .remedy = {}});
    }
  };
  for (const CurrentScene& current : CurrentScenes(folder)) {
    tell(current.scene->id, current.scene->written.line, current);
  }
  for (const CurrentObject& current : CurrentObjects(folder)) {
    tell(current.object->id, current.object->written.line, current);
  }
}

}  // namespace

std::vector<CurrentScene> CurrentScenes(const SiteFolder& folder) {
  return Latest(folder, &Session::scenes, &CurrentScene::scene);
}

std::vector<CurrentObject> CurrentObjects(const SiteFolder& folder) {
  return Latest(folder, &Session::objects, &CurrentObject::object);
}

Rights RightsOf(const SiteFolder& folder, const Session& session, const Object* object) {
  Rights rights = object == nullptr ? Rights{} : object->rights;
  for (const Rights* next : {&session.rights, &folder.site.rights}) {
    for (const auto field :
         {&Rights::holder, &Rights::statement, &Rights::credit, &Rights::consent}) {
      if ((rights.*field).empty()) {
        rights.*field = next->*field;
      }
    }
    if (rights.access == Access::kUnstated) {
      rights.access = next->access;
    }
  }
  return rights;
}

Result<SiteFolder> ReadSiteFolder(const fs::path& root) {
  if (std::optional<Diagnostic> wrong = CheckFolder(root)) {
    return Result<SiteFolder>::Failed(std::move(*wrong));
  }
  SiteFolder folder{.root = root};
  Result<Site> site = ReadSite(root);
  std::vector<Diagnostic> said = std::move(site.diagnostics);
  ReadSessions(folder, said);
  std::error_code error;
  if (fs::exists(root / "tour.yaml", error)) {
    Result<Tour> tour = ReadTour(root);
    std::move(tour.diagnostics.begin(), tour.diagnostics.end(), std::back_inserter(said));
    folder.tour = std::move(tour.value);
  }
  if (!site) {
    return Result<SiteFolder>::Failed(std::move(said));
  }
  folder.site = std::move(*site);
  CrossChecker(folder, said).Run();
  TellReplaced(folder, said);
  return {std::move(folder), std::move(said)};
}

}  // namespace disan
