#include "pipeline/check/coverage.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace disan {
namespace {

constexpr double kFilmDiagonal_mm = 43.267;  // of 36 x 24; what "35 mm equivalent" refers to
constexpr double kDegree = std::numbers::pi / 180;

FieldOfView FromFocalPixels(double focal_px, const PhotoFacts& facts) {
  return {2 * std::atan(facts.width_px / (2 * focal_px)) / kDegree,
          2 * std::atan(facts.height_px / (2 * focal_px)) / kDegree};
}

}  // namespace

std::optional<FieldOfView> FieldOfViewOf(const PhotoFacts& facts) {
  const double diagonal_px = std::hypot(facts.width_px, facts.height_px);
  if (diagonal_px <= 0) {
    return std::nullopt;
  }
  const Exif& exif = facts.exif;
  if (exif.focal_35mm_equivalent && *exif.focal_35mm_equivalent > 0) {
    return FromFocalPixels(*exif.focal_35mm_equivalent * diagonal_px / kFilmDiagonal_mm, facts);
  }
  if (exif.focal_mm && exif.focal_plane_pixels_per_mm) {
    return FromFocalPixels(*exif.focal_mm * *exif.focal_plane_pixels_per_mm, facts);
  }
  return std::nullopt;
}

PhotosNeeded NeededFor(const FieldOfView& view, double overlap) {
  const double step_deg = view.horizontal_deg * (1 - overlap);
  // Rows at pitches one step apart, each ring shorter by the cosine of its pitch.
  const double row_deg = view.vertical_deg * (1 - overlap);
  const int rows = std::max(1, static_cast<int>(std::ceil(180 / row_deg)));
  PhotosNeeded needed{.ring = static_cast<int>(std::ceil(360 / step_deg))};
  for (int row = 0; row < rows; ++row) {
    const double pitch_deg = -90 + (row + 0.5) * 180 / rows;
    needed.sphere +=
        std::max(1, static_cast<int>(std::ceil(360 * std::cos(pitch_deg * kDegree) / step_deg)));
  }
  return needed;
}

}  // namespace disan
