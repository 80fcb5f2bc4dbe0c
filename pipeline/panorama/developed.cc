#include "pipeline/panorama/developed.h"

#include "pipeline/panorama/cells.h"
#include "pipeline/panorama/clipped_light.h"
#include "pipeline/panorama/mat_view.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr float kBrightest = 4;  // linear; more is never needed
constexpr int kSteps = 1 << 14;

// Both curves as tables: powers are dear at a million pixels.
struct Curves {
  std::vector<float> linear;   // of 16-bit encoded values
  std::vector<float> encoded;  // of the square root of linear light, evenly spaced

  Curves() : linear(65536), encoded(kSteps + 2) {
    for (size_t i = 0; i < linear.size(); ++i) {
      linear[i] = static_cast<float>(ToLinear(static_cast<double>(i) / 65535));
    }
    for (size_t i = 0; i < encoded.size(); ++i) {
      const double root = static_cast<double>(i) / kSteps * std::sqrt(kBrightest);
      encoded[i] = static_cast<float>(ToEncoded(root * root));
    }
  }

  float Encode(float light) const {
    const float at = std::sqrt(std::min(light, kBrightest) / kBrightest) * kSteps;
    const auto i = static_cast<size_t>(at);
    const float part = at - static_cast<float>(i);
    return encoded[i] + part * (encoded[i + 1] - encoded[i]);
  }
};

const Curves& TheCurves() {
  static const Curves curves;
  return curves;
}

template <typename Sample>
cv::Mat AtSize(const Image<Sample>& image, const Lens& frame) {
  const cv::Mat all = View(image);
  if (image.width == frame.width_px && image.height == frame.height_px) {
    return all;
  }
  cv::Mat wide;  // sixteen bits: averaging keeps what eight would round off
  all.convertTo(wide, CV_16U, sizeof(Sample) == 1 ? 257 : 1);
  cv::Mat sized;
  const bool smaller = frame.width_px < image.width;
  cv::resize(wide,
             sized,
             cv::Size(frame.width_px, frame.height_px),
             0,
             0,
             smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
  return sized;
}

// Vignetting by squared radius, 0 to a little over 1.
std::vector<float> Brightening(const Vignetting& vignetting) {
  std::vector<float> table(1100);
  for (size_t i = 0; i < table.size(); ++i) {
    table[i] = static_cast<float>(1 / VignettingAt(vignetting, static_cast<double>(i) / 1000));
  }
  return table;
}

// One row of the photo on its way.
struct Row {
  int y = 0;
  int width = 0;
  const std::vector<float>& brightening;
  const std::array<float, 3>& gain;
  const ClippedLight& clipped;
  const std::array<cv::Mat, 3>& restraint;  // cells, or empty
};

template <typename Sample>
void DevelopRow(const Sample* from, float* to, const Row& row) {
  constexpr unsigned kScale = sizeof(Sample) == 1 ? 257 : 1;
  const Curves& curves = TheCurves();
  const bool clips = row.clipped.Any();
  for (int x = 0; x < row.width; ++x) {
    const size_t first = static_cast<size_t>(x) * 3;
    std::array<float, 3> linear{};
    std::array<float, 3> white{};
    for (size_t c = 0; c < 3; ++c) {
      white[c] = 1 / (row.gain[c] * row.brightening[static_cast<size_t>(x)]);
      linear[c] = curves.linear[from[first + c] * kScale];
    }
    if (clips) {
      std::array<float, 3> encoded{};
      for (size_t c = 0; c < 3; ++c) {
        encoded[c] = static_cast<float>(from[first + c] * kScale) / 65535;
      }
      const std::array<float, 3> held = linear;
      row.clipped.Restore(x, row.y, encoded, white, linear);
      if (!row.restraint[0].empty() && linear != held) {
        const float step =
            static_cast<float>(row.width) / static_cast<float>(row.restraint[0].cols);
        for (size_t c = 0; c < 3; ++c) {
          linear[c] = std::max(held[c], linear[c] * InCells(row.restraint[c], step, x, row.y));
        }
      }
    }
    for (size_t c = 0; c < 3; ++c) {
      to[first + c] = curves.Encode(linear[c] / white[c]);
    }
  }
}

}  // namespace

ImageFloat Develop(const Pixels& pixels,
                   const Lens& frame,
                   const std::array<double, 3>& gain,
                   const Vignetting& vignetting,
                   const Restraint& restraint) {
  const cv::Mat sized = std::visit([&](const auto& image) { return AtSize(image, frame); }, pixels);
  const Eigen::Vector2d centre = LensMap(frame).Centre();
  const double corner = (Eigen::Vector2d(frame.width_px, frame.height_px) / 2).squaredNorm();
  const std::vector<float> table = Brightening(vignetting);
  const std::array<float, 3> factor = {
      static_cast<float>(gain[0]), static_cast<float>(gain[1]), static_cast<float>(gain[2])};
  const ClippedLight clipped(sized);
  std::array<cv::Mat, 3> cells;
  for (size_t c = 0; c < 3 && restraint[c].width > 0; ++c) {
    cells[c] = View(restraint[c]);
  }
  ImageFloat developed(frame.width_px, frame.height_px, 3);
  std::vector<float> brightening(static_cast<size_t>(frame.width_px));
  for (int y = 0; y < frame.height_px; ++y) {
    for (int x = 0; x < frame.width_px; ++x) {
      const double radius = (Eigen::Vector2d(x, y) - centre).squaredNorm() / corner;
      brightening[static_cast<size_t>(x)] =
          table[std::min(table.size() - 1, static_cast<size_t>(radius * 1000 + 0.5))];
    }
    const Row row{y, frame.width_px, brightening, factor, clipped, cells};
    if (sized.depth() == CV_8U) {
      DevelopRow(sized.ptr<uint8_t>(y), developed.At(0, y), row);
    } else {
      DevelopRow(sized.ptr<uint16_t>(y), developed.At(0, y), row);
    }
  }
  return developed;
}

}  // namespace disan::panorama
