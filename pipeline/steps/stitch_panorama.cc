// Photos of one spot to one panorama, with what an expert needs to repair it.
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/png.h"
#include "formats/image/srgb.h"
#include "formats/image/xmp.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/panorama/cameras_file.h"
#include "pipeline/panorama/contact_sheet.h"
#include "pipeline/panorama/photo_files.h"
#include "pipeline/panorama/pto.h"
#include "pipeline/panorama/report.h"
#include "pipeline/panorama/stitch.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/spot_step.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

Xmp PacketOf(const nlohmann::json& options, int width, int height) {
  Xmp xmp = XmpOf(options.at("metadata"));
  xmp.gpano = GPano{.full_width_px = width,
                    .full_height_px = height,
                    .cropped_width_px = width,
                    .cropped_height_px = height};
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

// Photos by the name that people know, and the scene where a whole panorama is meant.
std::vector<Diagnostic> Placed(std::vector<Diagnostic> diagnostics,
                               const panorama::PhotoSet& photos,
                               const std::vector<engine::TaskInput>& inputs,
                               const std::string& scene) {
  for (Diagnostic& diagnostic : diagnostics) {
    for (size_t i = 0; i < photos.size(); ++i) {
      if (diagnostic.file == photos[i].name) {
        diagnostic.file = inputs[i].name;
      }
    }
    if (diagnostic.file.empty()) {
      diagnostic.file = scene;
    }
  }
  return diagnostics;
}

// Where the ground below the camera comes from; nothing when the photos show it.
Text GroundOf(const panorama::Nadir& nadir) {
  switch (nadir.state) {
    case panorama::NadirState::kGroundShot:
      return {"Dưới chân máy, từ ảnh chụp riêng", "Below the camera, from a photo of its own"};
    case panorama::NadirState::kFilled:
      return {"Dưới chân máy, vẽ bù", "Below the camera, made up from around"};
    case panorama::NadirState::kDisc:
      return {"Dưới chân máy, đĩa che", "Below the camera, a disc"};
    case panorama::NadirState::kLeft:
    case panorama::NadirState::kTooWide:
      return {"Dưới chân máy, để trống", "Below the camera, left open"};
    case panorama::NadirState::kPhotographed:
      break;
  }
  return {};
}

std::string FactsOf(const panorama::PhotoSet& photos, const panorama::Stitched& stitched) {
  const auto placed = std::count_if(
      stitched.placements.begin(), stitched.placements.end(), [](const auto& placement) {
        return placement.status != panorama::PlacementStatus::kRejected;
      });
  const Image16& pixels = stitched.composite.pixels;
  nlohmann::json facts{
      {"figures",
       {{"Kích thước (px)", "Size (px)", fmt::format("{} × {}", pixels.width, pixels.height)},
        {"Số ảnh đã ghép", "Photos joined", fmt::format("{} / {}", placed, photos.size())},
        {"Độ phủ", "Coverage", fmt::format("{:.1f} %", 100 * stitched.composite.coverage)},
        {"Sai lệch", "Misfit", fmt::format("{:.2f} px", stitched.rms_px)}}},
      {"coverage", stitched.composite.coverage}};
  const panorama::Nadir& nadir = stitched.nadir;
  if (const Text ground = GroundOf(nadir); !ground.en.empty()) {
    const std::string shot =
        nadir.shot < 0 ? "" : ", " + photos[static_cast<size_t>(nadir.shot)].name;
    facts["figures"].push_back(
        {ground.vi, ground.en, fmt::format("{:.0f}°{}", nadir.radius_deg, shot)});
  }
  return facts.dump();
}

panorama::Stitched Joined(const panorama::PhotoSet& photos,
                          const std::vector<engine::TaskInput>& inputs,
                          const std::string& scene,
                          const Execution& execution) {
  try {
    return panorama::Stitch(photos, {}, execution);
  } catch (const Failure& failure) {
    throw Failure(Placed(failure.diagnostics(), photos, inputs, scene), failure.exit());
  }
}

void WritePanorama(const engine::StepRun& run,
                   const nlohmann::json& options,
                   const Image8& pixels) {
  const std::string xmp = EncodeXmp(PacketOf(options, pixels.width, pixels.height));
  WriteOutput(run.Output("panorama"),
              ValueOrThrow(EncodeJpeg(pixels,
                                      {.quality = kMasterQuality,
                                       .full_colour_resolution = true,
                                       .xmp = xmp,
                                       .icc = SrgbProfile()})));
}

engine::StepOutcome RunStitchPanorama(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  if (options.value("dual_fisheye", false)) {
    return RunDualFisheye(run, options);
  }
  const std::vector<engine::TaskInput> inputs = run.Inputs("photo");
  std::vector<fs::path> files;
  for (const engine::TaskInput& input : inputs) {
    files.emplace_back(input.path);
  }
  const panorama::PhotoSet photos = panorama::OpenPhotos(files);
  const std::string scene = options.at("id");
  const panorama::Stitched stitched = Joined(photos, inputs, scene, run.execution());
  WritePanorama(run, options, ToEightBits(stitched.composite.pixels));
  WriteOutput(run.Output("report"), Lasting(panorama::EncodeReport(photos, stitched, {})));
  WriteOutput(run.Output("project"), panorama::EncodePto(photos, stitched));
  WriteOutput(run.Output("cameras"), panorama::EncodeCameras(photos, stitched));
  WriteOutput(run.Output("sheet"),
              ValueOrThrow(EncodePng(panorama::DrawContactSheet(photos, stitched))));
  return {.diagnostics = Placed(stitched.doubts, photos, inputs, scene),
          .doubtful = !stitched.doubts.empty(),
          .facts_json = FactsOf(photos, stitched)};
}

}  // namespace

engine::StepKind StitchPanorama() {
  return {"stitch", 13, RunStitchPanorama};
}

}  // namespace disan::steps
