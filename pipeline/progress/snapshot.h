// The figures of a report for machines, kept beside it: what the next report compares itself with.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/progress/tally.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace disan {

struct Snapshot {
  std::string date;  // ISO
  struct Line {
    Text name;
    bool counted = true;
    Reached reached{};
  };
  std::map<std::string, Line> sites;  // by id

  size_t Count(Criterion criterion) const;  // of those that are counted
  size_t Total() const;
};

Snapshot SnapshotOf(const Tally& tally, const std::string& date);

// `previous` is kept inside, so that a report made twice on one day compares with the same one.
std::string SnapshotText(const Tally& tally,
                         const Snapshot& now,
                         const std::optional<Snapshot>& previous);

// What a report of `date` compares itself with, out of the text of a snapshot: that snapshot when
// it is of another day, else the one it was compared with. Nothing when there is none.
Result<std::optional<Snapshot>> PreviousFrom(const std::string& text,
                                             const std::string& file,
                                             const std::string& date);

struct SiteChange {
  std::string id;
  Text name;
  bool is_new = false;
  bool gone = false;
  std::vector<Criterion> gained;
  std::vector<Criterion> lost;
};
std::vector<SiteChange> ChangesBetween(const Snapshot& before, const Snapshot& now);
// In words: "Đạt thêm: Tiếng Anh, Mã QR".
Text Described(const SiteChange& change);

}  // namespace disan
