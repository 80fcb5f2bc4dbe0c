#include "pipeline/session/grouping.h"

#include "formats/language/unicode.h"
#include "pipeline/equirect/fisheye_discs.h"
#include "pipeline/session/brackets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>
#include <tuple>

namespace disan {
namespace {

// Best first: what says its unit and axis, then what carries textures, then colours.
constexpr std::array kMeshFormats = {
    ".glb", ".gltf", ".fbx", ".dae", ".obj", ".ply", ".off", ".stl"};

constexpr std::array kObjectWords = {
    "bia",      "tuong",     "chuong",  "khanh",    "trong",     "vat",       "hien vat",
    "co vat",   "bao vat",   "orbit",   "object",   "statue",    "stele",     "bell",
    "lu huong", "dinh dong", "ngai",    "kieu",     "sac phong", "hoanh phi", "cau doi",
    "su tu",    "nghe",      "rong da", "artefact", "artifact"};

// Folders that cameras, systems and habit make; a person did not choose their names.
bool IsGenericFolder(const std::string& name) {
  static const std::regex kGeneric(
      R"((dcim|\d{3}[a-z_]{2,6}\d*|\d{3}|camera\d*|camera roll|anh|hinh|hinh anh|photos?|images?|pictures?|scans?|quet|ban quet|jpe?g|raw|private|misc|export|output|mp_root|\d{8}|\d{4}[-_]\d{2}[-_]\d{2}|sdcard|sd|the nho|untitled|new folder.*|thu muc moi.*))");
  return std::regex_match(FoldForSearch(name), kGeneric);
}

std::vector<std::string> Parts(const std::string& folder) {
  std::vector<std::string> parts;
  std::istringstream stream(folder);
  for (std::string part; std::getline(stream, part, '/');) {
    if (!part.empty()) {
      parts.push_back(part);
    }
  }
  return parts;
}

bool IsTwoToOne(const CapturedFile& file) {
  return file.height_px > 0 && std::abs(file.width_px - 2 * file.height_px) <= file.height_px / 50;
}

bool TakenBefore(const CapturedFile& a, const CapturedFile& b) {
  // Those without a time come last: an order by time for some and by name for others is none.
  if (a.time_s.has_value() != b.time_s.has_value()) {
    return a.time_s.has_value();
  }
  if (a.time_s && *a.time_s != *b.time_s) {
    return *a.time_s < *b.time_s;
  }
  return NameLess(a.name, b.name);
}

// Without what tells front from back: "cam_front" and "cam-back" are one.
std::string PairStem(const std::string& name) {
  static const std::regex kSide(
      R"([-_ ]?(front|back|rear|left|right|truoc|sau|lens[12ab]|[fb12])$)");
  return std::regex_replace(FoldForSearch(std::filesystem::path(name).stem().string()), kSide, "");
}

class Grouper {
 public:
  Grouper(const std::vector<CapturedFile>& files, const GroupingOptions& options)
      : files_(files), options_(options) {}

