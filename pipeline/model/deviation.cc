#include "pipeline/model/deviation.h"

#include "pipeline/model/random.h"

#include <algorithm>
#include <numbers>

namespace disan {
namespace {

constexpr size_t kChunk = 4096;

struct Distances {
  std::vector<float> distance;
  std::vector<float> angle_deg;
};

float AngleBetween(const Float3& a, const Float3& b) {
  const float cosine = std::abs(Dot(Normalized(a), Normalized(b)));
  return std::acos(std::min(cosine, 1.0F)) * 180 / std::numbers::pi_v<float>;
}

void MeasureOneWay(const Mesh& from,
                   const std::vector<SurfacePoint>& samples,
                   const Mesh& to,
                   const RayScene& scene,
                   const Execution& execution,
                   Distances& out) {
  const size_t first = out.distance.size();
  out.distance.resize(first + samples.size());
  out.angle_deg.resize(first + samples.size());
  Execution silent = execution;
  silent.progress = nullptr;
  ParallelFor(silent, (samples.size() + kChunk - 1) / kChunk, [&](size_t chunk) {
    const size_t end = std::min(samples.size(), (chunk + 1) * kChunk);
    for (size_t i = chunk * kChunk; i < end; ++i) {
      SurfacePoint nearest;
      if (scene.Closest(At(from, samples[i]), nearest)) {
        out.distance[first + i] = nearest.distance;
        out.angle_deg[first + i] =
            AngleBetween(AreaNormal(from, samples[i].triangle), AreaNormal(to, nearest.triangle));
      }
    }
  });
}

double Percentile(std::vector<float> values, double part) {
  if (values.empty()) {
    return 0;
  }
  const auto at = static_cast<size_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

std::vector<SurfacePoint> SampleSurface(const Mesh& mesh, size_t count, uint64_t seed) {
  std::vector<double> until(mesh.triangles.size());
  double total = 0;
  for (uint32_t t = 0; t < mesh.triangles.size(); ++t) {
    const double area = static_cast<double>(Length(AreaNormal(mesh, t)));
    total += std::isfinite(area) ? area : 0;
    until[t] = total;
  }
  std::vector<SurfacePoint> samples;
  if (!(total > 0)) {
    return samples;
  }
  samples.reserve(count);
  size_t triangle = 0;
  for (size_t i = 0; i < count; ++i) {
    const double at =
        (static_cast<double>(i) + UnitRandom(seed, i * 3)) / static_cast<double>(count) * total;
    while (triangle + 1 < until.size() && until[triangle] <= at) {
      ++triangle;
    }
    const double root = std::sqrt(UnitRandom(seed, i * 3 + 1));
    const double slide = UnitRandom(seed, i * 3 + 2);
    samples.push_back({static_cast<uint32_t>(triangle),
                       static_cast<float>(root * (1 - slide)),
                       static_cast<float>(root * slide),
                       0});
  }
  return samples;
}

SurfaceDeviation MeasureDeviation(const Mesh& scan,
                                  const RayScene& scan_scene,
                                  const Mesh& model,
                                  const Execution& execution,
                                  const DeviationOptions& options) {
  const RayScene model_scene(model, execution.threads);
  Distances both;
  const std::vector<SurfacePoint> on_scan = SampleSurface(scan, options.samples, options.seed);
  MeasureOneWay(scan, on_scan, model, model_scene, execution, both);
  const double far = 0.01 * BoundsOf(scan.positions).Diagonal();
  const auto missing = std::count_if(both.distance.begin(), both.distance.end(), [&](float d) {
    return static_cast<double>(d) > far;
  });
  const std::vector<SurfacePoint> on_model =
      SampleSurface(model, options.samples, options.seed + 1);
  MeasureOneWay(model, on_model, scan, scan_scene, execution, both);

  SurfaceDeviation out;
  double squares = 0;
  double angles = 0;
  for (size_t i = 0; i < both.distance.size(); ++i) {
    const auto d = static_cast<double>(both.distance[i]);
    squares += d * d;
    angles += static_cast<double>(both.angle_deg[i]);
    out.max = std::max(out.max, d);
  }
  const auto count = static_cast<double>(std::max<size_t>(both.distance.size(), 1));
  out.rms = std::sqrt(squares / count);
  out.p95 = Percentile(both.distance, 0.95);
  out.normal_mean_deg = angles / count;
  out.normal_p95_deg = Percentile(both.angle_deg, 0.95);
  out.missing =
      static_cast<double>(missing) / static_cast<double>(std::max<size_t>(on_scan.size(), 1));
  return out;
}

}  // namespace disan
