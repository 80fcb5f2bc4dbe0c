// Scans of one object to its models: the archive's, and the lighter ones of the tour, each with its
// certificate; and a picture of it.
#include "formats/files/sha256.h"
#include "formats/image/jpeg.h"
#include "formats/image/xmp.h"
#include "formats/language/model_messages.h"
#include "formats/mesh/glb.h"
#include "formats/mesh/read_mesh.h"
#include "pipeline/model/model.h"
#include "pipeline/model/render.h"
#include "pipeline/model/repair.h"
#include "pipeline/model/units.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// From "mm" and the like; nothing for "".
UnitsOptions UnitsOf(const nlohmann::json& options, const std::string& file) {
  UnitsOptions units{.file = file};
  units.site_metres_per_unit = MetresPerUnit(options.at("units").get<std::string>());
  const std::string up = options.at("up");
  if (!up.empty()) {
    units.site_up = up == "z" ? SourceUp::kZ : SourceUp::kY;
  }
  return units;
}

GlbMetadata MetadataOf(const nlohmann::json& metadata,
                       const std::vector<std::pair<std::string, std::string>>& sources) {
  return {
      .title = Text{metadata.at("title").at("vi"), metadata.at("title").at("en")},
      .description = Text{metadata.at("description").at("vi"), metadata.at("description").at("en")},
      .creator = metadata.at("creator"),
      .rights = metadata.at("rights"),
      .rights_url = metadata.at("rights_url"),
      .place = Text{metadata.at("place").at("vi"), metadata.at("place").at("en")},
      .date = metadata.at("date"),
      .identifier = metadata.at("site"),
      .sources = sources};
}

class ModelStep {
 public:
  explicit ModelStep(const engine::StepRun& run) : run_(run), options_(OptionsOf(run)) {}

  engine::StepOutcome Run() {
    Mesh scan = Load();
    report_["input"] = {{"vertices", input_vertices_}, {"triangles", input_triangles_}};
    WriteMaster(scan);
    ModelMaker maker(std::move(scan), run_.execution(), said_);
    const Image8 poster = Render(maker.surface(),
                                 maker.scene(),
                                 View{.width_px = 896, .height_px = 896, .samples = 4},
                                 run_.execution());
    WriteOutput(run_.Output("poster"),
                ValueOrThrow(EncodeJpeg(
                    poster, {.quality = 88, .xmp = EncodeXmp(XmpOf(options_.at("metadata")))})));
    MakeTiers(maker);
    report_["repairs"] = repairs_;
    WriteOutput(run_.Output("report"), report_.dump(1) + "\n");
    const bool doubtful = std::any_of(said_.begin(), said_.end(), [](const Diagnostic& d) {
      return d.severity != Severity::kInfo;
    });
    return {.diagnostics = said_, .doubtful = doubtful, .facts_json = Facts()};
  }

 private:
  Mesh Load() {
    const std::vector<engine::TaskInput> scans = run_.Inputs("scan");
    if (scans.size() > 1) {
      throw Failure({.file = scans.front().name,
                     .what = Say(messages::kModelSeveralScans, fmt::arg("count", scans.size())),
                     .remedy = Say(messages::kModelSeveralScansRemedy)});
    }
    const engine::TaskInput& source = scans.front();
    Result<Mesh> read = ReadMesh(source.path);
    Keep(Named(read.diagnostics, source.name), read.ok());
    Mesh scan = ValueOf(std::move(read), source);
    input_vertices_ = scan.positions.size();
    input_triangles_ = scan.triangles.size();
    sources_.emplace_back(options_.at("names").at(0), Sha256Hex(ReadInput(source)));
    const UnitsFound units = ValueOf(FindUnits(scan, UnitsOf(options_, source.name)), source);
    for (const RepairAction& action : Repair(scan, run_.execution())) {
      repairs_.push_back({{"kind", action.kind},
                          {"count", action.count},
                          {"vi", action.text.vi},
                          {"en", action.text.en}});
    }
    if (scan.triangles.empty()) {
      throw Failure({.file = source.name,
                     .what = Say(messages::kModelNothingLeft, fmt::arg("file", source.name)),
                     .remedy = Say(messages::kModelNothingLeftRemedy)});
    }
    if (std::optional<Diagnostic> absurd = ApplyUnits(scan, units, source.name)) {
      said_.push_back(std::move(*absurd));
    }
    return scan;
  }

