// Scans of one object to its models: the archive's, and the lighter ones of the tour, each with its
// certificate; and a picture of it.
#include "formats/image/jpeg.h"
#include "formats/image/png.h"
#include "formats/image/xmp.h"
#include "formats/language/model_messages.h"
#include "formats/mesh/usdz.h"
#include "pipeline/model/front.h"
#include "pipeline/model/model.h"
#include "pipeline/model/render.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/model_files.h"
#include "pipeline/steps/step_files.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace disan::steps {
namespace {

Text LabelOf(std::string_view tier) {
  return Say(tier == "thumb"    ? messages::kModelTierThumb
             : tier == "low"    ? messages::kModelTierLow
             : tier == "medium" ? messages::kModelTierMedium
                                : messages::kModelTierHigh);
}

using OrderedJson = nlohmann::ordered_json;

// From "mm" and the like; nothing for "".
UnitsOptions UnitsOf(const nlohmann::json& options) {
  UnitsOptions units;
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

constexpr const char* kArTier = "low";
constexpr int kTurntableStills = 12;
constexpr double kUnseenPart = 0.0002;  // of the diagonal: 0.2 mm on a stele of a metre

// In threes by a narrow space, which is right in both languages.
std::string Grouped(size_t count) {
  std::string digits = fmt::format("{}", count);
  for (size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, "\u202F");
  }
  return digits;
}

class ModelStep {
 public:
  explicit ModelStep(const engine::StepRun& run) : run_(run), options_(OptionsOf(run)) {}

  engine::StepOutcome Run() {
    ObjectScan scan = Load();
    report_["input"] = InputJson(scan);
    report_["repairs"] = RepairsJson(scan);
    if (scan.together) {
      report_["registration"] = TogetherJson(scan);
    }
    input_triangles_ = scan.mesh.triangles.size();
    metadata_ = MetadataOf(options_.at("metadata"), scan.sources);
    WriteOutput(run_.Output("master"), EncodeArchive(scan.mesh, metadata_));
    ModelMaker maker(std::move(scan.mesh), run_.execution(), said_);
    front_deg_ = FrontAzimuthDeg(maker.surface(), maker.scene(), run_.execution());
    report_["front_deg"] = front_deg_;
    const Image8 poster = Render(
        maker.surface(),
        maker.scene(),
        RenderView{
            .width_px = 896, .height_px = 896, .azimuth_deg = front_deg_ + kAsideDeg, .samples = 4},
        run_.execution());
    WriteOutput(run_.Output("poster"), Jpeg(poster));
    WriteTurntable(maker);
    MakeTiers(maker);
    WriteOutput(run_.Output("report"), report_.dump(1) + "\n");
    const bool doubtful = std::any_of(said_.begin(), said_.end(), [](const Diagnostic& d) {
      return d.severity != Severity::kInfo;
    });
    return {.diagnostics = said_, .doubtful = doubtful, .facts_json = Facts()};
  }

 private:
  ObjectScan Load() {
    std::vector<ScanFile> files;
    for (const engine::TaskInput& scan : run_.Inputs("scan")) {
      files.push_back({scan.path, scan.name});
    }
    ObjectScan scan =
        ReadObjectScan(files, {.units = UnitsOf(options_), .on_stage = {}}, run_.execution());
    // The files' own names: paths are no part of what a step makes.
    for (size_t i = 0; i < scan.sources.size(); ++i) {
      scan.sources[i].first = options_.at("names").at(i);
    }
    said_ = scan.said;
    return scan;
  }

  std::string Jpeg(const Image8& picture) const {
    return ValueOrThrow(
        EncodeJpeg(picture, {.quality = 88, .xmp = EncodeXmp(XmpOf(options_.at("metadata")))}));
  }

