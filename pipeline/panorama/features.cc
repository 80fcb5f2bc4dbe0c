#include "pipeline/panorama/features.h"

#include "pipeline/panorama/camera.h"
#include "pipeline/panorama/mat_view.h"

#include <algorithm>
#include <cmath>

#include <opencv2/features2d.hpp>
#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kCells =
    6;  // a side: each cell may keep its share of the points, and half as much again
// OpenCV 4.6 doubles the picture without regard to pixel centres: every point comes out this much
// too far right and down.
constexpr double kDoublingShiftPx = 0.25;

cv::Mat WorkingGrey(const Image8& pixels, const FeatureOptions& options) {
  cv::Mat grey;
  cv::cvtColor(View(pixels), grey, cv::COLOR_RGB2GRAY);
  const double scale = std::sqrt(options.working_megapixels * 1e6 /
                                 (static_cast<double>(pixels.width) * pixels.height));
  if (scale < 0.95) {
    const Eigen::Vector2i even = EvenlyScaled(pixels.width, pixels.height, scale);
    const cv::Size size(even.x(), even.y());
    cv::resize(grey, grey, size, 0, 0, cv::INTER_AREA);
  }
  return grey;
}

Image8 Shrunk(const Image8& pixels, int long_side_px) {
  const double scale =
      std::min(1.0, static_cast<double>(long_side_px) / std::max(pixels.width, pixels.height));
  const Eigen::Vector2i size = scale < 1 ? EvenlyScaled(pixels.width, pixels.height, scale)
                                         : Eigen::Vector2i(pixels.width, pixels.height);
  Image8 small(size.x(), size.y(), 3);
  cv::Mat to = View(small);
  cv::resize(View(pixels), to, to.size(), 0, 0, cv::INTER_AREA);
  return small;
}

// Strongest first; a tie is broken by place, so that the order never depends on chance.
bool Stronger(const cv::KeyPoint& a, const cv::KeyPoint& b) {
  if (a.response != b.response) {
    return a.response > b.response;
  }
  if (a.pt.y != b.pt.y) {
    return a.pt.y < b.pt.y;
  }
  return a.pt.x != b.pt.x ? a.pt.x < b.pt.x : a.angle < b.angle;
}

std::vector<cv::KeyPoint> Spread(std::vector<cv::KeyPoint> points, cv::Size size, int most) {
  std::sort(points.begin(), points.end(), Stronger);
  const int share = most * 3 / 2 / (kCells * kCells);
  std::vector<int> held(kCells * kCells, 0);
  std::vector<cv::KeyPoint> kept;
  for (const cv::KeyPoint& point : points) {
    const int column = std::clamp(
        static_cast<int>(point.pt.x * kCells / static_cast<float>(size.width)), 0, kCells - 1);
    const int row = std::clamp(
        static_cast<int>(point.pt.y * kCells / static_cast<float>(size.height)), 0, kCells - 1);
    int& count = held[static_cast<size_t>(row * kCells + column)];
    if (count < share && static_cast<int>(kept.size()) < most) {
      ++count;
      kept.push_back(point);
    }
  }
  return kept;
}

Descriptor RootNormalised(const float* raw) {
  float sum = 1e-6F;
  for (int i = 0; i < kDescriptorSize; ++i) {
    sum += raw[i];
  }
  Descriptor descriptor{};
  for (size_t i = 0; i < kDescriptorSize; ++i) {
    descriptor[i] = static_cast<int16_t>(std::lround(kDescriptorLength * std::sqrt(raw[i] / sum)));
  }
  return descriptor;
}

std::vector<Segment> FindSegments(const cv::Mat& grey,
                                  int full_width_px,
                                  const FeatureOptions& options) {
  const double shrink =
      std::sqrt(options.segment_megapixels * 1e6 / (static_cast<double>(grey.cols) * grey.rows));
  cv::Mat picture = grey;
  if (shrink < 1) {
    const Eigen::Vector2i size = EvenlyScaled(grey.cols, grey.rows, shrink);
    cv::resize(grey, picture, cv::Size(size.x(), size.y()), 0, 0, cv::INTER_AREA);
  }
  std::vector<cv::Vec4f> lines;
  cv::createLineSegmentDetector(cv::LSD_REFINE_STD)->detect(picture, lines);
  const double scale = static_cast<double>(full_width_px) / picture.cols;
  const double shortest = 0.03 * std::max(picture.cols, picture.rows);
  std::vector<Segment> segments;
  for (const cv::Vec4f& line : lines) {
    const Eigen::Array2d from(line[0], line[1]);
    const Eigen::Array2d to(line[2], line[3]);
    if ((to - from).matrix().norm() >= shortest) {
      segments.push_back(
          {((from + 0.5) * scale - 0.5).matrix(), ((to + 0.5) * scale - 0.5).matrix()});
    }
  }
  return segments;
}

}  // namespace

Features FindFeatures(const Image8& pixels, int full_width_px, const FeatureOptions& options) {
  Features features;
  features.small = Shrunk(pixels, options.small_px);
  if (pixels.width < 32 || pixels.height < 32) {
    return features;
  }
  const cv::Mat grey = WorkingGrey(pixels, options);
  features.segments = FindSegments(grey, full_width_px, options);
  if (options.most <= 0) {
    return features;
  }
  const auto sift = cv::SIFT::create(0, 3, options.contrast, 10, 1.6);
  std::vector<cv::KeyPoint> points;
  sift->detect(grey, points);
  points = Spread(std::move(points), grey.size(), options.most);
  if (points.empty()) {
    return features;
  }
  cv::Mat raw;
  sift->compute(grey, points, raw);
  const double scale = static_cast<double>(full_width_px) / grey.cols;
  for (size_t i = 0; i < points.size(); ++i) {
    const Eigen::Vector2d working(points[i].pt.x - kDoublingShiftPx,
                                  points[i].pt.y - kDoublingShiftPx);
    features.points.emplace_back(((working.array() + 0.5) * scale - 0.5).matrix());
    features.strengths.push_back(points[i].response);
    features.descriptors.push_back(RootNormalised(raw.ptr<float>(static_cast<int>(i))));
  }
  return features;
}

}  // namespace disan::panorama
