#include "formats/language/portal_messages.h"
#include "pipeline/portal/tour_checks.h"

#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

class LinkChecker {
 public:
  explicit LinkChecker(const TourToCheck& of) : of_(of), scenes_(of.tour.at("scenes")) {}

  std::vector<Diagnostic> Check() {
    for (const TourJson& scene : scenes_) {
      for (const TourJson& link : scene.at("links")) {
        CheckLink(scene, link);
      }
      for (const TourJson& hotspot : scene.at("hotspots")) {
        const std::string object = hotspot.value("object", "");
        if (!object.empty() && FindItem(of_.tour.at("objects"), object) == nullptr) {
          Dead("scenes/" + IdOf(scene) + "/hotspots/" + hotspot.at("id").get<std::string>(),
               object);
        }
      }
    }
    size_t number = 0;
    for (const TourJson& stop : of_.tour.at("stops")) {
      CheckTarget(fmt::format("stops/{}", ++number), stop.at("scene").get<std::string>());
    }
    if (of_.tour.contains("start")) {
      CheckTarget("start", of_.tour.at("start").get<std::string>());
    }
    return std::move(said_);
  }

 private:
  static std::string IdOf(const TourJson& item) { return item.at("id").get<std::string>(); }

  void Say1(const std::string& place, Text what, Text remedy) {
    said_.push_back(
        {.file = of_.name, .place = place, .what = std::move(what), .remedy = std::move(remedy)});
  }

  void Dead(const std::string& place, const std::string& id) {
    Say1(place, Say(messages::kWebDeadLink, fmt::arg("id", id)), Say(messages::kWebDeadLinkRemedy));
  }

  void CheckTarget(const std::string& place, const std::string& id) {
    if (FindItem(scenes_, id) == nullptr) {
      Dead(place, id);
    }
  }

  void CheckLink(const TourJson& from, const TourJson& link) {
    const std::string place = "scenes/" + IdOf(from);
    const std::string id = link.at("to").get<std::string>();
    const TourJson* to = FindItem(scenes_, id);
    if (to == nullptr) {
      Dead(place, id);
      return;
    }
    std::vector<const TourJson*> back;
    for (const TourJson& other : to->at("links")) {
      if (other.at("to") == from.at("id")) {
        back.push_back(&other);
      }
    }
    if (back.empty() && !link.value("one_way", false)) {
      Say1(place,
           Say(messages::kWebOneWay, fmt::arg("to", id), fmt::arg("from", IdOf(from))),
           Say(messages::kWebOneWayRemedy, fmt::arg("to", id), fmt::arg("from", IdOf(from))));
    }
    // Each pair once.
    if (!back.empty() && judged_.insert(std::minmax(IdOf(from), id)).second) {
      CheckHeadings(from, link, *to, back);
    }
  }

  void CheckHeadings(const TourJson& from,
                     const TourJson& link,
                     const TourJson& to,
                     const std::vector<const TourJson*>& back) {
    if (from.at("north_deg").is_null() || to.at("north_deg").is_null() ||
        link.value("bend", false)) {
      return;
    }
    const auto heading = [](const TourJson& scene, const TourJson& of) {
      return scene.at("north_deg").get<double>() + of.at("yaw_deg").get<double>();
    };
    // Where there are two ways, the one that agrees best is the way back.
    double least = 180;
    for (const TourJson* other : back) {
      if (other->value("bend", false)) {
        return;
      }
      const double apart = heading(from, link) - heading(to, *other);
      least = std::min(least, std::abs(std::remainder(apart - 180, 360)));
    }
    if (least > kMostHeadingDisagreementDeg + 1e-9) {
      const std::string degrees = fmt::format("{:.1f}", least);
      Say1("scenes/" + IdOf(from),
           Say(messages::kWebHeadings,
               fmt::arg("a", IdOf(from)),
               fmt::arg("b", IdOf(to)),
               fmt::arg("degrees", degrees)),
           Say(messages::kWebHeadingsRemedy));
    }
  }

  const TourToCheck& of_;
  const TourJson& scenes_;
  std::set<std::pair<std::string, std::string>> judged_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<Diagnostic> CheckLinks(const TourToCheck& of) {
  return LinkChecker(of).Check();
}

}  // namespace disan
