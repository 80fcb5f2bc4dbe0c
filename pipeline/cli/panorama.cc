#include "formats/files/write_or_throw.h"
#include "formats/image/credit.h"
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/png.h"
#include "formats/image/srgb.h"
#include "formats/image/tiff.h"
#include "formats/image/xmp.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/execution/memory_watch.h"
#include "pipeline/panorama/contact_sheet.h"
#include "pipeline/panorama/photo_files.h"
#include "pipeline/panorama/pto.h"
#include "pipeline/panorama/report.h"
#include "pipeline/spot/picture_kind.h"
#include "pipeline/spot/spot_panorama.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/CLI.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::vector<std::string> photos;
  std::string output;
  std::string report;
  std::string master;
  std::string pto;
  std::string sheet;
  std::string kind = "auto";
  std::optional<double> north_deg;
  bool level = false;
  panorama::NadirMode nadir = panorama::NadirMode::kFill;
  int width = 0;
  int quality = kMasterQuality;
  int threads = 0;
  uint64_t memory_bytes = uint64_t{4} << 30;
};

// Of the middle, from north through east: 0 to 360, as GPano wants it.
std::optional<double> HeadingOf(const Arguments& arguments) {
  return arguments.north_deg
             ? std::optional(std::fmod(720 - std::fmod(*arguments.north_deg, 360), 360))
             : std::nullopt;
}

// What the photos say of themselves goes on with the picture made of them.
Xmp XmpOf(const Arguments& arguments, const std::vector<fs::path>& files, const Image16& pixels) {
  Xmp xmp = SharedCredit(files);
  xmp.gpano = GPano{.full_width_px = pixels.width,
                    .full_height_px = pixels.height,
                    .cropped_width_px = pixels.width,
                    .cropped_height_px = pixels.height,
                    .heading_deg = HeadingOf(arguments)};
  return xmp;
}

void WriteResults(const Arguments& arguments,
                  const std::vector<fs::path>& files,
                  const panorama::PhotoSet& photos,
                  const panorama::Stitched& stitched) {
  const Image16& pixels = stitched.composite.pixels;
  const std::string xmp = EncodeXmp(XmpOf(arguments, files, pixels));
  WriteFileOrThrow(arguments.output,
                   ValueOrThrow(EncodeJpeg(ToEightBits(pixels),
                                           {.quality = arguments.quality,
                                            .full_colour_resolution = true,
                                            .xmp = xmp,
                                            .icc = SrgbProfile()})),
                   Exit::kUnusableInput);
  if (!arguments.master.empty()) {
    if (auto problem = WriteTiff(arguments.master, pixels, {.icc = SrgbProfile(), .xmp = xmp})) {
      throw Failure({std::move(*problem)});
    }
  }
  if (!arguments.pto.empty()) {
    WriteFileOrThrow(arguments.pto, panorama::EncodePto(photos, stitched), Exit::kUnusableInput);
  }
  if (!arguments.sheet.empty()) {
    WriteFileOrThrow(arguments.sheet,
                     ValueOrThrow(EncodePng(panorama::DrawContactSheet(photos, stitched))),
                     Exit::kUnusableInput);
  }
}

Execution ExecutionOf(const Arguments& arguments, const CommandContext& context) {
  Execution execution;
  execution.threads = arguments.threads > 0
                          ? arguments.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  execution.memory_bytes = arguments.memory_bytes;
  execution.cancelled = context.cancelled;
  return execution;
}

void WriteSpot(const Arguments& arguments,
               const std::vector<fs::path>& files,
               const SpotPanorama& made) {
  WriteFileOrThrow(arguments.output, made.jpeg, Exit::kUnusableInput);
  if (!arguments.report.empty()) {
    WriteFileOrThrow(arguments.report, made.report, Exit::kUnusableInput);
  }
  if (!arguments.master.empty()) {
    if (auto problem = WriteTiff(
            arguments.master,
            *made.pixels,
            {.icc = SrgbProfile(), .xmp = EncodeXmp(XmpOf(arguments, files, *made.pixels))})) {
      throw Failure({std::move(*problem)});
    }
  }
  if (!arguments.pto.empty() && !made.project.empty()) {
    WriteFileOrThrow(arguments.pto, made.project, Exit::kUnusableInput);
  }
  if (!arguments.sheet.empty()) {
    WriteFileOrThrow(arguments.sheet, ValueOrThrow(EncodePng(made.small)), Exit::kUnusableInput);
  }
}

// Two discs, or a panorama that is one already.
Exit RunSpot(PictureKind kind,
             const std::vector<fs::path>& files,
             const Arguments& arguments,
             const CommandContext& context) {
  const bool fisheye = kind == PictureKind::kDualFisheye;
  SpotOptions options{.width = arguments.width,
                      .level = fisheye || arguments.level,
                      .heading_deg = HeadingOf(arguments),
                      .quality = arguments.quality,
                      .keep_pixels = !arguments.master.empty()};
  if (fisheye) {
    options.packet = SharedCredit(files);
  }
  std::vector<SpotPicture> pictures;
  for (const fs::path& file : files) {
    pictures.push_back({file, file.filename().string()});
  }
  const Execution execution = ExecutionOf(arguments, context);
  const SpotPanorama made =
      ValueOrThrow(fisheye ? MakeDualFisheyePanorama(pictures, options, execution)
                           : MakeReadyPanorama(pictures.front(), options, execution));
  WriteSpot(arguments, files, made);
  if (context.json) {
    std::fputs(made.report.c_str(), stdout);
  }
  if (!context.quiet) {
    Show(made.notes, context.language);
  }
  Show(made.doubts, context.language);
  Tell(context,
       Say(fisheye              ? messages::kPanoramaFisheyeDone
           : made.encoded_again ? messages::kPanoramaReadyTurned
                                : messages::kPanoramaReadyDone,
           fmt::arg("file", arguments.output),
           fmt::arg("width", made.width_px),
           fmt::arg("height", made.height_px)));
  return made.doubts.empty() ? Exit::kDone : Exit::kDoubtful;
}

