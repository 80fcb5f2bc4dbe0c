// The picture beside a shared address. Inputs "picture", in the order of preference: a scene's
// folder of tiles, a folder of photos, or a model's poster; whichever is missing was not made.
#include "pipeline/social/share_picture.h"

#include "formats/image/eight_bits.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "pipeline/equirect/flat_view.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/step_files.h"

#include <filesystem>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

constexpr double kAcrossDeg = 88;

Text TextOf(const nlohmann::json& text) {
  return {text.at("vi"), text.at("en")};
}

Image8 Read(const engine::TaskInput& input, const fs::path& file) {
  return ToEightBits(ValueOf(ReadPhoto(file), input).pixels);
}

Image8 Drawn(const engine::StepRun& run, const nlohmann::json& options) {
  const ShareText text{TextOf(options.at("name")), TextOf(options.at("place"))};
  const std::vector<engine::TaskInput> pictures = run.Inputs("picture");
  if (pictures.empty()) {
    return ShareView({}, text);
  }
  const engine::TaskInput& input = pictures.front();
  const fs::path path = input.path;
  if (fs::exists(path / "fallback.jpg")) {
    const FlatViewOptions view{.width_px = kShareWidth,
                               .height_px = kShareHeight,
                               .yaw_deg = options.at("yaw_deg"),
                               .pitch_deg = options.at("pitch_deg"),
                               .across_deg = kAcrossDeg};
    return ShareView(FlatView(Read(input, path / "fallback.jpg"), view, run.execution()), text);
  }
  return ShareObject(Read(input, fs::is_directory(path) ? path / "001.jpg" : path), text);
}

engine::StepOutcome RunSharePicture(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  const std::string xmp = EncodeXmp(XmpOf(options.at("metadata")));
  WriteOutput(run.Output("picture"), ValueOrThrow(EncodeShare(Drawn(run, options), xmp)));
  return {};
}

}  // namespace

engine::StepKind SharePicture() {
  return {"share", 1, RunSharePicture};
}

}  // namespace disan::steps
