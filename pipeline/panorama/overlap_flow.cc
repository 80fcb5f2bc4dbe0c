#include "pipeline/panorama/overlap_flow.h"

#include "pipeline/panorama/mat_view.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace disan::panorama {

namespace {

constexpr int kPatch = 4;                  // pixels to either side that are compared
constexpr double kLeastLikeness = 0.8;     // correlation of the two patches
constexpr double kLeastTexture = 2.5;      // grey levels along the flattest direction
constexpr double kLargestRoundTrip = 0.8;  // pixels between flow there and back
constexpr int kMargin = 5;

// The second photo as the first one's camera would see it; `seen` is 255 where it does.
struct Overlap {
  cv::Mat second;
  cv::Mat seen;
  double share = 0;
};

Overlap OverlapOf(const Image8& first, const Image8& second, const Camera& from, const Camera& to) {
  const LensMap lens(from.lens);
  const LensMap other(to.lens);
  const Eigen::Matrix3d turn = to.world_from_camera.transpose() * from.world_from_camera;
  cv::Mat map(first.height, first.width, CV_32FC2, cv::Scalar(-100, -100));
  Overlap overlap;
  overlap.seen = cv::Mat::zeros(first.height, first.width, CV_8U);
  int seen = 0;
  for (int y = 0; y < first.height; ++y) {
    for (int x = 0; x < first.width; ++x) {
      Eigen::Vector2d pixel;
      if (other.Project(turn * lens.Bearing({x, y}), pixel) && other.Inside(pixel, 1)) {
        map.at<cv::Vec2f>(y, x) = {static_cast<float>(pixel.x()), static_cast<float>(pixel.y())};
        overlap.seen.at<uint8_t>(y, x) = 255;
        ++seen;
      }
    }
  }
  overlap.share = static_cast<double>(seen) / (first.width * first.height);
  // Where the second does not see, the first stands in: no flow there.
  overlap.second = View(first).clone();
  cv::Mat laid;
  cv::remap(View(second), laid, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  laid.copyTo(overlap.second, overlap.seen);
  return overlap;
}

// The smaller eigenvalue of the structure tensor, as grey levels a pixel.
cv::Mat TextureOf(const cv::Mat& grey) {
  cv::Mat dx;
  cv::Mat dy;
  cv::Scharr(grey, dx, CV_32F, 1, 0, 1 / 32.0);
  cv::Scharr(grey, dy, CV_32F, 0, 1, 1 / 32.0);
  const cv::Size window(2 * kPatch + 1, 2 * kPatch + 1);
  cv::Mat xx;
  cv::Mat yy;
  cv::Mat xy;
  cv::boxFilter(dx.mul(dx), xx, CV_32F, window);
  cv::boxFilter(dy.mul(dy), yy, CV_32F, window);
  cv::boxFilter(dx.mul(dy), xy, CV_32F, window);
  cv::Mat texture(grey.size(), CV_32F);
  for (int y = 0; y < grey.rows; ++y) {
    for (int x = 0; x < grey.cols; ++x) {
      const float a = xx.at<float>(y, x);
      const float b = yy.at<float>(y, x);
      const float c = xy.at<float>(y, x);
      const float least = (a + b) / 2 - std::sqrt((a - b) * (a - b) / 4 + c * c);
      texture.at<float>(y, x) = std::sqrt(std::max(0.0F, least));
    }
  }
  return texture;
}

// Correlation of the patch around `a` in `one` with that around `b` in `other`, -1 to 1.
double Likeness(const cv::Mat& one, cv::Point2f a, const cv::Mat& other, cv::Point2f b) {
  const cv::Size size(2 * kPatch + 1, 2 * kPatch + 1);
  cv::Mat first;
  cv::Mat second;
  cv::getRectSubPix(one, size, a, first, CV_32F);
  cv::getRectSubPix(other, size, b, second, CV_32F);
  first -= cv::mean(first);
  second -= cv::mean(second);
  return first.dot(second) / (std::sqrt(first.dot(first) * second.dot(second)) + 1e-6);
}

bool Within(const cv::Mat& picture, cv::Point2f place) {
  return place.x >= kMargin && place.y >= kMargin &&
         place.x < static_cast<float>(picture.cols - kMargin) &&
         place.y < static_cast<float>(picture.rows - kMargin);
}

cv::Vec2f FlowAt(const cv::Mat& flow, cv::Point2f place) {
  return flow.at<cv::Vec2f>(static_cast<int>(std::lround(place.y)),
                            static_cast<int>(std::lround(place.x)));
}

struct Flows {
  cv::Mat there;
  cv::Mat back;
};

Flows FlowsOf(const cv::Mat& first, const cv::Mat& second) {
  const auto flow = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM);
  Flows flows;
  flow->calc(first, second, flows.there);
  flow->calc(second, first, flows.back);
  return flows;
}

}  // namespace

