#include "pipeline/session/destinations.h"

#include "formats/language/unicode.h"

#include <algorithm>
#include <regex>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

// Names that cameras and scanners give by counting.
bool IsCameraName(const std::string& stem) {
  static const std::regex kCounted(
      R"((img|dsc|dscf|dscn|pano|p|r|gopr|gs|dji|mvimg|pxl|scan|mesh|cloud|model|export|untitled|sam|cimg)?[-_ ]?e?[\d_\-]*)");
  return std::regex_match(FoldForSearch(stem), kCounted);
}

// What a person called it: its folder, else its file.
std::string LabelOf(const Group& group, const std::vector<CapturedFile>& files) {
  if (!group.label.empty()) {
    return group.label;
  }
  const std::string stem = std::filesystem::path(files[group.files.front()].name).stem().string();
  const bool single = group.kind == GroupKind::kScenePanorama ||
                      group.kind == GroupKind::kObjectScans ||
                      (group.kind == GroupKind::kSceneDualFisheye && group.files.size() == 1);
  return single && !IsCameraName(stem) ? stem : std::string();
}

class Planner {
 public:
  Planner(const std::vector<CapturedFile>& files, const std::vector<Session>& sessions)
      : files_(files), sessions_(sessions) {
    for (const Session& session : sessions) {
      for (const Scene& scene : session.scenes) {
        used_.insert(scene.id);
        in_session_[session.folder].insert(scene.id);
      }
      for (const Object& object : session.objects) {
        used_.insert(object.id);
        in_session_[session.folder].insert(object.id);
      }
    }
  }

  PlannedGroup Plan(Group group) {
    PlannedGroup planned;
    planned.session = SessionOf(group.day);
    planned.group = std::move(group);
    if (planned.group.kind == GroupKind::kLoose) {
      Place(planned, "photos/anh-le");
    } else if (planned.group.kind == GroupKind::kOther) {
      PlaceOthers(planned);
    } else {
      Name(planned);
      if (planned.group.kind == GroupKind::kObjectScans) {
        PlaceScans(planned);
      } else {
        Place(planned, "photos/" + planned.entry.id);
        SetPictures(planned);
      }
    }
    return planned;
  }

 private:
  std::string SessionOf(const std::string& day) const {
    for (const Session& session : sessions_) {
      if (session.capture.date == day) {
        return session.folder;
      }
    }
    return "sessions/" + day;
  }

  void Name(PlannedGroup& planned) {
    const bool scene = IsSceneKind(planned.group.kind);
    const std::string label =
        planned.group.kind == GroupKind::kObjectScans && IsCameraName(planned.group.label)
            ? ""
            : LabelOf(planned.group, files_);
    NewEntry& entry = planned.entry;
    entry.kind = planned.group.kind;
    entry.ask_kind = planned.group.ask_kind;
    entry.brackets = planned.group.brackets;
    planned.adds_entry = true;
    std::string id = ToIdentifier(label).substr(0, 56);
    while (!id.empty() && id.back() == '-') {
      id.pop_back();
    }
    if (id.empty()) {
      NameByCount(planned, scene);
      return;
    }
    entry.name = label;
    // A name without diacritics and spaces was typed for a computer, not for visitors.
    entry.name_is_guess = label == id;
    entry.id = id;
    std::set<std::string>& taken = in_session_[planned.session];
    if (taken.count(id) != 0 && JoinsExisting(planned)) {
      planned.adds_entry = false;
      return;
    }
    for (int n = 2; taken.count(entry.id) != 0; ++n) {
      entry.id = fmt::format("{}-{}", id, n);
      entry.name = fmt::format("{} ({})", label, n);
    }
    for (const Session& session : sessions_) {
      if (session.folder != planned.session && in_session_[session.folder].count(entry.id) != 0) {
        entry.replaces = session.folder;
      }
    }
    taken.insert(entry.id);
    used_.insert(entry.id);
  }

  void NameByCount(PlannedGroup& planned, bool scene) {
    int n = 1;
    const char* stem = scene ? "diem" : "hien-vat";
    while (used_.count(fmt::format("{}-{}", stem, n)) != 0) {
      ++n;
    }
    planned.entry.id = fmt::format("{}-{}", stem, n);
    planned.entry.name = fmt::format("{} {}", scene ? "Điểm chụp" : "Hiện vật", n);
    planned.entry.name_is_guess = true;
    used_.insert(planned.entry.id);
    in_session_[planned.session].insert(planned.entry.id);
  }

