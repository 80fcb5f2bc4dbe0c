// The sRGB transfer curve (IEC 61966-2-1), exact, and a profile that says sRGB.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace disan {

// Of 0 to 1; values outside go on along the curve's ends.
double LinearFromSrgb(double encoded);
double SrgbFromLinear(double linear);

const std::array<float, 256>& LinearOfSrgb8();
const std::array<float, 65536>& LinearOfSrgb16();

// Rounded exactly: LinearOfSrgb8 and back is the identity. Clamps.
uint8_t Srgb8FromLinear(float linear);
// Within half a step of the exact value, plus rounding; LinearOfSrgb16 and back is the identity.
uint16_t Srgb16FromLinear(float linear);

// An ICC profile of sRGB, always the same bytes.
const std::vector<uint8_t>& SrgbProfile();

}  // namespace disan
