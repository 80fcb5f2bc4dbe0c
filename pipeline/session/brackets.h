// Exposure brackets: the same few exposures again and again, each lot within seconds.
#pragma once

#include <optional>
#include <span>

namespace disan {

struct Exif;

// Log2 of the light that the settings let through; only differences mean anything.
std::optional<double> ExposureOf(const Exif& exif);

struct Shot {
  std::optional<double> time_s;
  std::optional<double> exposure_ev;
};

// Exposures a direction of a sequence of shots in the order they were taken; 1 when it is not
// bracketed.
int FindBrackets(std::span<const Shot> shots);

}  // namespace disan