  // More photos of a set whose entry already names the folder they go to.
  bool JoinsExisting(const PlannedGroup& planned) const {
    const std::string folder = "photos/" + planned.entry.id;
    for (const Session& session : sessions_) {
      if (session.folder != planned.session) {
        continue;
      }
      const auto names_folder = [&](const auto& item) {
        return item.id == planned.entry.id &&
               std::any_of(item.photos.begin(), item.photos.end(), [&](const SourcePath& path) {
                 return path.written == folder || path.written == folder + "/";
               });
      };
      if (planned.group.kind == GroupKind::kScenePhotos) {
        return std::any_of(session.scenes.begin(), session.scenes.end(), names_folder);
      }
      if (planned.group.kind == GroupKind::kObjectPhotos) {
        return std::any_of(session.objects.begin(), session.objects.end(), names_folder);
      }
    }
    return false;
  }

  // Two files of one name from two folders are both kept.
  std::string Unique(const std::string& session,
                     const std::string& folder,
                     const std::string& name) {
    const std::filesystem::path file(name);
    std::string destination = folder + "/" + name;
    for (int n = 2; !destinations_.insert(session + "/" + FoldForSearch(destination)).second; ++n) {
      destination =
          fmt::format("{}/{}-{}{}", folder, file.stem().string(), n, file.extension().string());
    }
    return destination;
  }

  void Place(PlannedGroup& planned, const std::string& folder) {
    for (const size_t i : planned.group.files) {
      planned.files.push_back({i, Unique(planned.session, folder, files_[i].name)});
    }
  }

  void SetPictures(PlannedGroup& planned) const {
    const GroupKind kind = planned.group.kind;
    if (kind == GroupKind::kScenePhotos || kind == GroupKind::kObjectPhotos) {
      planned.entry.pictures = {"photos/" + planned.entry.id};
      return;
    }
    for (const PlannedFile& file : planned.files) {
      planned.entry.pictures.push_back(file.destination);
    }
  }

  static std::string Below(const char* top, const std::string& folder) {
    return folder.empty() ? top : std::string(top) + "/" + folder;
  }

  // Scans keep their folders, because materials and textures are found by their relative names.
  void PlaceScans(PlannedGroup& planned) {
    for (const size_t i : planned.group.files) {
      planned.files.push_back(
          {i, Unique(planned.session, Below("scans", files_[i].folder), files_[i].name)});
      const std::vector<size_t>& repeats = planned.group.repeats;
      const bool repeats_another = std::find(repeats.begin(), repeats.end(), i) != repeats.end();
      (repeats_another ? planned.entry.repeated_scans : planned.entry.scans)
          .push_back(planned.files.back().destination);
    }
  }

  void PlaceOthers(PlannedGroup& planned) {
    for (const size_t i : planned.group.files) {
      const bool beside_scan =
          std::any_of(files_.begin(), files_.end(), [&](const CapturedFile& f) {
            return f.kind == FileClass::kScan && f.folder == files_[i].folder;
          });
      planned.files.push_back({i,
                               Unique(planned.session,
                                      Below(beside_scan ? "scans" : "other", files_[i].folder),
                                      files_[i].name)});
    }
  }

  const std::vector<CapturedFile>& files_;
  const std::vector<Session>& sessions_;
  std::set<std::string> used_;
  std::map<std::string, std::set<std::string>> in_session_;
  std::set<std::string> destinations_;
};

// Photos and scans that carry one name are one object.
void JoinScansAndPhotos(const std::vector<CapturedFile>& files, std::vector<PlannedGroup>& plan) {
  for (PlannedGroup& scans : plan) {
    const bool named = !scans.group.label.empty() || scans.group.files.size() == 1;
    const std::string name = scans.group.kind == GroupKind::kObjectScans && named
                                 ? ToIdentifier(LabelOf(scans.group, files))
                                 : std::string();
    if (name.empty()) {
      continue;
    }
    for (PlannedGroup& photos : plan) {
      if (photos.group.kind == GroupKind::kObjectPhotos && photos.adds_entry && scans.adds_entry &&
          photos.session == scans.session && ToIdentifier(photos.group.label) == name) {
        photos.entry.scans.insert(
            photos.entry.scans.end(), scans.entry.scans.begin(), scans.entry.scans.end());
        scans.adds_entry = false;
        scans.entry.id = photos.entry.id;
      }
    }
  }
}

}  // namespace

std::vector<PlannedGroup> PlanDestinations(const std::vector<CapturedFile>& files,
                                           std::vector<Group> groups,
                                           const std::vector<Session>& sessions) {
  // Photos before scans, so that a pair of one name keeps the plain id.
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return (a.kind == GroupKind::kObjectScans) < (b.kind == GroupKind::kObjectScans);
  });
  Planner planner(files, sessions);
  std::vector<PlannedGroup> plan;
  for (Group& group : groups) {
    plan.push_back(planner.Plan(std::move(group)));
  }
  JoinScansAndPhotos(files, plan);
  return plan;
}

}  // namespace disan
