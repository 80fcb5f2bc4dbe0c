#include "pipeline/panorama/report.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace disan::panorama {

namespace {

using Json = nlohmann::ordered_json;

const char* WordOf(PlacementStatus status) {
  switch (status) {
    case PlacementStatus::kPlaced:
      return "placed";
    case PlacementStatus::kPlacedByPrior:
      return "placed-by-prior";
    case PlacementStatus::kRejected:
      break;
  }
  return "rejected";
}

Json TextJson(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

double Rounded(double value, double steps) {
  return std::round(value * steps) / steps;
}

Json Remarks(const std::vector<Diagnostic>& diagnostics) {
  Json remarks = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    remarks.push_back({{"file", diagnostic.file},
                       {"what", TextJson(diagnostic.what)},
                       {"remedy", TextJson(diagnostic.remedy)}});
  }
  return remarks;
}

}  // namespace

std::string EncodeReport(const PhotoSet& photos,
                         const Stitched& stitched,
                         const ReportFacts& facts) {
  Json report;
  report["photos"] = Json::array();
  for (size_t i = 0; i < photos.size(); ++i) {
    const Placement& placement = stitched.placements[i];
    report["photos"].push_back({{"file", photos[i].name},
                                {"status", WordOf(placement.status)},
                                {"reason", TextJson(placement.reason)}});
  }
  report["rms_px"] = Rounded(stitched.rms_px, 1000);
  report["hfov_deg"] = Rounded(stitched.hfov_deg, 1000);
  report["level_deg"] = Rounded(stitched.level.sigma_deg, 1000);
  report["level_from"] = NameOf(stitched.level.source);
  report["parallax_deg"] = {{"before", Rounded(stitched.parallax_deg.first, 1000)},
                            {"after", Rounded(stitched.parallax_deg.second, 1000)}};
  if (stitched.exposures > 1) {
    report["brackets"] = {
        {"exposures", stitched.exposures},
        {"fused", std::count(stitched.outlined.begin(), stitched.outlined.end(), true)}};
  }
  report["nadir"] = {{"state", WordOf(stitched.nadir.state)},
                     {"radius_deg", Rounded(stitched.nadir.radius_deg, 10)},
                     {"over_stand", stitched.nadir.over_stand}};
  if (stitched.nadir.shot >= 0) {
    report["nadir"]["shot"] = photos[static_cast<size_t>(stitched.nadir.shot)].name;
    report["nadir"]["shot_deg"] = Rounded(stitched.nadir.shot_deg, 10);
  }
  report["coverage"] = Rounded(stitched.composite.coverage, 1e5);
  report["width"] = stitched.composite.pixels.width;
  report["height"] = stitched.composite.pixels.height;
  report["seconds"] = Json::object();
  for (const auto& [stage, seconds] : stitched.seconds) {
    report["seconds"][stage] = Rounded(seconds, 1000);
  }
  report["peak_rss_mb"] = Rounded(facts.peak_rss_mb, 10);
  report["doubts"] = Remarks(stitched.doubts);
  report["notes"] = Remarks(stitched.notes);
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace disan::panorama
