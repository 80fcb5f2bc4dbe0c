#include "pipeline/portal/other_viewers.h"

#include "formats/exchange/markup.h"

#include <algorithm>
#include <numbers>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr double kUsualFieldDeg = 100;  // of our own viewer when a scene opens
constexpr double kUsualLinkPitchDeg = -12;
constexpr double kRadians = std::numbers::pi / 180;

std::string Words(const TourJson& text, Language language) {
  return TextIn(text).In(language);
}

std::string IdOf(const TourJson& item) {
  return item.at("id").get<std::string>();
}

double YawOf(const TourJson& of) {
  return of.at("yaw_deg").get<double>();
}

double PitchOf(const TourJson& of, double usual) {
  return of.contains("pitch_deg") ? of.at("pitch_deg").get<double>() : usual;
}

// Where a visitor looks first.
std::pair<double, double> ViewOf(const TourJson& scene) {
  if (!scene.contains("initial_view")) {
    return {0, 0};
  }
  const TourJson& view = scene.at("initial_view");
  return {YawOf(view), PitchOf(view, 0)};
}

std::string PictureOfScene(const TourJson& scene, const std::string& up) {
  return up + scene.at("panorama").at("fallback").get<std::string>();
}

int PictureWidth(const TourJson& scene) {
  return std::min(4096, scene.at("panorama").value("width", 4096));
}

const TourJson* TargetOf(const TourJson& tour, const TourJson& link) {
  return FindItem(tour.at("scenes"), link.at("to").get<std::string>());
}

std::string TextOfHotspot(const TourJson& hotspot, Language language) {
  return hotspot.contains("text") ? Words(hotspot.at("text"), language) : "";
}

// Inside a script nothing may look like the end of one.
std::string SafeInScript(std::string json) {
  for (size_t at = 0; (at = json.find('<', at)) != std::string::npos; at += 6) {
    json.replace(at, 1, "\\u003c");
  }
  return json;
}

TourJson PannellumHotspots(const TourJson& tour, const TourJson& scene, Language language) {
  TourJson hotspots = TourJson::array();
  for (const TourJson& link : scene.at("links")) {
    const TourJson* target = TargetOf(tour, link);
    if (target == nullptr) {
      continue;
    }
    TourJson hotspot{{"type", "scene"},
                     {"sceneId", IdOf(*target)},
                     {"yaw", YawOf(link)},
                     {"pitch", PitchOf(link, kUsualLinkPitchDeg)},
                     {"text", Words(target->at("name"), language)}};
    if (!scene.at("north_deg").is_null() && !target->at("north_deg").is_null()) {
      hotspot["targetYaw"] = "sameAzimuth";
    }
    hotspots.push_back(std::move(hotspot));
  }
  for (const TourJson& point : scene.at("hotspots")) {
    const std::string text = TextOfHotspot(point, language);
    hotspots.push_back(
        {{"type", "info"},
         {"yaw", YawOf(point)},
         {"pitch", PitchOf(point, 0)},
         {"text", Words(point.at("title"), language) + (text.empty() ? "" : "\n" + text)}});
  }
  return hotspots;
}

std::string KrpanoName(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return "scene_" + id;
}

std::string KrpanoHotspots(const TourJson& tour, const TourJson& scene, Language language) {
  std::string xml;
  size_t number = 0;
  const auto add = [&](const TourJson& at, double pitch, const std::string& more) {
    xml += fmt::format("    <hotspot name=\"spot_{}\" ath=\"{:.3f}\" atv=\"{:.3f}\" {} />\n",
                       ++number,
                       YawOf(at),
                       -pitch,
                       more);
  };
  for (const TourJson& link : scene.at("links")) {
    if (const TourJson* target = TargetOf(tour, link)) {
      add(link,
          PitchOf(link, kUsualLinkPitchDeg),
          fmt::format("type=\"text\" text=\"{}\" onclick=\"loadscene({}, null, KEEPVIEW)\"",
                      EscapeMarkup(Words(target->at("name"), language)),
                      KrpanoName(IdOf(*target))));
    }
  }
  for (const TourJson& point : scene.at("hotspots")) {
    add(point,
        PitchOf(point, 0),
        fmt::format("type=\"text\" text=\"{}\" description=\"{}\"",
                    EscapeMarkup(Words(point.at("title"), language)),
                    EscapeMarkup(TextOfHotspot(point, language))));
  }
  return xml;
}

constexpr char kReadme[] =
    "Các tệp này mô tả cùng một chuyến tham quan cho các trình xem khác. Ảnh dùng chung với "
    "chuyến\n"
    "tham quan, tìm từ thư mục này qua ../\n\n"
    "These files describe the same tour for other viewers. Pictures are shared with the tour and\n"
    "found from this folder by ../\n\n"
    "pannellum.vi.json, pannellum.en.json   Pannellum 2.5: pannellum.viewer(element, "
    "configuration)\n"
    "marzipano.vi.js, marzipano.en.js       Marzipano: APP_DATA as its tool writes it; each "
    "scene's\n"
    "                                       `equirect` is for EquirectGeometry\n"
    "krpano.vi.xml, krpano.en.xml           krpano (its own licence is needed): embedpano({xml: "
    "...})\n";

}  // namespace

