// How well a photo's light agrees with that of the placed photos, at a rotation to be tried: what
// can be said of photos with nothing to recognise in them.
#pragma once

#include "pipeline/panorama/align.h"
#include "pipeline/panorama/light.h"
#include "pipeline/panorama/light_maps.h"

#include <map>
#include <vector>

namespace disan::panorama {

using MapsByPhoto = std::map<int, LightMaps>;

MapsByPhoto MapsOf(const Alignment& alignment,
                   const std::vector<Camera>& cameras,
                   const std::vector<int>& photos);

// The placed photos in one light: what a direction looks like, if any of them sees it.
class Surroundings {
 public:
  // `maps` must outlive it; what is placed later is not seen.
  Surroundings(const Alignment& alignment,
               const std::vector<Camera>& cameras,
               const MapsByPhoto& maps);

  const LightMaps& MapsOf(int photo) const { return maps_.at(photo); }

  // Logarithm of the green light, the mean of those who see the direction, the farther inside the
  // more; `without` is not asked.
  std::optional<double> Look(const Eigen::Vector3d& direction, Detail detail, int without) const;

  // Whether any photo sees the direction, clipped or not.
  bool Sees(const Eigen::Vector3d& direction) const;

  // What a map says of a photo, in the one light.
  std::optional<double> Measure(const LightMap& map, const Eigen::Vector2d& pixel, int photo) const;

 private:
  struct Placed {
    int photo = 0;
    Eigen::Matrix3d camera_from_world;
    const LightMaps* maps = nullptr;
  };

  const MapsByPhoto& maps_;
  Light light_;
  std::vector<Placed> placed_;
};

// How well a photo fits at one rotation.
struct Fit {
  Eigen::Matrix3d rotation = Eigen::Matrix3d::Identity();
  double overlap = 0;  // share of the photo that could be compared
  double spread = 1;   // of the difference in light, natural logarithm, after one exposure for all
  double content = 0;  // of the surroundings' own light there
};

// Share of what varies around that a fit leaves unexplained; grain alone does not count as varying.
double Unexplained(const Fit& fit);

class Candidate {
 public:
  // `surroundings` must outlive it; the photo itself may be among them.
  Candidate(const Surroundings& surroundings, int photo);

  Fit At(const Eigen::Matrix3d& rotation) const;

  // How much better than chance the light agrees near the expected rotation: a quick look at a few
  // turns around it, natural logarithm.
  double Glance(const Eigen::Matrix3d& expected, double sigma_deg) const;

  // Share of the photo that no placed photo sees.
  double News(const Eigen::Matrix3d& rotation) const;

  // The rotation near the expected one that explains the light best: all around it in coarse
  // steps, then the best of them to a fraction of a map's pixel. The expected rotation pulls back
  // as far as it is trusted; where all is alike, it decides.
  Fit Align(const Eigen::Matrix3d& expected, double sigma_deg) const;

 private:
  struct Place {
    Eigen::Vector3d bearing;
    double own = 0;                                   // light, before the one exposure
    Eigen::Vector3d slope = Eigen::Vector3d::Zero();  // of it, when the photo turns in its frame
  };
  // Where a photo is thought to be, how sure that is (radians), and what it overlaps there.
  struct Expected {
    Eigen::Matrix3d rotation;
    double sigma = 0;
    double overlap = 0;
  };
  struct Tried {
    Fit fit;
    double cost = 0;
  };
  using Differences = std::vector<std::optional<double>>;

  const std::vector<Place>& Places(Detail detail) const {
    return places_[static_cast<size_t>(detail)];
  }
  Fit Compare(const Eigen::Matrix3d& rotation,
              Detail detail,
              Differences* differences,
              size_t every = 1) const;
  double Cost(const Fit& fit, const Expected& expected) const;
  std::vector<Tried> Starts(const Expected& expected) const;
  Tried Descend(const Eigen::Matrix3d& from, const Expected& expected, Detail detail) const;
  Eigen::Vector3d Step(const Differences& differences,
                       const Fit& fit,
                       const Expected& expected,
                       Detail detail) const;

  const Surroundings& surroundings_;
  int photo_;
  std::array<std::vector<Place>, 2> places_;  // by detail, only where the light tells something
  std::vector<Eigen::Vector3d> bearings_;     // of the whole grid
};

}  // namespace disan::panorama
