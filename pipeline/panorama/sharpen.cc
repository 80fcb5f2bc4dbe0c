#include "pipeline/panorama/sharpen.h"

#include "formats/image/eight_bits.h"
#include "pipeline/panorama/mat_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include <Eigen/Dense>
#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kHalf = 6;  // pixels of a patch to either side
constexpr int kAcross = 2 * kHalf + 1;
constexpr int kCells = kAcross * kAcross;
constexpr double kSoft = 0.8;        // sigma, so that values between pixels mean something
constexpr double kLeastTexture = 3;  // levels, standard deviation of a patch
constexpr double kStill = 0.005;     // pixels: nothing moves any more
constexpr int kSteps = 8;

// A photo in grey, and how many of its own pixels lie in one.
struct Sharp {
  cv::Mat grey;
  double unit = 1;

  Eigen::Vector2d From(const Eigen::Vector2d& full) const {
    return ((full.array() + 0.5) / unit - 0.5).matrix();
  }
  Eigen::Vector2d ToFull(const Eigen::Vector2d& own) const {
    return ((own.array() + 0.5) * unit - 0.5).matrix();
  }
  bool Holds(const Eigen::Vector2d& at, double margin) const {
    return at.x() > margin && at.y() > margin && at.x() < grey.cols - 2 - margin &&
           at.y() < grey.rows - 2 - margin;
  }
  // Value and slopes, bilinear.
  Eigen::Vector3d Look(const Eigen::Vector2d& at) const {
    const int x = static_cast<int>(at.x());
    const int y = static_cast<int>(at.y());
    const double fx = at.x() - x;
    const double fy = at.y() - y;
    const uint8_t* upper = grey.ptr<uint8_t>(y) + x;
    const uint8_t* lower = grey.ptr<uint8_t>(y + 1) + x;
    const double top = upper[0] + fx * (upper[1] - upper[0]);
    const double below = lower[0] + fx * (lower[1] - lower[0]);
    return {top + fy * (below - top),
            (1 - fy) * (upper[1] - upper[0]) + fy * (lower[1] - lower[0]),
            below - top};
  }
};

Sharp Read(const InputPhoto& photo, double megapixels) {
  const double pixels = static_cast<double>(photo.width_px) * photo.height_px;
  const double scale = std::min(1.0, std::sqrt(megapixels * 1e6 / pixels));
  const Eigen::Vector2i size = scale < 1 ? EvenlyScaled(photo.width_px, photo.height_px, scale)
                                         : Eigen::Vector2i(photo.width_px, photo.height_px);
  const Result<Pixels> read = photo.read(std::max(size.x(), size.y()));
  if (!read) {
    return {};
  }
  const Image8 picture = ToEightBits(Pixels(*read));
  Sharp sharp;
  cv::cvtColor(View(picture), sharp.grey, cv::COLOR_RGB2GRAY);
  if (sharp.grey.cols > size.x()) {
    cv::resize(sharp.grey, sharp.grey, cv::Size(size.x(), size.y()), 0, 0, cv::INTER_AREA);
  }
  cv::GaussianBlur(sharp.grey, sharp.grey, cv::Size(5, 5), kSoft);
  sharp.unit = static_cast<double>(photo.width_px) / sharp.grey.cols;
  return sharp;
}

struct Patch {
  Eigen::Matrix<double, kCells, 1> values;  // mean 0, length 1
  Eigen::Matrix<double, kCells, 2> slopes;  // along x and y, in the same measure
  double deviation = 0;
};

// Around `middle`; `across` turns steps of the patch into steps of the picture.
Patch Cut(const Sharp& photo, const Eigen::Vector2d& middle, const Eigen::Matrix2d& across) {
  Patch patch;
  int i = 0;
  for (int y = -kHalf; y <= kHalf; ++y) {
    for (int x = -kHalf; x <= kHalf; ++x, ++i) {
      const Eigen::Vector3d seen = photo.Look(middle + across * Eigen::Vector2d(x, y));
      patch.values[i] = seen[0];
      patch.slopes.row(i) = seen.tail<2>().transpose();
    }
  }
  patch.values.array() -= patch.values.mean();
  const double length = patch.values.norm();
  patch.deviation = length / std::sqrt(static_cast<double>(kCells));
  patch.values /= std::max(length, 1e-9);
  patch.slopes /= std::max(length, 1e-9);
  return patch;
}

struct View {
  const Sharp& photo;
  LensMap lens;
  const Eigen::Matrix3d& world_from_camera;
};

