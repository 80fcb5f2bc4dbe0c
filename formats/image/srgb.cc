#include "formats/image/srgb.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <lcms2.h>

namespace disan {
namespace {

// linear -> guess of the 8-bit code, never above the right one.
constexpr int kGuesses = 4096;

struct Codes8 {
  std::array<float, 257> least;  // the smallest linear value that rounds to the code
  std::array<uint8_t, kGuesses + 1> guess;
};

const Codes8& Srgb8Codes() {
  static const Codes8 codes = [] {
    Codes8 made{};
    for (size_t v = 0; v < made.least.size(); ++v) {
      made.least[v] = static_cast<float>(LinearFromSrgb((static_cast<double>(v) - 0.5) / 255));
    }
    made.least[0] = -1;
    made.least[256] = 2;
    size_t code = 0;
    for (size_t i = 0; i < made.guess.size(); ++i) {
      while (static_cast<float>(i) / kGuesses >= made.least[code + 1]) {
        ++code;
      }
      made.guess[i] = static_cast<uint8_t>(code);
    }
    return made;
  }();
  return codes;
}

// The curve at 16,384 steps: straight lines between them stay within 0.1 of a 16-bit step.
constexpr int kKnots = 16384;

const std::array<float, kKnots + 2>& Srgb16Knots() {
  static const std::array<float, kKnots + 2> knots = [] {
    std::array<float, kKnots + 2> made{};
    for (size_t i = 0; i < made.size(); ++i) {
      made[i] = static_cast<float>(SrgbFromLinear(static_cast<double>(i) / kKnots) * 65535);
    }
    return made;
  }();
  return knots;
}

}  // namespace

double LinearFromSrgb(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double SrgbFromLinear(double linear) {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

const std::array<float, 256>& LinearOfSrgb8() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> made{};
    for (size_t i = 0; i < made.size(); ++i) {
      made[i] = static_cast<float>(LinearFromSrgb(static_cast<double>(i) / 255));
    }
    return made;
  }();
  return table;
}

const std::array<float, 65536>& LinearOfSrgb16() {
  static const auto table = [] {
    auto made = std::make_unique<std::array<float, 65536>>();
    for (size_t i = 0; i < made->size(); ++i) {
      (*made)[i] = static_cast<float>(LinearFromSrgb(static_cast<double>(i) / 65535));
    }
    return made;
  }();
  return *table;
}

uint8_t Srgb8FromLinear(float linear) {
  const Codes8& codes = Srgb8Codes();
  const float inside = linear > 0 ? std::min(linear, 1.0F) : 0.0F;  // NaN is black
  size_t code = codes.guess[static_cast<size_t>(inside * kGuesses)];
  while (inside >= codes.least[code + 1]) {
    ++code;
  }
  return static_cast<uint8_t>(code);
}

uint16_t Srgb16FromLinear(float linear) {
  const auto& knots = Srgb16Knots();
  const float inside = linear > 0 ? std::min(linear, 1.0F) : 0.0F;
  const float place = inside * kKnots;
  const auto knot = static_cast<size_t>(place);
  const float part = place - static_cast<float>(knot);
  return static_cast<uint16_t>(knots[knot] + part * (knots[knot + 1] - knots[knot]) + 0.5F);
}

const std::vector<uint8_t>& SrgbProfile() {
  static const std::vector<uint8_t> profile = [] {
    cmsHPROFILE made = cmsCreate_sRGBProfile();
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(made, nullptr, &size);
    std::vector<uint8_t> bytes(size);
    cmsSaveProfileToMem(made, bytes.data(), &size);
    cmsCloseProfile(made);
    // ICC.1: the header has the creation date at 24 and the profile's identifier at 84; zero says
    // "not set" for both.
    std::fill_n(bytes.begin() + 24, 12, uint8_t{0});
    std::fill_n(bytes.begin() + 84, 16, uint8_t{0});
    return bytes;
  }();
  return profile;
}

}  // namespace disan
