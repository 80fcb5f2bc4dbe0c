#include "datasets/world.h"

#include "datasets/layout.h"
#include "datasets/noise.h"

namespace disan::world {
namespace {

// Points of the R2 sequence: even for any count.
Vec2 SamplePoint(int i) {
  const float n = static_cast<float>(i + 1);
  const float x = n * 0.7548776662F, y = n * 0.5698402910F;
  return {x - std::floor(x) - 0.5F, y - std::floor(y) - 0.5F};
}

// Whether two samples of a pixel are too alike for more to matter.
bool Alike(Vec3 a, Vec3 b) {
  const auto near = [](float x, float y) { return std::abs(std::sqrt(x) - std::sqrt(y)) < 0.012F; };
  return near(a.x, b.x) && near(a.y, b.y) && near(a.z, b.z);
}

}  // namespace

Result<World> World::Build(const WorldOptions& options, const Execution& execution) {
  auto built = BuildScene(options, execution);
  if (!built) {
    return Result<World>::Failed(std::move(built.diagnostics));
  }
  return Result<World>::Of(
      World(Tracer(std::move(built->scene), options.detail == Detail::kDemo ? 40 : 14),
            std::move(built->sculptures)));
}

ImageFloat World::RenderPhoto(const Camera& camera,
                              const RenderOptions& options,
                              const Execution& execution) const {
  ImageFloat image(camera.width_px, camera.height_px, 3);
  const float angle = PixelAngle(camera) * 0.75F;
  ParallelFor(execution, static_cast<size_t>(camera.height_px), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < camera.width_px; ++x) {
      Vec3 sum, first;
      int taken = 0;
      for (int i = 0; i < options.samples && !(i == 2 && Alike(first, sum - first)); ++i) {
        first = i == 1 ? sum : first;
        ++taken;
        const Vec2 off = SamplePoint(i);
        const auto direction =
            DirectionOf(camera, static_cast<float>(x) + off.x, static_cast<float>(y) + off.y);
        if (direction) {
          const uint32_t sample =
              Hash(static_cast<uint32_t>(x), static_cast<uint32_t>(y), static_cast<uint32_t>(i));
          const Vec3 radiance =
              tracer_.Radiance({camera.position, *direction, angle, sample}, options.visitors);
          sum += Vec3{std::min(radiance.x, 60.0F),
                      std::min(radiance.y, 60.0F),
                      std::min(radiance.z, 60.0F)};
        }
      }
      sum *= 1 / static_cast<float>(taken);
      float* pixel = image.At(x, y);
      pixel[0] = sum.x;
      pixel[1] = sum.y;
      pixel[2] = sum.z;
    }
  });
  return image;
}

ImageFloat World::RenderEquirect(Vec3 position,
                                 float heading_deg,
                                 int width_px,
                                 const RenderOptions& options,
                                 const Execution& execution) const {
  return RenderPhoto({.lens = Lens::kEquirectangular,
                      .width_px = width_px,
                      .height_px = width_px / 2,
                      .world_from_camera = WorldFromPanorama(heading_deg),
                      .position = position},
                     options,
                     execution);
}

float SrgbFromLinear(float linear) {
  return linear <= 0.0031308F ? linear * 12.92F : 1.055F * std::pow(linear, 1 / 2.4F) - 0.055F;
}

float LinearFromSrgb(float srgb) {
  return srgb <= 0.04045F ? srgb / 12.92F : std::pow((srgb + 0.055F) / 1.055F, 2.4F);
}

Image8 ToSrgb(const ImageFloat& linear) {
  Image8 out(linear.width, linear.height, linear.channels);
  for (size_t i = 0; i < linear.pixels.size(); ++i) {
    out.pixels[i] = static_cast<uint8_t>(SrgbFromLinear(Clamp01(linear.pixels[i])) * 255 + 0.5F);
  }
  return out;
}

}  // namespace disan::world
