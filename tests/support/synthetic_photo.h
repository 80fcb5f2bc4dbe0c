// Photos with known content: texture of known fineness, discs, light, and what the camera says.
#pragma once

#include "formats/files/atomic_write.h"
#include "formats/image/exif.h"
#include "formats/image/image.h"
#include "formats/image/jpeg.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>

#include <gtest/gtest.h>

namespace disan::testing {

// Bricks and leaves: blotches of many sizes, different for each seed.
inline Image8 TexturedPicture(int width, int height, uint32_t seed) {
  Image8 picture(width, height, 3);
  uint32_t state = seed * 2654435761U + 1;
  for (uint8_t& p : picture.pixels) {
    p = 128;
  }
  for (int size = 64; size >= 2; size /= 2) {
    for (int y = 0; y < height; y += size) {
      for (int x = 0; x < width; x += size) {
        state = state * 1664525U + 1013904223U;
        const int delta = static_cast<int>((state >> 16) % 41) - 20;
        for (int v = y; v < std::min(y + size, height); ++v) {
          for (int u = x; u < std::min(x + size, width); ++u) {
            for (int c = 0; c < 3; ++c) {
              picture.At(u, v)[c] =
                  static_cast<uint8_t>(std::clamp(picture.At(u, v)[c] + delta, 0, 255));
            }
          }
        }
      }
    }
  }
  return picture;
}

inline Image8 Blurred(const Image8& picture, int radius) {
  Image8 out = picture;
  for (int pass = 0; pass < 2; ++pass) {
    const Image8 in = out;
    for (int y = 0; y < in.height; ++y) {
      for (int x = 0; x < in.width; ++x) {
        for (int c = 0; c < 3; ++c) {
          int sum = 0;
          for (int d = -radius; d <= radius; ++d) {
            sum += pass == 0 ? in.At(std::clamp(x + d, 0, in.width - 1), y)[c]
                             : in.At(x, std::clamp(y + d, 0, in.height - 1))[c];
          }
          out.At(x, y)[c] = static_cast<uint8_t>(sum / (2 * radius + 1));
        }
      }
    }
  }
  return out;
}

// A white sky with nothing in it.
inline Image8 PlainPicture(int width, int height, uint8_t level) {
  Image8 picture(width, height, 3);
  std::fill(picture.pixels.begin(), picture.pixels.end(), level);
  return picture;
}

// So many bright discs on black, side by side.
inline Image8 DiscPicture(int side, int discs) {
  Image8 picture(side * discs, side, 3);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side * discs; ++x) {
      const double dx = x % side + 0.5 - side / 2.0;
      const double dy = y + 0.5 - side / 2.0;
      const uint8_t level = std::hypot(dx, dy) < side * 0.49 ? 150 : 3;
      for (int c = 0; c < 3; ++c) {
        picture.At(x, y)[c] = level;
      }
    }
  }
  return picture;
}

inline void WritePhoto(const std::filesystem::path& file, const Image8& picture, const Exif& exif) {
  const Result<std::string> bytes = EncodeJpeg(picture, {.quality = 90, .exif = EncodeExif(exif)});
  ASSERT_TRUE(bytes.ok());
  ASSERT_FALSE(WriteFileAtomically(file, *bytes));
}

}  // namespace disan::testing
