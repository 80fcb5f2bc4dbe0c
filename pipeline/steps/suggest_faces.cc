// Places that may be faces, for a person to decide: in the panorama of a scene or in the photos of
// an object. Nothing is blurred here.
#include "formats/image/eight_bits.h"
#include "formats/image/photo.h"
#include "formats/language/site_messages.h"
#include "pipeline/privacy/face_search.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

constexpr int kSearchedPx = 8192;  // a face as small as a hundredth of a turn still has 80 pixels
constexpr int kPhotoPx = 2400;

Image8 PictureOf(const engine::TaskInput& input, int long_side_px, PhotoFacts* facts) {
  Photo photo = ValueOf(ReadPhoto(input.path, {.reduce_to_px = long_side_px}), input);
  *facts = std::move(photo.facts);
  return ToEightBits(std::move(photo.pixels));
}

std::vector<std::string> InPanorama(const engine::TaskInput& input,
                                    const FaceDetector& detector,
                                    const Execution& execution) {
  PhotoFacts facts;
  std::vector<std::string> entries;
  for (const FoundFace& face :
       FindFaces(PictureOf(input, kSearchedPx, &facts), detector, execution)) {
    entries.push_back(BlurEntryOf(face));
  }
  return entries;
}

std::vector<std::string> InPhoto(const engine::TaskInput& input, const FaceDetector& detector) {
  PhotoFacts facts;
  const Image8 picture = PictureOf(input, kPhotoPx, &facts);
  const double scale = static_cast<double>(facts.width_px) / picture.width;
  std::vector<std::string> entries;
  for (FaceBox face : detector(picture)) {
    for (double* length : {&face.left_px, &face.top_px, &face.width_px, &face.height_px}) {
      *length *= scale;
    }
    entries.push_back(BlurEntryOf(face, fs::path(input.name).filename().string()));
  }
  return entries;
}

engine::StepOutcome RunSuggestFaces(const engine::StepRun& run) {
  const engine::TaskInput model = run.Input("model");
  const FaceDetector detector = ValueOf(OpenFaceDetector(model.path), model);
  engine::StepOutcome outcome;
  std::string list;
  const auto tell = [&](const engine::TaskInput& input, const std::vector<std::string>& entries) {
    if (entries.empty()) {
      return;
    }
    outcome.diagnostics.push_back(
        {.severity = Severity::kInfo,
         .file = input.name,
         .what = Say(messages::kFaceSuggested, fmt::arg("count", entries.size())),
         .remedy = Say(messages::kFaceSuggestedRemedy,
                       fmt::arg("entries", fmt::format("{}", fmt::join(entries, " "))))});
    list += fmt::format("# {}\n{}\n", input.name, fmt::join(entries, "\n"));
  };
  for (const engine::TaskInput& panorama : run.Inputs("panorama")) {
    tell(panorama, InPanorama(panorama, detector, run.execution()));
  }
  for (const engine::TaskInput& photo : run.Inputs("photo")) {
    run.execution().CheckCancelled();
    tell(photo, InPhoto(photo, detector));
  }
  WriteOutput(run.Output("list"), list);
  return outcome;
}

}  // namespace

engine::StepKind SuggestFaces() {
  return {"faces", 1, RunSuggestFaces};
}

}  // namespace disan::steps
