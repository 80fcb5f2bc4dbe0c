#include "pipeline/panorama/solve.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ceres/ceres.h>
#include <ceres/rotation.h>

namespace disan::panorama {

namespace {

// A lens as the solver sees it: logarithm of the focal length, k1, k2, optical centre in focal
// lengths.
using LensParameters = std::array<double, 5>;

double ValueOf(double value) {
  return value;
}
template <int N>
double ValueOf(const ceres::Jet<double, N>& value) {
  return value.a;
}

// The radius that the lens moves to `distorted`: found in plain numbers, then one Newton step with
// derivatives, which makes them exact.
template <typename T>
T Undistorted(const T& distorted, const T& k1, const T& k2) {
  const double target = ValueOf(distorted);
  const double a = ValueOf(k1);
  const double b = ValueOf(k2);
  double r = target;
  double slope = 1;
  for (int i = 0; i < 6; ++i) {
    const double r2 = r * r;
    slope = std::max(0.1, 1 + 3 * a * r2 + 5 * b * r2 * r2);
    r -= (r * (1 + a * r2 + b * r2 * r2) - target) / slope;
  }
  const double r2 = r * r;
  return T(r) - (T(r) * (T(1) + k1 * r2 + k2 * (r2 * r2)) - distorted) / slope;
}

template <typename T>
void BearingOf(const Eigen::Vector2d& offset_px,
               LensModel model,
               const T* lens,
               Eigen::Matrix<T, 3, 1>& bearing) {
  using std::exp;
  using std::sqrt;
  const T inverse = exp(-lens[0]);
  const T x = offset_px.x() * inverse - lens[3];
  const T y = offset_px.y() * inverse - lens[4];
  const T distorted = sqrt(x * x + y * y + 1e-16);
  const T r = Undistorted(distorted, lens[1], lens[2]);
  if (model == LensModel::kPinhole) {
    const T scale = r / distorted;
    bearing << x * scale, y * scale, T(1);
    bearing /= sqrt(bearing.squaredNorm());
  } else {
    using std::cos;
    using std::sin;
    const T side = sin(r) / distorted;
    bearing << x * side, y * side, cos(r);
  }
}

// One sighting of the same thing in two photos.
struct SightingCost {
  Eigen::Vector2d offset_first;
  Eigen::Vector2d offset_second;
  LensModel model_first;
  LensModel model_second;
  Eigen::Matrix3d start_first;
  Eigen::Matrix3d start_second;
  double inverse_unit;

  template <typename T>
  bool operator()(const T* turn_first,
                  const T* turn_second,
                  const T* lens_first,
                  const T* lens_second,
                  T* residual) const {
    using std::exp;
    Eigen::Matrix<T, 3, 1> a;
    Eigen::Matrix<T, 3, 1> b;
    BearingOf(offset_first, model_first, lens_first, a);
    BearingOf(offset_second, model_second, lens_second, b);
    a = (start_first.cast<T>() * a).eval();
    b = (start_second.cast<T>() * b).eval();
    Eigen::Matrix<T, 3, 1> a_world;
    Eigen::Matrix<T, 3, 1> b_world;
    ceres::AngleAxisRotatePoint(turn_first, a.data(), a_world.data());
    ceres::AngleAxisRotatePoint(turn_second, b.data(), b_world.data());
    // Times the focal length: in pixels, so that a longer lens is no way to look better.
    const T scale = exp(lens_first[0]) * inverse_unit;
    for (int i = 0; i < 3; ++i) {
      residual[i] = (a_world[i] - b_world[i]) * scale;
    }
    return true;
  }
};

struct SameLensCost {
  SightingCost cost;
  template <typename T>
  bool operator()(const T* turn_first, const T* turn_second, const T* lens, T* residual) const {
    return cost(turn_first, turn_second, lens, lens, residual);
  }
};

struct LensWish {
  LensParameters wanted;
  LensParameters weight;
  template <typename T>
  bool operator()(const T* lens, T* residual) const {
    for (size_t i = 0; i < wanted.size(); ++i) {
      residual[i] = (lens[i] - wanted[i]) * weight[i];
    }
    return true;
  }
};

LensParameters ParametersOf(const Lens& lens) {
  return {std::log(lens.focal_px),
          lens.k1,
          lens.k2,
          lens.shift_x_px / lens.focal_px,
          lens.shift_y_px / lens.focal_px};
}

void Store(const LensParameters& parameters, Lens& lens) {
  lens.focal_px = std::exp(parameters[0]);
  lens.k1 = parameters[1];
  lens.k2 = parameters[2];
  lens.shift_x_px = parameters[3] * lens.focal_px;
  lens.shift_y_px = parameters[4] * lens.focal_px;
}

Eigen::Vector2d Middle(const Eigen::Vector2i& size) {
  return (size.cast<double>().array() - 1) / 2.0;
}

// Photos of one lens may stand or lie: each is measured from its own middle, and shares the rest.
class Builder {
 public:
  Builder(SolveProblem& problem, const SolveOptions& options)
      : problem_(problem), options_(options), turns_(problem.world_from_camera.size(), {0, 0, 0}) {
    for (const LensOfPhotos& shared : problem.lenses) {
      lenses_.push_back(ParametersOf(shared.lens));
    }
  }

