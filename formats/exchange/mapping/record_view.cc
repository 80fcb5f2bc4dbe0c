#include "formats/exchange/mapping/record_view.h"

#include "formats/exchange/mapping/display_words.h"
#include "formats/exchange/markup.h"
#include "formats/record/shape.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace disan {
namespace {

using Json = nlohmann::json;
using canonical::Asset;
using canonical::Record;

struct Table {
  const char* name;
  std::span<const Choice> (*choices)();
};
constexpr std::array kTables = {Table{"rank", RelicRankChoices},
                                Table{"type", RelicTypeChoices},
                                Table{"class", ObjectClassChoices},
                                Table{"state", ConditionStateChoices},
                                Table{"zone", ZoneKindChoices},
                                Table{"access", AccessChoices}};

// What stands beside the record's own fields.
constexpr const char* kAdded[] = {
    "base",
    "datestamp",
    "iiif",
    "scene_count",
    "object_count",
    "site.uri",
    "site.page",
    "site.picture",
    "site.picture_width",
    "site.picture_height",
    "site.address.former",
    "site.address.former.en",
    "site.address.former.vi",
    "site.condition.display",
    "site.condition.display.en",
    "site.condition.display.vi",
    "site.dating.display",
    "site.dating.display.en",
    "site.dating.display.vi",
    "site.dating_uri",
    "site.dating.first_year",
    "site.dating.last_year",
    "site.decision.display",
    "site.decision.display.en",
    "site.decision.display.vi",
    "site.location.vn2000.display",
    "site.location.vn2000.display.en",
    "site.location.vn2000.display.vi",
    "site.part_of_uri",
    "site.zones.display",
    "site.zones.display.en",
    "site.zones.display.vi",
    "site.unknown_reasons",
    "scenes.uri",
    "scenes.picture",
    "scenes.picture_width",
    "scenes.picture_height",
    "scenes.preview",
    "scenes.public",
    "objects.uri",
    "objects.picture",
    "objects.picture_width",
    "objects.picture_height",
    "objects.model",
    "objects.condition.display",
    "objects.condition.display.en",
    "objects.condition.display.vi",
    "objects.dating.display",
    "objects.dating.display.en",
    "objects.dating.display.vi",
    "objects.dating_uri",
    "objects.dating.first_year",
    "objects.dating.last_year",
    "objects.dimensions.display",
    "objects.dimensions.display.en",
    "objects.dimensions.display.vi",
    "objects.part_of_uri",
    "objects.unknown_reasons",
    "assets.uri",
    "assets.web",
    "portal.base",
    "portal.count",
    "portal.datestamp",
    "records",
};

class Viewer {
 public:
  Viewer(const Record& record, const ViewOptions& options)
      : record_(record),
        folder_(options.folder.empty() ? options.base + EscapeUrlPath(record.site.id) + "/"
                                       : options.folder) {
    view_ = Json::parse(canonical::WriteRecord(record));
    view_["base"] = options.base;
  }

  Json View() {
    view_["datestamp"] = Datestamp();
    view_["scene_count"] = record_.scenes.size();
    view_["object_count"] = record_.objects.size();
    for (const Asset& asset : record_.assets) {
      by_path_[asset.path] = &asset;
    }
    for (size_t i = 0; i < record_.assets.size(); ++i) {
      AddAsset(record_.assets[i], view_["assets"][i]);
    }
    for (size_t i = 0; i < record_.scenes.size(); ++i) {
      AddScene(record_.scenes[i], view_["scenes"][i]);
    }
    for (size_t i = 0; i < record_.objects.size(); ++i) {
      AddObject(record_.objects[i], view_["objects"][i]);
    }
    AddSite(view_["site"]);
    return std::move(view_);
  }

 private:
  std::string Datestamp() const {
    std::string latest = "1970-01-01";
    for (const canonical::Session& session : record_.sessions) {
      if (session.date.size() == 10) {
        latest = std::max(latest, session.date);
      }
    }
    return latest;
  }

  // web/ is what is published at the site's address.
  std::string Address(const std::string& path) const {
    return folder_ + EscapeUrlPath(path.starts_with("web/") ? path.substr(4) : path);
  }

  void AddAsset(const Asset& asset, Json& json) const {
    json["uri"] = Address(asset.path);
    json["web"] = asset.role == "web";
  }

  bool AddPicture(const std::string& path, Json& json) const {
    const auto found = by_path_.find(path);
    if (found == by_path_.end()) {
      return false;
    }
    json["picture"] = Address(path);
    json["picture_width"] = found->second->width_px;
    json["picture_height"] = found->second->height_px;
    return true;
  }

  void AddScene(const canonical::Scene& scene, Json& json) const {
    json["uri"] = folder_ + "#" + scene.id;
    AddPicture("web/scenes/" + scene.id + "/fallback.jpg", json);
    if (by_path_.count("web/scenes/" + scene.id + "/preview.jpg") > 0) {
      json["preview"] = Address("web/scenes/" + scene.id + "/preview.jpg");
    }
  }

  void AddObject(const canonical::Object& object, Json& json) const {
    json["uri"] = folder_ + "#" + object.id;
    const std::string web = "web/objects/" + object.id + "/";
    if (!AddPicture(web + "poster.jpg", json)) {
      AddPicture(web + "photos/001.jpg", json);
    }
    if (by_path_.count(web + "high.glb") > 0) {
      json["model"] = Address(web + "high.glb");
    }
    AddDisplay(DisplayOf(object.condition), json, "condition");
    AddDating(object.dating, json, json["uri"].get<std::string>() + "-dating");
    AddDisplay(DisplayOf(object.dimensions), json, "dimensions");
    if (!object.part_of.empty()) {
      json["part_of_uri"] = folder_ + "#" + object.part_of;
    }
    AddUnknown(json);
  }

