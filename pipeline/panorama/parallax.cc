#include "pipeline/panorama/parallax.h"

#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/overlap_flow.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace disan::panorama {

namespace {

constexpr double kFirstScale = 3;  // mismatch that a sample may keep, of the upper quartile
constexpr double kLastScaleDeg = 0.15;
constexpr int kSteps = 60;  // of conjugate gradients a round
constexpr size_t kFewest = 200;

// The fields of all photos as one vector of nodes, one world coordinate at a time.
struct Grid {
  int columns = 0;
  int rows = 0;
  int first = 0;  // node
};

struct Corners {
  std::array<int, 4> node;
  std::array<double, 4> weight;
};

Corners CornersAt(const Grid& grid, const Eigen::Vector2d& pixel, const Image8& picture) {
  const double u = std::clamp((pixel.x() + 0.5) / picture.width, 0.0, 1.0) * (grid.columns - 1);
  const double v = std::clamp((pixel.y() + 0.5) / picture.height, 0.0, 1.0) * (grid.rows - 1);
  const int left = std::min(static_cast<int>(u), grid.columns - 2);
  const int top = std::min(static_cast<int>(v), grid.rows - 2);
  const int node = grid.first + top * grid.columns + left;
  const double fx = u - left;
  const double fy = v - top;
  return {{node, node + 1, node + grid.columns, node + grid.columns + 1},
          {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy}};
}

// second's field minus first's wants to be `gap`.
struct Wish {
  Corners first;
  Corners second;
  Eigen::Vector3d gap;
  double trust = 0;
  double weight = 0;  // trust, less what the other samples contradict
};

using Field = std::vector<Eigen::Vector3d>;

Eigen::Vector3d At(const Field& field, const Corners& corners) {
  Eigen::Vector3d value = Eigen::Vector3d::Zero();
  for (size_t k = 0; k < 4; ++k) {
    value += corners.weight[k] * field[static_cast<size_t>(corners.node[k])];
  }
  return value;
}

void Add(Field& field, const Corners& corners, const Eigen::Vector3d& value) {
  for (size_t k = 0; k < 4; ++k) {
    field[static_cast<size_t>(corners.node[k])] += corners.weight[k] * value;
  }
}

// The least-squares problem: wishes, smoothness and rest.
class Fields {
 public:
  Fields(const std::vector<Grid>& grids, std::vector<Wish>& wishes, const ParallaxOptions& options)
      : grids_(grids), wishes_(wishes), options_(options) {
    int nodes = 0;
    for (const Grid& grid : grids) {
      nodes += grid.columns * grid.rows;
    }
    field_.assign(static_cast<size_t>(nodes), Eigen::Vector3d::Zero());
  }

  const Field& field() const { return field_; }

  Eigen::Vector3d Misfit(const Wish& wish) const {
    return At(field_, wish.second) - At(field_, wish.first) - wish.gap;
  }

  // Samples that the smooth whole contradicts (people, wrong flow) count little.
  void Reweigh(double scale) {
    for (Wish& wish : wishes_) {
      const double off = Misfit(wish).squaredNorm() / (scale * scale);
      wish.weight = wish.trust / ((1 + off) * (1 + off));
    }
  }

  // Conjugate gradients; all three coordinates share the steps.
  void Solve() {
    Field gradient = Product(field_);
    for (Eigen::Vector3d& g : gradient) {
      g = -g;
    }
    for (const Wish& wish : wishes_) {
      Add(gradient, wish.second, wish.weight * wish.gap);
      Add(gradient, wish.first, -wish.weight * wish.gap);
    }
    Field direction = gradient;
    double size = Dot(gradient, gradient);
    for (int k = 0; k < kSteps && size > 1e-16; ++k) {
      const Field image = Product(direction);
      const double step = size / Dot(direction, image);
      for (size_t i = 0; i < field_.size(); ++i) {
        field_[i] += step * direction[i];
        gradient[i] -= step * image[i];
      }
      const double next = Dot(gradient, gradient);
      for (size_t i = 0; i < field_.size(); ++i) {
        direction[i] = gradient[i] + next / size * direction[i];
      }
      size = next;
    }
  }

 private:
  static double Dot(const Field& a, const Field& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) {
      sum += a[i].dot(b[i]);
    }
    return sum;
  }

  Field Product(const Field& field) const {
    Field product(field.size());
    for (size_t i = 0; i < field.size(); ++i) {
      product[i] = options_.rest * field[i];
    }
    for (const Grid& grid : grids_) {
      for (int y = 0; y < grid.rows; ++y) {
        for (int x = 0; x < grid.columns; ++x) {
          const size_t node = static_cast<size_t>(grid.first + y * grid.columns + x);
          Join(field, product, node, x + 1 < grid.columns ? node + 1 : node);
          Join(field,
               product,
               node,
               y + 1 < grid.rows ? node + static_cast<size_t>(grid.columns) : node);
        }
      }
    }
    for (const Wish& wish : wishes_) {
      const Eigen::Vector3d pull = wish.weight * (At(field, wish.second) - At(field, wish.first));
      Add(product, wish.second, pull);
      Add(product, wish.first, -pull);
    }
    return product;
  }

  void Join(const Field& field, Field& product, size_t a, size_t b) const {
    const Eigen::Vector3d pull = options_.stiffness * (field[a] - field[b]);
    product[a] += pull;
    product[b] -= pull;
  }

  const std::vector<Grid>& grids_;
  std::vector<Wish>& wishes_;
  const ParallaxOptions& options_;
  Field field_;
};

std::vector<Camera> AtSmallSize(const std::vector<Image8>& small,
                                const std::vector<Camera>& cameras,
                                const std::vector<int>& photos) {
  std::vector<Camera> scaled = cameras;
  for (const int photo : photos) {
    const size_t i = static_cast<size_t>(photo);
    scaled[i].lens = Scaled(cameras[i].lens, small[i].width, small[i].height);
  }
  return scaled;
}

