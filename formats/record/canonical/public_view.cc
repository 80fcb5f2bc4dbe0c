#include "formats/record/canonical/public_view.h"

#include "formats/language/record_messages.h"

#include <algorithm>
#include <map>
#include <set>

namespace disan::canonical {
namespace {

template <class Item>
bool IsForEveryone(const Item& item) {
  return !item.sensitive && item.rights.access != "restricted" && item.rights.access != "closed";
}

// Removes what is not for everyone; the paths of its assets.
template <class Item>
std::set<std::string> Withhold(std::vector<Item>& items, bool all) {
  std::set<std::string> paths;
  for (const Item& item : items) {
    if (all || !IsForEveryone(item)) {
      paths.insert(item.assets.begin(), item.assets.end());
    }
  }
  std::erase_if(items, [&](const Item& item) { return all || !IsForEveryone(item); });
  return paths;
}

void KeepOnly(std::vector<std::string>& ids, const std::set<std::string>& kept) {
  std::erase_if(ids, [&](const std::string& id) { return kept.count(id) == 0; });
}

// The first id on the way up that was met before; empty when the way ends.
std::string CircleFrom(const std::string& start,
                       const std::map<std::string, std::string>& part_of) {
  std::set<std::string> met;
  std::string at = start;
  while (!at.empty()) {
    if (!met.insert(at).second) {
      return at;
    }
    const auto next = part_of.find(at);
    at = next == part_of.end() ? "" : next->second;
  }
  return "";
}

void CheckCircles(const std::map<std::string, std::string>& part_of,
                  const std::string& file,
                  std::vector<Diagnostic>& said) {
  std::set<std::string> told;
  for (const auto& [id, larger] : part_of) {
    const std::string circle = CircleFrom(id, part_of);
    // Each circle once, by its first member.
    std::string first = circle;
    for (std::string at = circle; !circle.empty() && part_of.at(at) != circle;) {
      at = part_of.at(at);
      first = std::min(first, at);
    }
    if (!first.empty() && told.insert(first).second) {
      said.push_back({.severity = Severity::kWarning,
                      .file = file,
                      .what = Say(messages::kRecordCircle, fmt::arg("id", first)),
                      .remedy = Say(messages::kRecordCircleRemedy)});
    }
  }
}

}  // namespace

Record PublicView(Record record) {
  const bool hidden = record.site.sensitive;
  std::set<std::string> withheld = Withhold(record.scenes, hidden);
  withheld.merge(Withhold(record.objects, false));
  const std::set<std::string> scenes = IdsOf(record.scenes);
  const std::set<std::string> objects = IdsOf(record.objects);
  std::erase_if(record.assets, [&](const Asset& asset) {
    return asset.role != "web" || withheld.count(asset.path) > 0 || (hidden && asset.item.empty());
  });
  for (Asset& asset : record.assets) {
    asset.derived_from.clear();
    asset.process.clear();
  }
  for (Scene& scene : record.scenes) {
    scene.rights.consent.clear();
  }
  for (Object& object : record.objects) {
    object.rights.consent.clear();
    object.scene = scenes.count(object.scene) > 0 ? object.scene : "";
    object.part_of = objects.count(object.part_of) > 0 ? object.part_of : "";
  }
  for (Session& session : record.sessions) {
    session.permission.clear();
    session.rights.consent.clear();
    session.notes = {};
    KeepOnly(session.scenes, scenes);
    KeepOnly(session.objects, objects);
  }
  record.site.rights.consent.clear();
  record.site.manager.phone.clear();
  record.site.manager.email.clear();
  record.site.decision.document.clear();
  for (Zone& zone : record.site.zones) {
    zone.boundary.clear();
  }
  if (hidden) {
    record.site.location = {};
    record.site.zones.clear();
    record.site.address.text = {};
    record.site.address.hamlet.clear();
  }
  record.processes.clear();
  return record;
}

std::vector<Diagnostic> CheckPartOf(const std::vector<Record>& records) {
  std::vector<Diagnostic> said;
  std::map<std::string, std::string> sites;
  for (const Record& record : records) {
    sites[record.site.id] = record.site.part_of;
    std::map<std::string, std::string> objects;
    for (const Object& object : record.objects) {
      objects[object.id] = object.part_of;
    }
    CheckCircles(objects, record.site.id, said);
  }
  CheckCircles(sites, "", said);
  return said;
}

}  // namespace disan::canonical
