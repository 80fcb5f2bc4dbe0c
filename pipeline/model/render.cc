#include "pipeline/model/render.h"

#include "pipeline/model/random.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace disan {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr int kSkyRays = 3;  // a sample; pixels have several samples
constexpr int kKeyRays = 2;
constexpr int kGroundReachPart = 250;  // of the picture's height
constexpr float kFill = 0.84F;         // of the picture that the model takes up

// Directions are in the camera's frame turned upright, so that the light follows the viewer round a
// turntable as it does in a studio where the object turns.
struct Light {
  Float3 towards;
  Float3 colour;
  float radius;  // tangent of the half angle: how soft the shadow is
};

struct Camera {
  Float3 eye, right, up, forward;
  float tangent = 0;  // of half the vertical opening
  float aspect = 1;

  Float3 Ray(float x, float y) const {  // -1..1, y up
    return Normalized(forward + right * (x * tangent * aspect) + up * (y * tangent));
  }
};

// Each vertex runs on a circle round the axis: far enough for the whole of every circle.
void StandForAWholeTurn(const Mesh& mesh,
                        const RenderView& view,
                        const Double3& back,
                        Camera& camera) {
  const Bounds bounds = BoundsOf(mesh.positions);
  const Double3 middle = (bounds.min + bounds.max) * 0.5;
  const double sine = std::sin(view.elevation_deg * std::numbers::pi / 180);
  const double cosine = std::cos(view.elevation_deg * std::numbers::pi / 180);
  const double across = 1 / (static_cast<double>(camera.aspect * camera.tangent) * kFill);
  const double down = 1 / (static_cast<double>(camera.tangent) * kFill);
  double distance = 1e-6;
  for (const Float3& p : mesh.positions) {
    if (!IsFinite(p)) {
      continue;
    }
    const double r = std::hypot(p.x - middle.x, p.z - middle.z);
    const double y = p.y - middle.y;
    const double nearer = y * sine;  // to the camera, which looks down on it
    distance = std::max({distance,
                         r * std::hypot(across, cosine) + nearer,
                         y * cosine * down + r * std::abs(cosine - sine * down) + nearer,
                         -y * cosine * down + r * (cosine + sine * down) + nearer});
  }
  camera.eye = (middle + back * distance).To<float>();
}

Camera CameraFor(const Mesh& mesh, const RenderView& view) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double azimuth = view.azimuth_deg * kRadians;
  const double elevation = view.elevation_deg * kRadians;
  Camera camera;
  const Double3 back{std::sin(azimuth) * std::cos(elevation),
                     std::sin(elevation),
                     std::cos(azimuth) * std::cos(elevation)};
  camera.forward = (back * -1.0).To<float>();
  camera.right = Double3{std::cos(azimuth), 0, -std::sin(azimuth)}.To<float>();
  camera.up = Cross(camera.right, camera.forward);
  camera.tangent = static_cast<float>(std::tan(view.opening_deg * kRadians / 2));
  camera.aspect = static_cast<float>(view.width_px) / static_cast<float>(view.height_px);
  if (view.whole_turn) {
    StandForAWholeTurn(mesh, view, back, camera);
    return camera;
  }
  // In the middle of what is seen, and just far enough for every vertex.
  Float3 low{1e30F, 1e30F, 1e30F};
  Float3 high = low * -1.0F;
  const auto in_camera = [&](const Float3& p) {
    return Float3{Dot(p, camera.right), Dot(p, camera.up), Dot(p, camera.forward)};
  };
  for (const Float3& p : mesh.positions) {
    const Float3 c = in_camera(p);
    for (int axis = 0; axis < 3 && IsFinite(c); ++axis) {
      low[axis] = std::min(low[axis], c[axis]);
      high[axis] = std::max(high[axis], c[axis]);
    }
  }
  const Float3 middle = (low + high) * 0.5F;
  float distance = 0;
  for (const Float3& p : mesh.positions) {
    const Float3 c = in_camera(p) - middle;
    const float need =
        std::max(std::abs(c.x) / camera.aspect, std::abs(c.y)) / (camera.tangent * kFill) - c.z;
    distance = std::isfinite(need) ? std::max(distance, need) : distance;
  }
  camera.eye = camera.right * middle.x + camera.up * middle.y +
               camera.forward * (middle.z - std::max(distance, 1e-6F));
  return camera;
}