std::string PannellumTour(const TourJson& tour, Language language, const std::string& up) {
  const TourJson* start = StartScene(tour);
  // Pannellum writes what it is given as HTML unless it is told not to.
  TourJson config{{"escapeHTML", true},
                  {"default",
                   {{"firstScene", start == nullptr ? "" : IdOf(*start)},
                    {"sceneFadeDuration", 600},
                    {"autoLoad", true}}},
                  {"scenes", TourJson::object()}};
  for (const TourJson& scene : tour.at("scenes")) {
    const auto [yaw, pitch] = ViewOf(scene);
    TourJson one{{"type", "equirectangular"},
                 {"panorama", EscapeUrlPath(PictureOfScene(scene, up))},
                 {"title", Words(scene.at("name"), language)},
                 {"yaw", yaw},
                 {"pitch", pitch},
                 {"hfov", kUsualFieldDeg},
                 {"hotSpots", PannellumHotspots(tour, scene, language)}};
    if (!scene.at("north_deg").is_null()) {
      one["northOffset"] = scene.at("north_deg");
      one["compass"] = true;
    }
    config["scenes"][IdOf(scene)] = std::move(one);
  }
  return config.dump(1) + "\n";
}

std::string MarzipanoData(const TourJson& tour, Language language, const std::string& up) {
  const auto html = [&](const std::string& text) { return EscapeMarkup(text); };
  TourJson scenes = TourJson::array();
  for (const TourJson& scene : tour.at("scenes")) {
    const auto [yaw, pitch] = ViewOf(scene);
    TourJson links = TourJson::array();
    for (const TourJson& link : scene.at("links")) {
      if (TargetOf(tour, link) != nullptr) {
        links.push_back({{"yaw", YawOf(link) * kRadians},
                         {"pitch", -PitchOf(link, kUsualLinkPitchDeg) * kRadians},
                         {"rotation", 0},
                         {"target", link.at("to")}});
      }
    }
    TourJson points = TourJson::array();
    for (const TourJson& point : scene.at("hotspots")) {
      points.push_back({{"yaw", YawOf(point) * kRadians},
                        {"pitch", -PitchOf(point, 0) * kRadians},
                        {"title", html(Words(point.at("title"), language))},
                        {"text", html(TextOfHotspot(point, language))}});
    }
    TourJson one{{"id", IdOf(scene)}, {"name", html(Words(scene.at("name"), language))}};
    one["equirect"] = {{"url", EscapeUrlPath(PictureOfScene(scene, up))},
                       {"width", PictureWidth(scene)}};
    one["initialViewParameters"] = {
        {"yaw", yaw * kRadians}, {"pitch", -pitch * kRadians}, {"fov", std::numbers::pi / 2}};
    one["linkHotspots"] = std::move(links);
    one["infoHotspots"] = std::move(points);
    scenes.push_back(std::move(one));
  }
  TourJson data{{"scenes", std::move(scenes)}, {"name", html(Words(tour.at("name"), language))}};
  data["settings"] = {{"mouseViewMode", "drag"},
                      {"autorotateEnabled", false},
                      {"fullscreenButton", true},
                      {"viewControlButtons", true}};
  return "var APP_DATA = " + SafeInScript(data.dump(1)) + ";\n";
}

std::string KrpanoXml(const TourJson& tour, Language language, const std::string& up) {
  const TourJson* start = StartScene(tour);
  std::string xml = fmt::format("<krpano title=\"{}\" onstart=\"loadscene({})\">\n",
                                EscapeMarkup(Words(tour.at("name"), language)),
                                start == nullptr ? "" : KrpanoName(IdOf(*start)));
  for (const TourJson& scene : tour.at("scenes")) {
    const auto [yaw, pitch] = ViewOf(scene);
    const std::string preview = up + scene.at("panorama").at("preview").get<std::string>();
    const TourJson& north = scene.at("north_deg");
    xml +=
        fmt::format("  <scene name=\"{}\" title=\"{}\"{}>\n",
                    KrpanoName(IdOf(scene)),
                    EscapeMarkup(Words(scene.at("name"), language)),
                    north.is_null() ? "" : fmt::format(" heading=\"{:.3f}\"", north.get<double>()));
    xml += fmt::format("    <view hlookat=\"{:.3f}\" vlookat=\"{:.3f}\" fov=\"{:.0f}\" />\n",
                       yaw,
                       -pitch,
                       kUsualFieldDeg);
    xml += fmt::format("    <preview url=\"{}\" />\n", EscapeMarkup(EscapeUrlPath(preview)));
    xml += fmt::format("    <image><sphere url=\"{}\" /></image>\n",
                       EscapeMarkup(EscapeUrlPath(PictureOfScene(scene, up))));
    xml += KrpanoHotspots(tour, scene, language) + "  </scene>\n";
  }
  return xml + "</krpano>\n";
}

std::map<std::string, std::string> OtherViewers(const TourJson& tour) {
  if (tour.at("scenes").empty()) {
    return {};
  }
  std::map<std::string, std::string> files{{"other-viewers/README.txt", kReadme}};
  for (const Language language : {Language::kVietnamese, Language::kEnglish}) {
    const std::string end = language == Language::kVietnamese ? ".vi." : ".en.";
    files["other-viewers/pannellum" + end + "json"] = PannellumTour(tour, language, "../");
    files["other-viewers/marzipano" + end + "js"] = MarzipanoData(tour, language, "../");
    files["other-viewers/krpano" + end + "xml"] = KrpanoXml(tour, language, "../");
  }
  return files;
}

}  // namespace disan
