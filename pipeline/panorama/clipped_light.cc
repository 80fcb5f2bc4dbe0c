#include "pipeline/panorama/clipped_light.h"

#include "pipeline/panorama/cells.h"
#include "pipeline/panorama/light.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kCells = 96;       // along the longer side
constexpr int kFineCells = 384;  // the same, for how far inside a clipped place
// Encoded. Noise lets a clipped channel fall somewhat short of 1.
constexpr float kClipsFrom = 0.94F;
constexpr float kClipped = 0.985F;
// Only places about as bright tell the colours of what clips: what stands before a sky does not.
constexpr float kDim = 0.6F;
constexpr float kBright = 0.85F;
constexpr float kLargestGrowth = 2.5F;
constexpr float kLargestPower = 3;
constexpr float kLeastSlope = 1e-3F;  // of light, a fine cell
constexpr float kSharpSlope = 0.25F;  // where a clipped place has no glow around it
constexpr float kMostBeyond = 1.5F;   // natural logarithm

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
  std::array<int, 3> clips{};  // places where it is the brightest
  std::array<int, 3> clips_too{};  // places where it clips at all
};

template <typename Sample>
void Gather(const cv::Mat& picture, int step, Gathered& gathered) {
  const int stride = std::max(1, step / 4);
  for (int y = 0; y < picture.rows; y += stride) {
    for (int x = 0; x < picture.cols; x += stride) {
      const auto encoded = EncodedAt<Sample>(picture, x, y);
      const float most = encoded[Brightest(encoded)];
      for (size_t c = 0; c < 3; ++c) {
        gathered.clips_too[c] += encoded[c] >= kClipped ? 1 : 0;
      }
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

cv::Mat PowersOf(const cv::Mat& cells) {
  cv::Mat powers = MeansOf(cells);
  cv::GaussianBlur(powers, powers, cv::Size(5, 5), 1);
  return cv::min(cv::max(powers, 0), kLargestPower);
}

using Channels = std::array<cv::Mat, 3>;

// Encoded, of the fine cells.
Channels FineCells(const cv::Mat& picture, int step) {
  cv::Mat small;
  cv::resize(picture,
             small,
             cv::Size((picture.cols + step - 1) / step, (picture.rows + step - 1) / step),
             0,
             0,
             cv::INTER_AREA);
  small.convertTo(small, CV_32F, picture.depth() == CV_8U ? 1.0 / 255 : 1.0 / 65535);
  Channels cells;
  cv::split(small, cells);
  return cells;
}

// How steeply the light of a channel rises towards places where it clips, in every fine cell.
cv::Mat SlopesOf(const cv::Mat& channel) {
  cv::Mat light(channel.size(), CV_32F);
  std::transform(
      channel.begin<float>(), channel.end<float>(), light.begin<float>(), [](float encoded) {
        return static_cast<float>(ToLinear(encoded));
      });
  cv::Mat cells = cv::Mat::zeros(channel.size(), CV_32FC2);
  for (int y = 1; y + 1 < channel.rows; ++y) {
    for (int x = 1; x + 1 < channel.cols; ++x) {
      const float encoded = channel.at<float>(y, x);
      const float weight =
          Rising(encoded, kDim, kBright) * (1 - Rising(encoded, kClipsFrom, kClipped));
      const float across = light.at<float>(y, x + 1) - light.at<float>(y, x - 1);
      const float down = light.at<float>(y + 1, x) - light.at<float>(y - 1, x);
      cells.at<cv::Vec2f>(y, x) = weight * cv::Vec2f(std::hypot(across, down) / 2, 1);
    }
  }
  if (cv::sum(cells)[1] <= 0) {
    return cv::Mat(channel.size(), CV_32F, cv::Scalar(kSharpSlope));
  }
  return cv::max(MeansOf(cells), kLeastSlope);
}

// From the rim of a place where a channel clips its light goes on as steeply as it came; from the
// rim of one where all clip, all go on alike: what is that bright has no colour.
Channels BeyondOf(const Channels& encoded) {
  const auto goes_on = [](const cv::Mat& clipping, const cv::Mat& slopes) {
    cv::Mat inside;
    cv::distanceTransform(clipping >= kClipped, inside, cv::DIST_L2, cv::DIST_MASK_5);
    cv::Mat light;
    cv::exp(cv::min(inside.mul(slopes), kMostBeyond), light);
    return cv::Mat(light - 1);
  };
  Channels slopes;
  std::transform(encoded.begin(), encoded.end(), slopes.begin(), SlopesOf);
  const cv::Mat least = cv::min(cv::min(encoded[0], encoded[1]), encoded[2]);
  const cv::Mat of_all = goes_on(least, cv::Mat((slopes[0] + slopes[1] + slopes[2]) / 3));
  Channels beyond;
  for (size_t c = 0; c < 3; ++c) {
    beyond[c] = cv::max(goes_on(encoded[c], slopes[c]), of_all);
  }
  return beyond;
}

}  // namespace

ClippedLight::ClippedLight(const cv::Mat& picture)
    : step_(std::max(1, (std::max(picture.cols, picture.rows) + kCells - 1) / kCells)),
      fine_step_(
          std::max(1, (std::max(picture.cols, picture.rows) + kFineCells - 1) / kFineCells)) {
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
  const auto two_clip = [&](size_t c) { return c != usual_ && gathered.clips_too[c] > 0; };
  if (two_clip(0) || two_clip(1) || two_clip(2)) {
    beyond_ = BeyondOf(FineCells(picture, fine_step_));
  }
}

void ClippedLight::Restore(int x,
                           int y,
                           const std::array<float, 3>& encoded,
                           const std::array<float, 3>& white,
                           std::array<float, 3>& linear) const {
  size_t most = Brightest(encoded);
  if (encoded[most] <= kClipsFrom) {
    return;
  }
  // Where two channels clip, which is the brighter is noise.
  most = encoded[usual_] > kClipsFrom ? usual_ : most;
  const float clipped = Rising(encoded[most], kClipsFrom, kClipped);
  const float before = linear[most];
  for (size_t c = 0; c < 3; ++c) {
    if (encoded[c] > kClipsFrom && !beyond_[c].empty()) {
      const float beyond =
          std::min(InCells(beyond_[c], static_cast<float>(fine_step_), x, y), white[c] - 1);
      linear[c] *= 1 + Rising(encoded[c], kClipsFrom, kClipped) * std::max(0.0F, beyond);
    }
  }
  const float went_on = std::exchange(linear[most], before);
  const Order order = OrderOf(linear, most, Darkest(encoded));
  float told = 1;
  if (const cv::Mat& powers = power_[most]; !powers.empty()) {
    const float power = InCells(powers, static_cast<float>(step_), x, y);
    told = std::clamp(std::exp(power * order.lower - order.upper), 1.0F, kLargestGrowth);
  }
  // The others' ratio tells while the least of them does not clip; then the light goes on by
  // itself.
  const float trusted = 1 - Rising(encoded[order.least], kClipsFrom, kClipped);
  linear[most] = trusted * before * (1 + clipped * (told - 1)) + (1 - trusted) * went_on;
  if (most != order.least) {
    const float middle = linear[3 - most - order.least];
    linear[most] += clipped * std::max(0.0F, middle - linear[most]);
  }
}

}  // namespace disan::panorama
