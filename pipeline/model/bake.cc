#include "pipeline/model/bake.h"

#include "pipeline/model/random.h"

#include <algorithm>
#include <numbers>

namespace disan {
namespace {

constexpr uint32_t kNoFace = 0xFFFFFFFF;
constexpr int kBand = 16;  // rows a task

struct Frame {
  Float3 at, normal, tangent, bitangent;
};

Frame FrameAt(const Mesh& mesh, uint32_t face, float u, float v) {
  const Triangle& t = mesh.triangles[face];
  const float w = 1 - u - v;
  const auto mix = [&](const auto& of) { return of(t[0]) * w + of(t[1]) * u + of(t[2]) * v; };
  Frame frame;
  frame.at = mix([&](uint32_t i) { return mesh.positions[i]; });
  frame.normal = Normalized(mix([&](uint32_t i) { return mesh.normals[i]; }));
  // As a renderer does it: interpolated, not made orthogonal again.
  frame.tangent = Normalized(mix([&](uint32_t i) { return mesh.tangents[i].direction; }));
  frame.bitangent = Normalized(Cross(frame.normal, frame.tangent)) * mesh.tangents[t[0]].handedness;
  return frame;
}

// What a renderer multiplies the frame with to get `n`: rounded tangents are not quite at right
// angles to the normals.
Float3 InFrame(const Frame& frame, const Float3& n) {
  const float skew = Dot(frame.tangent, frame.normal);
  const float along = Dot(n, frame.tangent);
  const float out = Dot(n, frame.normal);
  const float rest = std::max(1 - skew * skew, 0.1F);
  return {(along - skew * out) / rest,
          Dot(n, frame.bitangent),
          std::max((out - skew * along) / rest, 0.05F)};
}

// What the pixel samples of one kind add up to.
struct Accumulated {
  Image<float> sum;
  std::vector<uint16_t> count;

  Accumulated(int size)
      : sum(size, size, 3), count(static_cast<size_t>(size) * static_cast<size_t>(size)) {}
  void Add(int x, int y, const Float3& value) {
    float* p = sum.At(x, y);
    p[0] += value.x;
    p[1] += value.y;
    p[2] += value.z;
    ++count[static_cast<size_t>(y) * static_cast<size_t>(sum.width) + static_cast<size_t>(x)];
  }
};

// Fills pixels without samples from the nearest with, coarse to fine (pull and push).
void FillGaps(Image<float>& image, std::vector<float>& weight) {
  const int w = image.width;
  const int h = image.height;
  if (w <= 1 && h <= 1) {
    return;
  }
  const int half_w = (w + 1) / 2;
  const int half_h = (h + 1) / 2;
  Image<float> coarse(half_w, half_h, 3);
  std::vector<float> coarse_weight(static_cast<size_t>(half_w) * static_cast<size_t>(half_h));
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const size_t i = static_cast<size_t>(y) * static_cast<size_t>(w) + static_cast<size_t>(x);
      if (weight[i] > 0) {
        coarse_weight[static_cast<size_t>(y / 2) * static_cast<size_t>(half_w) +
                      static_cast<size_t>(x / 2)] += 1;
        for (int k = 0; k < 3; ++k) {
          coarse.At(x / 2, y / 2)[k] += image.At(x, y)[k];
        }
      }
    }
  }
  for (size_t i = 0; i < coarse_weight.size(); ++i) {
    for (size_t k = 0; k < 3 && coarse_weight[i] > 0; ++k) {
      coarse.pixels[i * 3 + k] /= coarse_weight[i];
    }
  }
  FillGaps(coarse, coarse_weight);
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const size_t i = static_cast<size_t>(y) * static_cast<size_t>(w) + static_cast<size_t>(x);
      if (!(weight[i] > 0)) {
        for (int k = 0; k < 3; ++k) {
          image.At(x, y)[k] = coarse.At(x / 2, y / 2)[k];
        }
        weight[i] = 1;
      }
    }
  }
}

Image<float> Filled(Accumulated sums) {
  std::vector<float> weight(sums.count.size());
  for (size_t i = 0; i < weight.size(); ++i) {
    weight[i] = sums.count[i];
    for (size_t k = 0; k < 3 && weight[i] > 0; ++k) {
      sums.sum.pixels[i * 3 + k] /= weight[i];
    }
  }
  FillGaps(sums.sum, weight);
  return std::move(sums.sum);
}

template <typename Encode>
Image8 Bytes(const Image<float>& image, const Encode& encode) {
  Image8 out(image.width, image.height, 3);
  for (size_t i = 0; i < image.pixels.size(); i += 3) {
    const Float3 c = encode(Float3{image.pixels[i], image.pixels[i + 1], image.pixels[i + 2]});
    out.pixels[i] = ByteFrom(static_cast<double>(c.x));
    out.pixels[i + 1] = ByteFrom(static_cast<double>(c.y));
    out.pixels[i + 2] = ByteFrom(static_cast<double>(c.z));
  }
  return out;
}

