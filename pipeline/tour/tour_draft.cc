#include "pipeline/tour/tour_draft.h"

#include "formats/language/tour_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/short_address/code.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using OrderedJson = nlohmann::ordered_json;

bool IsEmpty(const Text& text) {
  return text.vi.empty() && text.en.empty();
}

// A text for a visitor: Vietnamese is always there, English may be empty.
OrderedJson TextJson(const Text& text) {
  return {{"vi", text.vi.empty() ? text.en : text.vi}, {"en", text.en}};
}

void PutText(OrderedJson& where, const char* key, const Text& text) {
  if (!IsEmpty(text)) {
    where[key] = TextJson(text);
  }
}

std::string WebPathOf(const SourcePath& media) {
  // Under its own folders and in one Unicode form, so that two files of one name stay apart on any
  // host.
  std::string path = ToNfc(media.written);
  if (path.rfind("./", 0) == 0) {
    path.erase(0, 2);
  }
  return path.rfind("media/", 0) == 0 ? path : "media/" + path;
}

void PutMedia(OrderedJson& where, const char* key, const SourcePath& media) {
  if (media.exists) {
    where[key] = {{"src", WebPathOf(media)}};
  }
}

const TourScene* ToldScene(const SiteFolder& folder, const std::string& id) {
  return folder.tour ? folder.tour->Find(id) : nullptr;
}

OrderedJson HotspotsJson(const TourScene& told) {
  OrderedJson hotspots = OrderedJson::array();
  for (const Hotspot& hotspot : told.hotspots) {
    OrderedJson entry;
    entry["id"] = fmt::format("diem-{}", hotspots.size() + 1);
    entry["yaw_deg"] = NormalizedDegrees(hotspot.yaw_deg);
    entry["pitch_deg"] = std::clamp(hotspot.pitch_deg, -90.0, 90.0);
    entry["title"] = TextJson(hotspot.title);
    PutText(entry, "text", hotspot.text);
    PutMedia(entry, "image", hotspot.image);
    PutMedia(entry, "audio", hotspot.audio);
    PutMedia(entry, "video", hotspot.video);
    if (!hotspot.object.empty()) {
      entry["object"] = hotspot.object;
    }
    hotspots.push_back(std::move(entry));
  }
  return hotspots;
}

OrderedJson LinksJson(const TourScene& told) {
  OrderedJson links = OrderedJson::array();
  for (const Link& link : told.links) {
    OrderedJson entry{{"to", link.to}, {"yaw_deg", NormalizedDegrees(link.yaw_deg)}};
    if (link.pitch_deg) {
      entry["pitch_deg"] = std::clamp(*link.pitch_deg, -90.0, 90.0);
    }
    if (link.one_way) {
      entry["one_way"] = true;
    }
    if (link.bend) {
      entry["bend"] = true;
    }
    links.push_back(std::move(entry));
  }
  return links;
}

// By kind and id. What a session captured first keeps its code whatever is captured later; what
// visitors may not see has one all the same, so that showing it later moves nobody.
using Codes = std::map<std::pair<PlaceKind, std::string>, std::string>;

Codes CodesOf(const SiteFolder& folder) {
  std::vector<CodedPlace> places = {{PlaceKind::kSite, ""}};
  std::set<std::pair<PlaceKind, std::string>> known;
  for (const Session& session : folder.sessions) {
    std::set<std::pair<PlaceKind, std::string>> captured;  // in an order of its own
    for (const Scene& scene : session.scenes) {
      captured.emplace(PlaceKind::kScene, scene.id);
    }
    for (const Object& object : session.objects) {
      captured.emplace(PlaceKind::kObject, object.id);
    }
    for (const auto& place : captured) {
      if (known.insert(place).second) {
        places.push_back({place.first, place.second});
      }
    }
  }
  const std::vector<std::string> assigned = AssignCodes(folder.site.id, places);
  Codes codes;
  for (size_t i = 0; i < places.size(); ++i) {
    codes[{places[i].kind, places[i].id}] = assigned[i];
  }
  return codes;
}

