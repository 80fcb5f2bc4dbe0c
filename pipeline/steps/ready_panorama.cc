// A panorama that a camera or another program stitched: checked, its metadata written, its pixels
// kept as they are.
#include "formats/image/jpeg.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/pixels.h"
#include "pipeline/steps/step_files.h"

#include <fmt/format.h>

namespace disan::steps {
namespace {

std::span<const uint8_t> Bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

Xmp PacketOf(const nlohmann::json& options, const PhotoFacts& facts) {
  Xmp xmp = XmpOf(options.at("metadata"));
  GPano gpano = facts.gpano.value_or(GPano{.full_width_px = facts.width_px,
                                           .full_height_px = facts.height_px,
                                           .cropped_width_px = facts.width_px,
                                           .cropped_height_px = facts.height_px});
  if (options.contains("heading_deg")) {
    gpano.heading_deg = options["heading_deg"].get<double>();
  }
  xmp.gpano = gpano;
  return xmp;
}

engine::StepOutcome Run(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  const engine::TaskInput source = run.Input("photo");
  Result<PhotoFacts> facts = ReadPhotoFacts(source.path);
  engine::StepOutcome outcome{.diagnostics = Named(facts.diagnostics, source.name)};
  const PhotoFacts known = ValueOf(std::move(facts), source);
  if (known.width_px != 2 * known.height_px) {
    throw Failure({.file = source.name,
                   .what = Say(messages::kReadyPanoramaNotTwoToOne,
                               fmt::arg("file", source.name),
                               fmt::arg("width", known.width_px),
                               fmt::arg("height", known.height_px)),
                   .remedy = Say(messages::kReadyPanoramaNotTwoToOneRemedy)});
  }
  const std::string xmp = EncodeXmp(PacketOf(options, known));
  if (known.format == PhotoFormat::kJpeg && known.exif.orientation == 1) {
    const std::string bytes = ReadInput(source);
    WriteOutput(run.Output("panorama"),
                ValueOf(RewriteJpegMetadata(Bytes(bytes), {.xmp = xmp}), source));
  } else {
    Result<Photo> photo = ReadPhoto(source.path);
    const Image8 image = ToEightBits(ValueOf(std::move(photo), source).pixels);
    WriteOutput(
        run.Output("panorama"),
        ValueOf(EncodeJpeg(image, {.quality = 95, .full_colour_resolution = true, .xmp = xmp}),
                source));
  }
  const std::string size = fmt::format("{} × {}", known.width_px, known.height_px);
  nlohmann::ordered_json report{{"photos", {{{"file", source.name}, {"status", "placed"}}}},
                                {"width", known.width_px},
                                {"height", known.height_px},
                                {"coverage", 1.0}};
  WriteOutput(run.Output("report"), report.dump(1) + "\n");
  outcome.facts_json = nlohmann::json{{"figures", {{"Kích thước (px)", "Size (px)", size}}}}.dump();
  return outcome;
}

}  // namespace

engine::StepKind ReadyPanorama() {
  return {"ready-panorama", 2, Run};
}

}  // namespace disan::steps
