#include "pipeline/panorama/fisheye_align.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Dense>
#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kDegree = kPi / 180;
constexpr float kUnseen = -1000;
constexpr int kPatchAcross = 7;  // half sizes of what is compared, in cells of the ring
constexpr int kPatchAlong = 4;
constexpr double kAlike = 0.75;          // correlation
constexpr double kTextured = 2.5;        // levels
constexpr double kFallbackFov = 190;     // what most of these cameras have
constexpr double kIndependent = 300;     // matches
constexpr double kCommonSigma = 0.0006;  // of the radius
constexpr double kApartSigma = 0.003;
constexpr double kTiltSigma = 0.1 * kDegree;  // of the second lens against straight back
constexpr double kAcross = 0.03;              // trust in what is across the ring: parallax
constexpr double kParallax = 1.6 * kDegree;   // the most that is looked for: 12 mm at 0.9 m
constexpr int kMeetings = 240;                // around the ring
constexpr size_t kStarts = 6;                 // that are tried in earnest
constexpr int kUnknowns = 9;                  // ln f, cubic, two centres, a turn

// Brightness of one disc at 1, 1/2, 1/4 ... of the size.
using Pyramid = std::vector<ImageFloat>;

Pyramid PyramidOf(const FisheyeDisc& disc) {
  const Image8& picture = *disc.picture;
  Pyramid levels(1, ImageFloat(disc.width, picture.height, 1));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < disc.width; ++x) {
      const uint8_t* p = picture.At(disc.left + x, y);
      *levels[0].At(x, y) =
          picture.channels < 3 ? p[0] : static_cast<float>(p[0] + 2 * p[1] + p[2]) / 4;
    }
  }
  while (levels.back().width >= 128) {
    const ImageFloat& fine = levels.back();
    ImageFloat coarse(fine.width / 2, fine.height / 2, 1);
    for (int y = 0; y < coarse.height; ++y) {
      for (int x = 0; x < coarse.width; ++x) {
        *coarse.At(x, y) = (*fine.At(2 * x, 2 * y) + *fine.At(2 * x + 1, 2 * y) +
                            *fine.At(2 * x, 2 * y + 1) + *fine.At(2 * x + 1, 2 * y + 1)) /
                           4;
      }
    }
    levels.push_back(std::move(coarse));
  }
  return levels;
}

float SampleAt(const ImageFloat& image, double x, double y) {
  const double cx = std::clamp(x, 0.0, image.width - 1.001);
  const double cy = std::clamp(y, 0.0, image.height - 1.001);
  const int ix = static_cast<int>(cx);
  const int iy = static_cast<int>(cy);
  const auto fx = static_cast<float>(cx - ix);
  const auto fy = static_cast<float>(cy - iy);
  const float top = *image.At(ix, iy) * (1 - fx) + *image.At(ix + 1, iy) * fx;
  const float below = *image.At(ix, iy + 1) * (1 - fx) + *image.At(ix + 1, iy + 1) * fx;
  return top * (1 - fy) + below * fy;
}

// The ring around 90 degrees, unrolled: azimuth to the right, theta downwards.
struct Ring {
  double cell = 0;  // radians
  double first_theta = 0;
  ImageFloat cells;
  double Theta(double row) const { return first_theta + row * cell; }
  double Azimuth(double column) const { return column * 2 * kPi / cells.width; }
  const float* At(int column, int row) const {
    return cells.At(((column % cells.width) + cells.width) % cells.width, row);
  }
};

struct RingShape {
  double cell = 0;
  double half = 0;  // height above and below 90 degrees
};

