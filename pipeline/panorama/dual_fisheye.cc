#include "pipeline/panorama/dual_fisheye.h"

#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/fisheye_align.h"
#include "pipeline/panorama/fisheye_blend.h"
#include "pipeline/panorama/sphere_level.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>

namespace disan::panorama {

namespace {

constexpr int kWidest = 8192;
constexpr int kLevelAtPx = 2048;  // wide
constexpr int kFewMatches = 40;
constexpr double kLowAgreement = 0.25;
constexpr double kMuchMisfitRad = 0.4 * kDegree;
constexpr double kMuchDifference = 40;  // levels

Result<FisheyePair> FindPair(const std::vector<Image8>& pictures) {
  const auto refuse = [] {
    return Result<FisheyePair>::Failed(
        {.what = Say(messages::kFisheyeNoDiscs), .remedy = Say(messages::kFisheyeNoDiscsRemedy)});
  };
  if (pictures.empty() || pictures.size() > 2) {
    return refuse();
  }
  FisheyePair pair;
  for (size_t side = 0; side < 2; ++side) {
    const Image8& picture = pictures[pictures.size() == 2 ? side : 0];
    const int width = pictures.size() == 2 ? picture.width : picture.width / 2;
    const auto disc =
        FindFisheyeDisc(picture, pictures.size() == 2 ? 0 : static_cast<int>(side) * width, width);
    if (!disc) {
      return refuse();
    }
    pair.discs[side] = *disc;
  }
  const double ratio = pair.discs[0].radius / pair.discs[1].radius;
  if (ratio < 0.93 || ratio > 1.07) {
    return refuse();
  }
  return Result<FisheyePair>::Of(pair);
}

int WidthOf(const FisheyePair& pair, const DualFisheyeOptions& options) {
  const int wanted = options.width > 0
                         ? options.width
                         : static_cast<int>(std::lround(2 * std::numbers::pi * pair.focal_px));
  return std::clamp((wanted + 32) / 64 * 64, 64, kWidest);
}

std::vector<Diagnostic> DoubtsOf(const FisheyeFit& fit, double overlap_rms) {
  std::vector<Diagnostic> doubts;
  if (fit.matches < kFewMatches || fit.agreement < kLowAgreement || fit.rms_rad > kMuchMisfitRad ||
      overlap_rms > kMuchDifference) {
    doubts.push_back({.severity = Severity::kWarning,
                      .what = Say(messages::kFisheyeDisagrees,
                                  fmt::arg("matches", fit.matches),
                                  fmt::arg("misfit", fmt::format("{:.2f}", fit.rms_rad / kDegree)),
                                  fmt::arg("levels", fmt::format("{:.0f}", overlap_rms))),
                      .remedy = Say(messages::kFisheyeDisagreesRemedy)});
  }
  return doubts;
}

// The front lens stays in the middle: only its pitch and roll are taken out.
void FindUp(const Execution& execution, DualFisheyeResult& result) {
  const int width = std::min(kLevelAtPx, WidthOf(result.pair, {}));
  result.level =
      FindSphereLevel(BlendFisheyePair(result.pair, {.width = width}, execution).pixels, execution);
  if (result.level) {
    std::vector<Camera> front(1);
    TurnUpright(front, result.level->up, Eigen::Vector3d::UnitZ());
    result.front_from_result = front[0].world_from_camera.transpose();
  }
}

}  // namespace

Result<DualFisheyeResult> StitchDualFisheye(const std::vector<Image8>& pictures,
                                            const DualFisheyeOptions& options,
                                            const Execution& execution) {
  Result<FisheyePair> found = FindPair(pictures);
  if (!found) {
    return Result<DualFisheyeResult>::Failed(std::move(found.diagnostics));
  }
  DualFisheyeResult result{.pair = *found};
  const FisheyeFit fit = AlignFisheyePair(result.pair, execution);
  if (options.level) {
    FindUp(execution, result);
  }
  FisheyeBlend blend = BlendFisheyePair(
      result.pair, {WidthOf(result.pair, options), result.front_from_result}, execution);
  result.pixels = std::move(blend.pixels);
  result.overlap_rms = blend.overlap_rms;
  result.fov_deg = result.pair.FieldOfView() / kDegree;
  result.misfit_px = fit.rms_rad * result.pair.focal_px;
  const double straight = -result.pair.lens_from_world[1](2, 2);
  result.tilt_deg = std::acos(std::clamp(straight, -1.0, 1.0)) / kDegree;
  result.doubts = DoubtsOf(fit, blend.overlap_rms);
  return Result<DualFisheyeResult>::Of(std::move(result));
}

}  // namespace disan::panorama
