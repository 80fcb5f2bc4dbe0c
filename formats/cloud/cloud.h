// A point cloud as a scanner left it: positions, and whatever else the file knew of each point.
//
// Positions are floats about a double origin. A float keeps 24 bits, so a point is at most 6e-8 of
// the cloud's extent away from what the file said (0.06 mm over a kilometre), georeferenced or not,
// at half the memory of doubles: 50 million points with colours and scan numbers take 0.9 GB.
#pragma once

#include "formats/mesh/mesh.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace disan {

// A rigid motion. The quaternion is w, x, y, z and of unit length.
struct Pose {
  std::array<double, 4> rotation_wxyz{1.0, 0.0, 0.0, 0.0};
  Double3 translation{};

  Double3 Apply(const Double3& point) const;
  Double3 Rotate(const Double3& vector) const;
  bool operator==(const Pose&) const = default;
};

inline constexpr size_t kMostScans = 65535;  // the scan numbers of points have 16 bits

// One set-up of the scanner. The points of a Cloud are in the world; world_from_scan says how they
// came there.
struct Scan {
  std::string name;
  Pose world_from_scan;
  bool posed = false;                      // the file gave the pose, it is not a default
  std::optional<Double3> sensor_position;  // in the world
  uint32_t rows = 0;                       // of the grid that the scanner filled; 0 if unstructured
  uint32_t columns = 0;
};

// A picture inside the file: named, not decoded.
struct EmbeddedImage {
  std::string name;
  std::string kind;  // "jpeg" or "png"
  uint64_t bytes = 0;
};

struct Cloud {
  Double3 origin{};            // a point's place in the world is origin + points[i]
  std::vector<Float3> points;  // every one finite
  // Each of these is empty or as long as points.
  std::vector<Rgba8> colours;
  std::vector<Float3> normals;           // of unit length, or 0 0 0 where the file had none
  std::vector<uint16_t> intensities;     // 0 to 65535 over the file's own range
  std::vector<uint16_t> scan_of_points;  // index into scans; empty when there is one scan

  std::vector<Scan> scans;  // at least one
  std::vector<EmbeddedImage> images;
  std::optional<double> metres_per_unit;  // only when the file itself says so
  std::optional<SourceUp> up;             // only when the file itself says so
  std::string crs;                        // as the file has it: WKT, or "EPSG:3405"

  size_t size() const { return points.size(); }
  Double3 WorldPoint(size_t i) const;
  size_t ScanOf(size_t i) const { return scan_of_points.empty() ? 0 : scan_of_points[i]; }
};

// In the world. Zero for an empty cloud.
Bounds BoundsOf(const Cloud& cloud);

// The points at `indices`, in that order, with everything that belongs to them.
Cloud Select(const Cloud& cloud, std::span<const uint32_t> indices);

// Puts `more` behind `cloud`, each keeping its own scans; what only one of the two knows of its
// points (colours, normals, ...) is dropped. Unit, axis and CRS stay those of `cloud`.
void Append(Cloud& cloud, const Cloud& more);

}  // namespace disan
