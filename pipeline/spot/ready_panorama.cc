#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/image/eight_bits.h"
#include "formats/image/jpeg.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/photo.h"
#include "formats/image/srgb.h"
#include "formats/language/panorama_messages.h"
#include "pipeline/equirect/check.h"
#include "pipeline/equirect/level.h"
#include "pipeline/panorama/photo_set.h"
#include "pipeline/panorama/sphere_level.h"
#include "pipeline/spot/spot_panorama.h"
#include "pipeline/tiles/equirect_pyramid.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Pixels = std::variant<Image8, Image16>;

constexpr int kLevelAtPx = 2048;   // wide: edges are clear, noise is not
constexpr double kLevelDeg = 0.1;  // less is not worth a new encoding
constexpr double kLeansDeg = 1;    // more is worth a word

std::vector<Diagnostic> Named(std::vector<Diagnostic> said, const std::string& name) {
  for (Diagnostic& one : said) {
    one.file = name;
  }
  return said;
}

// The file's own words kept where there is no packet of ours to put in their place.
std::string PacketOf(const PhotoFacts& facts, const SpotOptions& options, GPano pano) {
  if (options.packet) {
    Xmp packet = *options.packet;
    packet.gpano = std::move(pano);
    return EncodeXmp(packet);
  }
  return WithGPano(facts.xmp, pano);
}

GPano PanoOf(const PhotoFacts& facts, const SpotOptions& options, int width, int height) {
  GPano pano = facts.gpano.value_or(GPano{});
  pano.full_width_px = pano.cropped_width_px = width;
  pano.full_height_px = pano.cropped_height_px = height;
  pano.cropped_left_px = pano.cropped_top_px = 0;
  if (options.heading_deg) {
    pano.heading_deg = options.heading_deg;
  }
  return pano;
}

// What the file says of itself already, with nothing asked.
bool SaysAllItNeeds(const PhotoFacts& facts, const SpotOptions& options) {
  return !options.packet && !options.heading_deg && facts.gpano &&
         facts.gpano->full_width_px == facts.width_px &&
         facts.gpano->full_height_px == facts.height_px &&
         facts.gpano->cropped_width_px == facts.width_px &&
         facts.gpano->cropped_height_px == facts.height_px;
}

bool BrowsersShowIt(const PhotoFacts& facts, std::span<const uint8_t> bytes) {
  if (facts.format != PhotoFormat::kJpeg || facts.exif.orientation != 1) {
    return false;
  }
  const std::optional<JpegHead> head = ParseJpegHead(bytes);
  return head && head->components != 4;
}

Image16 SixteenBits(const Pixels& pixels) {
  if (const auto* deep = std::get_if<Image16>(&pixels)) {
    return *deep;
  }
  const Image8& narrow = std::get<Image8>(pixels);
  Image16 deep(narrow.width, narrow.height, narrow.channels);
  std::transform(narrow.pixels.begin(), narrow.pixels.end(), deep.pixels.begin(), [](uint8_t v) {
    return static_cast<uint16_t>(v * 257);
  });
  return deep;
}

struct Stand {
  std::optional<panorama::Level> level;  // as the picture came
  double tilt_deg = 0;
};

Stand StandOf(const Image8& image, const Execution& execution) {
  const int width = std::min(kLevelAtPx, image.width / 2 * 2);
  const bool fits = width == image.width && width == 2 * image.height;
  Stand stand{.level = panorama::FindSphereLevel(
                  fits ? image : ResizeEquirect(image, width, width / 2, execution), execution)};
  stand.tilt_deg = stand.level ? panorama::TiltDeg(stand.level->up) : 0;
  return stand;
}

// The rooms' frames differ by the direction of y.
Rotation Upright(const panorama::Level& level) {
  const Eigen::Matrix3d turn = panorama::LevelFromTilted(level.up);
  Rotation rotation{};
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const bool odd = (row == 1) != (column == 1);
      rotation[static_cast<size_t>(row * 3 + column)] =
          odd ? -turn(row, column) : turn(row, column);
    }
  }
  return rotation;
}

struct Work {
  PhotoFacts facts;
  Pixels pixels;
  bool turned = false;
  bool resized = false;
};

void DoAsWished(const SpotOptions& options,
                const Stand& stand,
                const Execution& execution,
                Work& work) {
  if (options.level && stand.level && stand.tilt_deg > kLevelDeg) {
    const Rotation upright = Upright(*stand.level);
    std::visit([&](auto& image) { image = RotateEquirect(image, upright, execution); },
               work.pixels);
    work.turned = true;
    if (work.facts.gpano) {
      work.facts.gpano->pitch_deg.reset();  // they told of the lean that is gone
      work.facts.gpano->roll_deg.reset();
    }
  }
  if (options.width > 0 && options.width < work.facts.width_px) {
    const int width = options.width / 2 * 2;
    work.pixels = ResizeEquirect(ToEightBits(work.pixels), width, width / 2, execution);
    work.resized = true;
  }
}

