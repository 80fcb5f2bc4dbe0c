#include "pipeline/portal/public_tour.h"

#include "formats/record/canonical/public_view.h"

#include <algorithm>
#include <set>

namespace disan {
namespace {

template <class Item>
std::set<std::string> KeepShown(std::vector<Item>& items, const ItemFilter& shown) {
  std::set<std::string> withheld;
  if (shown) {
    for (const Item& item : items) {
      if (!shown(item.id)) {
        withheld.insert(item.assets.begin(), item.assets.end());
      }
    }
    std::erase_if(items, [&](const Item& item) { return !shown(item.id); });
  }
  return withheld;
}

void KeepIf(TourJson& list, const std::function<bool(const TourJson&)>& keep) {
  TourJson kept = TourJson::array();
  for (TourJson& entry : list) {
    if (keep(entry)) {
      kept.push_back(std::move(entry));
    }
  }
  list = std::move(kept);
}

}  // namespace

canonical::Record ShownRecord(canonical::Record record, const ItemFilter& shown) {
  record = canonical::PublicView(std::move(record));
  std::set<std::string> withheld = KeepShown(record.scenes, shown);
  withheld.merge(KeepShown(record.objects, shown));
  std::erase_if(record.assets,
                [&](const canonical::Asset& asset) { return withheld.count(asset.path) > 0; });
  return record;
}

TourJson ShownTour(TourJson tour, const canonical::Record& record) {
  const std::set<std::string> scenes = canonical::IdsOf(record.scenes);
  const std::set<std::string> objects = canonical::IdsOf(record.objects);
  std::set<std::string> withheld;
  const auto keep = [&](const std::set<std::string>& ids) {
    return [&](const TourJson& item) {
      const std::string id = item.at("id").get<std::string>();
      if (ids.count(id) == 0) {
        withheld.insert(id);
      }
      return ids.count(id) > 0;
    };
  };
  KeepIf(tour.at("scenes"), keep(scenes));
  KeepIf(tour.at("objects"), keep(objects));
  // A link to what was never there stays: it is for the checks to name.
  const auto is_shown = [&](const TourJson& id) {
    return withheld.count(id.get<std::string>()) == 0;
  };
  for (TourJson& scene : tour.at("scenes")) {
    KeepIf(scene.at("links"), [&](const TourJson& link) { return is_shown(link.at("to")); });
    for (TourJson& hotspot : scene.at("hotspots")) {
      if (hotspot.contains("object") && !is_shown(hotspot.at("object"))) {
        hotspot.erase("object");
      }
    }
  }
  KeepIf(tour.at("stops"), [&](const TourJson& stop) { return is_shown(stop.at("scene")); });
  if (tour.contains("start") && !is_shown(tour.at("start"))) {
    const TourJson& seen = tour.at("scenes");
    if (seen.empty()) {
      tour.erase("start");
    } else {
      tour["start"] = seen.front().at("id");
    }
  }
  if (record.site.sensitive) {
    tour["location"] = nullptr;
    tour.erase("address");
    tour.erase("plan");
  }
  return tour;
}

}  // namespace disan
