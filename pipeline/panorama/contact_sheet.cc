#include "pipeline/panorama/contact_sheet.h"

#include "formats/language/panorama_messages.h"
#include "pipeline/canvas/canvas.h"
#include "pipeline/panorama/mat_view.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kLinePx = 26;    // of the list of names
constexpr int kEntryPx = 320;  // a column of it
constexpr int kMarginPx = 14;
constexpr int kPlatePx = 22;
constexpr double kInsidePx = 18;  // a plate's middle from the picture's edge
constexpr int kStepsASide = 40;
constexpr Colour kEdge{0.08, 0.08, 0.08, 1};
constexpr Colour kPaper{0.12, 0.12, 0.12, 1};
constexpr Colour kQuiet{0.88, 0.88, 0.88, 1};
constexpr Colour kLeftOut{1, 0.47, 0.43, 1};

Colour ColourOf(size_t photo, PlacementStatus status) {
  if (status == PlacementStatus::kRejected) {
    return {0.6, 0.6, 0.6, 1};
  }
  if (status == PlacementStatus::kPlacedByPrior) {
    return {1, 0.75, 0, 1};
  }
  constexpr double kLow = 0.24;
  const double hue = std::fmod(static_cast<double>(photo) * 0.618, 1.0) * 6;
  const double rise = std::fmod(hue, 1.0);
  const std::array<Colour, 6> wheel = {Colour{1, rise, kLow, 1},
                                       Colour{1 - rise, 1, kLow, 1},
                                       Colour{kLow, 1, rise, 1},
                                       Colour{kLow, 1 - rise, 1, 1},
                                       Colour{rise, kLow, 1, 1},
                                       Colour{1, kLow, 1 - rise, 1}};
  return wheel[std::min<size_t>(5, static_cast<size_t>(hue))];
}

// A word on a plate of the photo's colour, so that it can be read on any picture.
void Plate(Canvas& sheet, const std::string& text, Eigen::Vector2d middle, const Colour& colour) {
  const double light = 0.3 * colour.red + 0.6 * colour.green + 0.1 * colour.blue;
  const TextStyle style{.size = 15,
                        .colour = light < 0.35 ? kQuiet : kEdge,
                        .across = Across::kCentre,
                        .down = Down::kMiddle};
  const double width =
      std::max<double>(kPlatePx, sheet.Measure({0, 0, 900, kPlatePx}, text, style).width + 10);
  const Box box{middle.x() - width / 2, middle.y() - kPlatePx / 2.0, width, kPlatePx};
  sheet.Fill(box, colour);
  sheet.Outline(box, kEdge, 1);
  sheet.Write(box, text, style);
}

// One line of the list: the name, and what became of a photo that was not joined by what it shows.
void ListPhoto(Canvas& sheet,
               const std::string& name,
               PlacementStatus status,
               Eigen::Vector2d place) {
  const bool rejected = status == PlacementStatus::kRejected;
  const std::string mark = rejected ? "✕ " : status == PlacementStatus::kPlacedByPrior ? "≈ " : "";
  sheet.Write({place.x() + 42, place.y() - kLinePx / 2.0, kEntryPx - 48.0, kLinePx},
              mark + name,
              {.size = 15,
               .least_size = 12,
               .colour = rejected ? kLeftOut : kQuiet,
               .down = Down::kMiddle});
}

// What became of the nadir; nothing when it was photographed.
std::optional<Text> NadirInWords(NadirState state) {
  switch (state) {
    case NadirState::kPhotographed:
      return std::nullopt;
    case NadirState::kGroundShot:
      return Say(messages::kPanoramaSheetGroundShot);
    case NadirState::kFilled:
      return Say(messages::kPanoramaSheetFilled);
    case NadirState::kDisc:
      return Say(messages::kPanoramaSheetDisc);
    case NadirState::kLeft:
      return Say(messages::kPanoramaSheetLeft);
    case NadirState::kTooWide:
      break;
  }
  return Say(messages::kPanoramaSheetTooWide);
}

Eigen::Vector2d PlaceOf(const Camera& camera,
                        const LensMap& lens,
                        Eigen::Vector2d pixel,
                        int width) {
  return GridPosition(camera.world_from_camera * lens.Bearing(pixel), width);
}

