#include "pipeline/portal/portal_index.h"

#include "formats/language/portal_messages.h"

#include <set>

namespace disan {
namespace {

TourJson Both(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

// As the tour has it: English may be empty, the page then shows and marks the Vietnamese.
TourJson TextAt(const TourJson& item, const char* key) {
  return item.contains(key) && item.at(key).is_object() ? item.at(key) : Both({});
}

// The first paragraph: a card has no room for more.
TourJson Summary(const TourJson& tour) {
  TourJson text = TextAt(tour, "description");
  for (const char* language : {"vi", "en"}) {
    const std::string whole = text.at(language).get<std::string>();
    text[language] = whole.substr(0, whole.find('\n'));
  }
  return text;
}

TourJson SiteJson(const PortalSite& site) {
  const TourJson& tour = site.tour;
  const std::string folder = tour.at("id").get<std::string>() + "/";
  const TourPicture picture = PictureOf(tour);
  return {{"id", tour.at("id")},
          {"name", tour.at("name")},
          {"summary", Summary(tour)},
          {"type", tour.contains("type") ? tour.at("type") : TourJson(nullptr)},
          {"rank", tour.contains("rank") ? tour.at("rank") : TourJson(nullptr)},
          {"address", TextAt(tour, "address")},
          {"location", tour.contains("location") ? tour.at("location") : TourJson(nullptr)},
          {"href", folder},
          {"picture", picture.path.empty() ? TourJson(nullptr) : TourJson(folder + picture.path)},
          {"scenes", tour.at("scenes").size()},
          {"objects", tour.at("objects").size()}};
}

// Gathers the texts of one tour, each entry with what it leads to.
class Texts {
 public:
  Texts(const TourJson& tour, TourJson& entries) : tour_(tour), entries_(entries) {}

  void Gather() {
    Add("site", tour_.at("name"), {TextAt(tour_, "description"), TextAt(tour_, "address")}, {});
    for (const TourJson& scene : tour_.at("scenes")) {
      Add("scene",
          scene.at("name"),
          {TextAt(scene, "description"), scene.at("alt")},
          {{"scene", scene.at("id")}});
      for (const TourJson& hotspot : scene.at("hotspots")) {
        Add("hotspot",
            hotspot.at("title"),
            {TextAt(hotspot, "text")},
            {{"scene", scene.at("id")}, {"hotspot", hotspot.at("id")}});
      }
    }
    for (const TourJson& object : tour_.at("objects")) {
      Add("object", object.at("name"), ObjectTexts(object), {{"object", object.at("id")}});
    }
    for (const TourJson& stop : tour_.at("stops")) {
      const TourJson* scene = FindItem(tour_.at("scenes"), stop.at("scene").get<std::string>());
      if (scene != nullptr) {
        Add("stop", scene->at("name"), {stop.at("text")}, {{"scene", stop.at("scene")}});
      }
    }
  }

 private:
  static std::vector<TourJson> ObjectTexts(const TourJson& object) {
    std::vector<TourJson> texts{TextAt(object, "description"), object.at("alt")};
    const auto list = [&](const char* key) {
      return object.contains(key) && object.at(key).is_array() ? object.at(key) : TourJson::array();
    };
    for (const TourJson& inscription : list("inscriptions")) {
      const std::string original = inscription.value("original", "");
      const std::string reading = inscription.value("transcription", "");
      texts.push_back(Both({original + " " + reading, ""}));
      texts.push_back(TextAt(inscription, "translation"));
    }
    for (const TourJson& annotation : list("annotations")) {
      texts.push_back(TextAt(annotation, "title"));
      texts.push_back(TextAt(annotation, "text"));
    }
    return texts;
  }

  void Add(const char* kind,
           const TourJson& title,
           const std::vector<TourJson>& texts,
           const TourJson& leads_to) {
    TourJson body = Both({});
    std::set<std::string> told;
    for (const TourJson& text : texts) {
      for (const char* language : {"vi", "en"}) {
        const std::string words = text.at(language).get<std::string>();
        if (!words.empty() && told.insert(words).second) {
          const std::string so_far = body.at(language).get<std::string>();
          body[language] = so_far + (so_far.empty() ? "" : "\n") + words;
        }
      }
    }
    TourJson entry{{"site", tour_.at("id")}, {"kind", kind}, {"title", title}, {"body", body}};
    entry.update(leads_to.is_null() ? TourJson::object() : leads_to);
    entries_.push_back(std::move(entry));
  }

  const TourJson& tour_;
  TourJson& entries_;
};

// The one ward that all sites lie in, or nothing.
std::string Ward(const std::vector<PortalSite>& sites) {
  std::set<std::string> wards;
  for (const PortalSite& site : sites) {
    wards.insert(site.record.site.address.ward);
  }
  return wards.size() == 1 ? *wards.begin() : "";
}

}  // namespace

Text PortalName(const std::vector<PortalSite>& sites) {
  const std::string ward = Ward(sites);
  return ward.empty() ? Say(messages::kPortalName)
                      : Say(messages::kPortalNameOfWard, fmt::arg("ward", ward));
}

Text PortalDescription(const std::vector<PortalSite>& sites) {
  return Say(messages::kPortalDescription, fmt::arg("sites", sites.size()));
}

std::string PortalIndex(const std::vector<PortalSite>& sites, const std::string& map) {
  TourJson index{{"disan_portal", kPortalVersion},
                 {"name", Both(PortalName(sites))},
                 {"map", map.empty() ? TourJson(nullptr) : TourJson(map)},
                 {"sites", TourJson::array()}};
  for (const PortalSite& site : sites) {
    index["sites"].push_back(SiteJson(site));
  }
  return index.dump() + "\n";
}

std::string SearchIndex(const std::vector<PortalSite>& sites) {
  TourJson index{{"disan_search", kPortalVersion}, {"entries", TourJson::array()}};
  for (const PortalSite& site : sites) {
    Texts(site.tour, index["entries"]).Gather();
  }
  return index.dump() + "\n";
}

std::string PortalJsonLd(const std::vector<PortalSite>& sites, const std::string& base) {
  const auto in_both = [](const Text& text) {
    return TourJson{{{"@language", "vi"}, {"@value", text.vi}},
                    {{"@language", "en"}, {"@value", text.en}}};
  };
  TourJson json{{"@context", "http://schema.org/"},
                {"@type", "CollectionPage"},
                {"@id", base},
                {"name", in_both(PortalName(sites))},
                {"hasPart", TourJson::array()}};
  for (const PortalSite& site : sites) {
    const std::string address = base + site.tour.at("id").get<std::string>() + "/";
    json["hasPart"].push_back({{"@type", "LandmarksOrHistoricalBuildings"},
                               {"@id", address},
                               {"url", address},
                               {"name", in_both(TextIn(site.tour.at("name")))}});
  }
  return json.dump();
}

}  // namespace disan
