#include "datasets/plan.h"

#include <stdexcept>

#include <png.h>

namespace disan::world {

Image8 RenderPlan(const World& world, int width_px, const Execution& execution) {
  const Vec2 size = kPlanHigh - kPlanLow;
  const int height_px = static_cast<int>(static_cast<float>(width_px) * size.y / size.x);
  const float metres = size.x / static_cast<float>(width_px);
  ImageFloat image(width_px, height_px, 3);
  ParallelFor(execution, static_cast<size_t>(height_px), [&](size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < width_px; ++x) {
      Vec3 sum;
      for (int i = 0; i < 4; ++i) {
        const Vec3 from{
            kPlanLow.x +
                (static_cast<float>(x) + 0.25F + 0.5F * static_cast<float>(i & 1)) * metres,
            60,
            kPlanLow.y +
                (static_cast<float>(y) + 0.25F + 0.5F * static_cast<float>(i >> 1)) * metres};
        sum += world.tracer().Radiance({from, {0, -1, 0}, metres / 60, static_cast<uint32_t>(i)}) *
               0.25F;
      }
      float* pixel = image.At(x, y);
      pixel[0] = sum.x;
      pixel[1] = sum.y;
      pixel[2] = sum.z;
    }
  });
  return ToSrgb(image);
}

Vec2 OnPlan(Vec3 position) {
  const Vec2 size = kPlanHigh - kPlanLow;
  return {(position.x - kPlanLow.x) / size.x, (position.z - kPlanLow.y) / size.y};
}

std::string EncodePng(const Image8& image) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&header, nullptr, &size, 0, image.pixels.data(), 0, nullptr) == 0) {
    throw std::runtime_error(header.message);
  }
  std::string out(size, '\0');
  if (png_image_write_to_memory(&header, out.data(), &size, 0, image.pixels.data(), 0, nullptr) ==
      0) {
    throw std::runtime_error(header.message);
  }
  out.resize(size);
  return out;
}

}  // namespace disan::world
