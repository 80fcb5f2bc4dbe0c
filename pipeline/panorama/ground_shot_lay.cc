#include "formats/diagnostics/failure.h"
#include "pipeline/panorama/angle.h"
#include "pipeline/panorama/developed.h"
#include "pipeline/panorama/ground_shot.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr double kWidestCone = 22;  // degrees about the pole: farther out the ground is others'
constexpr double kNarrowestCone = 3;
constexpr double kSoftDeg = 3;    // beyond the cone, where one turns into the other
constexpr double kReachDeg = 40;  // of holes that the shot may close
constexpr double kEdge = 0.04;    // of the photo's width: not used
constexpr int kSectors = 24;      // around the pole, each with its own light
constexpr double kClipped = 0.985, kDark = 0.03;

double FromNadirDeg(int y, int height) {
  return 180.0 * (height - y - 0.5) / height;
}

using Colour = std::array<float, 3>;

class Layer {
 public:
  Layer(const ImageFloat& photo,
        const Lens& lens,
        const Eigen::Matrix3d& photo_from_world,
        Composite& composite)
      : photo_(photo), lens_(lens), photo_from_world_(photo_from_world), composite_(composite) {}

  double Lay() {
    cone_ = WidestCone();
    if (cone_ < kNarrowestCone) {
      return 0;
    }
    MeasureLight();
    const int height = composite_.pixels.height;
    for (int y = height - 1; y >= 0 && FromNadirDeg(y, height) < kReachDeg; --y) {
      LayRow(y);
    }
    return cone_;
  }

 private:
  bool Place(int x, int y, Eigen::Vector2d& pixel) const {
    return lens_.Project(photo_from_world_ * DirectionAt(x, y, composite_.pixels.width), pixel) &&
           lens_.Inside(pixel, kEdge * lens_.lens().width_px);
  }

  // Degrees about the pole that the shot sees all round, less what the soft border takes.
  double WidestCone() const {
    const int height = composite_.pixels.height;
    double seen = 0;
    for (int y = height - 1; y >= 0 && FromNadirDeg(y, height) < kWidestCone + kSoftDeg; --y) {
      for (int x = 0; x < composite_.pixels.width; x += 4) {
        Eigen::Vector2d pixel;
        if (!Place(x, y, pixel)) {
          return seen - kSoftDeg;
        }
      }
      seen = FromNadirDeg(y, height);
    }
    return seen - kSoftDeg;
  }

  Colour Look(const Eigen::Vector2d& pixel) const {
    const cv::Mat all(
        photo_.height, photo_.width, CV_32FC3, const_cast<float*>(photo_.pixels.data()));
    cv::Mat one;
    cv::getRectSubPix(all,
                      cv::Size(1, 1),
                      cv::Point2f(static_cast<float>(pixel.x()), static_cast<float>(pixel.y())),
                      one);
    const auto& value = one.at<cv::Vec3f>(0, 0);
    return {value[0], value[1], value[2]};
  }

  size_t At(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(composite_.pixels.width) +
           static_cast<size_t>(x);
  }

  // What the panorama around the cone is brighter than the shot, sector by sector (median of the
  // logarithm of linear light), a sector without any by all.
  void MeasureLight() {
    std::array<std::array<std::vector<double>, 3>, kSectors + 1> ratios;
    const int height = composite_.pixels.height;
    const int width = composite_.pixels.width;
    const int step = std::max(1, width / 1024);
    for (int y = height - 1; y >= 0 && FromNadirDeg(y, height) < cone_ + 3 * kSoftDeg; y -= step) {
      for (int x = 0; FromNadirDeg(y, height) > cone_ - 2 && x < width; x += step) {
        Eigen::Vector2d pixel;
        if (composite_.covered[At(x, y)] != 0 && Place(x, y, pixel)) {
          Compare(x, y, Look(pixel), ratios);
        }
      }
    }
    for (size_t c = 0; c < 3; ++c) {
      const double all = MedianOf(ratios[kSectors][c], 0);
      std::array<double, kSectors> of_sector{};
      for (size_t s = 0; s < kSectors; ++s) {
        of_sector[s] = ratios[s][c].size() < 20 ? all : MedianOf(ratios[s][c], all);
      }
      mean_[c] = all;
      for (size_t s = 0; s < kSectors; ++s) {
        gain_[s][c] = (of_sector[(s + kSectors - 1) % kSectors] + 2 * of_sector[s] +
                       of_sector[(s + 1) % kSectors]) /
                      4;
      }
    }
  }

