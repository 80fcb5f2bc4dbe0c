#include "pipeline/model/look_deviation.h"

#include "pipeline/model/deviation.h"

#include <algorithm>
#include <numbers>

namespace disan {
namespace {

constexpr size_t kChunk = 4096;

double SquaredDifference(const Float3& a, const Float3& b) {
  double sum = 0;
  for (int k = 0; k < 3; ++k) {
    const double d = static_cast<double>(ByteFromLinear(a[k])) - ByteFromLinear(b[k]);
    sum += d * d / 3;
  }
  return sum;
}

}  // namespace

LookDeviation MeasureLook(const Surface& scan,
                          const Mesh& model,
                          const Execution& execution,
                          std::vector<Image8> decoded,
                          size_t samples) {
  std::vector<Diagnostic> said;
  const Surface surface(model, said, std::move(decoded));
  const RayScene scene(model, execution.threads);
  const std::vector<SurfacePoint> points = SampleSurface(scan.mesh(), samples, 3);
  std::vector<float> angle(points.size());
  std::vector<double> squared(points.size());
  const bool coloured = scan.has_colour() && surface.has_colour();
  Execution silent = execution;
  silent.progress = nullptr;
  ParallelFor(silent, (points.size() + kChunk - 1) / kChunk, [&](size_t chunk) {
    for (size_t i = chunk * kChunk; i < std::min(points.size(), (chunk + 1) * kChunk); ++i) {
      SurfacePoint near;
      if (!scene.Closest(At(scan.mesh(), points[i]), near)) {
        continue;
      }
      const float cosine = Dot(scan.Normal(points[i]), surface.Normal(near));
      angle[i] = std::acos(std::clamp(cosine, -1.0F, 1.0F)) * 180 / std::numbers::pi_v<float>;
      squared[i] = coloured ? SquaredDifference(scan.Colour(points[i]), surface.Colour(near)) : 0;
    }
  });
  LookDeviation look;
  if (points.empty()) {
    return look;
  }
  double squares = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    look.normal_mean_deg += static_cast<double>(angle[i]) / static_cast<double>(points.size());
    squares += squared[i] / static_cast<double>(points.size());
  }
  const auto p95 = angle.begin() + static_cast<std::ptrdiff_t>((angle.size() - 1) * 95 / 100);
  std::nth_element(angle.begin(), p95, angle.end());
  look.normal_p95_deg = static_cast<double>(*p95);
  if (coloured) {
    look.colour_psnr_db = squares > 0 ? std::min(99.0, 10 * std::log10(255 * 255 / squares)) : 99;
  }
  return look;
}

}  // namespace disan