  std::vector<Group> Run() {
    std::vector<size_t> order(files_.size());
    for (size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      const CapturedFile& x = files_[a];
      const CapturedFile& y = files_[b];
      return x.folder != y.folder ? x.folder < y.folder
             : TakenBefore(x, y)  ? true
             : TakenBefore(y, x)  ? false
                                  : x.path < y.path;
    });
    std::map<std::string, std::vector<size_t>> folders;
    for (const size_t i : order) {
      folders[files_[i].folder].push_back(i);
    }
    for (const auto& [folder, members] : folders) {
      GroupFolder(LabelOfFolder(folder), members);
    }
    std::stable_sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
      return a.day < b.day;
    });
    return std::move(groups_);
  }

 private:
  void Add(GroupKind kind, const std::string& label, std::vector<size_t> members) {
    if (members.empty()) {
      return;
    }
    Group group{.kind = kind, .files = std::move(members), .label = label};
    group.day = files_[group.files.front()].day;
    groups_.push_back(std::move(group));
  }

  void GroupFolder(const std::string& label, const std::vector<size_t>& members) {
    const bool has_mesh = std::any_of(members.begin(), members.end(), [&](size_t i) {
      return files_[i].kind == FileClass::kScan;
    });
    std::vector<size_t> scans;
    std::vector<size_t> others;
    std::vector<size_t> single_discs;
    std::map<std::tuple<std::string, std::string>, std::vector<size_t>> sets;
    for (const size_t i : members) {
      const CapturedFile& file = files_[i];
      // A picture without a camera beside a mesh is its texture.
      const bool texture = has_mesh && file.camera.empty() && !IsPanorama(file);
      if (file.kind == FileClass::kScan) {
        scans.push_back(i);
      } else if (file.kind == FileClass::kOther || texture) {
        others.push_back(i);
      } else if (file.fisheye_discs == 2) {
        Add(GroupKind::kSceneDualFisheye, label, {i});
      } else if (IsPanorama(file)) {
        Add(GroupKind::kScenePanorama, label, {i});
      } else if (file.fisheye_discs == 1) {
        single_discs.push_back(i);
      } else {
        // A camera that does not name itself is known by the size of its pictures.
        const std::string size =
            file.camera.empty() ? std::to_string(std::max(file.width_px, file.height_px)) : "";
        sets[{file.camera, size}].push_back(i);
      }
    }
    GroupScans(label, scans);
    PairDiscs(label, single_discs);
    for (const auto& [camera, set] : sets) {
      SplitSet(label, set);
    }
    Add(GroupKind::kOther, label, std::move(others));
  }

  bool IsPanorama(const CapturedFile& file) const {
    return file.gpano || (IsTwoToOne(file) && file.fisheye_discs == 0 &&
                          file.width_px >= options_.least_panorama_width_px);
  }

  // A folder that a person named is one object; elsewhere each scan is.
  void GroupScans(const std::string& label, const std::vector<size_t>& scans) {
    if (scans.empty()) {
      return;
    }
    if (!label.empty()) {
      Add(GroupKind::kObjectScans, label, scans);
      groups_.back().repeats = Repeats(scans);
      groups_.back().ask_kind = scans.size() - groups_.back().repeats.size() > 1;
      return;
    }
    std::map<std::string, std::vector<size_t>> by_name;
    for (const size_t i : scans) {
      const std::filesystem::path name(files_[i].name);
      by_name[FormatRank(i) < kMeshFormats.size() ? name.stem().string() : name.string()].push_back(
          i);
    }
    for (const auto& [name, members] : by_name) {
      Add(GroupKind::kObjectScans,
          std::filesystem::path(files_[members.front()].name).stem().string(),
          members);
      groups_.back().repeats = Repeats(members);
    }
  }

  size_t FormatRank(size_t file) const {
    const std::string extension =
        FoldForSearch(std::filesystem::path(files_[file].name).extension().string());
    return static_cast<size_t>(std::find(kMeshFormats.begin(), kMeshFormats.end(), extension) -
                               kMeshFormats.begin());
  }

  // Programs export one mesh in several formats: taken together they would be two scans of one
  // thing.
  std::vector<size_t> Repeats(const std::vector<size_t>& scans) const {
    std::vector<size_t> repeats;
    for (const size_t i : scans) {
      const size_t rank = FormatRank(i);
      const auto is_better = [&](size_t other) {
        return FormatRank(other) < rank && std::filesystem::path(files_[other].name).stem() ==
                                               std::filesystem::path(files_[i].name).stem();
      };
      if (rank < kMeshFormats.size() && std::any_of(scans.begin(), scans.end(), is_better)) {
        repeats.push_back(i);
      }
    }
    return repeats;
  }

  void PairDiscs(const std::string& label, const std::vector<size_t>& discs) {
    std::map<std::string, std::vector<size_t>> stems;
    for (const size_t i : discs) {
      stems[PairStem(files_[i].name)].push_back(i);
    }
    for (auto& [stem, pair] : stems) {
      if (pair.size() == 2) {
        if (NamesTheBack(files_[pair[0]].name) && !NamesTheBack(files_[pair[1]].name)) {
          std::swap(pair[0], pair[1]);
        }
        Add(GroupKind::kSceneDualFisheye, label, pair);
      } else {
        Add(GroupKind::kLoose, label, pair);
      }
    }
  }

  double GapToSplitAt(const std::string& label, const std::vector<size_t>& set) const {
    std::vector<double> intervals;
    for (size_t i = 1; i < set.size(); ++i) {
      if (files_[set[i]].time_s && files_[set[i - 1]].time_s) {
        intervals.push_back(*files_[set[i]].time_s - *files_[set[i - 1]].time_s);
      }
    }
    if (intervals.empty()) {
      return options_.named_gap_s;
    }
    const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
    std::nth_element(intervals.begin(), middle, intervals.end());
    const double gap = std::max(options_.least_gap_s, options_.gap_medians * *middle);
    return label.empty() ? gap : std::max(gap, options_.named_gap_s);
  }

  void SplitSet(const std::string& label, const std::vector<size_t>& set) {
    const double gap = GapToSplitAt(label, set);
    std::vector<size_t> part;
    for (const size_t i : set) {
      if (!part.empty() && files_[i].time_s && files_[part.back()].time_s &&
          *files_[i].time_s - *files_[part.back()].time_s > gap) {
        AddSet(label, std::move(part));
        part.clear();
      }
      part.push_back(i);
    }
    AddSet(label, std::move(part));
  }

  void AddSet(const std::string& label, std::vector<size_t> members) {
    const bool object = NamesAnObject(label);
    if (members.size() < static_cast<size_t>(options_.fewest_photos) && !object) {
      Add(GroupKind::kLoose, "", std::move(members));
      return;
    }
    std::vector<Shot> shots;
    for (const size_t i : members) {
      // A RAW file and the JPEG of the same shot count once.
      const bool companion = files_[i].kind == FileClass::kRawPhoto;
      if (!companion) {
        shots.push_back({files_[i].time_s, files_[i].exposure_ev});
      }
    }
    Add(object ? GroupKind::kObjectPhotos : GroupKind::kScenePhotos, label, std::move(members));
    groups_.back().brackets = FindBrackets(shots);
    groups_.back().ask_kind = label.empty();
  }

  const std::vector<CapturedFile>& files_;
  const GroupingOptions& options_;
  std::vector<Group> groups_;
};

}  // namespace

std::string LabelOfFolder(const std::string& folder) {
  const std::vector<std::string> parts = Parts(folder);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!IsGenericFolder(*part) && !ToIdentifier(*part).empty()) {
      return *part;
    }
  }
  return {};
}

bool NamesAnObject(const std::string& label) {
  std::string words = " " + FoldForSearch(label) + " ";
  std::replace_if(
      words.begin(),
      words.end(),
      [](char c) { return c == '-' || c == '_' || c == '.' || (c >= '0' && c <= '9'); },
      ' ');
  return std::any_of(kObjectWords.begin(), kObjectWords.end(), [&](const char* word) {
    return words.find(std::string(" ") + word + " ") != std::string::npos;
  });
}

std::vector<Group> GroupCapture(const std::vector<CapturedFile>& files,
                                const GroupingOptions& options) {
  return Grouper(files, options).Run();
}

}  // namespace disan
