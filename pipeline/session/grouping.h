// From the files of a visit to scenes and objects. Pure: no file is opened.
#pragma once

#include "pipeline/session/captured_file.h"

#include <string>
#include <vector>

namespace disan {

enum class GroupKind {
  kScenePhotos,       // a set that turns round on one spot
  kScenePanorama,     // one ready equirectangular picture
  kSceneDualFisheye,  // one file, or front and back
  kObjectPhotos,      // a set that orbits a thing
  kObjectScans,       // meshes and clouds
  kLoose,             // photos that are too few to be either
  kOther,             // files that are no photo and no scan
};

struct Group {
  GroupKind kind = GroupKind::kLoose;
  std::vector<size_t> files;  // indices into the capture, in the order they were taken
  std::string label;          // the folder that a person named, "" when no person named one
  std::string day;
  int brackets = 1;
  bool ask_kind = false;  // scene or object is a guess
  // Of `files`: scans that lie there in a better format too, under the same name.
  std::vector<size_t> repeats;
};

struct GroupingOptions {
  double least_gap_s = 30;    // never split at a shorter pause
  double gap_medians = 6;     // split at a pause of so many usual intervals
  double named_gap_s = 1800;  // in a folder that a person named
  int fewest_photos = 3;      // of a set
  int least_panorama_width_px = 2000;
};

// Every file is in exactly one group. The same files in any order give the same groups.
std::vector<Group> GroupCapture(const std::vector<CapturedFile>& files,
                                const GroupingOptions& options = {});

// The last part of `folder` that a person named: "DCIM/100CANON" has none, "Sân trước/DCIM" has
// "Sân trước". Empty when there is none.
std::string LabelOfFolder(const std::string& folder);

// Whether a name speaks of a thing (bia, tượng, chuông, hiện vật ...) and not of a place.
bool NamesAnObject(const std::string& label);

}  // namespace disan