  void Compare(int x,
               int y,
               const Colour& shot,
               std::array<std::array<std::vector<double>, 3>, kSectors + 1>& ratios) const {
    const uint16_t* there = composite_.pixels.At(x, y);
    const auto sector =
        static_cast<size_t>(x) * kSectors / static_cast<size_t>(composite_.pixels.width);
    for (size_t c = 0; c < 3; ++c) {
      const double panorama = there[c] / 65535.0;
      const double own = static_cast<double>(shot[c]);
      if (std::max(panorama, own) < kClipped && std::min(panorama, own) > kDark) {
        const double ratio = std::log(ToLinear(panorama) / ToLinear(own));
        ratios[sector][c].push_back(ratio);
        ratios[kSectors][c].push_back(ratio);
      }
    }
  }

  static double MedianOf(std::vector<double>& values, double otherwise) {
    if (values.empty()) {
      return otherwise;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }

  // Each sector's own at the cone's border, the mean of all at the pole.
  double GainAt(int x, double off_deg, size_t c) const {
    const double place = (x + 0.5) / composite_.pixels.width * kSectors - 0.5 + kSectors;
    const auto left = static_cast<size_t>(place);
    const double part = place - static_cast<double>(left);
    const double around =
        gain_[left % kSectors][c] * (1 - part) + gain_[(left + 1) % kSectors][c] * part;
    const double outward = std::min(1.0, off_deg / cone_);
    return std::exp(mean_[c] + (around - mean_[c]) * outward * outward);
  }

  void LayRow(int y) {
    const int height = composite_.pixels.height;
    const double off = FromNadirDeg(y, height);
    const double soft = std::clamp((cone_ + kSoftDeg - off) / kSoftDeg, 0.0, 1.0);
    const double share = soft * soft * (3 - 2 * soft);
    for (int x = 0; x < composite_.pixels.width; ++x) {
      uint8_t& covered = composite_.covered[At(x, y)];
      const double own = covered == 0 ? 1 : share;
      Eigen::Vector2d pixel;
      if (own <= 0 || !Place(x, y, pixel)) {
        continue;
      }
      const Colour colour = Look(pixel);
      uint16_t* there = composite_.pixels.At(x, y);
      for (size_t c = 0; c < 3; ++c) {
        const double light = ToLinear(std::clamp(static_cast<double>(colour[c]), 0.0, 1.0));
        const double shown =
            std::clamp(ToEncoded(std::min(1.0, light * GainAt(x, off, c))), 0.0, 1.0) * 65535;
        there[c] = static_cast<uint16_t>(std::lround(there[c] * (1 - own) + shown * own));
      }
      covered = 1;
    }
  }

  const ImageFloat& photo_;
  LensMap lens_;
  Eigen::Matrix3d photo_from_world_;
  Composite& composite_;
  double cone_ = 0;
  std::array<std::array<double, 3>, kSectors> gain_{};
  std::array<double, 3> mean_{};
};

}  // namespace

double LayGroundShot(const InputPhoto& input,
                     const Lens& lens,
                     const Vignetting& vignetting,
                     const Eigen::Matrix3d& photo_from_world,
                     Composite& composite) {
  const Pixels pixels = ValueOrThrow(input.read(std::max(lens.width_px, lens.height_px)));
  const ImageFloat photo = Develop(pixels, lens, {1, 1, 1}, vignetting);
  return Layer(photo, lens, photo_from_world, composite).Lay();
}

}  // namespace disan::panorama