void Basis(const Float3& n, Float3& t, Float3& b) {
  t = Normalized(Cross(n, std::abs(n.y) < 0.9F ? Float3{0, 1, 0} : Float3{1, 0, 0}));
  b = Cross(n, t);
}

Float3 Times(const Float3& a, const Float3& b) {
  return {a.x * b.x, a.y * b.y, a.z * b.z};
}

// A wall and floor without an edge: lightest behind the object.
Float3 Backdrop(float x, float y) {
  const float r = std::sqrt(x * x * 0.7F + (y + 0.05F) * (y + 0.05F));
  const float t = std::clamp(r / 1.45F, 0.0F, 1.0F);
  const float level = 0.66F + (0.36F - 0.66F) * t * t * (3 - 2 * t);
  return Float3{1.0F, 0.99F, 0.97F} * level;
}

Float3 Sky(const Float3& direction) {
  const float up = direction.y * 0.5F + 0.5F;
  return Float3{0.50F, 0.50F, 0.51F} * (1 - up) + Float3{0.92F, 0.96F, 1.02F} * up;
}

// Linear up to three quarters, then a shoulder that never clips.
float ToneMapped(float v) {
  constexpr float kKnee = 0.75F;
  return v <= kKnee ? v : kKnee + (1 - kKnee) * (1 - std::exp(-(v - kKnee) / (1 - kKnee)));
}

// Numbers of one pixel sample: stratified over the samples of the pixel and rotated by pixel.
class SampleSource {
 public:
  SampleSource(uint64_t pixel, int sample)
      : pixel_(pixel), sample_(static_cast<uint64_t>(sample)) {}
  Float2 Next(int ray, int rays, int purpose) {
    // R2 sequence (Roberts 2018), shifted by a random amount a pixel and purpose.
    const auto i =
        static_cast<double>(sample_ * static_cast<uint64_t>(rays) + static_cast<uint64_t>(ray));
    const auto seed = static_cast<uint64_t>(purpose);
    const double u = UnitRandom(seed * 2 + 1, pixel_) + i * 0.7548776662466927;
    const double v = UnitRandom(seed * 2 + 2, pixel_) + i * 0.5698402909980532;
    return {static_cast<float>(u - std::floor(u)), static_cast<float>(v - std::floor(v))};
  }

 private:
  uint64_t pixel_;
  uint64_t sample_;
};

// What a pixel shows. Light is kept apart from what it falls on: it comes from few rays and changes
// slowly, so that of places near by counts as well; alone, each pixel of a deep shadow would be a
// grain.
struct Exposure {
  Float3 solid;   // what needs no light: shine, backdrop, false colours
  Float3 albedo;  // this and the next four: sums over the samples that hit the object
  Float3 light;
  Float3 normal;
  float distance = 0;
  float hits = 0;
  float part = 0;  // of the pixel that the object takes
  Float3 ground;   // under full light
  float ground_light = 0;
  float ground_seen = 0;  // 1: it is
};

class Studio {
 public:
  Studio(const Surface& surface,
         const RayScene& scene,
         const RenderView& view,
         const Colouring& colouring)
      : surface_(surface),
        scene_(scene),
        view_(view),
        colouring_(colouring),
        camera_(CameraFor(surface.mesh(), view)) {
    const Bounds bounds = BoundsOf(surface.mesh().positions);
    size_ = static_cast<float>(bounds.Diagonal());
    floor_ = static_cast<float>(bounds.min.y);
    const Float3 ahead = Normalized(Float3{camera_.forward.x, 0, camera_.forward.z});
    const auto placed = [&](float right, float up, float towards_viewer) {
      return Normalized(camera_.right * right + Float3{0, 1, 0} * up - ahead * towards_viewer);
    };
    key_ = {placed(-0.75F, 0.95F, 0.80F), Float3{1.0F, 0.955F, 0.89F} * 1.75F, 0.30F};
    rim_ = {placed(0.85F, 0.55F, -0.85F), Float3{0.93F, 0.97F, 1.05F} * 0.70F, 0.25F};
  }

