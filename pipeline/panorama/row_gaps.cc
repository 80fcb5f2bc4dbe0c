#include "pipeline/panorama/row_gaps.h"

#include <algorithm>
#include <cmath>

namespace disan::panorama {

namespace {

constexpr double kSameRow = 12;  // degrees of pitch
constexpr double kPole = 72;     // beyond this a photo belongs to no row
constexpr double kLevelRow = 20;
constexpr double kWideGap = 1.5;         // usual steps
constexpr double kSameStep = 0.3;        // of a step
constexpr double kLeastFollowing = 0.4;  // a shuffled capture has less than a tenth
constexpr int kFewestSteps = 4;
constexpr double kPolePitch = 89;
constexpr double kPoleTurn = 15;  // aligning by light finds its way from half of it

struct Row {
  double pitch = 0;
  double roll = 0;
  std::vector<double> yaws;  // sorted, 0 to 360
  double step = 0;           // usual
};

double Turned(double yaw) {
  return yaw - 360 * std::floor(yaw / 360);
}

// What the whole ring is evenly divided into. Gaps are longer than a step, never shorter, so the
// lower quartile is one; but people turn unevenly, and one short step would put one photo too many
// around: those about as long share it.
double UsualStep(const std::vector<double>& yaws) {
  std::vector<double> steps;
  for (size_t i = 0; i < yaws.size(); ++i) {
    const bool last = i + 1 == yaws.size();
    steps.push_back(last ? yaws[0] + 360 - yaws[i] : yaws[i + 1] - yaws[i]);
  }
  std::sort(steps.begin(), steps.end());
  const double quartile = steps[steps.size() / 4];
  double sum = 0;
  double count = 0;
  for (const double step : steps) {
    if (step > quartile / kWideGap && step < quartile * kWideGap) {
      sum += step;
      count += 1;
    }
  }
  return 360 / std::max(1.0, std::round(360 * count / sum));
}

std::vector<Row> RowsOf(std::vector<Stand> known) {
  std::erase_if(known, [](const Stand& stand) { return std::abs(stand.pitch) > kPole; });
  std::sort(known.begin(), known.end(), [](const Stand& a, const Stand& b) {
    return a.pitch != b.pitch ? a.pitch < b.pitch : a.yaw < b.yaw;
  });
  std::vector<Row> rows;
  double before = -1e3;
  for (const Stand& stand : known) {
    if (stand.pitch - before > kSameRow) {
      rows.push_back({stand.pitch, stand.roll, {}});
    }
    before = stand.pitch;
    Row& row = rows.back();
    row.yaws.push_back(Turned(stand.yaw));
    const double share = 1.0 / static_cast<double>(row.yaws.size());
    row.pitch += (stand.pitch - row.pitch) * share;
    row.roll += std::remainder(stand.roll - row.roll, 360) * share;
  }
  for (Row& row : rows) {
    std::sort(row.yaws.begin(), row.yaws.end());
    row.step = UsualStep(row.yaws);
  }
  return rows;
}

const Row* MirrorOf(const Row& row, const std::vector<Row>& rows) {
  for (const Row& other : rows) {
    if (std::abs(other.pitch + row.pitch) < kSameRow && std::abs(row.pitch) > kLevelRow) {
      return &other;
    }
  }
  return nullptr;
}

// All yaws of the row's ring: those known and those left out.
std::vector<double> MissingYaws(const Row& row, double step) {
  std::vector<double> missing;
  for (size_t i = 0; i < row.yaws.size(); ++i) {
    const double from = row.yaws[i];
    const double to = i + 1 < row.yaws.size() ? row.yaws[i + 1] : row.yaws[0] + 360;
    if (to - from < kWideGap * step) {
      continue;
    }
    const int parts = static_cast<int>(std::lround((to - from) / step));
    for (int k = 1; k < parts; ++k) {
      missing.push_back(Turned(from + (to - from) * k / parts));
    }
  }
  return missing;
}

}  // namespace

bool FollowsRows(const Stands& sequence) {
  std::vector<Stand> known;
  for (const auto& stand : sequence) {
    if (stand) {
      known.push_back(*stand);
    }
  }
  const std::vector<Row> rows = RowsOf(known);
  int steps = 0;
  int following = 0;
  for (size_t s = 0; s + 1 < sequence.size(); ++s) {
    if (!sequence[s] || !sequence[s + 1]) {
      continue;
    }
    ++steps;
    const Stand& a = *sequence[s];
    const Stand& b = *sequence[s + 1];
    const double turn = std::abs(std::remainder(b.yaw - a.yaw, 360));
    following += std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
      return std::abs(a.pitch - row.pitch) < kSameRow && std::abs(b.pitch - row.pitch) < kSameRow &&
             std::abs(turn - row.step) < kSameStep * row.step;
    });
  }
  return steps < kFewestSteps || following >= kLeastFollowing * steps;
}

std::vector<Stand> StandsInGaps(const std::vector<Stand>& known,
                                bool bare_zenith,
                                bool bare_nadir) {
  const std::vector<Row> rows = RowsOf(known);
  std::vector<Stand> stands;
  for (const Row& row : rows) {
    const Row* mirror = MirrorOf(row, rows);
    // Of two rows alike the fuller one knows the step.
    const bool mirror_knows = mirror != nullptr && mirror->yaws.size() > row.yaws.size();
    const double step = mirror_knows ? mirror->step : row.step;
    std::vector<double> ring = row.yaws;
    for (const double yaw : MissingYaws(row, step)) {
      stands.push_back({yaw, row.pitch, row.roll});
      ring.push_back(yaw);
    }
    const bool other_side_bare = row.pitch < 0 ? bare_zenith : bare_nadir;
    if (mirror == nullptr && std::abs(row.pitch) > kLevelRow && other_side_bare) {
      for (const double yaw : ring) {
        stands.push_back({yaw, -row.pitch, 0});
      }
    }
  }
  return stands;
}

std::vector<Stand> StandsAtPoles(const std::vector<Stand>& known) {
  std::vector<Stand> stands;
  for (const double side : {1.0, -1.0}) {
    const bool taken = std::any_of(
        known.begin(), known.end(), [&](const Stand& stand) { return side * stand.pitch > kPole; });
    for (double yaw = 0; !taken && yaw < 360; yaw += kPoleTurn) {
      stands.push_back({yaw, side * kPolePitch, 0});
    }
  }
  return stands;
}

}  // namespace disan::panorama