// The outline in short straight lines; those across the picture's edge are left out.
std::vector<std::array<Eigen::Vector2d, 2>> OutlineOf(const Camera& camera, int width) {
  const LensMap lens(camera.lens);
  const double right = camera.lens.width_px - 1;
  const double bottom = camera.lens.height_px - 1;
  const std::array<Eigen::Vector2d, 5> corners = {Eigen::Vector2d(0, 0),
                                                  Eigen::Vector2d(right, 0),
                                                  Eigen::Vector2d(right, bottom),
                                                  Eigen::Vector2d(0, bottom),
                                                  Eigen::Vector2d(0, 0)};
  std::vector<std::array<Eigen::Vector2d, 2>> lines;
  for (size_t side = 0; side < 4; ++side) {
    for (int k = 0; k < kStepsASide; ++k) {
      const auto at = [&](int step) {
        return PlaceOf(camera,
                       lens,
                       corners[side] + (corners[side + 1] - corners[side]) * step / kStepsASide,
                       width);
      };
      const Eigen::Vector2d from = at(k);
      const Eigen::Vector2d to = at(k + 1);
      if (std::abs(from.x() - to.x()) < width / 3) {
        lines.push_back({from, to});
      }
    }
  }
  return lines;
}

// Edged, so that it shows on a bright sky as well.
void DrawOutline(Canvas& sheet, const Camera& camera, const Colour& colour, int width) {
  const auto lines = OutlineOf(camera, width);
  for (const auto& [ink, wide] : {std::pair{kEdge, 3.0}, {colour, 1.5}}) {
    for (const auto& [from, to] : lines) {
      sheet.Line(from.x(), from.y(), to.x(), to.y(), ink, wide);
    }
  }
}

Image8 Reduced(const Composite& composite, int width) {
  cv::Mat reduced;
  cv::resize(View(composite.pixels), reduced, cv::Size(width, width / 2), 0, 0, cv::INTER_AREA);
  Image8 picture(width, width / 2, 3);
  reduced.convertTo(View(picture), CV_8U, 1 / 257.0);
  return picture;
}

}  // namespace

Image8 DrawContactSheet(const PhotoSet& photos, const Stitched& stitched, int width_px) {
  const int count = static_cast<int>(photos.size());
  const int columns = std::max(1, (width_px - 2 * kMarginPx) / kEntryPx);
  const int lines = (count + columns - 1) / columns;
  const int map_px = width_px / 2;
  const int height_px = map_px + lines * kLinePx + 2 * kMarginPx;
  Canvas sheet = Canvas::Picture(width_px, height_px);
  sheet.Fill({0, 0, double(width_px), double(height_px)}, kPaper);
  sheet.Draw({0, 0, double(width_px), double(map_px)}, Reduced(stitched.composite, width_px));
  // Of the exposures of one direction one is drawn.
  const auto drawn = [&](size_t i) {
    return stitched.placements[i].status != PlacementStatus::kRejected && stitched.outlined[i];
  };
  for (size_t i = 0; i < photos.size(); ++i) {
    if (drawn(i)) {
      const Colour colour = ColourOf(i, stitched.placements[i].status);
      DrawOutline(sheet, stitched.cameras[i], colour, width_px);
    }
  }
  const auto words = NadirInWords(stitched.nadir.state);
  if (words) {
    Plate(sheet, words->vi + " · " + words->en, {width_px / 2.0, map_px - kInsidePx}, kQuiet);
  }
  const double lowest = map_px - kInsidePx - (words ? kPlatePx + 4 : 0);  // above the words
  for (size_t i = 0; i < photos.size(); ++i) {
    const PlacementStatus status = stitched.placements[i].status;
    const std::string number = std::to_string(i + 1);
    const Colour colour = ColourOf(i, status);
    if (drawn(i)) {
      const LensMap lens(stitched.cameras[i].lens);
      const Eigen::Vector2d centre = PlaceOf(stitched.cameras[i], lens, lens.Centre(), width_px);
      Plate(sheet,
            number,
            {std::clamp(centre.x(), kInsidePx, width_px - kInsidePx),
             std::clamp(centre.y(), kInsidePx, lowest)},
            colour);
    }
    const int at = static_cast<int>(i);
    const Eigen::Vector2d place{kMarginPx + double(at / lines) * kEntryPx,
                                map_px + kMarginPx + kLinePx / 2.0 + at % lines * kLinePx};
    Plate(sheet, number, {place.x() + 18, place.y()}, colour);
    ListPhoto(sheet, photos[i].name, status, place);
  }
  return sheet.FinishPicture();
}

}  // namespace disan::panorama
