#include "pipeline/panorama/fisheye_meeting.h"

#include "pipeline/panorama/angle.h"

#include <algorithm>
#include <cmath>

namespace disan::panorama {

namespace {

constexpr int kMeetings = 240;  // around the ring

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

std::vector<Parting> PartingsOf(const FisheyePair& pair, const std::vector<RingMatch>& matches) {
  std::vector<Parting> partings;
  for (const RingMatch& match : matches) {
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

}  // namespace

std::vector<Eigen::Vector2d> FindMeeting(const FisheyePair& pair,
                                         const std::vector<RingMatch>& matches) {
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

double LeftAfterMeeting(const FisheyePair& pair, const std::vector<RingMatch>& matches) {
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

}  // namespace disan::panorama
