// Files that people brought, as the record tells of them: checksum, size, and what the camera
// wrote. A step of its own for each scene and object, so that one changed photo does not read the
// rest again.
#include "formats/files/sha256.h"
#include "formats/image/photo.h"
#include "pipeline/record/finish_record.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"

#include <filesystem>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;
using OrderedJson = nlohmann::ordered_json;

OrderedJson Described(const engine::TaskInput& input, const std::string& path) {
  OrderedJson file{{"path", path},
                   {"mime", MimeOf(path)},
                   {"bytes", fs::file_size(input.path)},
                   {"sha256", ValueOf(Sha256OfFile(input.path), input)}};
  if (!MimeOf(path).starts_with("image/")) {
    return file;
  }
  const Result<PhotoFacts> facts = ReadPhotoFacts(input.path);
  if (facts) {  // otherwise whoever works with the photo says what is wrong with it
    file["width_px"] = facts->width_px;
    file["height_px"] = facts->height_px;
    file["captured_at"] = facts->exif.captured_at;
    file["make"] = facts->exif.make;
    file["model"] = facts->exif.model;
    file["lens"] = facts->exif.lens;
  }
  return file;
}

engine::StepOutcome RunDescribeSources(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  const std::vector<engine::TaskInput> files = run.Inputs("file");
  std::vector<OrderedJson> described(files.size());
  ParallelFor(run.execution(), files.size(), [&](size_t i) {
    described[i] = Described(files[i], options.at("paths").at(i));
  });
  OrderedJson facts{{"session", options.at("session")},
                    {"item", options.at("item")},
                    {"process", options.at("process")},
                    {"files", described}};
  WriteOutput(run.Output("facts"),
              facts.dump(1, ' ', false, OrderedJson::error_handler_t::replace));
  return {};
}

}  // namespace

engine::StepKind DescribeSources() {
  return {"describe", 1, RunDescribeSources};
}

}  // namespace disan::steps
