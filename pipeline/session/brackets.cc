#include "pipeline/session/brackets.h"

#include "formats/image/exif.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace disan {
namespace {

constexpr double kSameEv = 0.4;         // a third of a stop and rounding
constexpr double kLeastSpreadEv = 0.9;  // less is the drift of automatic exposure
constexpr double kLongestLot_s = 30;    // slow exposures of a dark hall included

bool IsLot(std::span<const Shot> first, std::span<const Shot> lot) {
  for (size_t i = 0; i < lot.size(); ++i) {
    // Against the lot's own first shot: the light may change between lots.
    const double expected = *first[i].exposure_ev - *first[0].exposure_ev;
    const double found = *lot[i].exposure_ev - *lot[0].exposure_ev;
    if (std::abs(expected - found) > kSameEv) {
      return false;
    }
  }
  return !lot.front().time_s || !lot.back().time_s ||
         *lot.back().time_s - *lot.front().time_s <= kLongestLot_s;
}

double SpreadEv(std::span<const Shot> lot) {
  const auto [least, most] =
      std::minmax_element(lot.begin(), lot.end(), [](const Shot& a, const Shot& b) {
        return *a.exposure_ev < *b.exposure_ev;
      });
  return *most->exposure_ev - *least->exposure_ev;
}

// A lot that is itself a repetition of a shorter one belongs to the shorter period.
bool Repeats(std::span<const Shot> shots, size_t period) {
  const std::span<const Shot> first = shots.first(period);
  if (SpreadEv(first) < kLeastSpreadEv) {
    return false;
  }
  for (size_t at = 0; at < shots.size(); at += period) {
    if (!IsLot(first, shots.subspan(at, period))) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<double> ExposureOf(const Exif& exif) {
  if (!exif.exposure_s || *exif.exposure_s <= 0) {
    return exif.exposure_bias_ev;
  }
  const double aperture = exif.f_number.value_or(1);
  const double iso = exif.iso.value_or(100);
  return std::log2(*exif.exposure_s * std::max(iso, 1.0) / std::max(aperture * aperture, 1e-3));
}

int FindBrackets(std::span<const Shot> shots) {
  if (std::any_of(shots.begin(), shots.end(), [](const Shot& s) { return !s.exposure_ev; })) {
    return 1;
  }
  for (const size_t period : {size_t{2}, size_t{3}, size_t{4}, size_t{5}, size_t{7}, size_t{9}}) {
    if (shots.size() >= 2 * period && shots.size() % period == 0 && Repeats(shots, period)) {
      return static_cast<int>(period);
    }
  }
  return 1;
}

}  // namespace disan
