#include "pipeline/panorama/light_maps.h"

#include "pipeline/panorama/light.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kDarkest = 8;
constexpr int kBrightest = 245;
constexpr double kBlurPx = 0.8;      // of the map: halves what aliases and what is grain
constexpr float kLeastKnown = 0.6F;  // of a place's surroundings

std::array<float, 256> LogLights() {
  std::array<float, 256> lights{};
  for (size_t value = 1; value < lights.size(); ++value) {
    lights[value] = static_cast<float>(std::log(ToLinear(static_cast<double>(value) / 255)));
  }
  return lights;
}

Eigen::Vector2i MapSize(const Image8& small, Detail detail) {
  const double scale = std::min(1.0,
                                static_cast<double>(kMapLongSide[static_cast<size_t>(detail)]) /
                                    std::max(small.width, small.height));
  return EvenlyScaled(small.width, small.height, scale).cwiseMax(1);
}

}  // namespace

LightMap::LightMap(const Image8& small, const Lens& lens, Detail detail)
    : width_(MapSize(small, detail).x()),
      height_(MapSize(small, detail).y()),
      lens_(Scaled(lens, width_, height_)) {
  static const std::array<float, 256> kLogLights = LogLights();
  cv::Mat light(small.height, small.width, CV_32F);
  cv::Mat known(small.height, small.width, CV_32F);
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      const uint8_t green = *(small.At(x, y) + 1);
      const bool tells = green >= kDarkest && green <= kBrightest;
      known.at<float>(y, x) = tells ? 1.0F : 0.0F;
      light.at<float>(y, x) = tells ? kLogLights[green] : 0.0F;
    }
  }
  for (cv::Mat* map : {&light, &known}) {
    cv::resize(*map, *map, cv::Size(width_, height_), 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(*map, *map, cv::Size(), kBlurPx, kBlurPx, cv::BORDER_REPLICATE);
  }
  log_light_.reserve(static_cast<size_t>(width_) * static_cast<size_t>(height_));
  for (int y = 0; y < height_; ++y) {
    for (int x = 0; x < width_; ++x) {
      const float share = known.at<float>(y, x);
      log_light_.push_back(share < kLeastKnown ? std::nanf("") : light.at<float>(y, x) / share);
    }
  }
}

std::optional<double> LightMap::At(const Eigen::Vector2d& pixel) const {
  const int x = static_cast<int>(std::floor(pixel.x()));
  const int y = static_cast<int>(std::floor(pixel.y()));
  if (x < 0 || y < 0 || x + 1 >= width_ || y + 1 >= height_) {
    return std::nullopt;
  }
  const double across = pixel.x() - x;
  const double down = pixel.y() - y;
  const float* row = log_light_.data() + static_cast<ptrdiff_t>(y) * width_ + x;
  const double light = (1 - down) * ((1 - across) * row[0] + across * row[1]) +
                       down * ((1 - across) * row[width_] + across * row[width_ + 1]);
  return std::isnan(light) ? std::nullopt : std::optional(light);
}

double LightMap::Inside(const Eigen::Vector2d& pixel) const {
  const double edge =
      std::min({pixel.x(), width_ - 1 - pixel.x(), pixel.y(), height_ - 1 - pixel.y()});
  return 2 * edge / std::min(width_, height_);
}

double LightMap::SquaredRadius(const Eigen::Vector2d& pixel) const {
  return (pixel - lens_.Centre()).squaredNorm() /
         Eigen::Vector2d(width_ / 2.0, height_ / 2.0).squaredNorm();
}

}  // namespace disan::panorama
