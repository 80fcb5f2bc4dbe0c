// `disan model`: scans of one object to one GLB, with its certificate.
#include "pipeline/model/model.h"

#include "formats/files/write_or_throw.h"
#include "formats/image/jpeg.h"
#include "formats/image/xmp.h"
#include "formats/language/model_messages.h"
#include "formats/mesh/usdz.h"
#include "pipeline/cli/command.h"
#include "pipeline/execution/memory_watch.h"
#include "pipeline/ktx2/ktx2_encoder.h"
#include "pipeline/model/front.h"
#include "pipeline/model/render.h"
#include "pipeline/steps/model_files.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace disan {
namespace {

struct ModelArguments {
  std::vector<std::string> scans;
  std::string out;
  size_t triangles = 0;
  double max_error_mm = 0;
  std::string codec = "meshopt";
  int texture_px = 0;  // 0: not said
  std::string texture_format = "jpeg";
  std::string units;
  std::string up;
  std::string report;
  std::string poster;
  std::string deviation_map;
  std::string turntable;
  std::string usdz;
  int threads = 0;
};

Message WordsFor(std::string_view stage) {
  return stage == "read"       ? messages::kModelStageRead
         : stage == "repair"   ? messages::kModelStageRepair
         : stage == "register" ? messages::kModelStageRegister
         : stage == "surface"  ? messages::kModelStageSurface
         : stage == "model"    ? messages::kModelStageModel
         : stage == "write"    ? messages::kModelStageWrite
                               : messages::kModelStagePictures;
}

// Seconds by stage, in the order in which they ran.
class Stopwatch {
 public:
  explicit Stopwatch(const CommandContext& context) : context_(context) {}

  void Begin(const char* stage) {
    End();
    stage_ = stage;
    begun_ = std::chrono::steady_clock::now();
    if (!context_.quiet && !context_.json && ::isatty(STDERR_FILENO) == 0) {
      std::fprintf(stderr, "%s\n", Say(WordsFor(stage)).In(context_.language).c_str());
    }
  }
  void End() {
    if (!stage_.empty()) {
      seconds_[stage_] =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
      stage_.clear();
    }
  }
  void Show(uint64_t done, uint64_t total) const {
    if (!context_.quiet && !context_.json && ::isatty(STDERR_FILENO) != 0 && total > 0) {
      std::fprintf(stderr,
                   "\r\033[K%s %d%% ",
                   Say(WordsFor(stage_)).In(context_.language).c_str(),
                   static_cast<int>(done * 100 / total));
      if (done == total) {
        std::fputs("\r\033[K", stderr);
      }
    }
  }
  const nlohmann::ordered_json& seconds() const { return seconds_; }

 private:
  const CommandContext& context_;
  std::string stage_;
  std::chrono::steady_clock::time_point begun_;
  nlohmann::ordered_json seconds_ = nlohmann::ordered_json::object();
};

class ModelCommand {
 public:
  ModelCommand(const ModelArguments& arguments, const CommandContext& context)
      : arguments_(arguments), context_(context), watch_(context) {
    execution_.threads = arguments.threads > 0
                             ? arguments.threads
                             : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    execution_.cancelled = context.cancelled;
    execution_.progress = [this](uint64_t done, uint64_t total) { watch_.Show(done, total); };
  }

  Exit Run() {
    if (!arguments_.usdz.empty() && arguments_.texture_format != "jpeg") {
      throw Failure({.what = Say(messages::kModelUsdzTextures),
                     .remedy = Say(messages::kModelUsdzTexturesRemedy)},
                    Exit::kUsage);
    }
    if (arguments_.texture_format == "ktx2") {
      RequireKtx2(execution_);
    }
    scan_ = Load();
    ModelMaker maker(std::move(scan_.mesh), execution_, said_);
    watch_.Begin("model");
    const Model model = maker.Make(Options(), execution_);
    CheckError(model);
    watch_.Begin("write");
    const std::string glb = Write(model);
    Pictures(maker, model);
    watch_.End();
    Report(model, glb.size(), maker.scan().triangles.size());
    disan::Show(said_, context_.language);
    const bool doubtful = std::any_of(said_.begin(), said_.end(), [](const Diagnostic& d) {
      return d.severity != Severity::kInfo;
    });
    return doubtful ? Exit::kDoubtful : Exit::kDone;
  }

 private:
  template <typename T>
  T Taken(Result<T> result) {
    if (!result) {
      throw Failure(std::move(result.diagnostics));
    }
    said_.insert(said_.end(), result.diagnostics.begin(), result.diagnostics.end());
    return std::move(*result.value);
  }