Ring Unroll(const FisheyePair& pair, size_t side, const Pyramid& pyramid, const RingShape& shape) {
  const int rows = 2 * static_cast<int>(std::ceil(shape.half / shape.cell)) + 1;
  const int columns = static_cast<int>(std::lround(2 * kPi / shape.cell));
  Ring ring{shape.cell, kPi / 2 - (rows / 2) * shape.cell, ImageFloat(columns, rows, 1)};
  const double pixels = pair.focal_px * shape.cell;  // a cell
  const int level = std::clamp(static_cast<int>(std::lround(std::log2(std::max(1.0, pixels)))),
                               0,
                               static_cast<int>(pyramid.size()) - 1);
  const double scale = std::ldexp(1.0, -level);
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      const Eigen::Vector2d at = pair.Project(side, RingDirection(ring.Azimuth(x), ring.Theta(y)));
      *ring.cells.At(x, y) = pair.Sees(side, at)
                                 ? SampleAt(pyramid[static_cast<size_t>(level)],
                                            (at.x() - pair.discs[side].left + 0.5) * scale - 0.5,
                                            (at.y() + 0.5) * scale - 0.5)
                                 : kUnseen;
    }
  }
  return ring;
}

// What stands out from its surroundings, in units of its surroundings' contrast.
ImageFloat LocallyNormalised(const Ring& ring) {
  constexpr int kAround = 4;
  ImageFloat out(ring.cells.width, ring.cells.height, 1);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int v = std::max(0, y - kAround); v <= std::min(out.height - 1, y + kAround); ++v) {
        for (int u = x - kAround; u <= x + kAround; ++u) {
          const double value = *ring.At(u, v);
          if (value > kUnseen) {
            sum += value;
            squares += value * value;
            ++count;
          }
        }
      }
      const double value = *ring.At(x, y);
      const double mean = count > 0 ? sum / count : 0;
      const double deviation =
          count > 0 ? std::sqrt(std::max(0.0, squares / count - mean * mean)) : 0;
      *out.At(x, y) = value > kUnseen && deviation > kTextured
                          ? static_cast<float>(std::clamp((value - mean) / deviation, -2.5, 2.5))
                          : 0;
    }
  }
  return out;
}

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

struct Match {
  Eigen::Vector2d front;
  Eigen::Vector2d back;
};

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
      if (p > kUnseen && q > kUnseen) {
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
  if (std::min(front_variance, back_variance) < kTextured * kTextured) {
    return {};
  }
  return {(ab / n - a / n * b / n) / std::sqrt(front_variance * back_variance),
          std::sqrt(front_variance)};
}

double Vertex(double before, double at, double after) {
  const double bend = before - 2 * at + after;
  return bend < -1e-9 ? std::clamp((before - after) / (2 * bend), -0.5, 0.5) : 0;
}

// How far to look, in cells. Parallax moves things across the ring alone.
struct Reach {
  int around = 0;
  int across = 0;
};

