// A picture's coarse cells: what is known in some of them, spread to all, and asked at a pixel.
#pragma once

#include <opencv2/core.hpp>

namespace disan::panorama {

// Of sums and their weights (two floats a cell) the means, one float a cell; cells that know
// nothing take those around, near ones before far ones.
cv::Mat MeansOf(const cv::Mat& cells);

// The value at the middle of pixel (x, y), cells of `step` pixels, between their middles linearly.
float InCells(const cv::Mat& cells, float step, int x, int y);

}  // namespace disan::panorama
