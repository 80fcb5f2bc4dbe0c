#include "pipeline/panorama/pattern.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr double kSameRow = 12;   // degrees of pitch
constexpr double kPole = 72;      // beyond this a photo belongs to no row
constexpr size_t kLongRow = 4;    // photos
constexpr double kRepeatDeg = 5;  // rows turn by more from photo to photo

double Around(double degrees) {
  return std::remainder(degrees, 360);
}

// Known photos of one pitch that follow each other in the sequence, gaps allowed.
struct Row {
  double pitch = 0;
  double roll = 0;
  size_t first = 0;  // positions in the sequence
  size_t last = 0;
  std::vector<size_t> known;
};

std::vector<Row> RowsOf(const Stands& sequence) {
  std::vector<Row> rows;
  for (size_t s = 0; s < sequence.size(); ++s) {
    if (!sequence[s]) {
      continue;
    }
    const Stand& stand = *sequence[s];
    const bool pole = std::abs(stand.pitch) > kPole;
    if (rows.empty() || pole || std::abs(rows.back().pitch) > kPole ||
        std::abs(rows.back().pitch - stand.pitch) > kSameRow) {
      rows.push_back({stand.pitch, stand.roll, s, s, {}});
    }
    Row& row = rows.back();
    row.known.push_back(s);
    row.last = s;
    const double share = 1.0 / static_cast<double>(row.known.size());
    row.pitch += (stand.pitch - row.pitch) * share;
    row.roll += Around(stand.roll - row.roll) * share;
  }
  return rows;
}

// Median step of neighbours within the row.
std::optional<double> StepOf(const Row& row, const Stands& sequence) {
  std::vector<double> steps;
  for (size_t k = 0; k + 1 < row.known.size(); ++k) {
    if (row.known[k + 1] == row.known[k] + 1) {
      steps.push_back(Around(sequence[row.known[k + 1]]->yaw - sequence[row.known[k]]->yaw));
    }
  }
  if (steps.empty()) {
    return std::nullopt;
  }
  std::nth_element(
      steps.begin(), steps.begin() + static_cast<ptrdiff_t>(steps.size() / 2), steps.end());
  return steps[steps.size() / 2];
}

bool Complete(const Row& row, const Stands& sequence) {
  if (std::abs(row.pitch) > kPole) {
    return true;
  }
  const auto step = StepOf(row, sequence);
  return step && std::abs(*step) * static_cast<double>(row.last - row.first + 1) > 345;
}

class Pattern {
 public:
  Pattern(const Stands& sequence, bool bare_zenith, bool bare_nadir)
      : sequence_(sequence),
        bare_zenith_(bare_zenith),
        bare_nadir_(bare_nadir),
        rows_(RowsOf(sequence)),
        expected_(sequence.size()) {
    // People turn one way all the time: a few photos the other way round do not outvote the rest.
    ptrdiff_t votes = 0;
    for (const Row& row : rows_) {
      if (const auto step = StepOf(row, sequence)) {
        const auto photos = static_cast<ptrdiff_t>(row.known.size());
        votes += *step < 0 ? -photos : photos;
      }
    }
    turn_ = votes < 0 ? -1 : 1;
  }

  std::vector<std::vector<Stand>> Expect() {
    for (const Row& row : rows_) {
      FillInside(row);
    }
    for (size_t s = 0; s < sequence_.size();) {
      size_t end = s;
      while (end < sequence_.size() && !sequence_[end] && expected_[end].empty()) {
        ++end;
      }
      if (end > s) {
        FillRun(s, end);
      }
      s = end + 1;
    }
    for (size_t s = 0; s < sequence_.size(); ++s) {
      if (!sequence_[s]) {
        AddPoles(s);
      }
    }
    return expected_;
  }

 private:
  // Between two known photos of one row: even steps, the way round that fits the row's own step.
  void FillInside(const Row& row) {
    for (size_t k = 0; k + 1 < row.known.size(); ++k) {
      const size_t a = row.known[k];
      const size_t b = row.known[k + 1];
      const auto missing = static_cast<double>(b - a);
      if (b == a + 1) {
        continue;
      }
      const double usual = UsualStep(row);
      double turn = Around(sequence_[b]->yaw - sequence_[a]->yaw);
      turn += 360 * std::round((usual * missing - turn) / 360);
      for (size_t s = a + 1; s < b; ++s) {
        const double part = static_cast<double>(s - a) / missing;
        expected_[s].push_back(
            {sequence_[a]->yaw + turn * part,
             sequence_[a]->pitch + (sequence_[b]->pitch - sequence_[a]->pitch) * part,
             row.roll});
      }
    }
  }

  // The row's own step; else that of the row that mirrors it, since people turn alike above and
  // below; else a full turn shared by the photos that may belong to the row.
  double UsualStep(const Row& row) const {
    if (const auto own = StepOf(row, sequence_)) {
      return *own;
    }
    for (const Row& other : rows_) {
      if (const auto step = StepOf(other, sequence_);
          step && std::abs(other.pitch + row.pitch) < kSameRow) {
        return *step;
      }
    }
    const auto [begin, end] = PlacesOf(row);
    return turn_ * 360.0 / static_cast<double>(end - begin);
  }

  // From the row before to the row after: the photos that may belong to this one.
  std::pair<size_t, size_t> PlacesOf(const Row& row) const {
    size_t begin = 0;
    size_t end = sequence_.size();
    for (const Row& other : rows_) {
      begin = other.last < row.first ? std::max(begin, other.last + 1) : begin;
      end = other.first > row.last ? std::min(end, other.first) : end;
    }
    return {begin, end};
  }