OrderedJson SceneJson(const SiteFolder& folder, const Scene& scene, const Codes& codes) {
  OrderedJson entry;
  entry["id"] = scene.id;
  entry["code"] = codes.at({PlaceKind::kScene, scene.id});
  entry["name"] = TextJson(scene.name.text);
  PutText(entry, "description", scene.description);
  // What one sees, in words; the description says more where there is one.
  const Text alternative = IsEmpty(scene.description)
                               ? SayAbout(messages::kTourSceneAlternative, "scene", scene.name.text)
                               : scene.description;
  entry["alt"] = TextJson(alternative);
  // People write where north lies in the picture; the viewer wants where the picture's centre
  // looks.
  entry["north_deg"] =
      scene.north_deg ? OrderedJson(NormalizedDegrees(-*scene.north_deg)) : OrderedJson(nullptr);
  entry["links"] = OrderedJson::array();
  entry["hotspots"] = OrderedJson::array();
  const TourScene* told = ToldScene(folder, scene.id);
  if (told == nullptr) {
    return entry;
  }
  if (told->view) {
    entry["initial_view"] = {{"yaw_deg", NormalizedDegrees(told->view->yaw_deg)},
                             {"pitch_deg", std::clamp(told->view->pitch_deg, -90.0, 90.0)}};
  }
  if (told->plan_x && told->plan_y) {
    entry["plan"] = {*told->plan_x, *told->plan_y};
  }
  entry["links"] = LinksJson(*told);
  entry["hotspots"] = HotspotsJson(*told);
  return entry;
}

OrderedJson InscriptionsJson(const Object& object) {
  OrderedJson inscriptions = OrderedJson::array();
  for (const Inscription& inscription : object.inscriptions) {
    if (inscription.original.empty()) {
      continue;
    }
    OrderedJson entry{{"original", inscription.original}};
    if (!inscription.transcription.empty()) {
      entry["transcription"] = inscription.transcription;
    }
    PutText(entry, "translation", inscription.translation);
    inscriptions.push_back(std::move(entry));
  }
  return inscriptions;
}

OrderedJson DimensionsJson(const Dimensions& dimensions) {
  OrderedJson entry = OrderedJson::object();
  const auto put = [&](const char* key, const std::optional<double>& value) {
    if (value && *value > 0) {
      entry[key] = *value;
    }
  };
  put("width_mm", dimensions.width_mm ? dimensions.width_mm : dimensions.diameter_mm);
  put("height_mm", dimensions.height_mm);
  put("depth_mm", dimensions.depth_mm);
  return entry;
}

OrderedJson AnnotationsJson(const TourObject& told) {
  OrderedJson annotations = OrderedJson::array();
  for (const Annotation& annotation : told.annotations) {
    const Text& title = IsEmpty(annotation.title) ? annotation.text : annotation.title;
    OrderedJson entry{{"id", fmt::format("chi-tiet-{}", annotations.size() + 1)},
                      {"title", TextJson(title)}};
    PutText(entry, "text", annotation.text);
    entry["position"] = annotation.point_m;
    if (annotation.normal) {
      entry["normal"] = *annotation.normal;
    }
    annotations.push_back(std::move(entry));
  }
  return annotations;
}

OrderedJson ObjectJson(const SiteFolder& folder, const Object& object, const Codes& codes) {
  OrderedJson entry;
  entry["id"] = object.id;
  entry["code"] = codes.at({PlaceKind::kObject, object.id});
  entry["name"] = TextJson(object.name.text);
  PutText(entry, "description", object.description);
  entry["alt"] = TextJson(IsEmpty(object.description) ? object.name.text : object.description);
  if (OrderedJson dimensions = DimensionsJson(object.dimensions); !dimensions.empty()) {
    entry["dimensions"] = std::move(dimensions);
  }
  if (OrderedJson inscriptions = InscriptionsJson(object); !inscriptions.empty()) {
    entry["inscriptions"] = std::move(inscriptions);
  }
  const TourObject* told = folder.tour ? folder.tour->FindObject(object.id) : nullptr;
  if (told != nullptr && !told->annotations.empty()) {
    entry["annotations"] = AnnotationsJson(*told);
  }
  return entry;
}

