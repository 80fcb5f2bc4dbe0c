// Scans of surfaces that are known exactly.
#pragma once

#include "formats/cloud/cloud.h"

#include <cmath>
#include <functional>
#include <random>

namespace disan::testing {

// A solid given by the distance to its surface: negative inside, exact near the surface.
using Solid = std::function<double(const Double3&)>;

inline Solid Sphere(double radius) {
  return [=](const Double3& p) { return Length(p) - radius; };
}

inline Solid Box(const Double3& half) {
  return [=](const Double3& p) {
    const Double3 q{std::abs(p.x) - half.x, std::abs(p.y) - half.y, std::abs(p.z) - half.z};
    const Double3 out{std::max(q.x, 0.0), std::max(q.y, 0.0), std::max(q.z, 0.0)};
    return Length(out) + std::min(std::max({q.x, q.y, q.z}), 0.0);
  };
}

// A ring whose tube swells and shrinks, differently on its way round: no turn brings it onto
// itself.
inline Solid WavyTorus() {
  return [](const Double3& p) {
    const double angle = std::atan2(p.y, p.x);
    const double tube =
        0.25 + 0.05 * std::cos(3 * angle) + 0.04 * std::sin(angle) + 0.03 * std::cos(7 * angle + 1);
    const double ring = std::hypot(p.x, p.y) - 1.0;
    const double lift = p.z - 0.12 * std::sin(2 * angle);
    return std::hypot(ring, lift) - tube;
  };
}

// A worn boulder, or a head: bumps of many sizes, the same nowhere. Half the distance, so that rays
// do not step over the bumps.
inline Solid Boulder() {
  struct Wave {
    Double3 along;
    double phase;
    double height;
  };
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  std::vector<Wave> waves;
  for (int i = 0; i < 14; ++i) {
    const double rate = 4.0 + i;
    const Double3 along{uniform(random), uniform(random), uniform(random)};
    waves.push_back({along * rate, 3 * uniform(random), 0.19 / rate});
  }
  return [waves](const Double3& p) {
    double radius = 0.85;
    for (const Wave& wave : waves) {
      radius += wave.height * std::cos(Dot(wave.along, p) + wave.phase);
    }
    return (Length(p) - radius) * 0.5;
  };
}

inline Double3 Gradient(const Solid& solid, const Double3& p) {
  constexpr double kStep = 1e-5;
  return Double3{solid(p + Double3{kStep, 0, 0}) - solid(p - Double3{kStep, 0, 0}),
                 solid(p + Double3{0, kStep, 0}) - solid(p - Double3{0, kStep, 0}),
                 solid(p + Double3{0, 0, kStep}) - solid(p - Double3{0, 0, kStep})} *
         (0.5 / kStep);
}

// The distance to the surface, to first order for fields that are not distances everywhere.
inline double DistanceTo(const Solid& solid, const Double3& p) {
  return std::abs(solid(p)) / std::max(Length(Gradient(solid, p)), 1e-9);
}

inline Rgba8 ColourAt(const Double3& p) {
  return {ByteFrom(128 + 100 * std::sin(5 * p.x)),
          ByteFrom(128 + 100 * std::sin(4 * p.y + 1)),
          ByteFrom(128 + 100 * std::cos(6 * p.z)),
          255};
}

struct ScanPlan {
  Double3 sensor{4, 0, 0};
  size_t points = 20000;
  double noise = 0.0;    // standard deviation along the surface's normal
  double spread = 0.45;  // half angle of view, radians
  uint32_t seed = 1;
};

// Rays from the sensor into a cone about the origin; the first hit counts.
inline Cloud ScanFrom(const Solid& solid, const ScanPlan& plan) {
  std::mt19937 random(plan.seed);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  std::normal_distribution<double> normal(0.0, 1.0);
  const Double3 forward = Normalized(plan.sensor * -1.0);
  const Double3 side =
      Normalized(Cross(forward, std::abs(forward.z) < 0.9 ? Double3{0, 0, 1} : Double3{1, 0, 0}));
  const Double3 up = Cross(side, forward);
  Cloud cloud;
  cloud.scans.emplace_back();
  cloud.scans[0].sensor_position = plan.sensor;
  for (size_t tries = 0; cloud.size() < plan.points && tries < plan.points * 40; ++tries) {
    const double width = std::tan(plan.spread);
    const Double3 ray =
        Normalized(forward + side * (uniform(random) * width) + up * (uniform(random) * width));
    double along = Length(plan.sensor) - 2.0;
    for (int step = 0; step < 200 && along < Length(plan.sensor) + 2.0; ++step) {
      const double distance = solid(plan.sensor + ray * along);
      if (distance < 1e-6) {
        break;
      }
      along += distance * 0.6;
    }
    const Double3 hit = plan.sensor + ray * along;
    if (std::abs(solid(hit)) < 1e-4) {
      const Double3 out = Normalized(Gradient(solid, hit));
      cloud.points.push_back((hit + out * (normal(random) * plan.noise)).To<float>());
      cloud.colours.push_back(ColourAt(hit));
    }
  }
  return cloud;
}

// Six scanners around the solid: nothing is hidden.
inline Cloud ScanAllAround(const Solid& solid, size_t points, double noise) {
  Cloud all;
  const Double3 sensors[] = {
      {4, 0, 0}, {-4, 0, 0}, {0, 4, 0}, {0, -4, 0}, {0.1, 0, 4}, {0.1, 0, -4}};
  uint32_t seed = 1;
  for (const Double3& sensor : sensors) {
    Append(
        all,
        ScanFrom(solid, {.sensor = sensor, .points = points / 6, .noise = noise, .seed = seed++}));
  }
  return all;
}

inline Pose PoseOf(const Double3& axis, double angle, const Double3& shift) {
  const Double3 a = Normalized(axis) * std::sin(angle / 2);
  return {{std::cos(angle / 2), a.x, a.y, a.z}, shift};
}

// The cloud as it would be if the scanner did not know where it stood.
inline Cloud Moved(const Cloud& cloud, const Pose& pose) {
  Cloud moved = cloud;
  for (Float3& point : moved.points) {
    point = pose.Apply(point.To<double>()).To<float>();
  }
  for (Scan& scan : moved.scans) {
    if (scan.sensor_position) {
      scan.sensor_position = pose.Apply(*scan.sensor_position);
    }
  }
  return moved;
}

}  // namespace disan::testing