// Where the second photo shows what the first has at `own`.
std::optional<Eigen::Vector2d> Across(const View& first,
                                      const View& second,
                                      const Eigen::Vector2d& own) {
  Eigen::Vector2d pixel;
  if (!second.lens.Project(second.world_from_camera.transpose() * first.world_from_camera *
                               first.lens.Bearing(first.photo.ToFull(own)),
                           pixel)) {
    return std::nullopt;
  }
  return second.photo.From(pixel);
}

std::optional<Eigen::Matrix2d> SlopeAcross(const View& first,
                                           const View& second,
                                           const Eigen::Vector2d& own) {
  Eigen::Matrix2d slope;
  for (int axis = 0; axis < 2; ++axis) {
    const Eigen::Vector2d step = Eigen::Vector2d::Unit(axis) * kHalf;
    const auto after = Across(first, second, own + step);
    const auto before = Across(first, second, own - step);
    if (!after || !before) {
      return std::nullopt;
    }
    slope.col(axis) = (*after - *before) / (2 * kHalf);
  }
  return slope;
}

// Moves `place` in the second photo until the patches agree; false when they do not.
bool Sharpen(const View& first,
             const View& second,
             const Eigen::Vector2d& own,
             const SharpenOptions& options,
             Eigen::Vector2d& place) {
  const auto across = SlopeAcross(first, second, own);
  const double reach = kHalf * 1.5;
  if (!across || !first.photo.Holds(own, reach) || across->norm() > 2) {
    return false;
  }
  const Patch wanted = Cut(first.photo, own, Eigen::Matrix2d::Identity());
  if (wanted.deviation < kLeastTexture) {
    return false;
  }
  const double widest = kHalf * std::numbers::sqrt2 * across->norm() + 1;
  const Eigen::Vector2d start = place;
  for (int step = 0; step < kSteps; ++step) {
    if (!second.photo.Holds(place, widest) || (place - start).norm() > options.farthest_px) {
      return false;
    }
    const Patch seen = Cut(second.photo, place, *across);
    const Eigen::Matrix<double, kCells, 1> off = wanted.values - seen.values;
    const Eigen::Matrix2d normal = seen.slopes.transpose() * seen.slopes;
    if (normal.determinant() < 1e-9 || seen.deviation < kLeastTexture) {
      return false;
    }
    const Eigen::Vector2d move = normal.ldlt().solve(seen.slopes.transpose() * off);
    if (move.norm() < kStill) {
      return wanted.values.dot(seen.values) > options.least_likeness;
    }
    place += move.norm() > 1 ? Eigen::Vector2d(move.normalized()) : move;
  }
  return false;
}

Sightings OfPair(const std::vector<Sharp>& sharp,
                 const SolveProblem& problem,
                 const Sightings& pair,
                 const SharpenOptions& options) {
  const auto view = [&](int photo) {
    const size_t i = static_cast<size_t>(photo);
    return View{sharp[i], LensMap(PhotoLens(problem, photo)), problem.world_from_camera[i]};
  };
  const View first = view(pair.first);
  const View second = view(pair.second);
  Sightings finer{pair.first, pair.second, {}, {}};
  if (first.photo.grey.empty() || second.photo.grey.empty()) {
    return pair;
  }
  for (size_t m = 0; m < pair.in_first.size(); ++m) {
    Eigen::Vector2d place = second.photo.From(pair.in_second[m]);
    if (Sharpen(first, second, first.photo.From(pair.in_first[m]), options, place)) {
      finer.in_first.push_back(pair.in_first[m]);
      finer.in_second.push_back(second.photo.ToFull(place));
    }
  }
  return finer.in_first.size() >= options.enough ? finer : pair;
}

}  // namespace

std::vector<Sightings> Sharpened(const PhotoSet& photos,
                                 const SolveProblem& problem,
                                 const std::vector<Sightings>& pairs,
                                 const SharpenOptions& options,
                                 const Execution& execution) {
  std::vector<Sharp> sharp(photos.size());
  ParallelFor(execution, problem.photos.size(), [&](size_t k) {
    const size_t i = static_cast<size_t>(problem.photos[k]);
    sharp[i] = Read(photos[i], options.megapixels);
  });
  std::vector<Sightings> finer(pairs.size());
  ParallelFor(execution, pairs.size(), [&](size_t p) {
    finer[p] = OfPair(sharp, problem, pairs[p], options);
  });
  return finer;
}

}  // namespace disan::panorama