class Baker {
 public:
  Baker(const Mesh& model, const Surface& scan, const RayScene& scene, const BakeOptions& options)
      : model_(model), scan_(scan), scene_(scene), options_(options) {
    const auto diagonal = static_cast<float>(BoundsOf(scan.mesh().positions).Diagonal());
    reach_ = options.reach > 0 ? static_cast<float>(options.reach) : diagonal * 0.01F;
    size_ = diagonal;
  }

  BakedTextures Run(const Execution& execution) {
    BakedTextures out;
    Accumulated colour(options_.colour ? options_.size_px : 0);
    Accumulated normals(options_.normals ? options_.size_px : 0);
    std::vector<size_t> missed(Bands(options_.size_px));
    std::vector<size_t> taken(missed.size());
    ForEachSample(execution,
                  options_.size_px,
                  options_.samples_across,
                  [&](size_t band, int x, int y, const Frame& frame) {
                    SurfacePoint hit;
                    ++taken[band];
                    if (!Find(frame, hit)) {
                      ++missed[band];
                      return;
                    }
                    if (options_.colour) {
                      colour.Add(x, y, scan_.Colour(hit));
                    }
                    if (options_.normals) {
                      normals.Add(x, y, InFrame(frame, scan_.Normal(hit)));
                    }
                  });
    size_t all = 0;
    size_t lost = 0;
    for (size_t b = 0; b < taken.size(); ++b) {
      all += taken[b];
      lost += missed[b];
    }
    out.missed = all == 0 ? 0 : static_cast<double>(lost) / static_cast<double>(all);
    for (const uint16_t count : (options_.normals ? normals : colour).count) {
      out.covered.push_back(count > 0 ? 1 : 0);
    }
    if (options_.colour) {
      out.colour = Bytes(Filled(std::move(colour)), [](const Float3& c) {
        const auto byte = [](float v) { return static_cast<float>(ByteFromLinear(v)); };
        return Float3{byte(c.x), byte(c.y), byte(c.z)};
      });
    }
    if (options_.normals) {
      out.normals = Bytes(Filled(std::move(normals)), [](const Float3& n) {
        return Normalized(n) * 127.5F + Float3{127.5F, 127.5F, 127.5F};
      });
    }
    if (options_.occlusion) {
      out.occlusion = Occlusion(execution);
    }
    return out;
  }

 private:
  static size_t Bands(int size) { return static_cast<size_t>((size + kBand - 1) / kBand); }

  // The scan's surface that the point stands for: the nearest along the normal, outward or inward,
  // that faces the same way; else the nearest of all.
  bool Find(const Frame& frame, SurfacePoint& hit) const {
    SurfacePoint out;
    SurfacePoint in;
    const auto faces = [&](const SurfacePoint& p) {
      return Dot(AreaNormal(scan_.mesh(), p.triangle), frame.normal) > 0;
    };
    const bool has_out = scene_.Cast(frame.at, frame.normal, out, 0, reach_) && faces(out);
    const bool has_in =
        scene_.Cast(frame.at, frame.normal * -1.0F, in, 0, has_out ? out.distance : reach_) &&
        faces(in);
    if (has_out || has_in) {
      hit = has_out && (!has_in || out.distance < in.distance) ? out : in;
      return true;
    }
    return scene_.Closest(frame.at, hit, 4 * reach_);
  }

  Image8 Occlusion(const Execution& execution) const {
    const int size = std::clamp(options_.size_px / 2, 1, options_.most_occlusion_px);
    Accumulated light(size);
    ForEachSample(execution, size, 1, [&](size_t, int x, int y, const Frame& frame) {
      SurfacePoint hit;
      Float3 at = frame.at;
      Float3 n = frame.normal;
      if (Find(frame, hit)) {
        at = At(scan_.mesh(), hit);
        n = scan_.SmoothNormal(hit);
      }
      const float open = Openness(
          at + n * (size_ * 5e-4F),
          n,
          static_cast<uint64_t>(y) * static_cast<uint64_t>(size) + static_cast<uint64_t>(x));
      light.Add(x, y, {open, open, open});
    });
    return Bytes(Filled(std::move(light)), [](const Float3& v) { return v * 255.0F; });
  }

