#include "pipeline/panorama/fisheye_align.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/fisheye_matches.h"
#include "pipeline/panorama/fisheye_meeting.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Dense>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr double kFallbackFov = 190;     // what most of these cameras have
constexpr double kIndependent = 300;     // matches
constexpr double kCommonSigma = 0.0006;  // of the radius
constexpr double kApartSigma = 0.003;
constexpr double kTiltSigma = 0.1 * kDegree;  // of the second lens against straight back
constexpr double kAcross = 0.03;              // trust in what is across the ring: parallax
constexpr double kParallax = 1.6 * kDegree;   // the most that is looked for: 12 mm at 0.9 m
constexpr size_t kStarts = 6;                 // that are tried in earnest
constexpr int kUnknowns = 9;                  // ln f, cubic, two centres, a turn

struct Start {
  double fov_deg = kFallbackFov;
  double roll = 0;
  double score = 0;
};

// Seen from the second lens the ring is reversed: at one field of view and one roll both agree.
// The best roll of each quarter turn: a hand before one lens can look like anything.
std::array<Start, 4> TryFieldOfView(FisheyePair pair,
                                    const std::array<Pyramid, 2>& pyramids,
                                    double fov_deg) {
  pair.focal_px = pair.Radius() / (fov_deg / 2 * kDegree);
  const RingShape shape{kDegree, std::clamp((fov_deg / 2 * 0.985 - 90), 2.0, 10.0) * kDegree};
  const ImageFloat front = LocallyNormalised(Unroll(pair, 0, pyramids[0], shape));
  const ImageFloat back = LocallyNormalised(Unroll(pair, 1, pyramids[1], shape));
  std::array<Start, 4> starts{};
  for (int shift = 0; shift < front.width; ++shift) {
    double sum = 0;
    double front_power = 1;
    double back_power = 1;
    for (int y = 0; y < front.height; ++y) {
      for (int x = 0; x < front.width; ++x) {
        const float a = *front.At(x, y);
        const float b = *back.At((x + shift) % front.width, y);
        sum += a * b;
        front_power += a * a;
        back_power += b * b;
      }
    }
    const double score =
        sum / std::sqrt(front_power * back_power) * std::sqrt(static_cast<double>(front.height));
    // Back's column x + shift shows what front's column x shows.
    const int roll_deg = shift > front.width / 2 ? front.width - shift : -shift;
    Start& best = starts[static_cast<size_t>((roll_deg + 405) / 90 % 4)];
    if (score > best.score) {
      best = {.fov_deg = fov_deg, .roll = roll_deg * kDegree, .score = score};
    }
  }
  return starts;
}

using Unknowns = Eigen::Matrix<double, kUnknowns, 1>;

FisheyePair Moved(const FisheyePair& pair, const Unknowns& by) {
  FisheyePair moved = pair;
  moved.focal_px *= std::exp(by[0]);
  moved.cubic += by[1];
  moved.discs[0].centre += by.segment<2>(2) * pair.Radius();
  moved.discs[1].centre += by.segment<2>(4) * pair.Radius();
  const Eigen::Vector3d turn = by.segment<3>(6);
  if (turn.norm() > 0) {
    moved.lens_from_world[1] =
        Eigen::AngleAxisd(turn.norm(), turn.normalized()).toRotationMatrix() *
        pair.lens_from_world[1];
  }
  return moved;
}

Eigen::Vector3d Misfit(const FisheyePair& pair, const RingMatch& match) {
  return pair.Unproject(0, match.front) - pair.Unproject(1, match.back);
}

double MedianMisfit(const FisheyePair& pair, const std::vector<RingMatch>& matches) {
  std::vector<double> misfits;
  for (const RingMatch& match : matches) {
    misfits.push_back(Misfit(pair, match).norm());
  }
  const auto middle = misfits.begin() + static_cast<std::ptrdiff_t>(misfits.size() / 2);
  std::nth_element(misfits.begin(), middle, misfits.end());
  return *middle;
}

