#include "pipeline/panorama/clipped_light.h"

#include "pipeline/panorama/light.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kCells = 96;  // along the longer side
// Encoded. Noise lets a clipped channel fall somewhat short of 1.
constexpr float kClipsFrom = 0.94F;
constexpr float kClipped = 0.985F;
// Only places about as bright tell the colours of what clips: what stands before a sky does not.
constexpr float kDim = 0.6F;
constexpr float kBright = 0.85F;
constexpr float kLargestGrowth = 2.5F;
constexpr float kLargestPower = 3;
constexpr float kFromAround = 1e-3F;  // what a coarser cell counts for

// Channels by their light, and the logarithms of its ratios.
struct Order {
  size_t most = 0;
  size_t least = 0;
  float upper = 0;  // most to middle
  float lower = 0;  // middle to least
};

Order OrderOf(const std::array<float, 3>& linear, size_t most, size_t least) {
  constexpr float kDark = 1e-4F;
  Order order{most, least};
  if (order.most == order.least) {
    return order;
  }
  const float middle = std::max(kDark, linear[3 - order.most - order.least]);
  order.upper = std::log(std::max(kDark, linear[order.most]) / middle);
  order.lower = std::log(middle / std::max(kDark, linear[order.least]));
  return order;
}

float Rising(float value, float from, float to) {
  const float t = std::clamp((value - from) / (to - from), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

template <typename Sample>
std::array<float, 3> EncodedAt(const cv::Mat& picture, int x, int y) {
  constexpr float kOne = sizeof(Sample) == 1 ? 255 : 65535;
  const Sample* value = picture.ptr<Sample>(y) + 3 * static_cast<ptrdiff_t>(x);
  return {static_cast<float>(value[0]) / kOne,
          static_cast<float>(value[1]) / kOne,
          static_cast<float>(value[2]) / kOne};
}

size_t Brightest(const std::array<float, 3>& encoded) {
  return static_cast<size_t>(std::max_element(encoded.begin(), encoded.end()) - encoded.begin());
}

size_t Darkest(const std::array<float, 3>& encoded) {
  return static_cast<size_t>(std::min_element(encoded.begin(), encoded.end()) - encoded.begin());
}

struct Gathered {
  std::array<cv::Mat, 3>
      cells;                   // by brightest channel: sums of upper x lower, and of lower squared
  std::array<int, 3> clips{};  // places
};

template <typename Sample>
void Gather(const cv::Mat& picture, int step, Gathered& gathered) {
  const int stride = std::max(1, step / 4);
  for (int y = 0; y < picture.rows; y += stride) {
    for (int x = 0; x < picture.cols; x += stride) {
      const auto encoded = EncodedAt<Sample>(picture, x, y);
      const float most = encoded[Brightest(encoded)];
      const float weight = Rising(most, kDim, kBright);
      if (weight <= 0 || encoded[Darkest(encoded)] >= kClipsFrom) {
        continue;
      }
      std::array<float, 3> linear{};
      for (size_t c = 0; c < 3; ++c) {
        linear[c] = static_cast<float>(ToLinear(encoded[c]));
      }
      const Order order = OrderOf(linear, Brightest(encoded), Darkest(encoded));
      if (most >= kClipped) {
        ++gathered.clips[order.most];
      } else if (most < kClipsFrom) {
        gathered.cells[order.most].at<cv::Vec2f>(y / step, x / step) +=
            weight * order.lower * cv::Vec2f(order.upper, order.lower);
      }
    }
  }
}

// The exponents; cells that know nothing take those around, near ones before far ones.
cv::Mat PowersOf(const cv::Mat& cells) {
  std::vector<cv::Mat> levels{cells};
  while (std::min(levels.back().rows, levels.back().cols) > 2) {
    cv::Mat next;
    cv::pyrDown(levels.back(), next);
    levels.push_back(next);
  }
  const cv::Scalar all = cv::sum(levels.back());
  cv::Mat filled(1, 1, CV_32FC2, cv::Scalar(all[0] / std::max(1e-9, all[1]), 1));
  for (size_t k = levels.size(); k-- > 0;) {
    cv::Mat around;
    cv::resize(filled, around, levels[k].size(), 0, 0, cv::INTER_LINEAR);
    filled = levels[k] + kFromAround * around;
    for (cv::Vec2f& cell : cv::Mat_<cv::Vec2f>(filled)) {
      cell /= cell[1];
    }
  }
  cv::Mat powers;
  cv::extractChannel(filled, powers, 0);
  cv::GaussianBlur(powers, powers, cv::Size(5, 5), 1);
  return cv::min(cv::max(powers, 0), kLargestPower);
}

float Bilinear(const cv::Mat& cells, float u, float v) {
  const float x = std::clamp(u, 0.0F, static_cast<float>(cells.cols - 1));
  const float y = std::clamp(v, 0.0F, static_cast<float>(cells.rows - 1));
  const int left = static_cast<int>(x);
  const int top = static_cast<int>(y);
  const int right = std::min(left + 1, cells.cols - 1);
  const int bottom = std::min(top + 1, cells.rows - 1);
  const float fx = x - static_cast<float>(left);
  const float fy = y - static_cast<float>(top);
  return (1 - fy) * ((1 - fx) * cells.at<float>(top, left) + fx * cells.at<float>(top, right)) +
         fy * ((1 - fx) * cells.at<float>(bottom, left) + fx * cells.at<float>(bottom, right));
}

}  // namespace

ClippedLight::ClippedLight(const cv::Mat& picture)
    : step_(std::max(1, (std::max(picture.cols, picture.rows) + kCells - 1) / kCells)) {
  Gathered gathered;
  for (cv::Mat& cells : gathered.cells) {
    cells = cv::Mat::zeros(
        (picture.rows + step_ - 1) / step_, (picture.cols + step_ - 1) / step_, CV_32FC2);
  }
  if (picture.depth() == CV_8U) {
    Gather<uint8_t>(picture, step_, gathered);
  } else {
    Gather<uint16_t>(picture, step_, gathered);
  }
  for (size_t c = 0; c < 3; ++c) {
    if (gathered.clips[c] > 0 && cv::sum(gathered.cells[c])[1] > 0) {
      power_[c] = PowersOf(gathered.cells[c]);
    }
  }
  usual_ = static_cast<size_t>(std::max_element(gathered.clips.begin(), gathered.clips.end()) -
                               gathered.clips.begin());
}

void ClippedLight::Restore(int x,
                           int y,
                           const std::array<float, 3>& encoded,
                           std::array<float, 3>& linear) const {
  size_t most = Brightest(encoded);
  if (encoded[most] <= kClipsFrom) {
    return;
  }
  // Where two channels clip, which is the brighter is noise.
  most = encoded[usual_] > kClipsFrom ? usual_ : most;
  const Order order = OrderOf(linear, most, Darkest(encoded));
  const cv::Mat& powers = power_[order.most];
  const float trusted = 1 - Rising(encoded[order.least], kClipsFrom, kClipped);
  if (powers.empty() || trusted <= 0) {
    return;
  }
  const auto step = static_cast<float>(step_);
  const float power = Bilinear(powers,
                               (static_cast<float>(x) + 0.5F) / step - 0.5F,
                               (static_cast<float>(y) + 0.5F) / step - 0.5F);
  const float told = std::min(std::exp(power * order.lower - order.upper), kLargestGrowth);
  const float clipped = Rising(encoded[order.most], kClipsFrom, kClipped);
  linear[order.most] *= 1 + clipped * trusted * std::max(0.0F, told - 1);
}

}  // namespace disan::panorama
