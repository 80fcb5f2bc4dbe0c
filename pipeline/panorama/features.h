// What can be recognised in a photo: SIFT points with root-normalised descriptors, spread over the
// picture so that one rich corner does not starve the rest.
#pragma once

#include "pipeline/panorama/photo_set.h"

#include <array>
#include <cstdint>
#include <vector>

#include <Eigen/Core>

namespace disan::panorama {

inline constexpr int kDescriptorSize = 128;
using Descriptor = std::array<int16_t, kDescriptorSize>;  // of length kDescriptorLength
inline constexpr double kDescriptorLength = 1024;

// A straight edge in a photo, pixels of the full-size photo.
struct Segment {
  Eigen::Vector2d from;
  Eigen::Vector2d to;
};

struct Features {
  std::vector<Eigen::Vector2d> points;  // pixels of the full-size photo, strongest first
  std::vector<float> strengths;
  std::vector<Descriptor> descriptors;
  std::vector<Segment> segments;
  Image8 small;  // the photo itself, to compare light with
};

struct FeatureOptions {
  double working_megapixels = 0.8;
  int most = 1800;  // points; 0: segments are all that is wanted
  double segment_megapixels = 0.25;
  int small_px = 384;       // long side of the small picture
  double contrast = 0.012;  // SIFT's threshold: low, for plain walls and bright skies
};

// `pixels` may be a reduced picture of a photo that is `full_width_px` wide.
Features FindFeatures(const Image8& pixels, int full_width_px, const FeatureOptions& options);

}  // namespace disan::panorama