  // All round, from where the poster stands: for those whose device shows no models, for paper and
  // for reviewers who want to see the back.
  void WriteTurntable(const ModelMaker& maker) {
    const std::vector<Image8> stills =
        RenderTurntable(maker.surface(),
                        maker.scene(),
                        RenderView{.width_px = 400,
                                   .height_px = 400,
                                   .azimuth_deg = front_deg_ + kAsideDeg,
                                   .samples = 4,
                                   .whole_turn = true},
                        kTurntableStills,
                        run_.execution());
    for (size_t i = 0; i < stills.size(); ++i) {
      WriteOutput(std::filesystem::path(run_.Output("turntable")) / fmt::format("{:02}.jpg", i + 1),
                  Jpeg(stills[i]));
    }
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
        glb = EncodeModel(*model, GeometryCodec::kMeshopt, metadata_);
      }
      WriteOutput(run_.Output(tier.name), glb);
      if (&tier == kTiers.data()) {
        WriteDeviationMap(*model, maker);
      }
      if (std::string_view(tier.name) == kArTier) {
        WriteUsdz(*model);
      }
      Report(tier.name, *model, glb.size());
    }
  }

  // The finest tier, which is the one that reviewers are shown, as the poster shows the scan. The
  // brightest colour is where 5 % of the surface are farther, and never less than what nobody sees
  // on an object of this size: else the grid of the coordinates would glow.
  void WriteDeviationMap(const Model& model, const ModelMaker& maker) {
    const Execution& execution = run_.execution();
    const double unseen = BoundsOf(maker.scan().positions).Diagonal() * kUnseenPart;
    const double limit = std::max({model.deviation.p95, unseen, 1e-9});
    std::vector<Diagnostic> said_before;  // of the same textures, for the poster
    const Image8 map = RenderDeviation(
        Surface(model.mesh, said_before),
        RayScene(model.mesh, execution.threads),
        maker.scene(),
        limit,
        RenderView{
            .width_px = 640, .height_px = 640, .azimuth_deg = front_deg_ + kAsideDeg, .samples = 4},
        execution);
    WriteOutput(run_.Output("deviation"), ValueOrThrow(EncodePng(map)));
    const Deviation scale = Certificate({.max = limit}, true);
    report_["deviation_map"] = {{"unit", scale.unit}, {"brightest", scale.max}};
    const Text label = Say(messages::kModelMapScale);
    figures_.push_back({label.vi, label.en, fmt::format("≥ {:.2g} {}", scale.max, scale.unit)});
  }

  // For AR on a phone.
  void WriteUsdz(const Model& model) {
    const std::string usdz = ValueOrThrow(
        EncodeUsdz(model.mesh, {.title = metadata_.title->vi, .rights = metadata_.rights}));
    WriteOutput(run_.Output("usdz"), usdz);
    report_["usdz"] = {{"bytes", usdz.size()}};
  }

  void Report(const char* tier, const Model& model, size_t bytes) {
    const Deviation deviation = Certificate(model.deviation, true);
    report_["tiers"].push_back(
        {{"tier", tier},
         {"triangles", model.mesh.triangles.size()},
         {"bytes", bytes},
         {"texture_px", model.texture_px},
         {"extensions", OrderedJson::array({"EXT_meshopt_compression", "KHR_mesh_quantization"})},
         {"deviation", DeviationJson(deviation)},
         {"normal_p95_deg", deviation.normal_p95_deg},
         {"rendered_normal_mean_deg", model.look.normal_mean_deg},
         {"colour_psnr_db", model.look.colour_psnr_db}});
    const Text label = LabelOf(tier);
    figures_.push_back({label.vi,
                        label.en,
                        fmt::format("{} △ · {:.1f} MB · {:.2g} {}",
                                    Grouped(model.mesh.triangles.size()),
                                    static_cast<double>(bytes) / 1e6,
                                    deviation.rms,
                                    deviation.unit)});
  }

  std::string Facts() const {
    OrderedJson facts;
    facts["figures"] = figures_;
    facts["figures"].insert(
        facts["figures"].begin(),
        OrderedJson::array({"Tam giác gốc", "Triangles of the scan", Grouped(input_triangles_)}));
    return facts.dump();
  }

  const engine::StepRun& run_;
  nlohmann::json options_;
  std::vector<Diagnostic> said_;
  GlbMetadata metadata_;
  OrderedJson report_ = OrderedJson::object();
  OrderedJson figures_ = OrderedJson::array();
  size_t input_triangles_ = 0;
  double front_deg_ = 0;
};

engine::StepOutcome RunBuildModel(const engine::StepRun& run) {
  return ModelStep(run).Run();
}

}  // namespace

engine::StepKind BuildModel() {
  return {"model", 12, RunBuildModel};
}

}  // namespace disan::steps