  Exposure Pixel(int x, int y) const {
    const int side = std::max(1, static_cast<int>(std::lround(std::sqrt(view_.samples))));
    Exposure sum;
    const auto pixel =
        static_cast<uint64_t>(y) * static_cast<uint64_t>(view_.width_px) + static_cast<uint64_t>(x);
    for (int s = 0; s < side * side; ++s) {
      const auto place = [&](int whole, int part, int count) {
        const float at = static_cast<float>(whole) +
                         (static_cast<float>(part) + 0.5F) / static_cast<float>(side);
        return 2 * at / static_cast<float>(count) - 1;
      };
      const float px = place(x, s % side, view_.width_px);
      const float py = -place(y, s / side, view_.height_px);
      Expose(px, py, SampleSource(pixel, s), sum);
    }
    const float share = 1 / static_cast<float>(side * side);
    sum.solid = sum.solid * share;
    sum.ground = sum.ground * share;
    sum.part = sum.hits * share;
    return sum;
  }

 private:
  void Expose(float px, float py, SampleSource numbers, Exposure& sum) const {
    const Float3 ray = camera_.Ray(px, py);
    SurfacePoint hit;
    if (scene_.Cast(camera_.eye, ray, hit)) {
      const Float3 albedo = colouring_ ? colouring_(hit) : surface_.Colour(hit);
      if (view_.light) {
        Shade(hit, ray, albedo, numbers, sum);
      } else {
        sum.solid = sum.solid + FlatShade(hit, ray, albedo);
      }
      return;
    }
    const Float3 behind = Backdrop(px, py);
    const float t = ray.y < -1e-4F ? (floor_ - camera_.eye.y) / ray.y : -1;
    if (t > 0 && view_.light) {
      // The ground itself is the backdrop; only the shadow is its own.
      sum.ground = sum.ground + behind;
      // Once a pixel: its neighbours tell as much of this place as its other samples would.
      if (sum.ground_seen == 0) {
        sum.ground_light = GroundLight(camera_.eye + ray * t, numbers);
        sum.ground_seen = 1;
      }
    } else {
      sum.solid = sum.solid + behind;
    }
  }

  // Enough shape to recognise the object, little enough to read the colours.
  Float3 FlatShade(const SurfacePoint& hit, const Float3& ray, const Float3& colour) const {
    return colour * (0.55F + 0.45F * std::abs(Dot(surface_.SmoothNormal(hit), ray)));
  }

  float Visible(const Float3& from, const Float3& direction) const {
    return scene_.IsBlocked(from, direction, 1e-4F * size_, 4 * size_) ? 0.0F : 1.0F;
  }

  // The part of a light that arrives, with the cosine to `n`, and its shine when `ray` is given.
  Float3 From(const Light& light,
              const Float3& at,
              const Float3& n,
              SampleSource& numbers,
              int purpose) const {
    Float3 t;
    Float3 b;
    Basis(light.towards, t, b);
    float sum = 0;
    for (int i = 0; i < kKeyRays; ++i) {
      const Float2 u = numbers.Next(i, kKeyRays, purpose);
      const float r = std::sqrt(u.x) * light.radius;
      const float angle = 2 * kPi * u.y;
      const Float3 direction =
          Normalized(light.towards + t * (r * std::cos(angle)) + b * (r * std::sin(angle)));
      const float cosine = Dot(direction, n);
      sum += cosine > 0 ? cosine * Visible(at, direction) : 0;
    }
    return light.colour * (sum / kKeyRays);
  }

  Float3 SkyLight(const Float3& at, const Float3& n, SampleSource& numbers) const {
    Float3 t;
    Float3 b;
    Basis(n, t, b);
    Float3 sum;
    for (int i = 0; i < kSkyRays; ++i) {
      const Float2 u = numbers.Next(i, kSkyRays, 1);
      const float r = std::sqrt(u.x);
      const float angle = 2 * kPi * u.y;
      const Float3 direction =
          t * (r * std::cos(angle)) + b * (r * std::sin(angle)) + n * std::sqrt(1 - u.x);
      // The ground gives back what falls on it, in its own pale colour.
      sum = sum + Sky(direction) * Visible(at, direction);
    }
    return sum * (0.62F / kSkyRays);
  }

