#include "pipeline/progress/snapshot.h"

#include "formats/language/progress_messages.h"
#include "formats/record/scalars.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson JsonOf(const Reached& reached) {
  OrderedJson json;
  for (size_t i = 0; i < kCriteria; ++i) {
    json[Criteria()[i].key] = reached[i];
  }
  return json;
}

OrderedJson JsonOf(const Snapshot& snapshot) {
  OrderedJson json{{"date", snapshot.date}, {"sites", OrderedJson::object()}};
  for (const auto& [id, line] : snapshot.sites) {
    json["sites"][id] = {{"name", {{"vi", line.name.vi}, {"en", line.name.en}}},
                         {"counted", line.counted},
                         {"reached", JsonOf(line.reached)}};
  }
  return json;
}

OrderedJson JsonOf(const GroupTally& group) {
  OrderedJson json{{"word", group.word}, {"total", group.total}};
  for (size_t i = 0; i < kCriteria; ++i) {
    json[Criteria()[i].key] = group.reached[i];
  }
  return json;
}

Snapshot Read(const OrderedJson& json) {
  Snapshot snapshot{.date = json.at("date").get<std::string>(), .sites = {}};
  for (const auto& [id, site] : json.at("sites").items()) {
    Snapshot::Line line{.name = {site.at("name").at("vi").get<std::string>(),
                                 site.at("name").at("en").get<std::string>()},
                        .counted = site.at("counted").get<bool>()};
    for (size_t i = 0; i < kCriteria; ++i) {
      line.reached[i] = site.at("reached").value(Criteria()[i].key, false);
    }
    snapshot.sites.emplace(id, std::move(line));
  }
  return snapshot;
}

Text Names(const std::vector<Criterion>& criteria) {
  Text names;
  for (const Criterion criterion : criteria) {
    const Text& name = Criteria()[static_cast<size_t>(criterion)].name;
    names.vi += (names.vi.empty() ? "" : ", ") + name.vi;
    names.en += (names.en.empty() ? "" : ", ") + name.en;
  }
  return names;
}

}  // namespace

size_t Snapshot::Count(Criterion criterion) const {
  return static_cast<size_t>(std::count_if(sites.begin(), sites.end(), [&](const auto& site) {
    return site.second.counted && Has(site.second.reached, criterion);
  }));
}

size_t Snapshot::Total() const {
  return static_cast<size_t>(std::count_if(
      sites.begin(), sites.end(), [](const auto& site) { return site.second.counted; }));
}

Snapshot SnapshotOf(const Tally& tally, const std::string& date) {
  Snapshot snapshot{.date = date, .sites = {}};
  for (const SiteLine& line : tally.sites) {
    snapshot.sites[line.id] = {line.name, line.counted, line.reached};
  }
  return snapshot;
}

std::string SnapshotText(const Tally& tally,
                         const Snapshot& now,
                         const std::optional<Snapshot>& previous) {
  OrderedJson json{{"disan_progress", 1},
                   {"total", JsonOf(tally.all)},
                   {"by_rank", OrderedJson::array()},
                   {"by_type", OrderedJson::array()}};
  for (const GroupTally& group : tally.by_rank) {
    json["by_rank"].push_back(JsonOf(group));
  }
  for (const GroupTally& group : tally.by_type) {
    json["by_type"].push_back(JsonOf(group));
  }
  json.update(JsonOf(now));
  if (previous) {
    json["previous"] = JsonOf(*previous);
  }
  return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Result<std::optional<Snapshot>> PreviousFrom(const std::string& text,
                                             const std::string& file,
                                             const std::string& date) {
  using Answer = Result<std::optional<Snapshot>>;
  try {
    const OrderedJson json = OrderedJson::parse(text);
    Snapshot snapshot = Read(json);
    if (IsDay(snapshot.date)) {
      if (snapshot.date != date) {
        return Answer::Of(std::move(snapshot));
      }
      return Answer::Of(json.contains("previous") ? std::optional(Read(json.at("previous")))
                                                  : std::nullopt);
    }
  } catch (const nlohmann::json::exception&) {
    // Said below: whatever is wrong with it, it is no snapshot of ours.
  }
  return Answer::Failed({.file = file,
                         .what = Say(messages::kProgressBadSince, fmt::arg("file", file)),
                         .remedy = Say(messages::kProgressBadSinceRemedy)});
}

std::vector<SiteChange> ChangesBetween(const Snapshot& before, const Snapshot& now) {
  std::vector<SiteChange> changes;
  for (const auto& [id, line] : now.sites) {
    const auto old = before.sites.find(id);
    SiteChange change{
        .id = id, .name = line.name, .is_new = old == before.sites.end(), .gained = {}, .lost = {}};
    for (size_t i = 0; i < kCriteria; ++i) {
      const bool had = !change.is_new && old->second.reached[i];
      if (line.reached[i] != had) {
        (had ? change.lost : change.gained).push_back(static_cast<Criterion>(i));
      }
    }
    if (change.is_new || !change.gained.empty() || !change.lost.empty()) {
      changes.push_back(std::move(change));
    }
  }
  for (const auto& [id, line] : before.sites) {
    if (now.sites.count(id) == 0) {
      changes.push_back({.id = id, .name = line.name, .gone = true, .gained = {}, .lost = {}});
    }
  }
  return changes;
}

Text Described(const SiteChange& change) {
  Text text;
  const auto add = [&](const Text& part) {
    text.vi += (text.vi.empty() ? "" : ". ") + part.vi;
    text.en += (text.en.empty() ? "" : ". ") + part.en;
  };
  if (change.is_new) {
    add(Say(messages::kProgressNew));
  }
  if (change.gone) {
    add(Say(messages::kProgressGone));
  }
  if (!change.gained.empty()) {
    add(SayAbout(messages::kProgressGained, "criteria", Names(change.gained)));
  }
  if (!change.lost.empty()) {
    add(SayAbout(messages::kProgressLost, "criteria", Names(change.lost)));
  }
  return text;
}

}  // namespace disan
