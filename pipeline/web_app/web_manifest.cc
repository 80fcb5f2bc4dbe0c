#include "pipeline/web_app/web_manifest.h"

#include "formats/exchange/markup.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kInk[] = "#150f0b";  // the viewer's ground (viewer/web/src/style/base.css)

std::string Vietnamese(const Json& holder, const char* key) {
  return holder.contains(key) ? holder.at(key).at("vi").get<std::string>() : "";
}

TourFacts Read(const Json& tour) {
  TourFacts facts{.name = Vietnamese(tour, "name"), .description = Vietnamese(tour, "description")};
  const Json& scenes = tour.at("scenes");
  auto start = std::find_if(scenes.begin(), scenes.end(), [&](const Json& scene) {
    return tour.contains("start") && scene.at("id") == tour.at("start");
  });
  start = start == scenes.end() ? scenes.begin() : start;
  if (start != scenes.end()) {
    facts.start_picture = start->at("panorama").at("fallback");
    facts.start_preview = start->at("panorama").at("preview");
    if (start->contains("initial_view")) {
      facts.yaw_deg = start->at("initial_view").at("yaw_deg");
      facts.pitch_deg = start->at("initial_view").at("pitch_deg");
    }
  }
  for (const Json& object : tour.at("objects")) {
    if (facts.poster.empty() && object.contains("poster")) {
      facts.poster = object.at("poster");
    }
  }
  return facts;
}

Json Icon(const char* file, int size_px, const char* purpose) {
  return {{"src", file},
          {"sizes", fmt::format("{0}x{0}", size_px)},
          {"type", "image/png"},
          {"purpose", purpose}};
}

std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::optional<TourFacts> TourFactsOf(const std::string& tour_json) {
  const Json tour = Json::parse(tour_json, nullptr, false);
  try {
    return Read(tour);
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string WebManifest(const TourFacts& facts) {
  Json manifest{{"id", "./"},
                {"name", facts.name},
                {"short_name", facts.name},
                {"lang", "vi"},
                {"start_url", "./"},
                {"scope", "./"},
                {"display", "standalone"},
                {"background_color", kInk},
                {"theme_color", kInk},
                {"categories", {"education", "travel"}},
                {"icons",
                 {Icon(kIconSmall, kIconSmallPx, "any"),
                  Icon(kIconLarge, kIconLargePx, "any"),
                  Icon(kIconMaskable, kIconLargePx, "maskable")}}};
  if (!facts.description.empty()) {
    manifest["description"] = FirstLine(facts.description);
  }
  return manifest.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string TourPage(const std::string& index_html, const TourFacts& facts) {
  const size_t title = index_html.find("<title>");
  const size_t end = index_html.find("</title>");
  if (title == std::string::npos || end == std::string::npos || end < title) {
    return index_html;
  }
  std::string head = fmt::format("<title>{} · Tham quan 360°</title>", EscapeMarkup(facts.name));
  if (!facts.description.empty()) {
    head += fmt::format("\n    <meta name=\"description\" content=\"{}\" />",
                        EscapeMarkup(FirstLine(facts.description)));
  }
  head += fmt::format(
      "\n    <link rel=\"manifest\" href=\"./manifest.webmanifest\" />"
      "\n    <link rel=\"apple-touch-icon\" href=\"./{}\" />",
      kIconSmall);
  return index_html.substr(0, title) + head + index_html.substr(end + 8);
}

}  // namespace disan