  void Add(const Sightings& pair) {
    const size_t step = pair.in_first.size() / static_cast<size_t>(options_.matches_a_pair) + 1;
    for (size_t m = 0; m < pair.in_first.size(); m += step) {
      AddOne(pair, m);
    }
  }

  void AddWishes() {
    for (size_t i = 0; i < lenses_.size(); ++i) {
      double* parameters = lenses_[i].data();
      if (!graph_.HasParameterBlock(parameters)) {
        continue;
      }
      const Lens& lens = problem_.lenses[i].lens;
      const auto told = problem_.lenses[i].told_focal_px;
      const double corner = std::hypot(lens.width_px, lens.height_px) / 2 / lens.focal_px;
      LensWish wish{{told ? std::log(*told) : lenses_[i][0], 0, 0, 0, 0},
                    {told ? 1 / options_.told_focal_sigma : 1e-3,
                     5 * corner * corner,
                     20 * std::pow(corner, 4),
                     300,
                     300}};
      graph_.AddResidualBlock(
          new ceres::AutoDiffCostFunction<LensWish, 5, 5>(new LensWish(wish)), nullptr, parameters);
      std::vector<int> held;
      if (!options_.free_distortion) {
        held = {1, 2};
      }
      if (!options_.free_centre) {
        held.push_back(3);
        held.push_back(4);
      }
      if (!held.empty()) {
        graph_.SetManifold(parameters, new ceres::SubsetManifold(5, held));
      }
    }
  }

  void Run() {
    for (const int photo : problem_.photos) {
      double* turn = turns_[static_cast<size_t>(photo)].data();
      if (graph_.HasParameterBlock(turn)) {
        graph_.SetParameterBlockConstant(turn);  // the world stands still with the first photo
        break;
      }
    }
    ceres::Solver::Options solver;
    solver.linear_solver_type = ceres::SPARSE_NORMAL_CHOLESKY;
    solver.max_num_iterations = 40;
    solver.function_tolerance = 1e-7;
    solver.num_threads = 1;
    solver.logging_type = ceres::SILENT;
    ceres::Solver::Summary summary;
    ceres::Solve(solver, &graph_, &summary);
    if (!summary.IsSolutionUsable()) {
      return;
    }
    for (const int photo : problem_.photos) {
      Eigen::Matrix3d turn;
      ceres::AngleAxisToRotationMatrix(turns_[static_cast<size_t>(photo)].data(), turn.data());
      Eigen::Matrix3d& rotation = problem_.world_from_camera[static_cast<size_t>(photo)];
      rotation = turn * rotation;
    }
    for (size_t i = 0; i < lenses_.size(); ++i) {
      Store(lenses_[i], problem_.lenses[i].lens);
    }
  }

