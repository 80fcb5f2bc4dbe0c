// The canonical record with its provenance and the checksums of everything in the output folder.
// Inputs: "facts" of the sources, "outcome STEP", "made PATH"; whichever is missing was not made.
#include "formats/archive/manifest.h"
#include "formats/archive/verify.h"
#include "formats/files/sha256.h"
#include "formats/image/photo.h"
#include "formats/language/unicode.h"
#include "pipeline/record/finish_record.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>
#include <filesystem>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;
using canonical::Asset;
using Json = nlohmann::json;

canonical::Words WordsOf(const Json& text) {
  return {.vi = text.at(0), .en = text.at(1)};
}

// What is kept for good is the picture or the model itself; what lies beside it (reports, projects,
// contact sheets, drawings of the deviation) was derived from it.
std::string RoleOf(const std::string& path) {
  if (!path.starts_with("masters/")) {
    return "web";
  }
  const bool kept = path.ends_with(".jpg") || path.ends_with(".tif") || path.ends_with(".glb");
  return kept ? "master" : "derivative";
}

class RecordStep {
 public:
  explicit RecordStep(const engine::StepRun& run) : run_(run), options_(OptionsOf(run)) {}

  engine::StepOutcome Run() {
    canonical::Record record = ValueOrThrow(
        canonical::ReadRecord(options_.at("draft").get<std::string>(), canonical::kRecordFile));
    manifest_.algorithm = "sha256";
    ReadSources();
    ReadProcesses();
    ReadMade();
    parts_.made_by = options_.at("made_by");
    engine::StepOutcome outcome{.diagnostics = FinishRecord(record, std::move(parts_))};
    Write("record", canonical::kRecordFile, canonical::WriteRecord(record));
    Write("provenance", "record/provenance.jsonld", WriteProvenance(record));
    WriteOutput(run_.Output("checksums"), WriteManifest(manifest_));
    return outcome;
  }

 private:
  void ReadSources() {
    for (const engine::TaskInput& input : run_.Inputs("facts")) {
      const Json facts = Json::parse(ReadInput(input));
      for (const Json& file : facts.at("files")) {
        parts_.sources.push_back({.asset = {.path = file.at("path"),
                                            .role = "source",
                                            .item = facts.at("item"),
                                            .mime = file.at("mime"),
                                            .bytes = file.at("bytes"),
                                            .sha256 = file.at("sha256"),
                                            .width_px = file.value("width_px", 0),
                                            .height_px = file.value("height_px", 0),
                                            .captured_at = file.value("captured_at", "")},
                                  .device = {.make = file.value("make", ""),
                                             .model = file.value("model", ""),
                                             .lens = file.value("lens", "")},
                                  .session = facts.at("session")});
      }
    }
  }

  void ReadProcesses() {
    for (const Json& planned : options_.at("processes")) {
      const std::string id = planned.at("id");
      canonical::Process process{.id = id,
                                 .kind = planned.at("kind"),
                                 .version = planned.at("version"),
                                 .tool = options_.at("made_by"),
                                 .options = {planned.at("options").dump()},
                                 .outcome = "failed"};
      if (const auto inputs = run_.Inputs("outcome " + id); !inputs.empty()) {
        FillOutcome(process, Json::parse(ReadInput(inputs.front())));
      }
      parts_.processes.push_back(std::move(process));
    }
  }

  static void FillOutcome(canonical::Process& process, const Json& outcome) {
    process.outcome = outcome.at("doubtful").get<bool>() ? "doubtful" : "done";
    const Json& facts = outcome.at("facts");
    if (facts.contains("figures")) {
      for (const Json& figure : facts["figures"]) {
        process.figures.push_back({WordsOf(figure), figure.at(2)});
      }
    }
    for (const Json& remark : outcome.at("remarks")) {
      process.remarks.push_back(
          {remark.at("severity"), remark.at("file"), WordsOf(remark.at("text"))});
    }
  }

  void ReadMade() {
    for (const Json& planned : options_.at("made")) {
      const std::string path = planned.at("path");
      const auto inputs = run_.Inputs("made " + path);
      if (inputs.empty()) {
        continue;
      }
      Asset asset{.path = path,
                  .role = RoleOf(path),
                  .item = planned.at("item"),
                  .process = planned.at("process"),
                  .derived_from = planned.at("derived_from")};
      if (fs::is_directory(inputs.front().path)) {
        AddFolder(std::move(asset), inputs.front());
      } else {
        AddFile(std::move(asset), inputs.front());
      }
    }
  }

  void AddFile(Asset asset, const engine::TaskInput& input) {
    asset.mime = MimeOf(asset.path);
    asset.bytes = fs::file_size(input.path);
    asset.sha256 = ValueOf(Sha256OfFile(input.path), input);
    if (asset.mime == "image/jpeg" || asset.mime == "image/tiff") {
      const Result<PhotoFacts> facts = ReadPhotoFacts(input.path);
      asset.width_px = facts ? facts->width_px : 0;
      asset.height_px = facts ? facts->height_px : 0;
    }
    manifest_.entries[ToNfc(asset.path)] = asset.sha256;
    parts_.made.push_back(std::move(asset));
  }

  // The folder is one asset; what stands at its top, not its hundreds of tiles, is named as well.
  void AddFolder(Asset folder, const engine::TaskInput& input) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(input.path)) {
      if (entry.is_regular_file()) {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> sums(files.size());
    ParallelFor(run_.execution(), files.size(), [&](size_t i) {
      sums[i] = ValueOf(Sha256OfFile(files[i]), input);
    });
    Manifest listed{.algorithm = "sha256"};
    for (size_t i = 0; i < files.size(); ++i) {
      const fs::path inside = files[i].lexically_relative(input.path);
      listed.entries[ToNfc(inside.string())] = sums[i];
      folder.bytes += fs::file_size(files[i]);
      manifest_.entries[ToNfc(folder.path + "/" + inside.string())] = sums[i];
      if (inside.parent_path().empty() && MimeOf(inside.string()) == "image/jpeg") {
        Asset file = folder;
        file.path += "/" + inside.string();
        engine::TaskInput one = input;
        one.path = files[i].string();
        file.bytes = 0;
        AddFile(std::move(file), one);
      }
    }
    folder.path += "/";
    folder.mime = MimeOf(folder.path);
    folder.files = static_cast<int>(files.size());
    folder.sha256 = Sha256Hex(WriteManifest(listed));
    parts_.made.push_back(std::move(folder));
  }

  void Write(const char* role, const char* path, const std::string& bytes) {
    WriteOutput(run_.Output(role), bytes);
    manifest_.entries[path] = Sha256Hex(bytes);
  }

  const engine::StepRun& run_;
  Json options_;
  RecordParts parts_;
  Manifest manifest_;
};

engine::StepOutcome RunWriteRecord(const engine::StepRun& run) {
  return RecordStep(run).Run();
}

}  // namespace

engine::StepKind WriteTheRecord() {
  return {"record", 2, RunWriteRecord};
}

}  // namespace disan::steps
