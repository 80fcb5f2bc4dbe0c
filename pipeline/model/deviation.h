// How far one surface is from another, both ways: what a certificate states.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/model/ray_scene.h"

namespace disan {

struct SurfaceDeviation {  // in units of the meshes
  double rms = 0;
  double p95 = 0;
  double max = 0;
  double normal_mean_deg = 0;  // between the flat normals of the triangles
  double normal_p95_deg = 0;
  // The part of the scan that has nothing of the model near (1 % of the diagonal): holes made.
  double missing = 0;
};

struct DeviationOptions {
  size_t samples = 200000;  // on each surface, spread evenly by area
  uint64_t seed = 1;
};

// Both meshes in the same units and about the same origin. Deterministic for any thread count.
SurfaceDeviation MeasureDeviation(const Mesh& scan,
                                  const RayScene& scan_scene,
                                  const Mesh& model,
                                  const Execution& execution,
                                  const DeviationOptions& options = {});

// Points spread evenly by area, in the order of the triangles.
std::vector<SurfacePoint> SampleSurface(const Mesh& mesh, size_t count, uint64_t seed);

}  // namespace disan