  void Keep(std::vector<Diagnostic> diagnostics, bool read) {
    if (read) {
      said_.insert(said_.end(), diagnostics.begin(), diagnostics.end());
    }
  }

  // The repaired scan as it is: floats, nothing simplified.
  void WriteMaster(const Mesh& scan) {
    const GlbOptions options{.codec = GeometryCodec::kNone,
                             .position_bits = 0,
                             .metadata = MetadataOf(options_.at("metadata"), sources_)};
    WriteOutput(run_.Output("master"), ValueOrThrow(EncodeGlb(scan, options)));
  }

  void MakeTiers(ModelMaker& maker) {
    std::optional<Model> model;
    std::string glb;
    for (const Tier& tier : kTiers) {
      // A scan that is light already serves for the lighter tiers as it is.
      const bool serves = model && model->mesh.triangles.size() <= tier.triangles &&
                          model->texture_px <= tier.texture_px;
      if (!serves) {
        model = maker.Make({.triangles = tier.triangles,
                            .most_error = tier.most_error,
                            .texture_px = tier.texture_px},
                           run_.execution());
        glb = Encoded(*model);
      }
      WriteOutput(run_.Output(tier.name), glb);
      Report(tier.name, *model, glb.size());
    }
  }

  std::string Encoded(const Model& model) const {
    GlbOptions options{.position_bits = model.position_bits,
                       .texture_fallbacks = model.texture_fallbacks,
                       .metadata = MetadataOf(options_.at("metadata"), sources_)};
    options.metadata.deviation = Certificate(model.deviation, true);
    return ValueOrThrow(EncodeGlb(model.mesh, options));
  }

  void Report(const char* tier, const Model& model, size_t bytes) {
    const Deviation deviation = Certificate(model.deviation, true);
    report_["tiers"].push_back(
        {{"tier", tier},
         {"triangles", model.mesh.triangles.size()},
         {"bytes", bytes},
         {"texture_px", model.texture_px},
         {"extensions", Json::array({"EXT_meshopt_compression", "KHR_mesh_quantization"})},
         {"deviation",
          {{"unit", deviation.unit},
           {"rms", deviation.rms},
           {"p95", deviation.p95},
           {"max", deviation.max}}},
         {"normal_p95_deg", deviation.normal_p95_deg}});
    figures_.push_back({fmt::format("Bản {}", tier),
                        fmt::format("Tier {}", tier),
                        fmt::format("{} △ · {:.1f} MB · {:.2g} {}",
                                    model.mesh.triangles.size(),
                                    static_cast<double>(bytes) / 1e6,
                                    deviation.rms,
                                    deviation.unit)});
  }

  std::string Facts() const {
    Json facts;
    facts["figures"] = figures_;
    facts["figures"].insert(
        facts["figures"].begin(),
        Json::array(
            {"Tam giác gốc", "Triangles of the scan", fmt::format("{}", input_triangles_)}));
    return facts.dump();
  }

  const engine::StepRun& run_;
  nlohmann::json options_;
  std::vector<Diagnostic> said_;
  std::vector<std::pair<std::string, std::string>> sources_;
  Json report_ = Json::object();
  Json repairs_ = Json::array();
  Json figures_ = Json::array();
  size_t input_vertices_ = 0;
  size_t input_triangles_ = 0;
};

engine::StepOutcome Run(const engine::StepRun& run) {
  return ModelStep(run).Run();
}

}  // namespace

engine::StepKind BuildModel() {
  return {"model", 3, Run};
}

}  // namespace disan::steps
