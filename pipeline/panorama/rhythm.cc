#include "pipeline/panorama/rhythm.h"

#include "pipeline/panorama/row_gaps.h"

#include <algorithm>
#include <utility>

namespace disan::panorama {

namespace {

// What another reading must bring for every change: more than the chance of many tries.
constexpr double kWorth = 8;
constexpr int kMostChanges = 4;
// Photos of one run that readings are tried for; the tries grow with their square and cube.
constexpr size_t kLongestRun = 24;
constexpr size_t kLongestRunOfPairs = 12;

bool Plain(const Beat& beat) {
  return beat.photo != kNobody && !beat.stand && !beat.doubtful;
}

bool Has(const Beats& beats, int photo) {
  return std::any_of(
      beats.begin(), beats.end(), [&](const Beat& beat) { return beat.photo == photo; });
}

void Insert(Beats& beats, size_t at, const Beat& beat) {
  beats.insert(beats.begin() + static_cast<ptrdiff_t>(at), beat);
}

// Behind all those taken before it.
size_t PlaceInSequence(const Beats& beats, int photo, const std::vector<int>& photos) {
  size_t at = 0;
  for (auto before = photos.begin(); before != photos.end() && *before != photo; ++before) {
    for (size_t s = 0; s < beats.size(); ++s) {
      at = beats[s].photo == *before ? s + 1 : at;
    }
  }
  return at;
}

struct Reading {
  Beats beats;
  std::vector<int> left_out;  // plain photos that are no beat: at a pole, if anywhere
  double explained = 0;
  double changes = 0;

  double Worth() const { return explained - kWorth * changes; }
};

class Reader {
 public:
  Reader(const Beats& sequence, const BarePoles& bare, const Explained& explained)
      : sequence_(sequence), bare_(bare), explained_(explained) {
    std::vector<Stand> known;
    for (const Beat& beat : sequence) {
      photos_.push_back(beat.photo);
      if (beat.stand) {
        known.push_back(*beat.stand);
      }
    }
    poles_ = StandsAtPoles(known);
  }

  Beats Best() {
    Reading best = AsItIs();
    for (int change = 0; change < kMostChanges; ++change) {
      Reading better = best;
      for (Reading& other : Changed(best)) {
        Judge(other);
        if (other.Worth() > better.Worth()) {
          better = std::move(other);
        }
      }
      if (better.changes <= best.changes) {
        break;
      }
      best = std::move(better);
    }
    for (const Beat& beat : sequence_) {
      if (beat.doubtful && !Has(best.beats, beat.photo)) {
        FindMissing(best.beats, beat);
      }
    }
    return best.beats;
  }

 private:
  Reading AsItIs() const {
    Reading reading;
    std::copy_if(sequence_.begin(),
                 sequence_.end(),
                 std::back_inserter(reading.beats),
                 [](const Beat& beat) { return !beat.doubtful; });
    Judge(reading);
    return reading;
  }

  void Judge(Reading& reading) const {
    const auto expected = ExpectedStands(StandsOf(reading.beats), bare_.zenith, bare_.nadir);
    reading.explained = 0;
    for (size_t s = 0; s < reading.beats.size(); ++s) {
      if (Plain(reading.beats[s]) && !expected[s].empty()) {
        reading.explained += explained_(reading.beats[s].photo, expected[s]);
      }
    }
    for (const int photo : reading.left_out) {
      reading.explained += explained_(photo, poles_);
    }
  }

  // All readings one change away: a doubtful photo that counts, rather than a missing one; a
  // missing photo (or two of one run); a photo at a pole at either end of a run.
  std::vector<Reading> Changed(const Reading& from) const {
    std::vector<Reading> changed;
    const Beats& beats = from.beats;
    for (const Beat& beat : sequence_) {
      if (beat.doubtful) {
        Count(from, beat, changed);
      }
    }
    for (size_t begin = 0; begin < beats.size();) {
      size_t end = begin;
      while (end < beats.size() && !beats[end].stand) {
        ++end;
      }
      if (end - begin <= kLongestRun && std::any_of(beats.begin() + static_cast<ptrdiff_t>(begin),
                                                    beats.begin() + static_cast<ptrdiff_t>(end),
                                                    Plain)) {
        AddMissing(from, begin, end, changed);
        LeaveOut(from, begin, changed);
        LeaveOut(from, end - 1, changed);
      }
      begin = end + 1;
    }
    return changed;
  }

  static void AddMissing(const Reading& from,
                         size_t begin,
                         size_t end,
                         std::vector<Reading>& changed) {
    for (size_t first = begin; first <= end; ++first) {
      Reading one = from;
      Insert(one.beats, first, {});
      one.changes += 1;
      changed.push_back(one);
      for (size_t second = first; second <= end && end - begin <= kLongestRunOfPairs; ++second) {
        Reading two = one;
        Insert(two.beats, second + 1, {});
        two.changes += 1;
        changed.push_back(two);
      }
    }
  }

  static void LeaveOut(const Reading& from, size_t at, std::vector<Reading>& changed) {
    if (!Plain(from.beats[at])) {
      return;
    }
    Reading reading = from;
    reading.left_out.push_back(reading.beats[at].photo);
    reading.beats.erase(reading.beats.begin() + static_cast<ptrdiff_t>(at));
    reading.changes += 1;
    changed.push_back(reading);
  }

  void Count(const Reading& from, const Beat& doubtful, std::vector<Reading>& changed) const {
    if (Has(from.beats, doubtful.photo)) {
      return;
    }
    Reading reading = from;
    InsertInSequence(reading.beats, doubtful, photos_);
    reading.changes += 1;
    changed.push_back(reading);
  }

  // A beat of nobody's where a doubtful photo was taken is that photo's.
  void FindMissing(Beats& beats, const Beat& doubtful) const {
    const size_t at = PlaceInSequence(beats, doubtful.photo, photos_);
    if (at < beats.size() && beats[at].photo == kNobody) {
      beats[at] = doubtful;
    }
  }

  const Beats& sequence_;
  const BarePoles& bare_;
  const Explained& explained_;
  std::vector<int> photos_;
  std::vector<Stand> poles_;
};

}  // namespace

Stands StandsOf(const Beats& beats) {
  Stands stands;
  for (const Beat& beat : beats) {
    stands.push_back(beat.stand);
  }
  return stands;
}

void InsertInSequence(Beats& beats, const Beat& beat, const std::vector<int>& photos) {
  if (!Has(beats, beat.photo)) {
    Insert(beats, PlaceInSequence(beats, beat.photo, photos), beat);
  }
}

Beats BestReading(const Beats& sequence, const BarePoles& bare, const Explained& explained) {
  return Reader(sequence, bare, explained).Best();
}

}  // namespace disan::panorama
