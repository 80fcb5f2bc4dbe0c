#include "pipeline/panorama/contribution.h"

#include "pipeline/panorama/mat_view.h"

#include <vector>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

cv::Mat Grown(const cv::Mat& small, PyramidSize size) {
  cv::Mat grown;
  cv::pyrUp(small, grown, cv::Size(size.width, size.height));
  return grown;
}

// image *= weight, pixel by pixel.
void Weigh(cv::Mat& image, const cv::Mat& weight) {
  for (int y = 0; y < image.rows; ++y) {
    auto* pixel = image.ptr<float>(y);
    const auto* factor = weight.ptr<float>(y);
    for (int x = 0; x < image.cols; ++x) {
      pixel[3 * x] *= factor[x];
      pixel[3 * x + 1] *= factor[x];
      pixel[3 * x + 2] *= factor[x];
    }
  }
}

// Level k loses what level k + 1 holds: Laplacian bands, and the rest at the end. In place: a photo
// of 24 megapixels is 290 MB of floats.
void SplitBands(std::vector<cv::Mat>& pyramid) {
  for (size_t k = 0; k + 1 < pyramid.size(); ++k) {
    pyramid[k] -= Grown(pyramid[k + 1], {pyramid[k].cols, pyramid[k].rows});
  }
}

ImageFloat Ground(const cv::Mat& rest, const cv::Mat& weight, PyramidSize photo, int levels) {
  cv::Mat ground;
  cv::merge(std::vector<cv::Mat>{rest, weight}, ground);
  for (int k = 1; k <= kGroundSteps; ++k) {
    ground = Grown(ground, SizeWithMargin(photo.width, photo.height, levels - k, levels));
  }
  ImageFloat kept(ground.cols, ground.rows, 4);
  ground.copyTo(View(kept));
  return kept;
}

std::vector<cv::Mat> PyramidOf(const cv::Mat& picture, int levels) {
  std::vector<cv::Mat> pyramid{picture};
  for (int k = 0; k < levels; ++k) {
    cv::Mat next;
    cv::pyrDown(pyramid.back(), next);
    pyramid.push_back(next);
  }
  SplitBands(pyramid);
  return pyramid;
}

// The bands from kMaskLevel on, put together at that level, with their margin: beyond its border a
// photo goes on in the colours of its border.
cv::Mat CoarseContribution(const cv::Mat& at_mask_level,
                           const BandWeights& weights,
                           PyramidSize photo,
                           int levels,
                           ImageFloat& ground) {
  const int margin = MarginAt(kMaskLevel, levels);
  cv::Mat beyond;
  cv::copyMakeBorder(at_mask_level, beyond, margin, margin, margin, margin, cv::BORDER_REPLICATE);
  std::vector<cv::Mat> pyramid = PyramidOf(beyond, levels - kMaskLevel);
  cv::Mat sum = pyramid.back();
  Weigh(sum, View(weights.bands.back()));
  ground = Ground(sum, View(weights.bands.back()), photo, levels);
  for (size_t k = pyramid.size() - 1; k-- > 0;) {
    Weigh(pyramid[k], View(weights.bands[k]));
    pyramid[k] += Grown(sum, {pyramid[k].cols, pyramid[k].rows});
    sum = pyramid[k];
  }
  return sum;
}

}  // namespace

Contribution ContributionOf(ImageFloat& developed, const BandWeights& weights, int levels) {
  const PyramidSize photo{developed.width, developed.height};
  std::vector<cv::Mat> fine = PyramidOf(View(developed), kMaskLevel);
  Contribution given;
  cv::Mat sum = CoarseContribution(fine.back(), weights, photo, levels, given.ground);
  cv::Mat detail = View(weights.detail);
  for (int k = kMaskLevel - 1; k >= 0; --k) {
    cv::Mat& level = fine[static_cast<size_t>(k)];
    detail = Grown(detail, {level.cols, level.rows});
    Weigh(level, detail);
    const int margin = MarginAt(k, levels);
    const PyramidSize size = SizeWithMargin(photo.width, photo.height, k, levels);
    cv::Mat grown;
    if (k == 0) {
      given.pixels = ImageFloat(size.width, size.height, 3);
      grown = View(given.pixels);
    }
    cv::pyrUp(sum, grown, cv::Size(size.width, size.height));
    grown(cv::Rect(margin, margin, level.cols, level.rows)) += level;
    sum = grown;
  }
  return given;
}

}  // namespace disan::panorama