std::string ReportOf(const SpotPicture& picture,
                     const SpotPanorama& made,
                     const Stand& stand,
                     bool turned) {
  nlohmann::ordered_json report{
      {"photos",
       {{{"file", picture.name}, {"status", "placed"}, {"reason", {{"vi", ""}, {"en", ""}}}}}},
      {"kind", "equirectangular"},
      {"rms_px", nullptr},
      {"hfov_deg", 360}};
  report["level_deg"] = nullptr;
  if (stand.level) {
    const double off = turned ? stand.level->sigma_deg : stand.tilt_deg;
    report["level_deg"] = std::round(off * 1000) / 1000;
    report["level_from"] = panorama::NameOf(stand.level->source);
  }
  report["pixels"] = made.encoded_again ? "encoded-again" : "untouched";
  report["coverage"] = made.coverage;
  report["width"] = made.width_px;
  report["height"] = made.height_px;
  for (const auto& [key, said] : {std::pair{"doubts", &made.doubts}, {"notes", &made.notes}}) {
    report[key] = nlohmann::ordered_json::array();
    for (const Diagnostic& one : *said) {
      report[key].push_back({{"file", one.file},
                             {"what", {{"vi", one.what.vi}, {"en", one.what.en}}},
                             {"remedy", {{"vi", one.remedy.vi}, {"en", one.remedy.en}}}});
    }
  }
  return report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void SpeakOfStand(const SpotPicture& picture,
                  const SpotOptions& options,
                  const Stand& stand,
                  SpotPanorama& made) {
  if (options.level && !stand.level) {
    made.notes.push_back({.severity = Severity::kInfo,
                          .file = picture.name,
                          .what = Say(messages::kSphereNoUprights),
                          .remedy = Say(messages::kSphereNoUprightsRemedy)});
  } else if (!options.level && stand.tilt_deg > kLeansDeg) {
    made.notes.push_back({.severity = Severity::kInfo,
                          .file = picture.name,
                          .what = Say(messages::kSphereLeans,
                                      fmt::arg("degrees", fmt::format("{:.1f}", stand.tilt_deg))),
                          .remedy = Say(messages::kSphereLeansRemedy)});
  }
}

// The doubts, or the errors that make it no panorama.
Result<SpotPanorama> Checked(const SpotPicture& picture,
                             const Image8& image,
                             const Work& work,
                             std::vector<Diagnostic> said) {
  SpotPanorama made;
  for (Diagnostic& one : Named(CheckEquirect(image, work.facts.gpano), picture.name)) {
    said.push_back(std::move(one));
  }
  if (HasErrors(said)) {
    return Result<SpotPanorama>::Failed(std::move(said));
  }
  for (Diagnostic& one : said) {
    (one.severity == Severity::kInfo ? made.notes : made.doubts).push_back(std::move(one));
  }
  made.coverage = 1 - std::round(MeasureEquirect(image).black_share * 1e5) / 1e5;
  return Result<SpotPanorama>::Of(std::move(made));
}

std::string EncodedAgain(const Work& work,
                         const SpotOptions& options,
                         const SpotPanorama& made,
                         const Image8& image) {
  Exif exif = work.facts.exif;
  exif.orientation = 1;
  exif.adobe_rgb = false;
  exif.pixels_wide.reset();
  exif.focal_plane_pixels_per_mm.reset();
  JpegOptions jpeg{.quality = options.quality, .full_colour_resolution = true};
  jpeg.exif = EncodeExif(exif);
  jpeg.xmp =
      PacketOf(work.facts, options, PanoOf(work.facts, options, made.width_px, made.height_px));
  jpeg.icc = SrgbProfile();
  return ValueOrThrow(EncodeJpeg(image, jpeg));
}

}  // namespace

Result<SpotPanorama> MakeReadyPanorama(const SpotPicture& picture,
                                       const SpotOptions& options,
                                       const Execution& execution) {
  Result<Photo> photo = ReadPhoto(picture.path);
  std::vector<Diagnostic> said = Named(std::move(photo.diagnostics), picture.name);
  if (!photo) {
    return Result<SpotPanorama>::Failed(std::move(said));
  }
  Work work{.facts = std::move(photo->facts), .pixels = std::move(photo->pixels)};
  Image8 image = ToEightBits(work.pixels);
  Result<SpotPanorama> made = Checked(picture, image, work, std::move(said));
  if (!made) {
    return made;
  }
  const Stand stand = StandOf(image, execution);
  SpeakOfStand(picture, options, stand, *made);
  DoAsWished(options, stand, execution, work);
  image = ToEightBits(work.pixels);
  made->width_px = image.width;
  made->height_px = image.height;
  const std::string bytes = ValueOrThrow(ReadFile(picture.path));
  const std::span view(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  made->encoded_again = work.turned || work.resized || !BrowsersShowIt(work.facts, view);
  if (made->encoded_again) {
    made->jpeg = EncodedAgain(work, options, *made, image);
  } else if (SaysAllItNeeds(work.facts, options)) {
    made->jpeg = bytes;
  } else {
    const GPano pano = PanoOf(work.facts, options, image.width, image.height);
    made->jpeg =
        ValueOrThrow(RewriteJpegMetadata(view, {.xmp = PacketOf(work.facts, options, pano)}));
  }
  if (options.keep_pixels) {
    made->pixels = SixteenBits(work.pixels);
  }
  const int small = std::min(kSmallPx, image.width / 2 * 2);
  made->small = ResizeEquirect(image, small, small / 2, execution);
  made->figures = {
      {"Kích thước (px)", "Size (px)", fmt::format("{} × {}", image.width, image.height)}};
  made->report = ReportOf(picture, *made, stand, work.turned);
  return made;
}

}  // namespace disan