  steps::ObjectScan Load() {
    std::vector<steps::ScanFile> files;
    for (const std::string& file : arguments_.scans) {
      files.push_back({file, file});
    }
    UnitsOptions units{.metres_per_unit = MetresPerUnit(arguments_.units)};
    if (!arguments_.up.empty()) {
      units.up = arguments_.up == "z" ? SourceUp::kZ : SourceUp::kY;
    }
    steps::ObjectScan scan = steps::ReadObjectScan(
        files,
        {.units = units, .on_stage = [this](const char* stage) { watch_.Begin(stage); }},
        execution_);
    said_ = scan.said;
    return scan;
  }

  ModelOptions Options() {
    ModelOptions options{.texture_px = arguments_.texture_px > 0 ? arguments_.texture_px : 2048,
                         .texture_may_shrink = arguments_.texture_px == 0,
                         .webp = arguments_.texture_format == "webp"};
    if (arguments_.max_error_mm > 0) {
      options.max_error = arguments_.max_error_mm / 1000;
      options.triangles = std::numeric_limits<size_t>::max();
    }
    if (arguments_.triangles > 0) {
      options.triangles = arguments_.triangles;
    }
    if (arguments_.texture_format == "ktx2") {
      options.encoder = Ktx2Encoder(execution_);
    }
    return options;
  }

  void CheckError(const Model& model) {
    const double limit = arguments_.max_error_mm / 1000;
    if (limit > 0 && model.deviation.max > limit) {
      said_.push_back(
          {.severity = Severity::kWarning,
           .what = Say(messages::kModelErrorBeyond,
                       fmt::arg("error", fmt::format("{:.3g} mm", model.deviation.max * 1000)),
                       fmt::arg("limit", fmt::format("{:.3g} mm", limit * 1000))),
           .remedy = Say(messages::kModelErrorBeyondRemedy)});
    }
  }

  std::string Write(const Model& model) {
    const GeometryCodec codec = arguments_.codec == "draco"  ? GeometryCodec::kDraco
                                : arguments_.codec == "none" ? GeometryCodec::kNone
                                                             : GeometryCodec::kMeshopt;
    std::string glb =
        steps::EncodeModel(model, codec, {.rights = scan_.rights, .sources = scan_.sources});
    WriteFileOrThrow(arguments_.out, glb);
    if (!arguments_.usdz.empty()) {
      WriteFileOrThrow(arguments_.usdz, Taken(EncodeUsdz(model.mesh, {.rights = scan_.rights})));
    }
    return glb;
  }

  void WritePicture(const std::filesystem::path& file, const Image8& image) {
    JpegOptions options{.quality = 93, .full_colour_resolution = true};
    if (!scan_.rights.empty()) {
      options.xmp = EncodeXmp({.rights = Text{scan_.rights, ""}});
    }
    WriteFileOrThrow(file, Taken(EncodeJpeg(image, options)));
  }

  void Pictures(const ModelMaker& maker, const Model& model) {
    if (arguments_.poster.empty() && arguments_.turntable.empty() &&
        arguments_.deviation_map.empty()) {
      return;
    }
    const double azimuth_deg =
        FrontAzimuthDeg(maker.surface(), maker.scene(), execution_) + kAsideDeg;
    if (!arguments_.poster.empty()) {
      watch_.Begin("poster");
      WritePicture(
          arguments_.poster,
          Render(
              maker.surface(), maker.scene(), RenderView{.azimuth_deg = azimuth_deg}, execution_));
    }
    if (!arguments_.turntable.empty()) {
      watch_.Begin("turntable");
      const RenderView view{
          .width_px = 512, .height_px = 512, .azimuth_deg = azimuth_deg, .samples = 4};
      const std::vector<Image8> stills =
          RenderTurntable(maker.surface(), maker.scene(), view, 12, execution_);
      for (size_t i = 0; i < stills.size(); ++i) {
        WritePicture(std::filesystem::path(arguments_.turntable) / fmt::format("{:02}.jpg", i),
                     stills[i]);
      }
    }
    if (!arguments_.deviation_map.empty()) {
      watch_.Begin("deviation map");
      const RayScene scene(model.mesh, execution_.threads);
      const Surface surface(model.mesh, said_);
      WritePicture(arguments_.deviation_map,
                   RenderDeviation(surface,
                                   scene,
                                   maker.scene(),
                                   std::max(model.deviation.p95, 1e-9),
                                   RenderView{.azimuth_deg = azimuth_deg, .samples = 4},
                                   execution_));
    }
  }

