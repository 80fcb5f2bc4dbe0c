#include "pipeline/panorama/pto.h"

#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>
#include <fmt/format.h>

namespace disan::panorama {

namespace {

// Hugin: r_image = a r^4 + b r^3 + c r^2 + (1 - a - b - c) r in units of half the shorter side,
// where r is what a lens without distortion would show at the focal length that `hfov_deg` tells.
struct HuginLens {
  double hfov_deg = 0;
  double a = 0;
  double b = 0;
  double c = 0;
};

// The polynomial of fourth degree that comes nearest to ours (odd, of fifth degree) from the middle
// to the corner: coefficients of r, r^2, r^3, r^4.
Eigen::Vector4d FourthDegree(const Lens& lens, double half) {
  constexpr int kSteps = 200;
  const LensMap map(lens);
  const double corner = std::hypot(lens.width_px, lens.height_px) / 2;
  Eigen::Matrix4d matrix = Eigen::Matrix4d::Zero();
  Eigen::Vector4d vector = Eigen::Vector4d::Zero();
  for (int i = 1; i <= kSteps; ++i) {
    const double pixels = corner * i / kSteps;
    const Eigen::Vector3d bearing = map.Bearing(map.Centre() + Eigen::Vector2d(pixels, 0));
    const double off = std::atan2(bearing.head<2>().norm(), bearing.z());
    const double r = lens.model == LensModel::kPinhole ? std::tan(off) : off;
    const Eigen::Vector4d powers(r, r * r, r * r * r, r * r * r * r);
    matrix += powers * powers.transpose();
    vector += powers * (pixels / half);
  }
  return matrix.ldlt().solve(vector);
}

HuginLens HuginLensOf(const Lens& lens) {
  const double half = std::min(lens.width_px, lens.height_px) / 2.0;
  const Eigen::Vector4d p = FourthDegree(lens, half);
  double scale = p[0];  // half heights in Hugin's focal length: that at which a + b + c + d = 1
  for (int i = 0; i < 50; ++i) {
    scale = p[0] + p[1] / scale + p[2] / (scale * scale) + p[3] / (scale * scale * scale);
  }
  HuginLens hugin{.a = p[3] / std::pow(scale, 4),
                  .b = p[2] / std::pow(scale, 3),
                  .c = p[1] / std::pow(scale, 2)};
  const double across = lens.width_px / 2.0 / (scale * half);
  hugin.hfov_deg = (lens.model == LensModel::kPinhole ? 2 * std::atan(across) : 2 * across) * 180 /
                   std::numbers::pi;
  return hugin;
}

std::string Quotable(std::string name) {
  std::replace(name.begin(), name.end(), '"', '_');
  std::replace(name.begin(), name.end(), '\n', '_');
  return name;
}

}  // namespace

std::string EncodePto(const PhotoSet& photos, const Stitched& stitched) {
  std::string pto = fmt::format(
      "# hugin project file\n#hugin_ptoversion 2\n"
      "p f2 w{} h{} v360 k0 E0 R0 n\"JPEG q95\"\nm i0\n",
      stitched.composite.pixels.width,
      stitched.composite.pixels.height);
  for (size_t i = 0; i < photos.size(); ++i) {
    if (stitched.placements[i].status == PlacementStatus::kRejected) {
      continue;
    }
    const Camera& camera = stitched.cameras[i];
    const HuginLens lens = HuginLensOf(camera.lens);
    const Stand stand = StandOf(camera.world_from_camera);
    pto += fmt::format(
        "i w{} h{} f{} v{:.6f} Ra0 Rb0 Rc0 Rd0 Re0 Eev{:.5f} Er1 Eb1 r{:.6f} p{:.6f} y{:.6f} TrX0 "
        "TrY0 TrZ0 j0 a{:.8f} b{:.8f} c{:.8f} d{:.4f} e{:.4f} g0 t0 Va1 Vb0 Vc0 Vd0 Vx0 Vy0 Vm5 "
        "n\"{}\"\n",
        camera.lens.width_px,
        camera.lens.height_px,
        camera.lens.model == LensModel::kPinhole ? 0 : 3,
        lens.hfov_deg,
        -std::log2(stitched.light.gain[i][1]),
        stand.roll,
        stand.pitch,
        stand.yaw,
        lens.a,
        lens.b,
        lens.c,
        camera.lens.shift_x_px,
        camera.lens.shift_y_px,
        Quotable(photos[i].name));
  }
  return pto + "\nv\n";
}

}  // namespace disan::panorama