  // Unknown photos [begin, end) between two rows belong to one that is not whole yet, or are a row
  // of their own.
  void FillRun(size_t begin, size_t end) {
    const Row* before = nullptr;
    const Row* after = nullptr;
    for (const Row& row : rows_) {
      before = row.last < begin ? &row : before;
      after = row.first >= end && after == nullptr ? &row : after;
    }
    if (before != nullptr && !Complete(*before, sequence_)) {
      Extend(*before, begin, end);
    }
    if (after != nullptr && !Complete(*after, sequence_)) {
      Extend(*after, begin, end);
    }
    const size_t count = end - begin;
    if (count >= 3 && expected_[begin].empty()) {
      OwnRow(begin, end);
    }
  }

  void Extend(const Row& row, size_t begin, size_t end) {
    const double step = UsualStep(row);
    const size_t anchor = row.first >= end ? row.first : row.last;
    for (size_t s = begin; s < end; ++s) {
      const double steps = static_cast<double>(s) - static_cast<double>(anchor);
      expected_[s].push_back({sequence_[anchor]->yaw + steps * step, row.pitch, row.roll});
    }
  }

  // A row that tells of the capture: a few photos taken beside it (of a detail, at the end) do not,
  // unless there is nothing else.
  bool Tells(const Row& row) const {
    const bool any = std::any_of(rows_.begin(), rows_.end(), IsLong);
    return std::abs(row.pitch) <= kPole && (IsLong(row) || !any);
  }

  static bool IsLong(const Row& row) {
    return std::abs(row.pitch) <= kPole && row.known.size() >= kLongRow;
  }

  // The mirror image of a known row, starting where that one starts.
  void OwnRow(size_t begin, size_t end) {
    double lowest = 0;
    double highest = 0;
    double start = 0;
    for (const Row& row : rows_) {
      if (Tells(row)) {
        lowest = std::min(lowest, row.pitch);
        highest = std::max(highest, row.pitch);
        start = sequence_[row.first]->yaw;
      }
    }
    const double step = turn_ * 360.0 / static_cast<double>(end - begin);
    for (size_t s = begin; s < end; ++s) {
      const double yaw = start + step * static_cast<double>(s - begin);
      if (bare_zenith_) {
        expected_[s].push_back({yaw, lowest < -20 ? -lowest : 45, 0});
      }
      if (bare_nadir_) {
        expected_[s].push_back({yaw, highest > 20 ? -highest : -45, 0});
      }
    }
  }

  void AddPoles(size_t s) {
    double start = 0;
    for (const Row& row : rows_) {
      if (std::abs(row.pitch) <= 30 && Tells(row)) {
        start = sequence_[row.first]->yaw;
        break;
      }
    }
    if (bare_zenith_) {
      expected_[s].push_back({start, 89, 0});
    }
    if (bare_nadir_) {
      expected_[s].push_back({start, -89, 0});
    }
  }

  const Stands& sequence_;
  bool bare_zenith_;
  bool bare_nadir_;
  std::vector<Row> rows_;
  std::vector<std::vector<Stand>> expected_;
  double turn_ = 1;
};

}  // namespace

Eigen::Matrix3d RotationOf(const Stand& stand) {
  return (Eigen::AngleAxisd(stand.yaw * kDegree, Eigen::Vector3d::UnitY()) *
          Eigen::AngleAxisd(stand.pitch * kDegree, Eigen::Vector3d::UnitX()) *
          Eigen::AngleAxisd(stand.roll * kDegree, Eigen::Vector3d::UnitZ()))
      .toRotationMatrix();
}

Stand StandOf(const Eigen::Matrix3d& world_from_camera) {
  const Eigen::Vector3d ahead = world_from_camera.col(2);
  Stand stand;
  stand.yaw = std::atan2(ahead.x(), ahead.z()) / kDegree;
  stand.pitch = std::asin(std::clamp(-ahead.y(), -1.0, 1.0)) / kDegree;
  const Eigen::Matrix3d rest =
      RotationOf({stand.yaw, stand.pitch, 0}).transpose() * world_from_camera;
  stand.roll = std::atan2(rest(1, 0), rest(0, 0)) / kDegree;
  return stand;
}

void KeepFirstOfRepeats(Stands& sequence, std::vector<int>& photos) {
  std::vector<Eigen::Matrix3d> before;
  size_t kept = 0;
  for (size_t s = 0; s < sequence.size(); ++s) {
    if (sequence[s]) {
      const Eigen::Matrix3d rotation = RotationOf(*sequence[s]);
      const bool repeats =
          std::any_of(before.begin(), before.end(), [&](const Eigen::Matrix3d& other) {
            return Eigen::AngleAxisd(other.transpose() * rotation).angle() < kRepeatDeg * kDegree;
          });
      if (repeats) {
        continue;
      }
      before.push_back(rotation);
    }
    sequence[kept] = sequence[s];
    photos[kept] = photos[s];
    ++kept;
  }
  sequence.resize(kept);
  photos.resize(kept);
}

std::vector<std::vector<Stand>> ExpectedStands(const Stands& sequence,
                                               bool bare_zenith,
                                               bool bare_nadir) {
  return Pattern(sequence, bare_zenith, bare_nadir).Expect();
}

}  // namespace disan::panorama
