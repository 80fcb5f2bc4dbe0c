// All cameras at once: a rotation a photo, and each lens's focal length, distortion and optical
// centre, from all matches together, with a robust loss.
#pragma once

#include "pipeline/panorama/rotations.h"

#include <optional>
#include <vector>

namespace disan::panorama {

// The lens of a photo, and who shares it.
struct LensOfPhotos {
  Lens lens;
  std::optional<double> told_focal_px;  // a weak wish for the solution
};

struct SolveOptions {
  double loss_px = 2;  // of the working size that features were found at
  bool free_distortion = true;
  bool free_centre = false;
  int matches_a_pair = 70;
  double told_focal_sigma = 0.1;  // relative
};

struct SolveProblem {
  std::vector<int> photos;                         // that take part
  std::vector<int> lens_of;                        // for every photo of the set
  std::vector<Eigen::Vector2i> sizes;              // of every photo: some stand, some lie
  std::vector<LensOfPhotos> lenses;                // in and out
  std::vector<Eigen::Matrix3d> world_from_camera;  // for every photo of the set; in and out
  std::vector<double> unit_px;  // for every photo: its pixels in one working pixel
};

// The lens of one photo: the shared one in the photo's own format.
Lens PhotoLens(const SolveProblem& problem, int photo);

// Matches of one pair in full-size pixels.
struct Sightings {
  int first = 0;
  int second = 0;
  std::vector<Eigen::Vector2d> in_first;
  std::vector<Eigen::Vector2d> in_second;
};

// Changes `problem` in place. Deterministic: one thread, fixed order.
void Solve(SolveProblem& problem, const std::vector<Sightings>& pairs, const SolveOptions& options);

// Distance of each sighting from its partner, in working pixels.
std::vector<double> ResidualsOf(const SolveProblem& problem, const Sightings& pair);

// Takes out sightings farther off than `limit_px`, then pairs with fewer than `fewest` left.
std::vector<Sightings> WithoutOutliers(const SolveProblem& problem,
                                       const std::vector<Sightings>& pairs,
                                       double limit_px,
                                       size_t fewest);

// Root mean square of all residuals, working pixels.
double RmsOf(const SolveProblem& problem, const std::vector<Sightings>& pairs);

}  // namespace disan::panorama