  // Cosine-weighted part of the sky that is seen within a third of the object's size.
  float Openness(const Float3& at, const Float3& n, uint64_t pixel) const {
    const Float3 t = Normalized(Cross(n, std::abs(n.y) < 0.9F ? Float3{0, 1, 0} : Float3{1, 0, 0}));
    const Float3 b = Cross(n, t);
    const double shift_u = UnitRandom(11, pixel);
    const double shift_v = UnitRandom(12, pixel);
    int open = 0;
    for (int i = 0; i < options_.occlusion_rays; ++i) {
      double u = shift_u + i * 0.7548776662466927;
      double v = shift_v + i * 0.5698402909980532;
      u -= std::floor(u);
      v -= std::floor(v);
      const auto r = static_cast<float>(std::sqrt(u));
      const auto angle = static_cast<float>(2 * std::numbers::pi * v);
      const Float3 direction = t * (r * std::cos(angle)) + b * (r * std::sin(angle)) +
                               n * std::sqrt(1 - static_cast<float>(u));
      open += scene_.IsBlocked(at, direction, 0, size_ / 3) ? 0 : 1;
    }
    return static_cast<float>(open) / static_cast<float>(options_.occlusion_rays);
  }

  // Faces by the bands of rows that they touch, so that bands are independent of each other.
  std::vector<std::vector<uint32_t>> FacesOfBands(int size) const {
    std::vector<std::vector<uint32_t>> bands(Bands(size));
    for (uint32_t f = 0; f < model_.triangles.size(); ++f) {
      float low = 1;
      float high = 0;
      for (const uint32_t v : model_.triangles[f]) {
        low = std::min(low, model_.uvs[v].y);
        high = std::max(high, model_.uvs[v].y);
      }
      const auto row = [&](float y) {
        return std::clamp(static_cast<int>(y * static_cast<float>(size)), 0, size - 1);
      };
      for (int b = std::max(row(low) - 1, 0) / kBand;
           b <= std::min(row(high) + 1, size - 1) / kBand;
           ++b) {
        bands[static_cast<size_t>(b)].push_back(f);
      }
    }
    return bands;
  }

  template <typename Visit>
  void ForEachSample(const Execution& execution, int size, int across, const Visit& visit) const {
    const std::vector<std::vector<uint32_t>> bands = FacesOfBands(size);
    ParallelFor(execution, bands.size(), [&](size_t band) {
      const int top = static_cast<int>(band) * kBand;
      const int bottom = std::min(top + kBand, size);
      // One face a sample: on a common edge the first wins.
      std::vector<bool> used(static_cast<size_t>(size * across) *
                             static_cast<size_t>((bottom - top) * across));
      for (const uint32_t f : bands[band]) {
        VisitFace(f, size, across, top, bottom, used, [&](int x, int y, const Frame& frame) {
          visit(band, x, y, frame);
        });
      }
    });
  }

  template <typename Visit>
  void VisitFace(uint32_t f,
                 int size,
                 int across,
                 int top,
                 int bottom,
                 std::vector<bool>& used,
                 const Visit& visit) const {
    const float fine = static_cast<float>(size * across);
    std::array<Float2, 3> p;
    for (size_t k = 0; k < 3; ++k) {
      const Float2 uv = model_.uvs[model_.triangles[f][k]];
      p[k] = {uv.x * fine, uv.y * fine};
    }
    const float area = TwiceArea(p[0], p[1], p[2]);
    const auto [x0, x1] = std::minmax({p[0].x, p[1].x, p[2].x});
    const auto [y0, y1] = std::minmax({p[0].y, p[1].y, p[2].y});
    const int first = std::max(static_cast<int>(y0 - 0.5F), top * across);
    const int last = std::min(static_cast<int>(y1 + 0.5F), bottom * across - 1);
    for (int y = first; y <= last; ++y) {
      for (int x = std::max(static_cast<int>(x0 - 0.5F), 0);
           x <= std::min(static_cast<int>(x1 + 0.5F), size * across - 1);
           ++x) {
        const Float2 q{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
        const float v = TwiceArea(p[0], p[1], q) / area;
        const float u = TwiceArea(p[2], p[0], q) / area;
        const size_t slot =
            static_cast<size_t>(y - top * across) * static_cast<size_t>(size * across) +
            static_cast<size_t>(x);
        if (u >= -1e-5F && v >= -1e-5F && u + v <= 1 + 1e-5F && !used[slot]) {
          used[slot] = true;
          visit(x / across, y / across, FrameAt(model_, f, u, v));
        }
      }
    }
  }

  const Mesh& model_;
  const Surface& scan_;
  const RayScene& scene_;
  const BakeOptions& options_;
  float reach_ = 0;
  float size_ = 1;
};

}  // namespace

BakedTextures Bake(const Mesh& model,
                   const Surface& scan,
                   const RayScene& scan_scene,
                   const Execution& execution,
                   const BakeOptions& options) {
  return Baker(model, scan, scan_scene, options).Run(execution);
}

}  // namespace disan