 private:
  void AddOne(const Sightings& pair, size_t m) {
    const size_t first = static_cast<size_t>(pair.first);
    const size_t second = static_cast<size_t>(pair.second);
    const size_t lens_first = static_cast<size_t>(problem_.lens_of[first]);
    const size_t lens_second = static_cast<size_t>(problem_.lens_of[second]);
    const Lens& a = problem_.lenses[lens_first].lens;
    const Lens& b = problem_.lenses[lens_second].lens;
    const SightingCost cost{pair.in_first[m] - Middle(problem_.sizes[first]),
                            pair.in_second[m] - Middle(problem_.sizes[second]),
                            a.model,
                            b.model,
                            problem_.world_from_camera[first],
                            problem_.world_from_camera[second],
                            1 / problem_.unit_px[first]};
    auto* loss = new ceres::CauchyLoss(options_.loss_px);
    if (lens_first == lens_second) {
      graph_.AddResidualBlock(
          new ceres::AutoDiffCostFunction<SameLensCost, 3, 3, 3, 5>(new SameLensCost{cost}),
          loss,
          turns_[first].data(),
          turns_[second].data(),
          lenses_[lens_first].data());
    } else {
      graph_.AddResidualBlock(
          new ceres::AutoDiffCostFunction<SightingCost, 3, 3, 3, 5, 5>(new SightingCost(cost)),
          loss,
          turns_[first].data(),
          turns_[second].data(),
          lenses_[lens_first].data(),
          lenses_[lens_second].data());
    }
  }

  SolveProblem& problem_;
  const SolveOptions& options_;
  std::vector<std::array<double, 3>> turns_;
  std::vector<LensParameters> lenses_;
  ceres::Problem graph_;
};

}  // namespace

Lens PhotoLens(const SolveProblem& problem, int photo) {
  const size_t i = static_cast<size_t>(photo);
  Lens lens = problem.lenses[static_cast<size_t>(problem.lens_of[i])].lens;
  lens.width_px = problem.sizes[i].x();
  lens.height_px = problem.sizes[i].y();
  return lens;
}

void Solve(SolveProblem& problem,
           const std::vector<Sightings>& pairs,
           const SolveOptions& options) {
  if (pairs.empty()) {
    return;
  }
  Builder builder(problem, options);
  for (const Sightings& pair : pairs) {
    builder.Add(pair);
  }
  builder.AddWishes();
  builder.Run();
}

std::vector<double> ResidualsOf(const SolveProblem& problem, const Sightings& pair) {
  const size_t first = static_cast<size_t>(pair.first);
  const size_t second = static_cast<size_t>(pair.second);
  const LensMap lens_a(PhotoLens(problem, pair.first));
  const LensMap lens_b(PhotoLens(problem, pair.second));
  const double scale = lens_a.lens().focal_px / problem.unit_px[first];
  std::vector<double> residuals;
  residuals.reserve(pair.in_first.size());
  for (size_t m = 0; m < pair.in_first.size(); ++m) {
    const Eigen::Vector3d a = problem.world_from_camera[first] * lens_a.Bearing(pair.in_first[m]);
    const Eigen::Vector3d b = problem.world_from_camera[second] * lens_b.Bearing(pair.in_second[m]);
    residuals.push_back((a - b).norm() * scale);
  }
  return residuals;
}

std::vector<Sightings> WithoutOutliers(const SolveProblem& problem,
                                       const std::vector<Sightings>& pairs,
                                       double limit_px,
                                       size_t fewest) {
  std::vector<Sightings> kept;
  for (const Sightings& pair : pairs) {
    const std::vector<double> residuals = ResidualsOf(problem, pair);
    Sightings good{pair.first, pair.second, {}, {}};
    for (size_t m = 0; m < residuals.size(); ++m) {
      if (residuals[m] <= limit_px) {
        good.in_first.push_back(pair.in_first[m]);
        good.in_second.push_back(pair.in_second[m]);
      }
    }
    if (good.in_first.size() >= fewest) {
      kept.push_back(std::move(good));
    }
  }
  return kept;
}

double RmsOf(const SolveProblem& problem, const std::vector<Sightings>& pairs) {
  double sum = 0;
  size_t count = 0;
  for (const Sightings& pair : pairs) {
    for (const double residual : ResidualsOf(problem, pair)) {
      sum += residual * residual;
      ++count;
    }
  }
  return count == 0 ? 0 : std::sqrt(sum / static_cast<double>(count));
}

}  // namespace disan::panorama
