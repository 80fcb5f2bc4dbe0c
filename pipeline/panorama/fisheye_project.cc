// What is said of a dual-fisheye panorama: the report and a project for Hugin.
#include "pipeline/panorama/dual_fisheye.h"
#include "pipeline/panorama/pattern.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan::panorama {

namespace {

using Json = nlohmann::ordered_json;

double Rounded(double value) {
  return std::round(value * 1000) / 1000;
}

Json TextJson(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

std::string Quotable(std::string name) {
  std::replace(name.begin(), name.end(), '"', '_');
  std::replace(name.begin(), name.end(), '\n', '_');
  return name;
}

}  // namespace

std::string EncodeFisheyeReport(const std::vector<std::string>& names,
                                const DualFisheyeResult& result) {
  Json report;
  report["photos"] = Json::array();
  for (const std::string& name : names) {
    report["photos"].push_back(
        {{"file", name}, {"status", "placed"}, {"reason", TextJson({"", ""})}});
  }
  report["rms_px"] = Rounded(result.misfit_px);
  report["hfov_deg"] = Rounded(result.fov_deg);
  report["overlap_rms"] = Rounded(result.overlap_rms);
  report["tilt_deg"] = Rounded(result.tilt_deg);
  report["level_deg"] = nullptr;  // the front lens's own up is kept
  if (result.level) {
    report["level_deg"] = Rounded(result.level->sigma_deg);
    report["level_from"] = NameOf(result.level->source);
  }
  report["coverage"] = 1.0;
  report["width"] = result.pixels.width;
  report["height"] = result.pixels.height;
  report["doubts"] = Json::array();
  for (const Diagnostic& doubt : result.doubts) {
    report["doubts"].push_back(
        {{"file", doubt.file}, {"what", TextJson(doubt.what)}, {"remedy", TextJson(doubt.remedy)}});
  }
  return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string EncodeFisheyePto(const std::vector<std::string>& names,
                             const DualFisheyeResult& result) {
  std::string pto = fmt::format(
      "# hugin project file\n#hugin_ptoversion 2\n"
      "p f2 w{} h{} v360 k0 E0 R0 n\"JPEG q95\"\nm i0\n",
      result.pixels.width,
      result.pixels.height);
  for (size_t side = 0; side < 2; ++side) {
    const FisheyeDisc& disc = result.pair.discs[side];
    const Stand stand =
        StandOf((result.pair.lens_from_world[side] * result.front_from_result).transpose());
    const Image8& picture = *disc.picture;
    const Eigen::Vector2d off = disc.centre - Eigen::Vector2d(picture.width, picture.height) / 2;
    // Hugin's scale: so many degrees for the width of the whole picture.
    const double hfov = picture.width / result.pair.focal_px * 180 / std::numbers::pi;
    pto += fmt::format(
        "i w{} h{} f3 v{:.6f} Ra0 Rb0 Rc0 Rd0 Re0 Eev0 Er1 Eb1 r{:.6f} p{:.6f} y{:.6f} TrX0 TrY0 "
        "TrZ0 j0 a0 b0 c0 d{:.4f} e{:.4f} g0 t0 Va1 Vb0 Vc0 Vd0 Vx0 Vy0 Vm5 "
        "S{},{},0,{} n\"{}\"\n",
        picture.width,
        picture.height,
        hfov,
        stand.roll,
        stand.pitch,
        stand.yaw,
        off.x(),
        off.y(),
        disc.left,
        disc.left + disc.width,
        picture.height,
        Quotable(names[names.size() == 2 ? side : 0]));
  }
  return pto + "\nv\n";
}

}  // namespace disan::panorama