// The direction in which theta grows.
Eigen::Vector3d AcrossTheRing(const Eigen::Vector3d& direction) {
  return (direction * direction.z() - Eigen::Vector3d::UnitZ()).normalized();
}

using Normal = Eigen::Matrix<double, kUnknowns, kUnknowns>;

// `common`: both centres moved the same way in the world; `apart`: against each other.
void HoldCentres(const FisheyePair& pair,
                 const FisheyePair& known,
                 Normal& normal,
                 Unknowns& right) {
  const Eigen::Matrix2d front_from_back = pair.lens_from_world[1].topLeftCorner<2, 2>().transpose();
  Eigen::Vector4d off;
  off << (pair.discs[0].centre - known.discs[0].centre) / pair.Radius(),
      (pair.discs[1].centre - known.discs[1].centre) / pair.Radius();
  for (const auto& [sign, sigma] : {std::pair{1.0, kCommonSigma}, {-1.0, kApartSigma}}) {
    Eigen::Matrix<double, 2, 4> part;
    part << Eigen::Matrix2d::Identity() / 2, sign * front_from_back / 2;
    const Eigen::Matrix4d weight = part.transpose() * part / (sigma * sigma);
    normal.block<4, 4>(2, 2) += weight;
    right.segment<4>(2) -= weight * off;
  }
}

// Robust Gauss-Newton. The outline has said where the centres are, and most such lenses are nearly
// equidistant: both are held by what is known of them, as the ring alone says little of either. If
// both centres move the same way in the world, nothing in the ring changes, except what parallax
// does too (near ground is seen farther back by both lenses): that movement is held the tightest.
// Neighbouring matches err alike, so all together count as a few hundred.
void Solve(FisheyePair& pair, const FisheyePair& known, const std::vector<RingMatch>& matches) {
  constexpr double kStepSize = 1e-5;
  for (int round = 0; round < 12; ++round) {
    const double scale = std::max(0.3 / pair.focal_px, 1.5 * MedianMisfit(pair, matches));
    const double share = std::min(1.0, kIndependent / static_cast<double>(matches.size()));
    Normal normal = Normal::Zero();
    Unknowns right = Unknowns::Zero();
    std::vector<FisheyePair> moved;
    for (int i = 0; i < kUnknowns; ++i) {
      moved.push_back(Moved(pair, Unknowns::Unit(i) * kStepSize));
    }
    for (const RingMatch& match : matches) {
      const Eigen::Vector3d misfit = Misfit(pair, match);
      Eigen::Matrix<double, 3, kUnknowns> slope;
      for (int i = 0; i < kUnknowns; ++i) {
        slope.col(i) = (Misfit(moved[static_cast<size_t>(i)], match) - misfit) / kStepSize;
      }
      const double weight = share / (scale * scale) / (1 + misfit.squaredNorm() / (scale * scale));
      const Eigen::Vector3d across = AcrossTheRing(pair.Unproject(0, match.front));
      const Eigen::Matrix3d trust =
          weight * (Eigen::Matrix3d::Identity() - (1 - kAcross) * across * across.transpose());
      normal += slope.transpose() * trust * slope;
      right -= slope.transpose() * trust * misfit;
    }
    const auto hold = [&](int i, double off, double sigma) {
      normal(i, i) += 1 / (sigma * sigma);
      right[i] -= off / (sigma * sigma);
    };
    hold(0, 0, 1);
    hold(1, pair.cubic, 0.00002);
    HoldCentres(pair, known, normal, right);
    // About which turns the second lens looks straight back; its roll is free.
    const Eigen::Vector3d lean =
        pair.lens_from_world[1] * -Eigen::Vector3d::UnitZ();  // straight back, as the lens sees it
    hold(6, -lean.y(), kTiltSigma);
    hold(7, lean.x(), kTiltSigma);
    hold(8, 0, 1);
    const Unknowns step = normal.ldlt().solve(right);
    pair = Moved(pair, step);
    if (step.norm() < 1e-8) {
      break;
    }
  }
}