std::vector<Grid> GridsOf(const std::vector<Image8>& small,
                          const std::vector<int>& photos,
                          int node_px) {
  std::vector<Grid> grids(small.size());
  int node = 0;
  for (const int photo : photos) {
    Grid& grid = grids[static_cast<size_t>(photo)];
    const Image8& picture = small[static_cast<size_t>(photo)];
    grid.columns = std::max(2, (picture.width + node_px - 1) / node_px + 1);
    grid.rows = std::max(2, (picture.height + node_px - 1) / node_px + 1);
    grid.first = node;
    node += grid.columns * grid.rows;
  }
  return grids;
}

std::vector<PairFlow> FlowsOf(const std::vector<Image8>& grey,
                              const std::vector<Camera>& cameras,
                              const std::vector<int>& photos,
                              const ParallaxOptions& options,
                              const Execution& execution) {
  std::vector<PairFlow> flows;
  for (const int a : photos) {
    for (const int b : photos) {
      const Camera& one = cameras[static_cast<size_t>(a)];
      const Camera& other = cameras[static_cast<size_t>(b)];
      const double between = std::acos(
          std::clamp(one.world_from_camera.col(2).dot(other.world_from_camera.col(2)), -1.0, 1.0));
      if (a < b &&
          between < LensMap(one.lens).HalfDiagonal() + LensMap(other.lens).HalfDiagonal()) {
        flows.push_back({a, b, {}});
      }
    }
  }
  ParallelFor(execution, flows.size(), [&](size_t i) {
    flows[i] = FlowBetween(
        flows[i].first, flows[i].second, grey, cameras, {options.sample_px, options.largest_deg});
  });
  return flows;
}

double UpperQuartile(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 3 / 4);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// Field nodes as shifts of pixels, held to what a hand can do.
ShiftField ShiftsOf(const Field& field, const Grid& grid, const Camera& camera, double largest) {
  const LensMap lens(camera.lens);
  ShiftField shift{.columns = grid.columns, .rows = grid.rows};
  for (int y = 0; y < grid.rows; ++y) {
    for (int x = 0; x < grid.columns; ++x) {
      const Eigen::Vector2d pixel(
          static_cast<double>(x) / (grid.columns - 1) * camera.lens.width_px - 0.5,
          static_cast<double>(y) / (grid.rows - 1) * camera.lens.height_px - 0.5);
      Eigen::Vector3d move = field[static_cast<size_t>(grid.first + y * grid.columns + x)];
      move *= std::min(1.0, largest / std::max(1e-9, move.norm()));
      Eigen::Vector2d moved = pixel;
      const Eigen::Vector3d bearing =
          lens.Bearing(pixel) + camera.world_from_camera.transpose() * move;
      if (!lens.Project(bearing.normalized(), moved)) {
        moved = pixel;
      }
      shift.shifts.push_back(((moved - pixel) / camera.lens.width_px).cast<float>());
      shift.largest = std::max(shift.largest, (moved - pixel).norm() / camera.lens.width_px);
    }
  }
  return shift;
}

}  // namespace

Parallax AbsorbParallax(const std::vector<Image8>& small,
                        const std::vector<Camera>& cameras,
                        const std::vector<int>& photos,
                        const Light& light,
                        const ParallaxOptions& options,
                        const Execution& execution) {
  const std::vector<Camera> scaled = AtSmallSize(small, cameras, photos);
  std::vector<Image8> grey(small.size());
  ParallelFor(execution, photos.size(), [&](size_t i) {
    const size_t photo = static_cast<size_t>(photos[i]);
    grey[photo] =
        EvenLuminance(small[photo], scaled[photo].lens, light.gain[photo], light.vignetting[photo]);
  });
  const std::vector<Grid> grids = GridsOf(small, photos, options.node_px);
  std::vector<Wish> wishes;
  std::vector<double> gaps;
  for (const PairFlow& flow : FlowsOf(grey, scaled, photos, options, execution)) {
    const size_t a = static_cast<size_t>(flow.first);
    const size_t b = static_cast<size_t>(flow.second);
    for (const Agreement& agreement : flow.agreements) {
      wishes.push_back({CornersAt(grids[a], agreement.in_first, small[a]),
                        CornersAt(grids[b], agreement.in_second, small[b]),
                        agreement.gap,
                        agreement.trust});
      gaps.push_back(agreement.gap.norm() / kDegree);
    }
  }
  Parallax parallax;
  parallax.before_deg = parallax.after_deg = UpperQuartile(gaps);
  if (wishes.size() < kFewest || parallax.before_deg < options.least_deg) {
    return parallax;
  }
  Fields fields(grids, wishes, options);
  const double first = std::max(kFirstScale * parallax.before_deg, kLastScaleDeg);
  for (int round = 0; round < options.rounds; ++round) {
    execution.CheckCancelled();
    const double part = static_cast<double>(round) / std::max(1, options.rounds - 1);
    fields.Reweigh(first * std::pow(kLastScaleDeg / first, part) * kDegree);
    fields.Solve();
  }
  std::vector<double> left;
  for (const Wish& wish : wishes) {
    left.push_back(fields.Misfit(wish).norm() / kDegree);
  }
  parallax.after_deg = UpperQuartile(left);
  parallax.shifts.resize(small.size());
  for (const int photo : photos) {
    const size_t i = static_cast<size_t>(photo);
    parallax.shifts[i] =
        ShiftsOf(fields.field(), grids[i], scaled[i], options.largest_deg * kDegree / 2);
  }
  return parallax;
}

}  // namespace disan::panorama
