#include "pipeline/panorama/contact_sheet.h"

#include "formats/language/unicode.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kLinePx = 26;    // of the list of names
constexpr int kEntryPx = 320;  // a column of it
constexpr int kMarginPx = 14;
constexpr int kStepsASide = 40;

cv::Scalar ColourOf(size_t photo, PlacementStatus status) {
  if (status == PlacementStatus::kPlacedByPrior) {
    return {255, 190, 0};
  }
  const double hue = std::fmod(static_cast<double>(photo) * 0.618, 1.0) * 6;
  const double rise = std::fmod(hue, 1.0) * 255;
  const std::array<cv::Scalar, 6> wheel = {cv::Scalar(255, rise, 60),
                                           cv::Scalar(255 - rise, 255, 60),
                                           cv::Scalar(60, 255, rise),
                                           cv::Scalar(60, 255 - rise, 255),
                                           cv::Scalar(rise, 60, 255),
                                           cv::Scalar(255, 60, 255 - rise)};
  return wheel[std::min<size_t>(5, static_cast<size_t>(hue))];
}

constexpr auto kFont = cv::FONT_HERSHEY_DUPLEX;

// The number on a plate of the photo's colour, so that it can be read on any picture.
void Plate(cv::Mat& sheet, const std::string& text, cv::Point middle, const cv::Scalar& colour) {
  int below = 0;
  const cv::Size size = cv::getTextSize(text, kFont, 0.55, 1, &below);
  const cv::Point corner = middle - cv::Point(size.width / 2 + 5, size.height / 2 + 5);
  const cv::Rect plate(corner, cv::Size(size.width + 10, size.height + 10));
  cv::rectangle(sheet, plate, colour, cv::FILLED, cv::LINE_AA);
  cv::rectangle(sheet, plate, {20, 20, 20}, 1, cv::LINE_AA);
  const cv::Point at = corner + cv::Point(5, size.height + 5);
  cv::putText(sheet, text, at, kFont, 0.55, {15, 15, 15}, 1, cv::LINE_AA);
}

// OpenCV's own letters are ASCII: a name with others loses its marks, its number tells it anyway.
std::string Written(const std::string& name) {
  const bool plain =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
  std::string written = plain ? name : FoldForSearch(name);
  std::replace_if(
      written.begin(), written.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  constexpr size_t kLongest = 24;
  return written.size() <= kLongest ? written : written.substr(0, kLongest - 2) + "..";
}

// One line of the list: the name; an x for what was left out, ~ for what was placed by
// the rhythm of the capture.
void ListPhoto(cv::Mat& sheet,
               const std::string& name,
               PlacementStatus status,
               const cv::Point& place) {
  const bool rejected = status == PlacementStatus::kRejected;
  const std::string mark = rejected ? "x " : status == PlacementStatus::kPlacedByPrior ? "~ " : "";
  const cv::Scalar ink = rejected ? cv::Scalar(255, 120, 110) : cv::Scalar(225, 225, 225);
  cv::putText(
      sheet, mark + Written(name), place + cv::Point(44, 6), kFont, 0.5, ink, 1, cv::LINE_AA);
}

cv::Point PlaceOf(const Camera& camera, const LensMap& lens, Eigen::Vector2d pixel, int width) {
  const Eigen::Vector2d place = GridPosition(camera.world_from_camera * lens.Bearing(pixel), width);
  return {static_cast<int>(std::lround(place.x())), static_cast<int>(std::lround(place.y()))};
}

void Outline(cv::Mat& sheet, const Camera& camera, const cv::Scalar& colour, int width) {
  const LensMap lens(camera.lens);
  const double right = camera.lens.width_px - 1;
  const double bottom = camera.lens.height_px - 1;
  const std::array<Eigen::Vector2d, 5> corners = {Eigen::Vector2d(0, 0),
                                                  Eigen::Vector2d(right, 0),
                                                  Eigen::Vector2d(right, bottom),
                                                  Eigen::Vector2d(0, bottom),
                                                  Eigen::Vector2d(0, 0)};
  for (size_t side = 0; side < 4; ++side) {
    for (int k = 0; k < kStepsASide; ++k) {
      const auto at = [&](int step) {
        return PlaceOf(camera,
                       lens,
                       corners[side] + (corners[side + 1] - corners[side]) * step / kStepsASide,
                       width);
      };
      const cv::Point from = at(k);
      const cv::Point to = at(k + 1);
      if (std::abs(from.x - to.x) < width / 3) {  // not across the picture's edge
        cv::line(sheet, from, to, {20, 20, 20}, 3, cv::LINE_AA);
        cv::line(sheet, from, to, colour, 1, cv::LINE_AA);
      }
    }
  }
}

cv::Mat Reduced(const Composite& composite, int width) {
  const cv::Mat all(composite.pixels.height,
                    composite.pixels.width,
                    CV_16UC3,
                    const_cast<uint16_t*>(composite.pixels.pixels.data()));
  cv::Mat reduced;
  cv::resize(all, reduced, cv::Size(width, width / 2), 0, 0, cv::INTER_AREA);
  reduced.convertTo(reduced, CV_8U, 1 / 257.0);
  return reduced;
}

}  // namespace

Image8 DrawContactSheet(const PhotoSet& photos, const Stitched& stitched, int width_px) {
  const int count = static_cast<int>(photos.size());
  const int columns = std::max(1, (width_px - 2 * kMarginPx) / kEntryPx);
  const int lines = (count + columns - 1) / columns;
  Image8 picture(width_px, width_px / 2 + lines * kLinePx + 2 * kMarginPx, 3);
  cv::Mat sheet(picture.height, picture.width, CV_8UC3, picture.pixels.data());
  sheet.setTo(cv::Scalar(30, 30, 30));
  cv::Mat map = sheet(cv::Rect(0, 0, width_px, width_px / 2));
  Reduced(stitched.composite, width_px).copyTo(map);
  const auto placed = [&](size_t i) {
    return stitched.placements[i].status != PlacementStatus::kRejected;
  };
  for (size_t i = 0; i < photos.size(); ++i) {
    if (placed(i) && stitched.outlined[i]) {  // not another exposure of a direction that is drawn
      Outline(map, stitched.cameras[i], ColourOf(i, stitched.placements[i].status), width_px);
    }
  }
  if (stitched.nadir.state != NadirState::kPhotographed) {
    const std::string text = std::string("nadir: ") + WordOf(stitched.nadir.state);
    Plate(map, text, {width_px - 110, width_px / 2 - 16}, {255, 255, 255});
  }
  for (size_t i = 0; i < photos.size(); ++i) {
    const PlacementStatus status = stitched.placements[i].status;
    const std::string number = std::to_string(i + 1);
    const cv::Scalar colour = placed(i) ? ColourOf(i, status) : cv::Scalar(150, 150, 150);
    if (placed(i) && stitched.outlined[i]) {
      const LensMap lens(stitched.cameras[i].lens);
      Plate(map, number, PlaceOf(stitched.cameras[i], lens, lens.Centre(), width_px), colour);
    }
    const int at = static_cast<int>(i);
    const cv::Point place(kMarginPx + at / lines * kEntryPx,
                          width_px / 2 + kMarginPx + kLinePx / 2 + at % lines * kLinePx);
    Plate(sheet, number, place + cv::Point(18, 0), colour);
    ListPhoto(sheet, photos[i].name, status, place);
  }
  return picture;
}

}  // namespace disan::panorama
