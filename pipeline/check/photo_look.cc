#include "pipeline/check/photo_look.h"

#include <algorithm>

namespace disan {
namespace {

constexpr int kLookAt_px = 1200;

Image8 To8(const Image16& deep) {
  Image8 picture(deep.width, deep.height, deep.channels);
  for (size_t i = 0; i < deep.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<uint8_t>(deep.pixels[i] >> 8);
  }
  return picture;
}

// A decoder goes down by halves at most; the measures want one scale whatever the camera.
Image8 ScaledDown(const Image8& picture, int long_side_px) {
  const int long_side = std::max(picture.width, picture.height);
  if (long_side <= long_side_px) {
    return picture;
  }
  const double scale = static_cast<double>(long_side) / long_side_px;
  Image8 small(static_cast<int>(picture.width / scale),
               static_cast<int>(picture.height / scale),
               picture.channels);
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      const int x0 = static_cast<int>(x * scale);
      const int y0 = static_cast<int>(y * scale);
      const int x1 = std::max(x0 + 1, std::min(static_cast<int>((x + 1) * scale), picture.width));
      const int y1 = std::max(y0 + 1, std::min(static_cast<int>((y + 1) * scale), picture.height));
      for (int c = 0; c < picture.channels; ++c) {
        int sum = 0;
        for (int v = y0; v < y1; ++v) {
          for (int u = x0; u < x1; ++u) {
            sum += picture.At(u, v)[c];
          }
        }
        small.At(x, y)[c] = static_cast<uint8_t>(sum / ((x1 - x0) * (y1 - y0)));
      }
    }
  }
  return small;
}

}  // namespace

PhotoLook LookAtPhoto(const std::filesystem::path& file) {
  PhotoLook look;
  Result<Photo> photo = ReadPhoto(file, {.reduce_to_px = kLookAt_px});
  look.said = std::move(photo.diagnostics);
  if (!photo) {
    return look;
  }
  look.facts = std::move(photo->facts);
  const Image8* decoded = std::get_if<Image8>(&photo->pixels);
  const Image8 picture =
      ScaledDown(decoded != nullptr ? *decoded : To8(std::get<Image16>(photo->pixels)), kLookAt_px);
  look.sharpness = MeasureSharpness(picture);
  look.exposure = LookAtExposure(picture);
  return look;
}

}  // namespace disan