  void Shade(const SurfacePoint& hit,
             const Float3& ray,
             const Float3& albedo,
             SampleSource& numbers,
             Exposure& sum) const {
    Float3 n = surface_.Normal(hit);
    Float3 flat = Normalized(AreaNormal(surface_.mesh(), hit.triangle));
    if (Dot(flat, ray) > 0) {
      flat = flat * -1.0F;
    }
    if (Dot(n, flat) < 0) {
      n = n * -1.0F;
    }
    const Float3 at = camera_.eye + ray * hit.distance + flat * (2e-4F * size_);
    const Float3 key = From(key_, at, n, numbers, 2);
    const Float3 rim = From(rim_, at, n, numbers, 3);
    const Float3 light = key * 0.62F + rim * 0.62F + SkyLight(at, n, numbers);
    // A breath of shine where the key light mirrors: stone and wood are not chalk.
    const Float3 half = Normalized(key_.towards - ray);
    const float shine = 0.05F * std::pow(std::max(Dot(n, half), 0.0F), 24.0F);
    sum.solid = sum.solid + key * shine;
    sum.albedo = sum.albedo + albedo;
    sum.light = sum.light + light;
    sum.normal = sum.normal + n;
    sum.distance += hit.distance;
    sum.hits += 1;
  }

  float GroundLight(const Float3& at, SampleSource& numbers) const {
    const Float3 from = at + Float3{0, 3e-4F * size_, 0};
    const Float3 n{0, 1, 0};
    const float open_key = key_.towards.y;
    const float key = From({key_.towards, {1, 1, 1}, key_.radius}, from, n, numbers, 2).x;
    const Float3 sky = SkyLight(from, n, numbers);
    const float light = 0.42F * std::min(key / open_key, 1.1F) + 0.58F * sky.y / (0.62F * 0.84F);
    return std::min(light, 1.0F);
  }

  const Surface& surface_;
  const RayScene& scene_;
  const RenderView& view_;
  const Colouring& colouring_;
  Camera camera_;
  float size_ = 1;
  float floor_ = 0;
  Light key_{};
  Light rim_{};
};

// Of the object round a pixel, as far as the surface goes on and faces the same way: what a wrinkle
// or an edge shades is its own.
Float3 LightOn(const Image<Exposure>& exposed, int x, int y) {
  constexpr int kReach = 3;
  constexpr float kFar = 0.01F;  // of the distance from the camera
  const Exposure& here = *exposed.At(x, y);
  const Float3 normal = Normalized(here.normal);
  const float distance = here.distance / here.hits;
  Float3 light;
  float weights = 0;
  for (int v = std::max(y - kReach, 0); v <= std::min(y + kReach, exposed.height - 1); ++v) {
    for (int u = std::max(x - kReach, 0); u <= std::min(x + kReach, exposed.width - 1); ++u) {
      const Exposure& there = *exposed.At(u, v);
      if (there.hits == 0 || std::abs(there.distance / there.hits - distance) > kFar * distance) {
        continue;
      }
      float alike = std::max(Dot(Normalized(there.normal), normal), 0.0F);
      for (int k = 0; k < 5; ++k) {
        alike *= alike;
      }
      light = light + there.light * (alike / there.hits);
      weights += alike;
    }
  }
  return weights > 0 ? light * (1 / weights) : here.light * (1 / here.hits);
}

// Of the ground, as far round a pixel as the eye takes for one place in the picture.
float LightNear(const Image<Exposure>& exposed, int x, int y) {
  const int reach = std::max(2, exposed.height / kGroundReachPart);
  float light = 0;
  float samples = 0;
  for (int v = std::max(y - reach, 0); v <= std::min(y + reach, exposed.height - 1); ++v) {
    for (int u = std::max(x - reach, 0); u <= std::min(x + reach, exposed.width - 1); ++u) {
      light += exposed.At(u, v)->ground_light;
      samples += exposed.At(u, v)->ground_seen;
    }
  }
  return samples > 0 ? light / samples : 1;
}

}  // namespace

