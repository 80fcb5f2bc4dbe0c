#include "pipeline/panorama/restraint.h"

#include "pipeline/panorama/cells.h"
#include "pipeline/panorama/developed.h"
#include "pipeline/panorama/mat_view.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace disan::panorama {

namespace {

constexpr int kCellsAcross = 48;
constexpr int kClips = 250;
constexpr int kHolds = 235;  // the brightest channel
constexpr double kLeastShare = 0.2;
constexpr double kDark = 1e-3;
constexpr float kAllClip = 0.02F;  // of a place that one holds: it is no darker, that is all

struct Seen {
  const Image8* small = nullptr;
  LensMap lens;
  Eigen::Matrix3d world_from_camera;
  ImageFloat developed;

  Eigen::Array3d LightAt(int x, int y) const {
    const float* value = developed.At(x, y);
    return {ToLinear(std::min(1.0F, value[0])),
            ToLinear(std::min(1.0F, value[1])),
            ToLinear(std::min(1.0F, value[2]))};
  }
};

bool Clips(const uint8_t* value) {
  return std::max({value[0], value[1], value[2]}) >= kClips;
}

std::map<int, Seen> AllSeen(const std::vector<Image8>& small,
                            const std::vector<Camera>& cameras,
                            const std::vector<int>& photos,
                            const Light& light) {
  std::map<int, Seen> seen;
  for (const int photo : photos) {
    const size_t i = static_cast<size_t>(photo);
    const Lens lens = Scaled(cameras[i].lens, small[i].width, small[i].height);
    seen.insert({photo,
                 {&small[i],
                  LensMap(lens),
                  cameras[i].world_from_camera,
                  Develop(small[i], lens, light.gain[i], light.vignetting[i])}});
  }
  return seen;
}

// The light that others hold in this direction, and how much that says: little when all of them
// clip, too, nothing when none sees it.
struct Held {
  Eigen::Array3d light = Eigen::Array3d::Ones();
  float weight = 0;
};

Held HeldByOthers(const std::map<int, Seen>& seen, int photo, const Eigen::Vector3d& direction) {
  Eigen::Array3d sum = Eigen::Array3d::Zero();
  int held = 0;
  int clipped = 0;
  for (const auto& [other, view] : seen) {
    Eigen::Vector2d pixel;
    if (other == photo ||
        !view.lens.Project(view.world_from_camera.transpose() * direction, pixel) ||
        !view.lens.Inside(pixel, 2)) {
      continue;
    }
    const int x = static_cast<int>(std::lround(pixel.x()));
    const int y = static_cast<int>(std::lround(pixel.y()));
    const uint8_t* value = view.small->At(x, y);
    if (std::max({value[0], value[1], value[2]}) < kHolds) {
      sum += view.LightAt(x, y);
      ++held;
    }
    clipped += Clips(value) ? 1 : 0;
  }
  if (held > 0) {
    return {sum / held, 1};
  }
  return {Eigen::Array3d::Ones(), clipped > 0 ? kAllClip : 0};
}

Restraint RestraintOf(const std::map<int, Seen>& seen, int photo) {
  const Seen& own = seen.at(photo);
  const int step = std::max(1, (own.small->width + kCellsAcross - 1) / kCellsAcross);
  const int columns = own.small->width / step;
  const int rows = own.small->height / step;
  std::array<cv::Mat, 3> cells;
  std::generate(
      cells.begin(), cells.end(), [&] { return cv::Mat::zeros(rows, columns, CV_32FC2); });
  bool any = false;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int x = column * step + step / 2;
      const int y = row * step + step / 2;
      if (!Clips(own.small->At(x, y))) {
        continue;
      }
      const Eigen::Vector3d bearing = own.lens.Bearing(Eigen::Vector2d(x, y));
      const Held held = HeldByOthers(seen, photo, own.world_from_camera * bearing);
      const Eigen::Array3d share =
          (held.light / own.LightAt(x, y).max(kDark)).max(kLeastShare).min(1.0);
      for (size_t c = 0; c < 3; ++c) {
        const auto part = static_cast<float>(share[static_cast<Eigen::Index>(c)]);
        cells[c].at<cv::Vec2f>(row, column) = held.weight * cv::Vec2f(part, 1);
      }
      any = any || (held.weight > 0 && share.minCoeff() < 1);
    }
  }
  Restraint restraint;
  for (size_t c = 0; c < 3 && any; ++c) {
    restraint[c] = ImageFloat(columns, rows, 1);
    MeansOf(cells[c]).copyTo(View(restraint[c]));
  }
  return restraint;
}

}  // namespace

std::vector<Restraint> RestraintsOf(const std::vector<Image8>& small,
                                    const std::vector<Camera>& cameras,
                                    const std::vector<int>& photos,
                                    const Light& light) {
  const std::map<int, Seen> seen = AllSeen(small, cameras, photos, light);
  std::vector<Restraint> restraints(small.size());
  for (const int photo : photos) {
    restraints[static_cast<size_t>(photo)] = RestraintOf(seen, photo);
  }
  return restraints;
}

}  // namespace disan::panorama
