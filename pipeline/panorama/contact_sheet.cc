#include "pipeline/panorama/contact_sheet.h"

#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kRejectedHeight = 150;
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

void Label(cv::Mat& sheet, const std::string& text, cv::Point place, const cv::Scalar& colour) {
  cv::putText(sheet, text, place, cv::FONT_HERSHEY_SIMPLEX, 0.55, {0, 0, 0}, 4, cv::LINE_AA);
  cv::putText(sheet, text, place, cv::FONT_HERSHEY_SIMPLEX, 0.55, colour, 1, cv::LINE_AA);
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
  const bool rejected = std::any_of(
      stitched.placements.begin(), stitched.placements.end(), [](const Placement& placement) {
        return placement.status == PlacementStatus::kRejected;
      });
  Image8 picture(width_px, width_px / 2 + (rejected ? kRejectedHeight : 0), 3);
  cv::Mat sheet(picture.height, picture.width, CV_8UC3, picture.pixels.data());
  sheet.setTo(cv::Scalar(30, 30, 30));
  Reduced(stitched.composite, width_px).copyTo(sheet(cv::Rect(0, 0, width_px, width_px / 2)));
  if (stitched.nadir.state != NadirState::kPhotographed) {
    const std::string text = std::string("nadir: ") + WordOf(stitched.nadir.state);
    Label(sheet, text, {width_px - 190, width_px / 2 - 12}, {255, 255, 255});
  }
  int left = 10;
  for (size_t i = 0; i < photos.size(); ++i) {
    const PlacementStatus status = stitched.placements[i].status;
    const std::string number = std::to_string(i + 1);
    if (status == PlacementStatus::kRejected) {
      const std::string text = number + " x";
      Label(sheet, text, {left, width_px / 2 + 30}, {255, 80, 80});
      left += 60;
      continue;
    }
    if (!stitched.outlined[i]) {
      continue;  // another exposure of the same direction is drawn
    }
    const cv::Scalar colour = ColourOf(i, status);
    const Camera& camera = stitched.cameras[i];
    Outline(sheet, camera, colour, width_px);
    const LensMap lens(camera.lens);
    Label(sheet, number, PlaceOf(camera, lens, lens.Centre(), width_px) - cv::Point(8, -6), colour);
  }
  return picture;
}

}  // namespace disan::panorama
