#include "datasets/generate.h"

#include "datasets/scan_project.h"
#include "datasets/site.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"

#include <fmt/core.h>

namespace disan::world {
namespace {

// Raised when what the generator makes changes, so that older folders are made anew.
constexpr int kVersion = 2;

struct Unit {
  std::string name;
  std::function<void(const World&)> make;
};

Output OutputOf(const GenerateOptions& options) {
  const std::filesystem::path session =
      options.site ? options.folder / "sessions" / "2026-05-10" : options.folder;
  return {.session = session,
          .truth = options.folder / "truth",
          .size = options.size == Detail::kDemo ? DemoSize() : TinySize(),
          .seed = options.seed,
          .loose_files = !options.site};
}

// One PLY a scanner, and what it holds.
std::vector<Scanned> MeasureAll(const World& world,
                                const std::vector<Scanner>& scanners,
                                const Output& output,
                                const Execution& execution) {
  std::vector<Scanned> scans;
  for (const Scanner& scanner : scanners) {
    scans.push_back({scanner, Measure(world, scanner, output, execution)});
    WriteScan(scanner, scans.back().points, output);
  }
  return scans;
}

std::vector<Unit> UnitsOf(const GenerateOptions& options,
                          const Output& output,
                          const Execution& execution) {
  std::vector<Unit> units;
  for (const Station& station : Stations()) {
    units.push_back({station.id, [&](const World& world) {
                       CaptureStation(world, station, output, execution);
                     }});
  }
  for (const size_t index : {size_t{0}, size_t{1}}) {
    const std::string id = index == 0 ? "bia-1" : "nghe-da";
    units.push_back({"mesh " + id, [&output, index](const World& world) {
                       CaptureMesh(world.sculptures()[index], output);
                     }});
    units.push_back({"orbit " + id, [&, index](const World& world) {
                       CaptureOrbit(world, world.sculptures()[index], output, execution);
                     }});
  }
  if (options.site) {
    units.push_back(
        {"site", [&](const World& world) { WriteSite(world, options.folder, output, execution); }});
    return units;
  }
  units.push_back({"scan court", [&](const World& world) {
                     std::vector<Scanned> scans =
                         MeasureAll(world, CourtScanners(), output, execution);
                     WriteScanProject("quet-toan-canh", scans, output);
                   }});
  units.push_back({"scan nghe-da", [&](const World& world) {
                     MeasureAll(world, ScannersRound(world.sculptures()[1]), output, execution);
                   }});
  return units;
}

}  // namespace

GenerateSummary Generate(const GenerateOptions& options,
                         const Execution& execution,
                         const std::function<void(const std::string& unit)>& begins) {
  const Output output = OutputOf(options);
  const std::string stamp = fmt::format("version {} size {} seed {} site {}\n",
                                        kVersion,
                                        options.size == Detail::kDemo ? "demo" : "tiny",
                                        options.seed,
                                        options.site);
  std::optional<World> world;
  GenerateSummary summary;
  for (const Unit& unit : UnitsOf(options, output, execution)) {
    if (unit.name.find(options.only) == std::string::npos) {
      continue;
    }
    std::string file = unit.name + ".made";
    std::replace(file.begin(), file.end(), ' ', '-');
    const std::filesystem::path mark = output.truth / "made" / file;
    if (const auto found = ReadFile(mark); found && *found == stamp) {
      summary.kept.push_back(unit.name);
      continue;
    }
    execution.CheckCancelled();
    if (!world) {
      world.emplace(
          ValueOrThrow(World::Build({.detail = options.size, .seed = options.seed}, execution)));
    }
    if (begins) {
      begins(unit.name);
    }
    unit.make(*world);
    WriteText(mark, stamp);
    summary.made.push_back(unit.name);
  }
  return summary;
}

Image8 RenderHero(const World& world, int width_px, const Execution& execution) {
  Camera camera{.width_px = width_px, .height_px = width_px * 9 / 16};
  camera.focal_px = static_cast<float>(width_px) / 2 / std::tan(Radians(43));
  camera.position = {5.0F, 2.0F, 15.4F};
  camera.world_from_camera = LookAt(camera.position, {-1.7F, 6.4F, 0.0F});
  return ToSrgb(world.RenderPhoto(camera, {.samples = 16}, execution));
}

}  // namespace disan::world
