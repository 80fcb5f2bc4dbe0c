// Photos of one spot to one panorama, with what an expert needs to repair it.
#include "formats/image/jpeg.h"
#include "formats/image/png.h"
#include "formats/image/srgb.h"
#include "formats/image/xmp.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/contact_sheet.h"
#include "pipeline/panorama/photo_files.h"
#include "pipeline/panorama/pto.h"
#include "pipeline/panorama/report.h"
#include "pipeline/panorama/stitch.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/pixels.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

Xmp PacketOf(const nlohmann::json& options, const Image16& pixels) {
  Xmp xmp = XmpOf(options.at("metadata"));
  xmp.gpano = GPano{.full_width_px = pixels.width,
                    .full_height_px = pixels.height,
                    .cropped_width_px = pixels.width,
                    .cropped_height_px = pixels.height};
  if (options.contains("heading_deg")) {
    xmp.gpano->heading_deg = options["heading_deg"].get<double>();
  }
  return xmp;
}

// The report without what differs from run to run.
std::string Lasting(const std::string& report) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(report);
  json.erase("seconds");
  json.erase("peak_rss_mb");
  return json.dump(1) + "\n";
}

// One warning for every photo that is not in the panorama.
void SayRejected(const panorama::PhotoSet& photos,
                 const panorama::Stitched& stitched,
                 const std::vector<engine::TaskInput>& inputs,
                 std::vector<Diagnostic>& said) {
  for (size_t i = 0; i < photos.size(); ++i) {
    if (stitched.placements[i].status == panorama::PlacementStatus::kRejected) {
      said.push_back({.severity = Severity::kWarning,
                      .file = inputs[i].name,
                      .what = stitched.placements[i].reason,
                      .remedy = Say(messages::kPhotoRejectedRemedy)});
    }
  }
}

std::string FactsOf(const panorama::PhotoSet& photos, const panorama::Stitched& stitched) {
  const auto placed = std::count_if(
      stitched.placements.begin(), stitched.placements.end(), [](const auto& placement) {
        return placement.status != panorama::PlacementStatus::kRejected;
      });
  const Image16& pixels = stitched.composite.pixels;
  const nlohmann::json facts{
      {"figures",
       {{"Kích thước (px)", "Size (px)", fmt::format("{} × {}", pixels.width, pixels.height)},
        {"Số ảnh đã ghép", "Photos joined", fmt::format("{} / {}", placed, photos.size())},
        {"Độ phủ", "Coverage", fmt::format("{:.1f} %", 100 * stitched.composite.coverage)},
        {"Sai lệch", "Misfit", fmt::format("{:.2f} px", stitched.rms_px)}}},
      {"coverage", stitched.composite.coverage}};
  return facts.dump();
}

engine::StepOutcome Run(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  const std::vector<engine::TaskInput> inputs = run.Inputs("photo");
  std::vector<fs::path> files;
  for (const engine::TaskInput& input : inputs) {
    files.emplace_back(input.path);
  }
  const panorama::PhotoSet photos = panorama::OpenPhotos(files);
  const panorama::Stitched stitched = panorama::Stitch(photos, {}, run.execution());
  const std::string xmp = EncodeXmp(PacketOf(options, stitched.composite.pixels));
  WriteOutput(
      run.Output("panorama"),
      ValueOrThrow(EncodeJpeg(
          ToEightBits(stitched.composite.pixels),
          {.quality = 95, .full_colour_resolution = true, .xmp = xmp, .icc = SrgbProfile()})));
  WriteOutput(run.Output("report"), Lasting(panorama::EncodeReport(photos, stitched, {})));
  WriteOutput(run.Output("project"), panorama::EncodePto(photos, stitched));
  WriteOutput(run.Output("sheet"),
              ValueOrThrow(EncodePng(panorama::DrawContactSheet(photos, stitched))));
  engine::StepOutcome outcome{.diagnostics = stitched.doubts,
                              .doubtful = !stitched.doubts.empty(),
                              .facts_json = FactsOf(photos, stitched)};
  SayRejected(photos, stitched, inputs, outcome.diagnostics);
  return outcome;
}

}  // namespace

engine::StepKind StitchPanorama() {
  return {"stitch", 1, Run};
}

}  // namespace disan::steps
