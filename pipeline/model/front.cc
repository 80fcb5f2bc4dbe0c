#include "pipeline/model/front.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace disan {
namespace {

constexpr int kAzimuths = 24;
constexpr int kSide = 96;  // rays across a view
// Between neighbouring rays, parts of the diagonal: more is an edge before something, no carving.
constexpr float kEdge = 0.03F;
// A profile is often wider than a face, and has as much to see.
constexpr double kMirror = 2;
constexpr double kPrior = 0.06;  // of the score, for +z
// A statue's back can be as even as its face and have more to see (curls, a mane): by how much of
// the score a side turned away from +z must be better than the one across from it.
constexpr double kClearlyBetter = 0.35;

struct Sight {
  float depth = -1;  // negative: nothing
  float light = 0;
  Float3 normal;
};

struct Worth {
  double silhouette = 0;
  double detail = 0;
  double symmetry = 0;  // 0 to 1
};

class Views {
 public:
  Views(const Surface& surface, const RayScene& scene) : surface_(surface), scene_(scene) {
    const Bounds bounds = BoundsOf(surface.mesh().positions);
    middle_ = ((bounds.min + bounds.max) * 0.5).To<float>();
    size_ = static_cast<float>(bounds.Diagonal());
  }

  Worth At(double azimuth) const {
    std::vector<float> depths;
    depths.reserve(size_t{kSide} * kSide);
    std::vector<Sight> above(kSide);
    std::vector<Sight> row(kSide);
    Worth worth;
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        Sight& sight = row[static_cast<size_t>(x)];
        sight = See(azimuth, x, y);
        depths.push_back(sight.depth);
        worth.silhouette += sight.depth >= 0 ? 1 : 0;
        worth.detail += x > 0 ? Change(sight, row[static_cast<size_t>(x - 1)]) : 0;
        worth.detail += y > 0 ? Change(sight, above[static_cast<size_t>(x)]) : 0;
      }
      std::swap(row, above);
    }
    worth.symmetry = Symmetry(depths);
    return worth;
  }

 private:
  // Parallel rays: near parts do not count more than far ones.
  Sight See(double azimuth, int x, int y) const {
    const auto sine = static_cast<float>(std::sin(azimuth));
    const auto cosine = static_cast<float>(std::cos(azimuth));
    const auto across = [&](int i) {
      return ((static_cast<float>(i) + 0.5F) / kSide - 0.5F) * size_;
    };
    const Float3 back{sine, 0, cosine};
    const Float3 from =
        middle_ + back * size_ + Float3{cosine, 0, -sine} * across(x) + Float3{0, -across(y), 0};
    SurfacePoint hit;
    if (!scene_.Cast(from, back * -1.0F, hit)) {
      return {};
    }
    const Float3 colour = surface_.Colour(hit);
    const float light = std::cbrt(0.21F * colour.x + 0.72F * colour.y + 0.07F * colour.z);
    return {hit.distance / size_, light, surface_.Normal(hit)};
  }

  // How well the shape agrees with its mirror image about the middle of what is seen.
  static double Symmetry(const std::vector<float>& depths) {
    double across = 0;
    double seen = 0;
    for (size_t i = 0; i < depths.size(); ++i) {
      across += depths[i] >= 0 ? static_cast<double>(i % kSide) : 0;
      seen += depths[i] >= 0 ? 1 : 0;
    }
    if (seen == 0) {
      return 0;
    }
    const auto twice = static_cast<int>(std::lround(2 * across / seen));
    double agree = 0;
    for (size_t i = 0; i < depths.size(); ++i) {
      const int mirrored = twice - static_cast<int>(i % kSide);
      if (depths[i] < 0 || mirrored < 0 || mirrored >= kSide) {
        continue;
      }
      const float other = depths[i / kSide * kSide + static_cast<size_t>(mirrored)];
      agree += other < 0 ? 0 : std::exp(-20 * std::abs(static_cast<double>(depths[i] - other)));
    }
    return agree / seen;
  }

  static double Change(const Sight& a, const Sight& b) {
    if (a.depth < 0 || b.depth < 0 || std::abs(a.depth - b.depth) > kEdge) {
      return 0;
    }
    const double turn = 1 - std::clamp(static_cast<double>(Dot(a.normal, b.normal)), -1.0, 1.0);
    return std::abs(static_cast<double>(a.light - b.light)) * 2 + std::min(turn, 0.5);
  }

  const Surface& surface_;
  const RayScene& scene_;
  Float3 middle_;
  float size_ = 1;
};

}  // namespace

double FrontAzimuthDeg(const Surface& surface, const RayScene& scene, const Execution& execution) {
  const Views views(surface, scene);
  const auto radians = [](int i) { return 2 * std::numbers::pi * i / kAzimuths; };
  std::array<Worth, kAzimuths> worths{};
  Execution silent = execution;
  silent.progress = nullptr;
  ParallelFor(
      silent, kAzimuths, [&](size_t i) { worths[i] = views.At(radians(static_cast<int>(i))); });
  Worth most{1e-9, 1e-9};
  for (const Worth& worth : worths) {
    most.silhouette = std::max(most.silhouette, worth.silhouette);
    most.detail = std::max(most.detail, worth.detail);
  }
  const auto alone = [&](int i) {
    const Worth& worth = worths[static_cast<size_t>((i + kAzimuths) % kAzimuths)];
    return worth.silhouette / most.silhouette + worth.detail / most.detail +
           kMirror * worth.symmetry;
  };
  // The neighbours have a say: a front is more than one lucky angle.
  const auto score = [&](int i) { return alone(i) / 2 + (alone(i - 1) + alone(i + 1)) / 4; };
  double best = -1;
  int front = 0;
  for (int i = 0; i < kAzimuths; ++i) {
    const double total = score(i) + kPrior * std::cos(radians(i));
    if (total > best + 1e-9) {
      best = total;
      front = i;
    }
  }
  const int across = (front + kAzimuths / 2) % kAzimuths;
  const bool away = std::cos(radians(front)) < -1e-9;
  if (away && score(front) < score(across) + kClearlyBetter) {
    front = across;
  }
  return 360.0 * front / kAzimuths;
}

}  // namespace disan
