#include "pipeline/check/sharpness.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace disan {
namespace {

constexpr int kBlock_px = 48;
constexpr double kLeastCoarse = 6.0;     // squared grey levels: above sensor noise and JPEG blocks
constexpr double kLeastTextured = 0.02;  // of the blocks
constexpr double kBestBlocks = 0.75;     // quantile: depth of field may blur the rest

std::vector<float> LumaOf(const Image8& picture) {
  std::vector<float> luma(static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const uint8_t* p = picture.At(x, y);
      luma[static_cast<size_t>(y) * static_cast<size_t>(picture.width) + static_cast<size_t>(x)] =
          picture.channels < 3 ? p[0] : 0.299F * p[0] + 0.587F * p[1] + 0.114F * p[2];
    }
  }
  return luma;
}

// Mean over (2r+1) squared, by running sums along rows, then columns.
std::vector<float> BoxMean(const std::vector<float>& in, int width, int height, int r) {
  const auto at = [&](int x, int y) {
    return static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
  };
  const float scale = 1.0F / static_cast<float>(2 * r + 1);
  std::vector<float> rows(in.size());
  for (int y = 0; y < height; ++y) {
    float sum = 0;
    for (int x = -r; x <= r; ++x) {
      sum += in[at(std::clamp(x, 0, width - 1), y)];
    }
    for (int x = 0; x < width; ++x) {
      rows[at(x, y)] = sum * scale;
      sum += in[at(std::min(x + r + 1, width - 1), y)] - in[at(std::max(x - r, 0), y)];
    }
  }
  std::vector<float> out(in.size());
  for (int x = 0; x < width; ++x) {
    float sum = 0;
    for (int y = -r; y <= r; ++y) {
      sum += rows[at(x, std::clamp(y, 0, height - 1))];
    }
    for (int y = 0; y < height; ++y) {
      out[at(x, y)] = sum * scale;
      sum += rows[at(x, std::min(y + r + 1, height - 1))] - rows[at(x, std::max(y - r, 0))];
    }
  }
  return out;
}

double Quantile(std::vector<double> values, double q) {
  const auto at = static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<size_t>(at)];
}

double MedianRatio(std::span<const std::optional<Sharpness>> set,
                   size_t from,
                   size_t to,
                   size_t leave_out) {
  std::vector<double> ratios;
  for (size_t i = from; i < to; ++i) {
    if (set[i] && i != leave_out) {
      ratios.push_back(set[i]->ratio);
    }
  }
  return ratios.empty() ? 0 : Quantile(std::move(ratios), 0.5);
}

}  // namespace

std::optional<Sharpness> MeasureSharpness(const Image8& picture) {
  if (picture.width < 2 * kBlock_px || picture.height < 2 * kBlock_px) {
    return std::nullopt;
  }
  const std::vector<float> luma = LumaOf(picture);
  const std::vector<float> small = BoxMean(luma, picture.width, picture.height, 1);
  const std::vector<float> large = BoxMean(luma, picture.width, picture.height, 5);
  std::vector<double> ratios;
  int blocks = 0;
  for (int top = 0; top + kBlock_px <= picture.height; top += kBlock_px) {
    for (int left = 0; left + kBlock_px <= picture.width; left += kBlock_px) {
      double fine = 0;
      double coarse = 0;
      for (int y = top; y < top + kBlock_px; ++y) {
        for (int x = left; x < left + kBlock_px; ++x) {
          const size_t i =
              static_cast<size_t>(y) * static_cast<size_t>(picture.width) + static_cast<size_t>(x);
          fine += std::pow(luma[i] - small[i], 2);
          coarse += std::pow(small[i] - large[i], 2);
        }
      }
      ++blocks;
      if (coarse > kLeastCoarse * kBlock_px * kBlock_px) {
        ratios.push_back(fine / coarse);
      }
    }
  }
  const double share = static_cast<double>(ratios.size()) / blocks;
  if (share < kLeastTextured || ratios.size() < 3) {
    return std::nullopt;
  }
  return Sharpness{Quantile(std::move(ratios), kBestBlocks), share};
}

std::vector<bool> FindBlurred(std::span<const std::optional<Sharpness>> set,
                              const BlurOptions& options) {
  std::vector<bool> blurred(set.size(), false);
  const auto judged =
      std::count_if(set.begin(), set.end(), [](const auto& s) { return s.has_value(); });
  const double median = MedianRatio(set, 0, set.size(), set.size());
  for (size_t i = 0; i < set.size(); ++i) {
    if (!set[i]) {
      continue;
    }
    if (judged < options.fewest) {
      blurred[i] = set[i]->ratio < options.absolute;
      continue;
    }
    const auto reach = static_cast<size_t>(options.neighbours);
    const double near =
        MedianRatio(set, i < reach ? 0 : i - reach, std::min(i + reach + 1, set.size()), i);
    blurred[i] = set[i]->ratio < options.of_median * median &&
                 (near <= 0 || set[i]->ratio < options.of_neighbours * near);
  }
  return blurred;
}

}  // namespace disan
