#include "pipeline/web_app/app_icon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace disan {
namespace {

constexpr double kFieldOfViewDeg = 64;
// Two by two samples a pixel: the panorama is about as fine as the icon.
constexpr std::array kOffsets = {0.25, 0.75};
constexpr std::array<uint8_t, 3> kGround = {0x15, 0x0f, 0x0b};
constexpr std::array<uint8_t, 3> kGold = {0xe3, 0xb7, 0x5f};

double Radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

using Colour = std::array<double, 3>;

// Bilinear; columns wrap around when the picture is a whole turn.
Colour Sample(const Image8& image, double x, double y, bool wraps) {
  const double left = std::floor(x - 0.5);
  const double top = std::floor(y - 0.5);
  Colour colour = {};
  for (const int dy : {0, 1}) {
    const int row = std::clamp(static_cast<int>(top) + dy, 0, image.height - 1);
    const double share_y = dy == 0 ? 1 - (y - 0.5 - top) : y - 0.5 - top;
    for (const int dx : {0, 1}) {
      int column = static_cast<int>(left) + dx;
      column = wraps ? (column % image.width + image.width) % image.width
                     : std::clamp(column, 0, image.width - 1);
      const double share = share_y * (dx == 0 ? 1 - (x - 0.5 - left) : x - 0.5 - left);
      const uint8_t* pixel = image.At(column, row);
      for (size_t c = 0; c < 3; ++c) {
        colour[c] += share * pixel[c];
      }
    }
  }
  return colour;
}

// Every pixel of a square icon from what `look` sees at fractions of its sides.
template <typename Look>
Image8 Draw(int size_px, const Look& look) {
  Image8 icon(size_px, size_px, 3);
  for (int y = 0; y < size_px; ++y) {
    for (int x = 0; x < size_px; ++x) {
      Colour sum = {};
      for (const double dy : kOffsets) {
        for (const double dx : kOffsets) {
          const Colour seen = look((x + dx) / size_px, (y + dy) / size_px);
          for (size_t c = 0; c < 3; ++c) {
            sum[c] += seen[c] / 4;
          }
        }
      }
      for (size_t c = 0; c < 3; ++c) {
        icon.At(x, y)[c] = static_cast<uint8_t>(std::lround(std::clamp(sum[c], 0.0, 255.0)));
      }
    }
  }
  return icon;
}

}  // namespace

Image8 IconFromPanorama(const Image8& panorama, double yaw_deg, double pitch_deg, int size_px) {
  const double half = std::tan(Radians(kFieldOfViewDeg / 2));
  const double sine = std::sin(Radians(pitch_deg));
  const double cosine = std::cos(Radians(pitch_deg));
  return Draw(size_px, [&](double u, double v) {
    // x right, y up, z ahead; turned up by the pitch, then right by the yaw.
    const double x = (2 * u - 1) * half;
    const double tilted = (1 - 2 * v) * half;
    const double y = tilted * cosine + sine;
    const double z = cosine - tilted * sine;
    const double yaw = std::atan2(x, z) + Radians(yaw_deg);
    const double pitch = std::atan2(y, std::hypot(x, z));
    const double turns = yaw / (2 * std::numbers::pi) + 0.5;
    return Sample(panorama,
                  (turns - std::floor(turns)) * panorama.width,
                  (0.5 - pitch / std::numbers::pi) * panorama.height,
                  true);
  });
}

Image8 IconFromPicture(const Image8& picture, int size_px) {
  const int side = std::min(picture.width, picture.height);
  const double left = (picture.width - side) / 2.0;
  const double top = (picture.height - side) / 2.0;
  return Draw(size_px, [&](double u, double v) {
    return Sample(picture, left + u * side, top + v * side, false);
  });
}

Image8 PlainIcon(int size_px) {
  Image8 icon(size_px, size_px, 3);
  for (size_t i = 0; i < icon.pixels.size(); ++i) {
    icon.pixels[i] = kGround[i % 3];
  }
  return icon;
}

void DrawIconFrame(Image8& icon) {
  const int inset = icon.width * 4 / 100;
  const int last = inset + std::max(1, icon.width * 2 / 100);
  for (int y = 0; y < icon.height; ++y) {
    for (int x = 0; x < icon.width; ++x) {
      const int edge = std::min({x, y, icon.width - 1 - x, icon.height - 1 - y});
      if (edge >= inset && edge < last) {
        std::copy(kGold.begin(), kGold.end(), icon.At(x, y));
      }
    }
  }
}

}  // namespace disan
