// What is captured of one thing, and of the place as points: meshes, orbits of photos, scans.
#pragma once

#include "datasets/ply.h"
#include "datasets/stations.h"

namespace disan::world {

// The whole sculpture as one mesh, in its own coordinates and metres, with the colour of its stone.
struct ScannedMesh {
  std::vector<ColouredPoint> points;
  std::vector<std::array<uint32_t, 3>> triangles;
};
ScannedMesh ScanWhole(const Sculpture& sculpture);

// scans/ID.ply in millimetres, and truth/ID.truth.json with where it stands.
void CaptureMesh(const Sculpture& sculpture, const Output& output);

// photos/ID: two rings round the thing; truth/ID.orbit.truth.json. R and position are in the frame
// x east, y down, z north about the world's origin.
void CaptureOrbit(const World& world,
                  const Sculpture& sculpture,
                  const Output& output,
                  const Execution& execution);

struct Scanner {
  std::string id;
  Vec3 position;
  float turn_deg = 0;      // of the scanner's own frame, y up
  float sigma_m = 0.003F;  // of the measured range
  float reach_m = 45;
  const Sculpture* only = nullptr;  // keep what lies within this thing's surroundings
  bool millimetres = false;
};
// What the scanner sees, in its own frame and unit.
std::vector<ColouredPoint> Measure(const World& world,
                                   const Scanner& scanner,
                                   const Output& output,
                                   const Execution& execution);

// scans/ID.ply; the pose in truth/ID.scan.truth.json.
void WriteScan(const Scanner& scanner,
               const std::vector<ColouredPoint>& points,
               const Output& output);

std::vector<Scanner> CourtScanners();
std::vector<Scanner> ScannersRound(const Sculpture& sculpture);

}  // namespace disan::world
