#include "pipeline/equirect/check.h"

#include "formats/language/panorama_messages.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr double kBlackHole = 0.001;

double Step(const Image8& image, int left, int right) {
  double sum = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int c = 0; c < 3; ++c) {
      sum += std::abs(image.At(left, y)[c] - image.At(right, y)[c]);
    }
  }
  return sum / (3.0 * image.height);
}

// JPEG codes blocks of 16 columns (colour at half the size); steps between blocks are larger than
// within. The seam lies between blocks, so it is held against others that do.
constexpr int kBlock = 16;

// Against the median of steps all round, so that one busy column does not hide a seam; and against
// the steps beside it, so that a steep place that happens to lie there is none.
double SeamRatio(const Image8& image) {
  std::vector<double> steps;
  const int apart = std::max(1, image.width / 256 / kBlock) * kBlock;
  for (int x = kBlock - 1; x + 1 < image.width; x += apart) {
    steps.push_back(Step(image, x, x + 1));
  }
  if (steps.empty()) {
    return 1;
  }
  const double beside = (Step(image, kBlock - 1, kBlock) +
                         Step(image, image.width - kBlock - 1, image.width - kBlock)) /
                        2;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  // Half a level: a plain sky has no steps at all.
  return (Step(image, image.width - 1, 0) + 0.5) / (std::max(*middle, beside) + 0.5);
}

double RowSpread(const Image8& image, int y) {
  double worst = 0;
  for (int c = 0; c < 3; ++c) {
    double sum = 0;
    double squares = 0;
    for (int x = 0; x < image.width; ++x) {
      const double v = image.At(x, y)[c];
      sum += v;
      squares += v * v;
    }
    const double mean = sum / image.width;
    worst = std::max(worst, std::sqrt(std::max(0.0, squares / image.width - mean * mean)));
  }
  return worst;
}

double BlackShare(const Image8& image) {
  double black = 0;
  double all = 0;
  for (int y = 0; y < image.height; ++y) {
    const double weight = std::cos(std::numbers::pi * ((y + 0.5) / image.height - 0.5));
    int count = 0;
    for (int x = 0; x < image.width; ++x) {
      const uint8_t* pixel = image.At(x, y);
      count += (pixel[0] | pixel[1] | pixel[2]) == 0 ? 1 : 0;
    }
    black += weight * count;
    all += weight * image.width;
  }
  return black / all;
}

bool Contradicts(const GPano& pano, const Image8& image) {
  const auto differs = [](int said, int is) { return said != 0 && said != is; };
  return pano.projection != "equirectangular" || differs(pano.full_width_px, image.width) ||
         differs(pano.full_height_px, image.height) || pano.cropped_left_px != 0 ||
         pano.cropped_top_px != 0 || differs(pano.cropped_width_px, image.width) ||
         differs(pano.cropped_height_px, image.height);
}

// A full sphere that was made smaller since its data was written: no contradiction of substance.
bool OnlyResized(const GPano& pano, const Image8& image) {
  return pano.projection == "equirectangular" && pano.full_width_px > image.width &&
         pano.full_width_px == 2 * pano.full_height_px && pano.cropped_left_px == 0 &&
         pano.cropped_top_px == 0 && pano.cropped_width_px == pano.full_width_px &&
         pano.cropped_height_px == pano.full_height_px;
}

}  // namespace

EquirectFigures MeasureEquirect(const Image8& image) {
  return {.seam_ratio = SeamRatio(image),
          .top_spread = RowSpread(image, 0),
          .bottom_spread = RowSpread(image, image.height - 1),
          .black_share = BlackShare(image)};
}

std::vector<Diagnostic> CheckEquirect(const Image8& image, const std::optional<GPano>& gpano) {
  std::vector<Diagnostic> said;
  const auto say = [&](Severity severity, Text what, const Message& remedy) {
    said.push_back({.severity = severity, .what = std::move(what), .remedy = Say(remedy)});
  };
  if (image.empty() || std::abs(image.width - 2 * image.height) * 100 > image.width) {
    say(Severity::kError,
        Say(messages::kPanoramaNotTwoToOne,
            fmt::arg("width", image.width),
            fmt::arg("height", image.height)),
        messages::kPanoramaNotTwoToOneRemedy);
    return said;
  }
  if (gpano && OnlyResized(*gpano, image)) {
    said.push_back(
        {.severity = Severity::kInfo,
         .what = Say(messages::kPanoramaStale, fmt::arg("width", gpano->full_width_px))});
  } else if (gpano && Contradicts(*gpano, image)) {
    say(Severity::kError,
        Say(messages::kPanoramaGPanoContradicts,
            fmt::arg("width", gpano->full_width_px),
            fmt::arg("height", gpano->full_height_px)),
        messages::kPanoramaGPanoRemedy);
  }
  const EquirectFigures figures = MeasureEquirect(image);
  if (figures.seam_ratio > kSeamShows) {
    say(Severity::kWarning,
        Say(messages::kPanoramaSeam, fmt::arg("ratio", fmt::format("{:.1f}", figures.seam_ratio))),
        messages::kPanoramaLookRemedy);
  }
  if (std::max(figures.top_spread, figures.bottom_spread) > kPoleSpread) {
    say(Severity::kWarning, Say(messages::kPanoramaPoles), messages::kPanoramaLookRemedy);
  }
  if (figures.black_share > kBlackHole) {
    say(Severity::kWarning,
        Say(messages::kPanoramaBlack,
            fmt::arg("percent", fmt::format("{:.1f}", figures.black_share * 100))),
        messages::kPanoramaLookRemedy);
  }
  return said;
}

}  // namespace disan