Image8 Render(const Surface& surface,
              const RayScene& scene,
              const RenderView& view,
              const Execution& execution,
              const Colouring& colouring) {
  const Studio studio(surface, scene, view, colouring);
  Image<Exposure> exposed(view.width_px, view.height_px, 1);
  ParallelFor(execution, static_cast<size_t>(view.height_px), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < view.width_px; ++x) {
      *exposed.At(x, y) = studio.Pixel(x, y);
    }
  });
  Image8 image(view.width_px, view.height_px, 3);
  ParallelFor(execution, static_cast<size_t>(view.height_px), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < view.width_px; ++x) {
      const Exposure& pixel = *exposed.At(x, y);
      Float3 c = pixel.solid;
      if (pixel.ground_seen > 0) {
        c = c + pixel.ground * LightNear(exposed, x, y);
      }
      if (pixel.hits > 0) {
        const Float3 albedo = pixel.albedo * (pixel.part / pixel.hits);
        c = c + Times(albedo, LightOn(exposed, x, y));
      }
      uint8_t* out = image.At(x, y);
      for (int k = 0; k < 3; ++k) {
        out[k] = ByteFromLinear(view.light ? ToneMapped(c[k]) : c[k]);
      }
    }
  });
  return image;
}

std::vector<Image8> RenderTurntable(const Surface& surface,
                                    const RayScene& scene,
                                    const RenderView& view,
                                    int count,
                                    const Execution& execution) {
  std::vector<Image8> stills;
  for (int i = 0; i < count; ++i) {
    RenderView turned = view;
    turned.azimuth_deg += 360.0 * i / count;
    stills.push_back(Render(surface, scene, turned, execution));
  }
  return stills;
}

Float3 DeviationColour(double part) {
  // Viridis at fifths, in sRGB bytes.
  constexpr std::array<std::array<int, 3>, 6> kSteps = {
      {{68, 1, 84}, {65, 68, 135}, {42, 120, 142}, {34, 168, 132}, {122, 209, 81}, {253, 231, 37}}};
  const double at = std::clamp(std::isfinite(part) ? part : 1.0, 0.0, 1.0) * 5;
  const auto step = std::min<size_t>(static_cast<size_t>(at), 4);
  const auto between = static_cast<float>(at - static_cast<double>(step));
  Float3 out;
  for (size_t k = 0; k < 3; ++k) {
    const float low = LinearFromByte(static_cast<uint8_t>(kSteps[step][k]));
    const float high = LinearFromByte(static_cast<uint8_t>(kSteps[step + 1][k]));
    out[static_cast<int>(k)] = low + (high - low) * between;
  }
  return out;
}

Image8 RenderDeviation(const Surface& model,
                       const RayScene& model_scene,
                       const RayScene& scan_scene,
                       double limit,
                       const RenderView& view,
                       const Execution& execution) {
  RenderView flat = view;
  flat.light = false;
  Image8 image = Render(model, model_scene, flat, execution, [&](const SurfacePoint& point) {
    SurfacePoint nearest;
    const bool found = scan_scene.Closest(At(model.mesh(), point), nearest);
    return DeviationColour(found && limit > 0 ? static_cast<double>(nearest.distance) / limit
                                              : 1.0);
  });
  const int left = view.width_px - view.width_px / 20;
  const int right = left + view.width_px / 40;
  const int top = view.height_px / 6;
  const int bottom = view.height_px - top;
  for (int y = top; y < bottom; ++y) {
    const Float3 c = DeviationColour(static_cast<double>(bottom - 1 - y) / (bottom - 1 - top));
    for (int x = left; x < right; ++x) {
      for (int k = 0; k < 3; ++k) {
        image.At(x, y)[k] = ByteFromLinear(c[k]);
      }
    }
  }
  return image;
}

}  // namespace disan
