// The YAML that `init` writes: in Vietnamese, with an open question wherever a person must answer.
#pragma once

#include "pipeline/session/grouping.h"
#include "pipeline/session/yaml_append.h"

#include <string>
#include <vector>

namespace disan {

inline constexpr char kOpenQuestion[] = "CẦN TRẢ LỜI";

// A scene or object as it will stand in session.yaml.
struct NewEntry {
  GroupKind kind = GroupKind::kScenePhotos;
  std::string id;
  std::string name;  // as a person named its folder, or "Điểm chụp 1"
  bool name_is_guess = false;
  bool ask_kind = false;
  int brackets = 1;
  std::vector<std::string> pictures;  // a folder, or files
  std::vector<std::string> scans;
  std::vector<std::string> repeated_scans;  // of the same name in a lesser format: kept, not used
  std::string remark;                       // "24 ảnh, Canon EOS R"
  std::string replaces;                     // an earlier session with the same id
};

// What the photos themselves say of the visit.
struct VisitFacts {
  std::string day;
  bool day_is_guess = false;  // the camera's clock was not set
  std::string device;
  std::string lens;
  std::string artist;
  std::string copyright;
  std::vector<std::string> loose;  // photos that belong to no set
};

std::string NewSiteYaml(const std::string& id, const std::string& name);
std::string NewSessionYaml(const VisitFacts& visit, const std::vector<NewEntry>& entries);

// Scenes and objects for AppendToLists.
std::vector<ListAddition> AdditionsOf(const std::vector<NewEntry>& entries);

bool IsSceneKind(GroupKind kind);

}  // namespace disan