int Cells(double angle, double cell) {
  return std::max(3, static_cast<int>(std::lround(angle / cell)));
}

struct Round {
  double cell = 0;
  Reach reach;
};

FisheyeFit Refine(FisheyePair& pair,
                  const std::array<Pyramid, 2>& pyramids,
                  const std::vector<Round>& rounds,
                  const Execution& execution) {
  FisheyePair known = pair;
  FisheyeFit fit;
  for (const auto& [cell, reach] : rounds) {
    const RingComparison compared = CompareRings(pair, pyramids, cell, reach, execution);
    fit.matches = static_cast<int>(compared.matches.size());
    fit.agreement = compared.compared > 0 ? 1.0 * fit.matches / compared.compared : 0;
    if (fit.matches < 8) {
      continue;
    }
    Solve(pair, known, compared.matches);
    fit.rms_rad = 1.4826 * MedianMisfit(pair, compared.matches);
  }
  return fit;
}

// The most promising starts that are not each other's neighbours.
std::vector<Start> Promising(const FisheyePair& pair,
                             const std::array<Pyramid, 2>& pyramids,
                             const Execution& execution) {
  std::vector<std::array<Start, 4>> tried(72);
  ParallelFor(execution, tried.size(), [&](size_t i) {
    tried[i] = TryFieldOfView(pair, pyramids, 184 + 0.5 * static_cast<double>(i));
  });
  std::vector<Start> all;
  for (const auto& of_view : tried) {
    all.insert(all.end(), of_view.begin(), of_view.end());
  }
  std::stable_sort(
      all.begin(), all.end(), [](const Start& a, const Start& b) { return a.score > b.score; });
  std::vector<Start> kept;
  for (const Start& start : all) {
    const bool near = std::any_of(kept.begin(), kept.end(), [&](const Start& other) {
      return std::abs(other.fov_deg - start.fov_deg) < 4 &&
             std::abs(std::remainder(other.roll - start.roll, 2 * kPi)) < 5 * kDegree;
    });
    if (!near && kept.size() < kStarts) {
      kept.push_back(start);
    }
  }
  return kept;
}

}  // namespace

FisheyeFit AlignFisheyePair(FisheyePair& pair, const Execution& execution) {
  const std::array<Pyramid, 2> pyramids{PyramidOf(pair.discs[0]), PyramidOf(pair.discs[1])};
  pair.lens_from_world = {Eigen::Matrix3d::Identity(), BackFromWorld(0)};
  const FisheyePair outlined = pair;
  double best = -1;
  for (const Start& start : Promising(pair, pyramids, execution)) {
    FisheyePair tried = outlined;
    tried.focal_px = tried.Radius() / (start.fov_deg / 2 * kDegree);
    tried.lens_from_world[1] = BackFromWorld(start.roll);
    const FisheyeFit fit =
        Refine(tried, pyramids, {{0.5 * kDegree, {6, 6}}, {0.5 * kDegree, {4, 4}}}, execution);
    const double merit = fit.matches * fit.agreement;
    if (merit > best) {
      best = merit;
      pair = tried;
    }
  }
  pair.discs = outlined.discs;  // the outline's word again, before the finer look
  const double finest = std::max(1 / pair.focal_px, 0.12 * kDegree);
  FisheyeFit fit = Refine(
      pair,
      pyramids,
      {{0.25 * kDegree, {4, 7}}, {0.2 * kDegree, {3, 8}}, {finest, {3, Cells(kParallax, finest)}}},
      execution);
  const RingComparison last =
      CompareRings(pair, pyramids, finest, {3, Cells(kParallax, finest)}, execution);
  pair.meeting = FindMeeting(pair, last.matches);
  fit.rms_rad = 1.4826 * LeftAfterMeeting(pair, last.matches);
  return fit;
}

}  // namespace disan::panorama
