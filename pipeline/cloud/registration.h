// Several scans of one object, brought together.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"
#include "pipeline/execution/execution.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace disan {

struct RegistrationOptions {
  double voxel = 0.0;            // grain of the comparison; 0: from the spacing and the size
  double least_overlap = 0.15;   // of the smaller of two scans, to count as a fit
  double least_firmness = 0.03;  // below, the shape lets the scan slide
  uint64_t seed = 1;
};

// How two scans fit after all.
struct ScanPair {
  size_t a = 0;
  size_t b = 0;
  double overlap = 0.0;
  double rms = 0.0;       // residual where they overlap, in the clouds' unit
  double firmness = 0.0;  // near zero: the shape alone does not say where the scan belongs
  double moved = 0.0;     // how far the fit moved the scan from where its file had put it
  bool accepted = false;
};

struct Registration {
  std::vector<Pose> common_from_scan;  // one a scan, to be applied to its points in the world
  std::vector<bool> placed;            // false: nothing was found that it fits
  std::vector<ScanPair> pairs;
  bool used_given_poses = false;  // the files' own poses, checked against the points
  double voxel = 0.0;
  double rms = 0.0;  // over all accepted pairs
};

// Each element is one scan. When all have poses from their file and no overlapping pair contradicts
// them, those are kept. Else every pair is registered from scratch, and the accepted ones are
// balanced in a pose graph; scans that cannot be tied to the largest group are not placed.
Registration RegisterScans(const Execution& execution,
                           std::span<const Cloud> scans,
                           const RegistrationOptions& options = {});

// A cloud of several scans, taken apart.
std::vector<Cloud> SplitScans(const Cloud& cloud);

// The scans that were placed, in one cloud.
Cloud MergeScans(std::span<const Cloud> scans, const Registration& registration);

// One diagnostic for each scan that was not placed, and one when files' poses were overruled.
std::vector<Diagnostic> DescribeRegistration(std::span<const Cloud> scans,
                                             const Registration& registration,
                                             const std::string& object);

}  // namespace disan
