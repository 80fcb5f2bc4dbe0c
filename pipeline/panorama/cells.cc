#include "pipeline/panorama/cells.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr float kFromAround = 1e-3F;  // what a coarser cell counts for

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

cv::Mat MeansOf(const cv::Mat& cells) {
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
  cv::Mat means;
  cv::extractChannel(filled, means, 0);
  return means;
}

float InCells(const cv::Mat& cells, float step, int x, int y) {
  return Bilinear(cells,
                  (static_cast<float>(x) + 0.5F) / step - 0.5F,
                  (static_cast<float>(y) + 0.5F) / step - 0.5F);
}

}  // namespace disan::panorama