  void AddSite(Json& json) const {
    json["uri"] = folder_;
    json["page"] = folder_ + "index.html";
    for (const char* list : {"scenes", "objects"}) {
      const auto items = view_.find(list);  // where they stand: a copy of a large site is slow
      for (size_t i = 0; items != view_.end() && i < items->size(); ++i) {
        const Json& item = (*items)[i];
        if (!json.contains("picture") && item.contains("picture")) {
          json["picture"] = item["picture"];
          json["picture_width"] = item["picture_width"];
          json["picture_height"] = item["picture_height"];
        }
      }
    }
    AddSiteDisplay(record_.site, json);
    AddUnknown(json);
  }

  void AddSiteDisplay(const canonical::Site& site, Json& json) const {
    AddDisplay(DisplayOf(site.condition), json, "condition");
    AddDating(site.dating, json, folder_ + "#dating");
    AddDisplay(DisplayOf(site.decision), json, "decision");
    if (site.location.vn2000) {
      AddDisplay(DisplayOf(*site.location.vn2000), json["location"], "vn2000");
    }
    for (size_t i = 0; i < site.zones.size(); ++i) {
      AddDisplay(DisplayOf(site.zones[i]), json["zones"], i);
    }
    if (const canonical::Words former = FormerAddress(site.address); !former.empty()) {
      json["address"]["former"] = JsonOf(former);
    }
    if (!site.part_of.empty()) {
      json["part_of_uri"] = view_.value("base", "") + EscapeUrlPath(site.part_of) + "/";
    }
  }

  static Json JsonOf(const canonical::Words& words) {
    Json json = Json::object();
    for (const auto& [language, text] :
         {std::pair{"vi", &words.vi}, {"en", &words.en}, {"lzh", &words.lzh}}) {
      if (!text->empty()) {
        json[language] = *text;
      }
    }
    return json;
  }

  // One line of words beside the fields that it is made of.
  template <class Key>
  static void AddDisplay(const canonical::Words& words, Json& json, const Key& key) {
    if (!words.empty()) {
      json[key]["display"] = JsonOf(words);
    }
  }

  // "dating.edtf: chưa khảo cứu": whatever is known to be unknown, at any depth, with its reason.
  static void AddUnknown(Json& json) {
    Json reasons = Json::array();
    CollectUnknown(json, "", reasons);
    if (!reasons.empty()) {
      json["unknown_reasons"] = std::move(reasons);
    }
  }

  static void CollectUnknown(const Json& node, const std::string& way, Json& reasons) {
    for (const auto& [key, value] : node.items()) {
      if (key != "unknown" && value.is_object()) {
        CollectUnknown(value, way + key + ".", reasons);
      } else if (key == "unknown" && value.is_object()) {
        for (const auto& [name, words] : value.items()) {
          const std::string reason = words.value("vi", words.value("en", ""));
          reasons.push_back(way + name + (reason.empty() ? "" : ": " + reason));
        }
      }
    }
  }

  static void AddDating(const canonical::Dating& dating, Json& json, const std::string& uri) {
    if (dating.edtf.empty() && dating.text.empty() && dating.original.empty()) {
      return;
    }
    json["dating_uri"] = uri;
    AddDisplay(DisplayOf(dating), json, "dating");
    const YearSpan years = YearsOf(dating.edtf);
    if (!years.first.empty()) {
      json["dating"]["first_year"] = years.first;
      json["dating"]["last_year"] = years.last;
    }
  }

  const Record& record_;
  std::string folder_;
  std::map<std::string, const Asset*> by_path_;
  Json view_;
};

// One date of EDTF: "1726~", "17XX", "1726-05-01"; the year's unspecified digits as `fill`.
std::string YearOf(std::string_view date, char fill) {
  const size_t sign = date.starts_with('-') ? 1 : 0;
  std::string year(date.substr(0, sign + 4));
  for (size_t i = sign; i < year.size(); ++i) {
    if (year[i] == 'X' || year[i] == 'u') {
      year[i] = fill;
    }
    if (std::isdigit(static_cast<unsigned char>(year[i])) == 0) {
      return "";
    }
  }
  return year.size() == sign + 4 ? year : "";
}

}  // namespace

Json ViewOf(const Record& record, const ViewOptions& options) {
  return Viewer(record, options).View();
}

std::vector<std::string> KnownPaths() {
  std::vector<std::string> paths = canonical::RecordPaths();
  paths.insert(paths.end(), std::begin(kAdded), std::end(kAdded));
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool IsBuiltInTable(const std::string& table) {
  return std::any_of(
      kTables.begin(), kTables.end(), [&](const Table& known) { return table == known.name; });
}

std::string BuiltInWord(const std::string& table, const std::string& word, const std::string& key) {
  for (const Table& known : kTables) {
    if (table != known.name) {
      continue;
    }
    for (const Choice& choice : known.choices()) {
      if (word == choice.word) {
        return key == "vi" ? choice.vi : key == "en" ? choice.en : "";
      }
    }
  }
  return "";
}

YearSpan YearsOf(const std::string& edtf) {
  const size_t slash = edtf.find('/');
  YearSpan years{
      .first = YearOf(edtf, '0'),
      .last = YearOf(slash == std::string::npos ? std::string_view(edtf)
                                                : std::string_view(edtf).substr(slash + 1),
                     '9')};
  return years.first.empty() || years.last.empty() ? YearSpan{} : years;
}

}  // namespace disan
