#include "pipeline/model/texture_quality.h"

#include "formats/image/jpeg.h"

#include <algorithm>
#include <cmath>

namespace disan {

double Psnr(const Image8& a, const Image8& b, const std::vector<uint8_t>& covered) {
  double squares = 0;
  double count = 0;
  for (size_t i = 0; i < a.pixels.size() && i < b.pixels.size(); ++i) {
    if (covered.empty() || covered[i / 3] != 0) {
      const double d = static_cast<double>(a.pixels[i]) - static_cast<double>(b.pixels[i]);
      squares += d * d;
      count += 1;
    }
  }
  return squares > 0 ? std::min(99.0, 10 * std::log10(255 * 255 * count / squares)) : 99;
}

Texture JpegTexture(const std::string& name, const Image8& image, const TextureGoal& goal) {
  const auto encoded = [&](int quality) {
    const Result<std::string> bytes =
        EncodeJpeg(image, {.quality = quality, .full_colour_resolution = true});
    return bytes ? *bytes : std::string();
  };
  int low = goal.least_quality;
  int high = goal.most_quality;
  std::string best = encoded(high);
  while (low < high) {
    const int middle = (low + high) / 2;
    std::string bytes = encoded(middle);
    const Result<Image8> again =
        DecodeJpeg({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
    if (again && Psnr(image, *again, goal.covered) >= goal.psnr_db) {
      high = middle;
      best = std::move(bytes);
    } else {
      low = middle + 1;
    }
  }
  return {name + ".jpg", "image/jpeg", std::move(best)};
}

}  // namespace disan