PictureKind KindOf(const Arguments& arguments, std::vector<fs::path>& files) {
  const PictureKind seen = RecogniseKind(files);
  return arguments.kind == "photos"     ? PictureKind::kPhotos
         : arguments.kind == "fisheye"  ? PictureKind::kDualFisheye
         : arguments.kind == "panorama" ? PictureKind::kEquirect
                                        : seen;
}

Exit Run(const Arguments& arguments, const CommandContext& context) {
  std::vector<fs::path> files =
      panorama::ListPhotos({arguments.photos.begin(), arguments.photos.end()});
  if (files.empty()) {
    throw Failure({Diagnostic{
        .what = Say(messages::kPanoramaNoPhotos, fmt::arg("folder", arguments.photos.front())),
        .remedy = Say(messages::kPanoramaNoPhotosRemedy)}});
  }
  if (const PictureKind kind = KindOf(arguments, files); kind != PictureKind::kPhotos) {
    return RunSpot(kind, files, arguments, context);
  }
  const panorama::PhotoSet photos = panorama::OpenPhotos(files);
  const Execution execution = ExecutionOf(arguments, context);
  const panorama::Stitched stitched = panorama::Stitch(
      photos, {.width = arguments.width, .nadir = {.mode = arguments.nadir}}, execution);
  WriteResults(arguments, files, photos, stitched);
  const std::string report = panorama::EncodeReport(
      photos, stitched, {.peak_rss_mb = static_cast<double>(PeakMemoryBytes()) / 1048576});
  if (!arguments.report.empty()) {
    WriteFileOrThrow(arguments.report, report, Exit::kUnusableInput);
  }
  if (context.json) {
    std::fputs(report.c_str(), stdout);
  }
  if (!context.quiet) {
    Show(stitched.notes, context.language);
  }
  Show(stitched.doubts, context.language);
  const auto placed = std::count_if(
      stitched.placements.begin(), stitched.placements.end(), [](const auto& placement) {
        return placement.status != panorama::PlacementStatus::kRejected;
      });
  Tell(context,
       Say(messages::kPanoramaDone,
           fmt::arg("placed", placed),
           fmt::arg("photos", photos.size()),
           fmt::arg("file", arguments.output),
           fmt::arg("width", stitched.composite.pixels.width),
           fmt::arg("height", stitched.composite.pixels.height)));
  return stitched.doubts.empty() ? Exit::kDone : Exit::kDoubtful;
}

}  // namespace

void AddPanoramaCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("panorama", say(messages::kCommandPanorama));
  command->add_option("PHOTO", arguments->photos, say(messages::kPanoramaOptionPhotos))->required();
  command->add_option("-o,--output", arguments->output, say(messages::kPanoramaOptionOutput))
      ->required();
  command->add_option("--width", arguments->width, say(messages::kPanoramaOptionWidth))
      ->check(CLI::Range(256, 65500));
  command->add_option("--as", arguments->kind, say(messages::kPanoramaOptionAs))
      ->check(CLI::IsMember({"auto", "photos", "fisheye", "panorama"}));
  command->add_option("--north", arguments->north_deg, say(messages::kPanoramaOptionNorth))
      ->check(CLI::Range(-360.0, 360.0));
  command->add_flag("--level", arguments->level, say(messages::kPanoramaOptionLevel));
  command->add_option("--report", arguments->report, say(messages::kPanoramaOptionReport));
  command->add_option("--master", arguments->master, say(messages::kPanoramaOptionMaster));
  command->add_option("--pto", arguments->pto, say(messages::kPanoramaOptionPto));
  command->add_option("--sheet", arguments->sheet, say(messages::kPanoramaOptionSheet));
  command->add_option("--nadir", arguments->nadir, say(messages::kPanoramaOptionNadir))
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, panorama::NadirMode>{{"fill", panorama::NadirMode::kFill},
                                                     {"disc", panorama::NadirMode::kDisc},
                                                     {"leave", panorama::NadirMode::kLeave}}));
  command->add_option("--quality", arguments->quality, say(messages::kPanoramaOptionQuality))
      ->check(CLI::Range(1, 100));
  command->add_option("-j,--threads", arguments->threads, say(messages::kPanoramaOptionThreads))
      ->check(CLI::Range(1, 256));
  command->add_option("--memory", arguments->memory_bytes, say(messages::kPanoramaOptionMemory))
      ->transform(CLI::AsSizeValue(false));
  command->callback([&invocation, arguments] {
    invocation.large_pages = true;
    invocation.run = [arguments](const CommandContext& context) {
      return Run(*arguments, context);
    };
  });
}

}  // namespace disan
