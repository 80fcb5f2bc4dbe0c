#include "pipeline/panorama/pto.h"

#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace disan::panorama {

namespace {

// Hugin: r_image = d r + b r^3 in units of half the shorter side, and d = 1 - b.
struct HuginLens {
  double hfov_deg = 0;
  double b = 0;
};

HuginLens HuginLensOf(const Lens& lens) {
  const double half = std::min(lens.width_px, lens.height_px) / 2.0;
  const double bend = lens.k1 * half * half / (lens.focal_px * lens.focal_px);
  HuginLens hugin;
  for (int i = 0; i < 20; ++i) {
    hugin.b = bend * std::pow(1 - hugin.b, 3);
  }
  const double focal = lens.focal_px / (1 - hugin.b);
  const double across = lens.width_px / 2.0 / focal;
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
        "TrY0 TrZ0 j0 a0 b{:.8f} c0 d{:.4f} e{:.4f} g0 t0 Va1 Vb0 Vc0 Vd0 Vx0 Vy0 Vm5 n\"{}\"\n",
        camera.lens.width_px,
        camera.lens.height_px,
        camera.lens.model == LensModel::kPinhole ? 0 : 3,
        lens.hfov_deg,
        -std::log2(stitched.light.gain[i][1]),
        stand.roll,
        stand.pitch,
        stand.yaw,
        lens.b,
        camera.lens.shift_x_px,
        camera.lens.shift_y_px,
        Quotable(photos[i].name));
  }
  return pto + "\nv\n";
}

}  // namespace disan::panorama
