// The viewer is a part of the program, like its code: the step's options carry the digest of its
// files.
#include "formats/files/read_file.h"
#include "formats/language/cli_messages.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/program.h"
#include "pipeline/steps/step_files.h"
#include "viewer/page/viewer_page.h"

#include <filesystem>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;

engine::StepOutcome RunPlaceViewer(const engine::StepRun& run) {
  const fs::path from = ViewerPageFolder();
  if (from.empty()) {
    throw Failure(
        {.what = Say(messages::kViewerMissing), .remedy = Say(messages::kViewerMissingRemedy)});
  }
  const nlohmann::json options = OptionsOf(run);
  for (const nlohmann::json& entry : options.at("entries")) {
    const std::string name = entry.at("name");
    const fs::path to = run.Output(name);
    if (!entry.at("folder").get<bool>()) {
      WriteOutput(to, ValueOrThrow(ReadFile(from / name)));
      continue;
    }
    for (const auto& file : fs::recursive_directory_iterator(from / name)) {
      if (file.is_regular_file()) {
        WriteOutput(to / file.path().lexically_relative(from / name),
                    ValueOrThrow(ReadFile(file.path())));
      }
    }
  }
  return {};
}

}  // namespace

engine::StepKind PlaceViewer() {
  return {"viewer", 1, RunPlaceViewer};
}

}  // namespace disan::steps
