// How well a photo's light agrees with that of the placed photos, at a rotation to be tried: what
// can be said of photos with nothing to recognise in them.
#pragma once

#include "pipeline/panorama/align.h"
#include "pipeline/panorama/light.h"

#include <vector>

namespace disan::panorama {

// The placed photos in one light: what a direction looks like, if any of them sees it.
class Surroundings {
 public:
  // Keeps `alignment`; what is placed in it later is not seen.
  Surroundings(const Alignment& alignment, const std::vector<Camera>& cameras);

  // Logarithm of the green light; the photo that sees the direction farthest inside counts.
  bool Look(const Eigen::Vector3d& direction, double& log_light) const;

  // Whether any photo sees the direction, clipped or not.
  bool Sees(const Eigen::Vector3d& direction) const;

  // False where the pixel is too dark or clipped.
  bool Measure(const Image8& picture,
               const LensMap& lens,
               const Eigen::Vector2d& pixel,
               size_t photo,
               double& log_light) const;

 private:
  const Alignment& alignment_;
  std::vector<int> photos_;
  Light light_;
  std::vector<LensMap> lenses_;
};

// How well a photo fits at one rotation.
struct Fit {
  Eigen::Matrix3d rotation = Eigen::Matrix3d::Identity();
  double overlap = 0;  // share of the photo that could be compared
  double spread = 1;   // of the difference in light, natural logarithm, after one exposure for all
  double content = 0;  // of the surroundings' own light there
};

class Candidate {
 public:
  // `surroundings` must outlive it.
  Candidate(const Surroundings& surroundings,
            const Alignment& alignment,
            const Lens& lens,
            int photo);

  Fit At(const Eigen::Matrix3d& rotation) const;

  // Share of the photo that no placed photo sees.
  double News(const Eigen::Matrix3d& rotation) const;

  // A few Gauss-Newton steps about the expected rotation, which pulls back as far as it is trusted.
  Fit Align(const Eigen::Matrix3d& expected, double sigma_deg) const;

 private:
  std::vector<double> Differences(const Eigen::Matrix3d& rotation, Fit* fit) const;
  template <typename Turned>
  Eigen::Vector3d Step(const Turned& turned, const Eigen::Vector3d& turn, double sigma) const;

  const Surroundings& surroundings_;
  const Image8& picture_;
  LensMap lens_;
  size_t photo_;
  std::vector<Eigen::Vector2d> places_;
  std::vector<Eigen::Vector3d> bearings_;
};

}  // namespace disan::panorama
