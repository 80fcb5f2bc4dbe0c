#include "formats/language/portal_messages.h"
#include "pipeline/portal/tour_checks.h"

#include <algorithm>
#include <set>

namespace disan {
namespace {

class TextChecker {
 public:
  explicit TextChecker(const TourToCheck& of) : of_(of) {}

  std::vector<Diagnostic> Check() {
    // tour.json puts English where Vietnamese is missing; the record keeps them apart.
    const canonical::Record& record = of_.record;
    CheckVietnamese("name", record.site.name);
    CheckVietnamese("description", record.site.description);
    for (const canonical::Scene& scene : record.scenes) {
      CheckVietnamese("scenes/" + scene.id + "/name", scene.name);
      CheckVietnamese("scenes/" + scene.id + "/description", scene.description);
    }
    for (const canonical::Object& object : record.objects) {
      CheckVietnamese("objects/" + object.id + "/name", object.name);
      CheckVietnamese("objects/" + object.id + "/description", object.description);
    }
    Walk(of_.tour, "");
    return std::move(said_);
  }

 private:
  void Missing(const std::string& place, const Message& language, const std::string& other) {
    if (!told_.insert(place).second) {
      return;
    }
    // The first words of it, never half a letter.
    size_t shown = std::min<size_t>(other.size(), 60);
    while (shown < other.size() && (other[shown] & 0xC0) == 0x80) {
      --shown;
    }
    const std::string text = other.substr(0, shown) + (shown < other.size() ? "…" : "");
    said_.push_back({.file = of_.name,
                     .place = place,
                     .what = SayAbout(language, "text", {text, text}),
                     .remedy = Say(messages::kWebNoTranslationRemedy)});
  }

  void CheckVietnamese(const std::string& place, const canonical::Words& words) {
    if (words.vi.empty() && !words.en.empty()) {
      Missing(place, messages::kWebNoVietnamese, words.en);
    }
  }

  void Walk(const TourJson& node, const std::string& place) {
    if (node.is_object() && node.contains("vi") && node.contains("en") &&
        node.at("vi").is_string() && node.at("en").is_string()) {
      const std::string vi = node.at("vi").get<std::string>();
      if (!vi.empty() && node.at("en").get<std::string>().empty()) {
        Missing(place, messages::kWebNoEnglish, vi);
      }
      return;
    }
    size_t number = 0;
    for (const auto& [key, value] : node.items()) {
      ++number;
      // `alt` repeats the description, or is made from the name: one word on it is enough.
      if (!value.is_structured() || key == "captions" || key == "alt") {
        continue;
      }
      const bool named = node.is_array() && value.is_object() && value.contains("id") &&
                         value.at("id").is_string();
      const std::string step = named             ? value.at("id").get<std::string>()
                               : node.is_array() ? std::to_string(number)
                                                 : key;
      Walk(value, place.empty() ? step : place + "/" + step);
    }
  }

  const TourToCheck& of_;
  std::set<std::string> told_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<Diagnostic> CheckTexts(const TourToCheck& of) {
  return TextChecker(of).Check();
}

}  // namespace disan