// The best place for the patch, finer than a cell. False when there was nothing to compare.
bool FindMatch(const FisheyePair& pair,
               const Ring& front,
               const Ring& back,
               const Eigen::Vector2i& at,
               const Reach& reach,
               std::optional<Match>& match) {
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
  match = Match{pair.Project(0, RingDirection(front.Azimuth(at.x()), front.Theta(at.y()))),
                pair.Project(1, RingDirection(back.Azimuth(at.x() + u), back.Theta(at.y() + v)))};
  return true;
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

Eigen::Vector3d Misfit(const FisheyePair& pair, const Match& match) {
  return pair.Unproject(0, match.front) - pair.Unproject(1, match.back);
}

double MedianMisfit(const FisheyePair& pair, const std::vector<Match>& matches) {
  std::vector<double> misfits;
  for (const Match& match : matches) {
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
void Solve(FisheyePair& pair, const FisheyePair& known, const std::vector<Match>& matches) {
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
    for (const Match& match : matches) {
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

struct Comparison {
  std::vector<Match> matches;
  int compared = 0;
};

Comparison CompareRings(const FisheyePair& pair,
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
  std::vector<Comparison> parts(static_cast<size_t>(nodes));
  ParallelFor(execution, parts.size(), [&](size_t i) {
    for (int line = 0; line < lines; ++line) {
      const Eigen::Vector2i at(static_cast<int>(i) * across,
                               (front.cells.height - (lines - 1) * along) / 2 + line * along);
      std::optional<Match> match;
      parts[i].compared += FindMatch(pair, front, back, at, reach, match) ? 1 : 0;
      if (match) {
        parts[i].matches.push_back(*match);
      }
    }
  });
  Comparison all;
  for (const Comparison& part : parts) {
    all.compared += part.compared;
    all.matches.insert(all.matches.end(), part.matches.begin(), part.matches.end());
  }
  return all;
}

int Cells(double angle, double cell) {
  return std::max(3, static_cast<int>(std::lround(angle / cell)));
}

// What is left between the lenses at an azimuth: parallax, mostly.
struct Parting {
  double azimuth = 0;
  Eigen::Vector2d half = Eigen::Vector2d::Zero();  // theta, azimuth
};

// Robustly about `azimuth`; `expected` counts as a few matches.
Eigen::Vector2d PartingAt(const std::vector<Parting>& partings,
                          double azimuth,
                          double sigma,
                          const Eigen::Vector2d& expected) {
  constexpr double kScale = 0.08 * kDegree;
  constexpr double kExpectedWeight = 1.5;
  Eigen::Vector2d value = expected;
  for (int round = 0; round < 8; ++round) {
    Eigen::Vector2d sum = kExpectedWeight * expected;
    double weights = kExpectedWeight;
    for (const Parting& parting : partings) {
      const double off = std::remainder(parting.azimuth - azimuth, 2 * kPi) / sigma;
      if (std::abs(off) > 3) {
        continue;
      }
      const double wrong = (parting.half - value).norm() / kScale;
      const double weight = std::exp(-0.5 * off * off) / (1 + wrong * wrong);
      sum += weight * parting.half;
      weights += weight;
    }
    value = sum / weights;
  }
  return value;
}

std::vector<Parting> PartingsOf(const FisheyePair& pair, const std::vector<Match>& matches) {
  std::vector<Parting> partings;
  for (const Match& match : matches) {
    const Eigen::Vector3d front = pair.Unproject(0, match.front);
    const Eigen::Vector3d back = pair.Unproject(1, match.back);
    const double azimuth = std::atan2(front.y(), front.x());
    const double around = std::remainder(azimuth - std::atan2(back.y(), back.x()), 2 * kPi);
    const double across =
        std::acos(std::clamp(front.z(), -1.0, 1.0)) - std::acos(std::clamp(back.z(), -1.0, 1.0));
    partings.push_back({azimuth - around / 2, Eigen::Vector2d(across, around) / 2});
  }
  return partings;
}

std::vector<Eigen::Vector2d> FindMeeting(const FisheyePair& pair,
                                         const std::vector<Match>& matches) {
  const std::vector<Parting> partings = PartingsOf(pair, matches);
  std::vector<Eigen::Vector2d> meeting;
  for (int i = 0; i < kMeetings; ++i) {
    const double azimuth = 2 * kPi * i / kMeetings;
    const Eigen::Vector2d coarse =
        PartingAt(partings, azimuth, 15 * kDegree, Eigen::Vector2d::Zero());
    meeting.push_back(PartingAt(partings, azimuth, 2.5 * kDegree, coarse));
  }
  return meeting;
}

double LeftAfterMeeting(const FisheyePair& pair, const std::vector<Match>& matches) {
  std::vector<double> left(1, 0.0);
  for (const Parting& parting : PartingsOf(pair, matches)) {
    const double turns = parting.azimuth / (2 * kPi) + 1;
    const auto at = static_cast<size_t>(std::lround(turns * kMeetings)) % kMeetings;
    left.push_back(2 * (parting.half - pair.meeting[at]).norm());
  }
  const auto middle = left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2);
  std::nth_element(left.begin(), middle, left.end());
  return *middle;
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
    const Comparison compared = CompareRings(pair, pyramids, cell, reach, execution);
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
  const Comparison last =
      CompareRings(pair, pyramids, finest, {3, Cells(kParallax, finest)}, execution);
  pair.meeting = FindMeeting(pair, last.matches);
  fit.rms_rad = 1.4826 * LeftAfterMeeting(pair, last.matches);
  return fit;
}

}  // namespace disan::panorama