  // What was said of the scan: a reviewer reads it beside the figures.
  nlohmann::ordered_json Notes() const {
    nlohmann::ordered_json notes = nlohmann::ordered_json::array();
    for (const Diagnostic& d : said_) {
      notes.push_back({{"severity", d.severity == Severity::kInfo ? "info" : "warning"},
                       {"vi", Line(d, Language::kVietnamese)},
                       {"en", Line(d, Language::kEnglish)}});
    }
    return notes;
  }

  void Report(const Model& model, size_t bytes, size_t surface_triangles) {
    const Deviation d = Certificate(model.deviation, true);
    nlohmann::ordered_json input = steps::InputJson(scan_);
    if (input.contains("surface_triangles")) {
      input["surface_triangles"] = surface_triangles;
    }
    nlohmann::ordered_json report = {
        {"input", std::move(input)},
        {"output",
         {{"triangles", model.mesh.triangles.size()},
          {"bytes", bytes},
          {"texture_px", model.texture_px},
          {"position_bits", model.position_bits},
          {"charts", model.charts},
          {"atlas_coverage", model.atlas_coverage}}},
        {"deviation", steps::DeviationJson(d)},
        {"normal_p95_deg", d.normal_p95_deg},
        {"rendered_normal_mean_deg", model.look.normal_mean_deg},
        {"colour_psnr_db", model.look.colour_psnr_db},
        {"repairs", steps::RepairsJson(scan_)},
        {"notes", Notes()},
        {"seconds", watch_.seconds()},
        {"peak_rss_mb", static_cast<double>(PeakMemoryBytes()) / 1048576}};
    if (scan_.together) {
      report["registration"] = steps::TogetherJson(scan_);
    }
    for (const RepairAction& action : scan_.repairs) {
      Tell(context_, action.text);
    }
    const std::string text =
        report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    if (!arguments_.report.empty()) {
      WriteFileOrThrow(arguments_.report, text);
    }
    if (context_.json) {
      std::fputs(text.c_str(), stdout);
    }
    Tell(context_,
         Say(messages::kModelDone,
             fmt::arg("file", arguments_.out),
             fmt::arg("triangles", model.mesh.triangles.size()),
             fmt::arg("kilobytes", (bytes + 500) / 1000),
             fmt::arg("rms", fmt::format("{:.3g}", d.rms)),
             fmt::arg("max", fmt::format("{:.3g}", d.max))));
  }

  const ModelArguments& arguments_;
  const CommandContext& context_;
  Stopwatch watch_;
  Execution execution_;
  std::vector<Diagnostic> said_;
  steps::ObjectScan scan_;
};

}  // namespace

void AddModelCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [language](const Message& message) { return Say(message).In(language); };
  CLI::App* command = app.add_subcommand("model", say(messages::kCommandModel));
  const auto a = std::make_shared<ModelArguments>();
  command->add_option("SCAN", a->scans, say(messages::kModelScanArgument))->required();
  command->add_option("-o,--output", a->out, say(messages::kModelOutOption))->required();
  command->add_option("--triangles", a->triangles, say(messages::kModelTrianglesOption))
      ->check(CLI::Range(size_t{4}, size_t{100000000}));
  command->add_option("--max-error", a->max_error_mm, say(messages::kModelMaxErrorOption))
      ->check(CLI::PositiveNumber);
  command->add_option("--codec", a->codec, say(messages::kModelCodecOption))
      ->check(CLI::IsMember({"meshopt", "draco", "none"}));
  command->add_option("--texture-size", a->texture_px, say(messages::kModelTextureSizeOption))
      ->check(CLI::IsMember({256, 512, 1024, 2048, 4096, 8192}));
  command
      ->add_option("--texture-format", a->texture_format, say(messages::kModelTextureFormatOption))
      ->check(CLI::IsMember({"jpeg", "webp", "ktx2"}));
  command->add_option("--units", a->units, say(messages::kModelUnitsOption))
      ->check(CLI::IsMember({"mm", "cm", "m"}));
  command->add_option("--up", a->up, say(messages::kModelUpOption))
      ->check(CLI::IsMember({"y", "z"}));
  command->add_option("--report", a->report, say(messages::kModelReportOption));
  command->add_option("--poster", a->poster, say(messages::kModelPosterOption));
  command->add_option("--deviation-map", a->deviation_map, say(messages::kModelDeviationMapOption));
  command->add_option("--turntable", a->turntable, say(messages::kModelTurntableOption));
  command->add_option("--usdz", a->usdz, say(messages::kModelUsdzOption));
  command->add_option("-j,--threads", a->threads, say(messages::kModelThreadsOption));
  command->callback([a, &invocation] {
    invocation.large_pages = true;
    invocation.run = [a](const CommandContext& context) { return ModelCommand(*a, context).Run(); };
  });
}

}  // namespace disan
