#include "pipeline/panorama/fisheye_matches.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace disan::panorama {

namespace {

constexpr int kPatchAcross = 7;  // half sizes of what is compared, in cells of the ring
constexpr int kPatchAlong = 4;
constexpr double kAlike = 0.75;  // correlation

struct Correlation {
  double value = -1;
  double deviation = 0;
};

Correlation Compare(const Ring& front,
                    const Ring& back,
                    const Eigen::Vector2i& at,
                    const Eigen::Vector2i& shift) {
  double n = 0;
  double a = 0;
  double b = 0;
  double aa = 0;
  double bb = 0;
  double ab = 0;
  for (int v = -kPatchAlong; v <= kPatchAlong; ++v) {
    const int y = at.y() + v;
    const int other = y + shift.y();
    if (y < 0 || other < 0 || y >= front.cells.height || other >= back.cells.height) {
      continue;
    }
    for (int u = -kPatchAcross; u <= kPatchAcross; ++u) {
      const double p = *front.At(at.x() + u, y);
      const double q = *back.At(at.x() + u + shift.x(), other);
      if (p > kUnseenCell && q > kUnseenCell) {
        n += 1;
        a += p;
        b += q;
        aa += p * p;
        bb += q * q;
        ab += p * q;
      }
    }
  }
  constexpr double kWhole = (2 * kPatchAcross + 1) * (2 * kPatchAlong + 1);
  if (n < 0.55 * kWhole) {
    return {};
  }
  const double front_variance = aa / n - a / n * a / n;
  const double back_variance = bb / n - b / n * b / n;
  if (std::min(front_variance, back_variance) < kTexturedLevels * kTexturedLevels) {
    return {};
  }
  return {(ab / n - a / n * b / n) / std::sqrt(front_variance * back_variance),
          std::sqrt(front_variance)};
}

double Vertex(double before, double at, double after) {
  const double bend = before - 2 * at + after;
  return bend < -1e-9 ? std::clamp((before - after) / (2 * bend), -0.5, 0.5) : 0;
}

// The best place for the patch, finer than a cell. False when there was nothing to compare.
bool FindMatch(const FisheyePair& pair,
               const Ring& front,
               const Ring& back,
               const Eigen::Vector2i& at,
               const Reach& reach,
               std::optional<RingMatch>& match) {
  const auto width = static_cast<size_t>(2 * reach.around + 1);
  std::vector<double> scores(width * static_cast<size_t>(2 * reach.across + 1), -1);
  const auto score = [&](int u, int v) -> double& {
    return scores[static_cast<size_t>(v + reach.across) * width +
                  static_cast<size_t>(u + reach.around)];
  };
  Eigen::Vector2i best(0, 0);
  for (int v = -reach.across; v <= reach.across; ++v) {
    for (int u = -reach.around; u <= reach.around; ++u) {
      score(u, v) = Compare(front, back, at, {u, v}).value;
      if (score(u, v) > score(best.x(), best.y())) {
        best = {u, v};
      }
    }
  }
  const double top = score(best.x(), best.y());
  if (top <= -1) {
    return false;
  }
  if (top < kAlike || std::abs(best.x()) == reach.around || std::abs(best.y()) == reach.across) {
    return true;
  }
  const double u =
      best.x() + Vertex(score(best.x() - 1, best.y()), top, score(best.x() + 1, best.y()));
  const double above = score(best.x(), best.y() - 1);
  const double below = score(best.x(), best.y() + 1);
  const double v = best.y() + (above > -1 && below > -1 ? Vertex(above, top, below) : 0);
  match =
      RingMatch{pair.Project(0, RingDirection(front.Azimuth(at.x()), front.Theta(at.y()))),
                pair.Project(1, RingDirection(back.Azimuth(at.x() + u), back.Theta(at.y() + v)))};
  return true;
}

}  // namespace

RingComparison CompareRings(const FisheyePair& pair,
                            const std::array<Pyramid, 2>& pyramids,
                            double cell,
                            const Reach& reach,
                            const Execution& execution) {
  const double half = std::clamp(pair.FieldOfView() / 2 - kPi / 2, 2 * kDegree, 9 * kDegree);
  const RingShape shape{cell, half};
  const Ring front = Unroll(pair, 0, pyramids[0], shape);
  const Ring back = Unroll(pair, 1, pyramids[1], shape);
  const int across = std::max(kPatchAcross, front.cells.width / 360);
  const int along = kPatchAlong + 1;
  const int nodes = front.cells.width / across;
  const int lines = std::max(1, front.cells.height / along);
  std::vector<RingComparison> parts(static_cast<size_t>(nodes));
  ParallelFor(execution, parts.size(), [&](size_t i) {
    for (int line = 0; line < lines; ++line) {
      const Eigen::Vector2i at(static_cast<int>(i) * across,
                               (front.cells.height - (lines - 1) * along) / 2 + line * along);
      std::optional<RingMatch> match;
      parts[i].compared += FindMatch(pair, front, back, at, reach, match) ? 1 : 0;
      if (match) {
        parts[i].matches.push_back(*match);
      }
    }
  });
  RingComparison all;
  for (const RingComparison& part : parts) {
    all.compared += part.compared;
    all.matches.insert(all.matches.end(), part.matches.begin(), part.matches.end());
  }
  return all;
}

}  // namespace disan::panorama
