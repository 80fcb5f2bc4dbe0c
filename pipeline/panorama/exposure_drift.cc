#include "pipeline/panorama/exposure_drift.h"

#include "pipeline/panorama/light.h"
#include "pipeline/panorama/mat_view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace disan::panorama {

namespace {

constexpr double kWorking_px = 720;   // long side
constexpr double kStill_px = 0.25;    // at the working size
constexpr double kFarthest = 0.05;    // of the width
constexpr double kLeastGain = 0.002;  // of the correlation
constexpr double kLeastSeen = 0.08;   // of the picture, well exposed in both

cv::Mat ViewOf(const Pixels& pixels) {
  return std::visit([](const auto& image) { return View(image); }, pixels);
}

// Grey at the working size, 8 bits.
cv::Mat Working(const Pixels& pixels, double shrink) {
  cv::Mat small;
  cv::resize(ViewOf(pixels), small, {}, shrink, shrink, cv::INTER_AREA);
  if (small.depth() == CV_16U) {
    small.convertTo(small, CV_8U, 1 / 257.0);
  }
  cv::cvtColor(small, small, cv::COLOR_RGB2GRAY);
  return small;
}

// As the reference would have exposed it.
cv::Mat Exposed(const cv::Mat& grey, double scale) {
  cv::Mat table(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i) {
    const double light = std::min(1.0, ToLinear(i / 255.0) * scale);
    table.at<uint8_t>(i) = static_cast<uint8_t>(std::lround(255 * ToEncoded(light)));
  }
  cv::Mat exposed;
  cv::LUT(grey, table, exposed);
  return exposed;
}

double FarthestCorner(const cv::Mat& warp, const cv::Mat& picture) {
  double farthest = 0;
  for (const double x : {0.0, picture.cols - 1.0}) {
    for (const double y : {0.0, picture.rows - 1.0}) {
      const auto* top = warp.ptr<float>(0);
      const auto* bottom = warp.ptr<float>(1);
      farthest = std::max(farthest,
                          std::hypot(top[0] * x + top[1] * y + top[2] - x,
                                     bottom[0] * x + bottom[1] * y + bottom[2] - y));
    }
  }
  return farthest;
}

// The rigid movement from reference to other at the working size; empty: none.
cv::Mat DriftOf(const cv::Mat& reference, const cv::Mat& other, double scale) {
  const cv::Mat exposed = Exposed(other, scale);
  cv::Mat mask = (reference > 12) & (reference < 240) & (other > 12) & (other < 240);
  if (cv::countNonZero(mask) < kLeastSeen * static_cast<double>(mask.total())) {
    return {};
  }
  cv::Mat warp = cv::Mat::eye(2, 3, CV_32F);
  try {
    const double still = cv::computeECC(reference, exposed, mask);
    const double moved = cv::findTransformECC(
        reference,
        exposed,
        warp,
        cv::MOTION_EUCLIDEAN,
        cv::TermCriteria(cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 40, 1e-5),
        mask,
        5);
    const double far = FarthestCorner(warp, reference);
    if (moved < still + kLeastGain || far < kStill_px || far > kFarthest * reference.cols) {
      return {};
    }
  } catch (const cv::Exception&) {  // did not converge
    return {};
  }
  return warp;
}

}  // namespace

std::optional<Pixels> WithoutDrift(const Pixels& reference, const Pixels& other, double scale) {
  const cv::Mat whole = ViewOf(other);
  const double shrink = std::min(1.0, kWorking_px / std::max(whole.cols, whole.rows));
  cv::Mat warp = DriftOf(Working(reference, shrink), Working(other, shrink), scale);
  if (warp.empty()) {
    return std::nullopt;
  }
  // Pixel centres: x at full size is (x + 0.5) * shrink - 0.5 at the working size.
  const auto half = static_cast<float>(0.5 / shrink - 0.5);
  for (int row = 0; row < 2; ++row) {
    auto* line = warp.ptr<float>(row);
    line[2] = static_cast<float>(line[2] / shrink) + half - half * (line[0] + line[1]);
  }
  return std::visit(
      [&](const auto& image) {
        auto still = image;
        cv::Mat to = View(still);
        cv::warpAffine(View(image),
                       to,
                       warp,
                       to.size(),
                       cv::INTER_CUBIC | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REPLICATE);
        return Pixels(std::move(still));
      },
      other);
}

}  // namespace disan::panorama
