#include "pipeline/inventory/cross_check.h"

#include "formats/language/inventory_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/scalars.h"
#include "formats/record/validate.h"
#include "pipeline/inventory/columns.h"

#include <algorithm>
#include <map>
#include <regex>
#include <string_view>

namespace disan {
namespace {

struct Bounds {
  double least;
  double most;
  bool Hold(double value) const { return value >= least && value <= most; }
};
// Mainland, islands and seas of Việt Nam, generously; grids of VN-2000 with 500 km false easting.
constexpr Bounds kLatitude{6, 24};
constexpr Bounds kLongitude{101, 119};
constexpr Bounds kNorthing{850'000, 2'700'000};
constexpr Bounds kEasting{100'000, 850'000};

class RowChecker {
 public:
  RowChecker(InventoryRow& row, InventoryReading& reading) : row_(row), reading_(reading) {}

  void Check() {
    if (row_.Get("name.vi").empty() && !row_.refused) {
      Error("name.vi", Say(messages::kInventoryNoName), Say(messages::kInventoryNoNameRemedy));
    }
    CheckPair("location.lat", "location.lon");
    CheckPair("location.x", "location.y");
    CheckDegrees();
    CheckGrid();
    if (!row_.Get("decision.date").empty() && row_.Get("rank") == "inventoried") {
      Warning("decision.date",
              Say(messages::kInventoryRankDecision),
              Say(messages::kInventoryRankDecisionRemedy));
    }
  }

  // A key of the row that is missing has the place of its row.
  void Error(std::string_view key, Text what, Text remedy) {
    row_.refused = true;
    Add(Severity::kError, key, std::move(what), std::move(remedy));
  }
  void Warning(std::string_view key, Text what, Text remedy) {
    Add(Severity::kWarning, key, std::move(what), std::move(remedy));
  }

 private:
  void Add(Severity severity, std::string_view key, Text what, Text remedy) {
    reading_.problems.push_back({.said = {.severity = severity,
                                          .file = reading_.inventory.file,
                                          .what = std::move(what),
                                          .remedy = std::move(remedy)},
                                 .place = {row_.sheet, row_.row, ColumnOf(key)}});
  }

  // Where the value stands, or would stand.
  int ColumnOf(std::string_view key) const {
    if (const auto value = row_.values.find(key); value != row_.values.end()) {
      return value->second.column;
    }
    for (const InventorySheet& sheet : reading_.inventory.sheets) {
      for (const InventoryHeading& heading : sheet.headings) {
        if (sheet.name == row_.sheet && heading.key == key) {
          return heading.column;
        }
      }
    }
    return -1;
  }

  std::optional<double> Number(std::string_view key) const { return ParseNumber(row_.Get(key)); }

  void CheckPair(std::string_view first, std::string_view second) {
    const bool has_first = Number(first).has_value();
    if (has_first != Number(second).has_value() && !row_.refused) {
      const std::string_view there = has_first ? first : second;
      const std::string_view missing = has_first ? second : first;
      Error(missing,
            Say(messages::kInventoryHalfPlace,
                fmt::arg("there", ColumnOfKey(there)->heading),
                fmt::arg("missing", ColumnOfKey(missing)->heading)),
            Say(messages::kInventoryHalfPlaceRemedy));
    }
  }

  void CheckDegrees() {
    const auto latitude = Number("location.lat");
    const auto longitude = Number("location.lon");
    if (!latitude || !longitude) {
      return;
    }
    if (kLatitude.Hold(*longitude) && kLongitude.Hold(*latitude)) {
      Error(
          "location.lat", Say(messages::kInventorySwapped), Say(messages::kInventorySwappedRemedy));
      return;
    }
    if (!kLatitude.Hold(*latitude)) {
      Error("location.lat",
            Say(messages::kInventoryOutside, fmt::arg("value", row_.Get("location.lat"))),
            Say(messages::kInventoryLatitudeRemedy));
    }
    if (!kLongitude.Hold(*longitude)) {
      Error("location.lon",
            Say(messages::kInventoryOutside, fmt::arg("value", row_.Get("location.lon"))),
            Say(messages::kInventoryLongitudeRemedy));
    }
  }

  void CheckGrid() {
    static const std::regex kCode("EPSG:[0-9]{4,5}");
    const auto northing = Number("location.x");
    const auto easting = Number("location.y");
    const std::string crs = row_.Get("location.crs");
    if (!crs.empty() && !std::regex_match(crs, kCode)) {
      Error("location.crs",
            Say(messages::kInventoryBadCrs, fmt::arg("value", crs)),
            Say(messages::kInventoryCrsRemedy));
    }
    if (!northing || !easting) {
      return;
    }
    if (Number("location.lat")) {
      Error("location.x",
            Say(messages::kInventoryBothPlaces),
            Say(messages::kInventoryBothPlacesRemedy));
    }
    if (crs.empty()) {
      Error("location.crs", Say(messages::kInventoryNoCrs), Say(messages::kInventoryCrsRemedy));
    }
    if (kNorthing.Hold(*easting) && kEasting.Hold(*northing)) {
      Error("location.x",
            Say(messages::kInventoryGridSwapped),
            Say(messages::kInventoryGridSwappedRemedy));
    } else if (!kNorthing.Hold(*northing)) {
      Error("location.x",
            Say(messages::kInventoryOutside, fmt::arg("value", row_.Get("location.x"))),
            Say(messages::kInventoryGridRemedy));
    } else if (!kEasting.Hold(*easting)) {
      Error("location.y",
            Say(messages::kInventoryOutside, fmt::arg("value", row_.Get("location.y"))),
            Say(messages::kInventoryGridRemedy));
    }
  }

  InventoryRow& row_;
  InventoryReading& reading_;
};

// Ids: given ones first, so that a row without one cannot take what another row says is its own.
void CheckIds(InventoryReading& reading) {
  std::map<std::string, const InventoryRow*> owner;
  std::map<std::string, const InventoryRow*> names;
  for (InventoryRow& row : reading.inventory.rows) {
    row.id = row.Get("id");
    if (row.id.empty()) {
      continue;
    }
    const auto [at, fresh] = owner.emplace(row.id, &row);
    if (!fresh) {
      RowChecker(row, reading)
          .Error("id",
                 Say(messages::kInventoryIdTwice,
                     fmt::arg("id", row.id),
                     fmt::arg("sheet", at->second->sheet),
                     fmt::arg("row", at->second->row)),
                 Say(messages::kInventoryIdTwiceRemedy));
    }
  }
  for (InventoryRow& row : reading.inventory.rows) {
    const std::string name = row.Get("name.vi");
    if (!row.id.empty() || name.empty() || row.refused) {
      continue;
    }
    row.id = ToIdentifier(name).substr(0, 64);
    while (!row.id.empty() && row.id.back() == '-') {
      row.id.pop_back();
    }
    const auto [at, fresh] = owner.emplace(row.id, &row);
    if (row.id.empty() || !fresh) {
      RowChecker(row, reading)
          .Error("id",
                 row.id.empty() ? Say(messages::kInventoryNoIdFromName, fmt::arg("name", name))
                                : Say(messages::kInventorySameName,
                                      fmt::arg("name", name),
                                      fmt::arg("sheet", at->second->sheet),
                                      fmt::arg("row", at->second->row)),
                 Say(messages::kInventorySameNameRemedy));
    }
  }
}

void CheckParts(InventoryReading& reading, const std::set<std::string>& known_sites) {
  std::map<std::string, InventoryRow*> rows;
  std::vector<std::string> ids(known_sites.begin(), known_sites.end());
  for (InventoryRow& row : reading.inventory.rows) {
    rows.emplace(row.id, &row);
    ids.push_back(row.id);
  }
  for (InventoryRow& row : reading.inventory.rows) {
    const std::string part_of = row.Get("part_of");
    if (part_of.empty()) {
      continue;
    }
    if (part_of == row.id) {
      RowChecker(row, reading)
          .Error("part_of",
                 Say(messages::kInventoryPartOfItself),
                 Say(messages::kInventoryPartRemedy));
    } else if (rows.count(part_of) == 0 && known_sites.count(part_of) == 0) {
      const std::string nearest = NearestWord(part_of, ids);
      RowChecker(row, reading)
          .Error("part_of",
                 Say(messages::kInventoryPartUnknown, fmt::arg("id", part_of)),
                 nearest.empty() ? Say(messages::kInventoryPartRemedy)
                                 : Say(messages::kInventoryNearest, fmt::arg("nearest", nearest)));
    }
  }
}

// Each circle is named once, at the first of its rows.
void CheckCircles(InventoryReading& reading) {
  std::map<std::string, std::string> larger;
  for (const InventoryRow& row : reading.inventory.rows) {
    if (const std::string part_of = row.Get("part_of"); !part_of.empty() && part_of != row.id) {
      larger.emplace(row.id, part_of);
    }
  }
  std::set<std::string> settled;
  for (InventoryRow& row : reading.inventory.rows) {
    std::vector<std::string> way;
    std::string at = row.id;
    while (settled.insert(at).second) {
      way.push_back(at);
      const auto next = larger.find(at);
      if (next == larger.end()) {
        break;
      }
      at = next->second;
    }
    const auto circle = std::find(way.begin(), way.end(), at);
    if (circle == way.end() || larger.count(at) == 0 || circle + 1 == way.end()) {
      continue;
    }
    std::string shown;
    for (auto id = circle; id != way.end(); ++id) {
      shown += *id + " → ";
    }
    for (InventoryRow& first : reading.inventory.rows) {
      if (first.id == at) {
        RowChecker(first, reading)
            .Error("part_of",
                   Say(messages::kInventoryPartCircle, fmt::arg("circle", shown + at)),
                   Say(messages::kInventoryPartRemedy));
        break;
      }
    }
  }
}

}  // namespace

void CrossCheck(InventoryReading& reading, const std::set<std::string>& known_sites) {
  CheckIds(reading);
  for (InventoryRow& row : reading.inventory.rows) {
    RowChecker(row, reading).Check();
  }
  CheckParts(reading, known_sites);
  CheckCircles(reading);
  // In the order of the table, as a person goes through it.
  std::map<std::string, int> order;
  for (const InventorySheet& sheet : reading.inventory.sheets) {
    order.emplace(sheet.name, static_cast<int>(order.size()));
  }
  std::stable_sort(
      reading.problems.begin(), reading.problems.end(), [&](const auto& a, const auto& b) {
        const auto key = [&](const TablePlace& place) {
          const auto at = order.find(place.sheet);
          return std::tuple(at == order.end() ? -1 : at->second, place.row, place.column);
        };
        return key(a.place) < key(b.place);
      });
}

}  // namespace disan
