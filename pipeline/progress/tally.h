// From sites and an inventory to figures: who reaches which criterion, by rank and by type, and
// what is missing. Pure.
#pragma once

#include "pipeline/progress/criteria.h"
#include "pipeline/progress/site_progress.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace disan {

// A relic that the inventory names.
struct InventoryRelic {
  std::string id;
  std::string name;
  std::string type;
  std::string rank;
  std::string ward;
};

struct SiteLine {
  std::string id;
  Text name;
  std::string type;  // the words of site.yaml, empty when not stated
  std::string rank;
  std::string ward;
  std::string output;   // empty: not built
  bool counted = true;  // false: built, and not in the inventory
  Reached reached{};
  std::vector<Text> missing;
  size_t panoramas = 0;
  size_t models = 0;
};

// One rank, one type, or all.
struct GroupTally {
  std::string word;
  size_t total = 0;
  std::array<size_t, kCriteria> reached{};

  double Share(Criterion criterion) const {
    return total == 0 ? 0
                      : static_cast<double>(reached[static_cast<size_t>(criterion)]) /
                            static_cast<double>(total);
  }
};

struct Tally {
  std::vector<SiteLine> sites;  // by rank, then by name; those that are not counted last
  GroupTally all;
  std::vector<GroupTally> by_rank;  // in the order of the ranks, those that occur
  std::vector<GroupTally> by_type;
};

// Without relics the built sites themselves are what is counted against.
Tally CountProgress(const std::vector<SiteProgress>& sites,
                    const std::vector<InventoryRelic>& relics);

// "Quốc gia", "National"; "Chưa ghi" for the empty word.
Text RankLabel(const std::string& word);
Text TypeLabel(const std::string& word);

}  // namespace disan
