#include "pipeline/clips/clip_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"
#include "formats/language/print_messages.h"
#include "formats/mesh/read_mesh.h"
#include "pipeline/clips/motion.h"
#include "pipeline/equirect/flat_view.h"
#include "pipeline/export/web_panorama.h"
#include "pipeline/model/render.h"
#include "pipeline/tiles/equirect_pyramid.h"
#include "pipeline/tour/published_tour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kTourLimit = uint64_t{64} << 20;
// A clip needs no finer model than this, whichever there is.
constexpr std::array kTiersByChoice = {"medium", "low", "high"};

// What a clip is made from is not there or is no picture or model.
struct Unreadable {
  std::string file;
};

class Exporter {
 public:
  Exporter(const ClipOptions& options, const Execution& execution)
      : options_(options),
        execution_(execution),
        inner_(execution),
        count_(std::max(
            1, static_cast<int>(std::lround(options.seconds * options.film.frames_per_second)))) {
    inner_.progress = nullptr;
  }

  void Open(const OutputFolder& output) {
    const fs::path file = output.path / "web/tour.json";
    const Result<std::string> text = ReadFile(file, kTourLimit);
    if (!text) {
      throw Failure({.file = output.path.string(),
                     .what = Say(messages::kPrintNoTour, fmt::arg("folder", output.path.string())),
                     .remedy = Say(messages::kPrintNoTourRemedy)});
    }
    sites_.push_back({output.path / "web", ValueOrThrow(ReadPublishedTour(*text, file.string()))});
    const PublishedTour& tour = sites_.back().tour;
    total_ += Count(tour.scenes.size());
    for (const PublishedObject& object : tour.objects) {
      total_ += object.models.empty() ? 0 : Count(1);
    }
  }

  ClipSummary MakeAll(const fs::path& folder) {
    for (const Site& site : sites_) {
      const fs::path place = ValueOrThrow(ResolveInside(folder, site.tour.id));
      for (const PublishedScene& scene : site.tour.scenes) {
        Make(scene.name, [&] { Pan(site, scene, place / ("scene-" + scene.id + ".mp4")); });
      }
      for (const PublishedObject& object : site.tour.objects) {
        if (!object.models.empty()) {
          Make(object.name, [&] { Turn(site, object, place / ("object-" + object.id + ".mp4")); });
        }
      }
    }
    return std::move(done_);
  }

 private:
  struct Site {
    fs::path web;
    PublishedTour tour;
  };

  uint64_t Count(size_t clips) const { return clips * static_cast<uint64_t>(count_); }

  template <typename Making>
  void Make(const Text& name, const Making& making) {
    const uint64_t before = frames_;
    try {
      making();
      ++done_.clips;
    } catch (const Unreadable& unreadable) {
      Diagnostic said{.severity = Severity::kWarning,
                      .what = SayAbout(messages::kClipNothing, "name", name),
                      .remedy = Say(messages::kClipNothingRemedy)};
      said.file = unreadable.file;
      done_.said.push_back(std::move(said));
    }
    frames_ = before + Count(1);
    execution_.Report(frames_, total_);
  }

  void Frame(Film& film, const Image8& picture) {
    execution_.CheckCancelled();
    film.Add(picture);
    execution_.Report(++frames_, total_);
  }

  // One pixel of the panorama for one in the middle of the film: finer ones are averaged once and
  // for all frames.
  Image8 Panorama(const Site& site, const PublishedScene& scene) const {
    const double half = std::tan(options_.across_deg * std::numbers::pi / 360);
    const int wanted = static_cast<int>(options_.film.width_px * std::numbers::pi / half) & ~1;
    Result<Image8> panorama = ReadWebPanorama(site.web, scene.panorama, std::min(wanted, 8192));
    if (!panorama || panorama->width < 2) {
      throw Unreadable{scene.panorama.fallback};
    }
    return panorama->width > wanted ? ResizeEquirect(*panorama, wanted, wanted / 2, inner_)
                                    : std::move(*panorama);
  }

  void Pan(const Site& site, const PublishedScene& scene, const fs::path& file) {
    const Image8 panorama = Panorama(site, scene);
    Film film(file, options_.film);
    for (int i = 0; i < count_; ++i) {
      Frame(film,
            FlatView(panorama,
                     {.width_px = options_.film.width_px,
                      .height_px = options_.film.height_px,
                      .yaw_deg = PanYaw(i, count_, scene.yaw_deg, options_.sweep_deg),
                      .pitch_deg = std::clamp(scene.pitch_deg, -45.0, 45.0),
                      .across_deg = options_.across_deg},
                     inner_));
    }
    film.Finish();
  }

  Mesh Model(const Site& site, const PublishedObject& object) const {
    for (const char* tier : kTiersByChoice) {
      for (const TourModel& model : object.models) {
        if (model.tier == tier) {
          const Result<fs::path> file = ResolveInside(site.web, model.src);
          Result<Mesh> mesh = file ? ReadMesh(*file) : Result<Mesh>();
          if (!mesh || mesh->triangles.empty()) {
            throw Unreadable{model.src};
          }
          return std::move(*mesh);
        }
      }
    }
    throw Unreadable{object.id};
  }

  void Turn(const Site& site, const PublishedObject& object, const fs::path& file) {
    const Mesh mesh = Model(site, object);
    const Surface surface(mesh, done_.said);
    const RayScene scene(mesh, inner_.threads);
    RenderView view{.width_px = options_.film.width_px,
                    .height_px = options_.film.height_px,
                    .samples = options_.samples,
                    .whole_turn = true};
    const double first = view.azimuth_deg;
    Film film(file, options_.film);
    for (int i = 0; i < count_; ++i) {
      view.azimuth_deg = TurnAzimuth(i, count_, first);
      Frame(film, Render(surface, scene, view, inner_));
    }
    film.Finish();
  }

  const ClipOptions& options_;
  const Execution& execution_;
  Execution inner_;  // without the count: frames are counted here
  int count_;        // frames of a clip
  std::vector<Site> sites_;
  uint64_t total_ = 0;
  uint64_t frames_ = 0;
  ClipSummary done_;
};

}  // namespace

ClipSummary ExportClips(const std::vector<OutputFolder>& outputs,
                        const ClipOptions& options,
                        const fs::path& folder,
                        const Execution& execution) {
  Exporter exporter(options, execution);
  for (const OutputFolder& output : outputs) {
    exporter.Open(output);
  }
  std::error_code error;
  fs::create_directories(folder, error);
  return exporter.MakeAll(folder);
}

}  // namespace disan