OrderedJson StopsJson(const Tour& tour) {
  OrderedJson stops = OrderedJson::array();
  for (const Stop& stop : tour.stops) {
    OrderedJson entry{{"scene", stop.scene},
                      {"yaw_deg", NormalizedDegrees(stop.yaw_deg)},
                      {"pitch_deg", std::clamp(stop.pitch_deg, -90.0, 90.0)},
                      {"text", TextJson(IsEmpty(stop.text) ? stop.title : stop.text)}};
    PutMedia(entry, "audio", stop.audio);
    stops.push_back(std::move(entry));
  }
  return stops;
}

// The rights that a visitor reads: the site's, else those of the latest session.
OrderedJson RightsJson(const SiteFolder& folder) {
  Rights rights = folder.site.rights;
  if (!folder.sessions.empty()) {
    rights = RightsOf(folder, folder.sessions.back());
  }
  OrderedJson entry;
  entry["holder"] = rights.holder.empty() ? folder.site.name.text.vi : rights.holder;
  // "Copyright undetermined" is the honest statement where nobody stated one.
  entry["statement"] =
      rights.statement.empty() ? "http://rightsstatements.org/vocab/UND/1.0/" : rights.statement;
  if (!rights.credit.empty()) {
    entry["credit"] = TextJson({rights.credit, rights.credit});
  }
  return entry;
}

void PutPlace(OrderedJson& draft, const Site& site) {
  Text address = site.address.text;
  if (IsEmpty(address)) {
    address.vi = site.address.ward + (site.address.ward.empty() ? "" : ", ") + site.address.city;
    address.en = address.vi;
  }
  PutText(draft, "address", address);
  const bool located = site.location.latitude_deg && site.location.longitude_deg && !site.sensitive;
  draft["location"] = located ? OrderedJson{{"lat", *site.location.latitude_deg},
                                            {"lon", *site.location.longitude_deg}}
                              : OrderedJson(nullptr);
}

}  // namespace

double NormalizedDegrees(double degrees) {
  const double turned = std::remainder(degrees, 360.0);
  return turned == -180.0 ? 180.0 : turned;
}

std::string DraftTour(const SiteFolder& folder) {
  const Site& site = folder.site;
  const Codes codes = CodesOf(folder);
  OrderedJson draft;
  draft["disan_tour"] = kTourVersion;
  draft["id"] = site.id;
  draft["code"] = codes.at({PlaceKind::kSite, ""});
  draft["name"] = TextJson(site.name.text);
  PutText(draft, "description", site.description);
  if (site.type != RelicType::kUnstated) {
    draft["type"] = Word(site.type);
  }
  if (site.rank != RelicRank::kUnstated) {
    draft["rank"] = Word(site.rank);
  }
  PutPlace(draft, site);
  if (folder.tour && !folder.tour->start.empty()) {
    draft["start"] = folder.tour->start;
  }
  draft["scenes"] = OrderedJson::array();
  for (const CurrentScene& current : CurrentScenes(folder)) {
    if (!current.scene->sensitive) {
      draft["scenes"].push_back(SceneJson(folder, *current.scene, codes));
    }
  }
  draft["objects"] = OrderedJson::array();
  for (const CurrentObject& current : CurrentObjects(folder)) {
    if (!current.object->sensitive) {
      draft["objects"].push_back(ObjectJson(folder, *current.object, codes));
    }
  }
  if (folder.tour && folder.tour->plan.exists) {
    draft["plan"] = {{"src", WebPathOf(folder.tour->plan)}};
  }
  draft["stops"] = folder.tour ? StopsJson(*folder.tour) : OrderedJson::array();
  draft["rights"] = RightsJson(folder);
  return draft.dump();
}

std::vector<TourMedia> MediaOf(const SiteFolder& folder) {
  std::map<std::string, std::filesystem::path> media;
  const auto add = [&](const SourcePath& source) {
    if (source.exists) {
      media[WebPathOf(source)] = source.resolved;
    }
  };
  if (folder.tour) {
    add(folder.tour->plan);
    for (const TourScene& scene : folder.tour->scenes) {
      for (const Hotspot& hotspot : scene.hotspots) {
        add(hotspot.image);
        add(hotspot.audio);
        add(hotspot.video);
      }
    }
    for (const Stop& stop : folder.tour->stops) {
      add(stop.audio);
    }
  }
  std::vector<TourMedia> list;
  for (const auto& [web_path, file] : media) {
    list.push_back({file, web_path});
  }
  return list;
}

}  // namespace disan