Image8 EvenLuminance(const Image8& small,
                     const Lens& lens,
                     const std::array<double, 3>& gain,
                     const Vignetting& vignetting) {
  Image8 grey(small.width, small.height, 1);
  const Eigen::Vector2d centre = LensMap(lens).Centre();
  const double corner = Eigen::Vector2d(small.width, small.height).squaredNorm() / 4;
  std::array<double, 256> linear;
  for (size_t i = 0; i < linear.size(); ++i) {
    linear[i] = ToLinear(static_cast<double>(i) / 255);
  }
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      const uint8_t* value = small.At(x, y);
      const double light =
          (0.25 * gain[0] * linear[value[0]] + 0.6 * gain[1] * linear[value[1]] +
           0.15 * gain[2] * linear[value[2]]) /
          VignettingAt(vignetting, (Eigen::Vector2d(x, y) - centre).squaredNorm() / corner);
      *grey.At(x, y) = static_cast<uint8_t>(
          std::clamp(std::lround(255 * ToEncoded(std::clamp(light, 0.0, 1.0))), 0L, 255L));
    }
  }
  return grey;
}

PairFlow FlowBetween(int first,
                     int second,
                     const std::vector<Image8>& grey,
                     const std::vector<Camera>& cameras,
                     const FlowOptions& options) {
  PairFlow found{first, second, {}};
  const Camera& from = cameras[static_cast<size_t>(first)];
  const Camera& to = cameras[static_cast<size_t>(second)];
  const Image8& picture = grey[static_cast<size_t>(first)];
  const Overlap overlap = OverlapOf(picture, grey[static_cast<size_t>(second)], from, to);
  if (overlap.share < 0.02) {
    return found;
  }
  const cv::Mat one = View(picture);
  const Flows flows = FlowsOf(one, overlap.second);
  const cv::Mat texture = TextureOf(one);
  const LensMap lens(from.lens);
  const LensMap other(to.lens);
  const double largest = options.largest_deg / 180 * M_PI;
  for (int y = kMargin; y < one.rows - kMargin; y += options.sample_px) {
    for (int x = kMargin; x < one.cols - kMargin; x += options.sample_px) {
      const cv::Point2f at(static_cast<float>(x), static_cast<float>(y));
      const cv::Vec2f there = FlowAt(flows.there, at);
      const cv::Point2f landed = at + cv::Point2f(there);
      if (texture.at<float>(y, x) < kLeastTexture || overlap.seen.at<uint8_t>(y, x) == 0 ||
          !Within(one, landed) ||
          overlap.seen.at<uint8_t>(static_cast<int>(std::lround(landed.y)),
                                   static_cast<int>(std::lround(landed.x))) == 0 ||
          cv::norm(there + FlowAt(flows.back, landed)) > kLargestRoundTrip) {
        continue;
      }
      const Eigen::Vector3d d = lens.Bearing({x, y});
      const Eigen::Vector3d e = lens.Bearing({landed.x, landed.y});
      Agreement agreement{.in_first = {x, y}};
      agreement.gap = from.world_from_camera * (e - d);
      const double likeness = Likeness(one, at, overlap.second, landed);
      if (agreement.gap.norm() > largest || likeness < kLeastLikeness ||
          !other.Project(to.world_from_camera.transpose() * (from.world_from_camera * e),
                         agreement.in_second)) {
        continue;
      }
      agreement.trust = (likeness - kLeastLikeness) / (1 - kLeastLikeness);
      found.agreements.push_back(agreement);
    }
  }
  return found;
}

}  // namespace disan::panorama
