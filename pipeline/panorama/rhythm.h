// How a capture's sequence is to be read where it does not run as evenly as it was meant: a photo
// of a row was deleted, one of the zenith stands right behind a row, one is rich in clouds and yet
// was recognised nowhere. Of these readings the one that explains the light of the photos best.
#pragma once

#include "pipeline/panorama/pattern.h"

#include <functional>

namespace disan::panorama {

inline constexpr int kNobody = -1;

// A place in the rhythm.
struct Beat {
  int photo = kNobody;         // nobody's: its photo was deleted
  std::optional<Stand> stand;  // where it is known
  // Seems to be of another place: no beat at all, unless the light of the others says so.
  bool doubtful = false;
};

using Beats = std::vector<Beat>;

// How much better a photo's light agrees with what is known, at the best of these stands, than by
// chance; natural logarithm, negative where it disagrees.
using Explained = std::function<double(int photo, const std::vector<Stand>& stands)>;

struct BarePoles {
  bool zenith = false;
  bool nadir = false;
};

Stands StandsOf(const Beats& beats);

// Behind those before it in `photos`, the order in which all were taken; once.
void InsertInSequence(Beats& beats, const Beat& beat, const std::vector<int>& photos);

// Beats that are added are nobody's; photos that are no beat (doubtful ones, poles amid the rows)
// are left out.
Beats BestReading(const Beats& sequence, const BarePoles& bare, const Explained& explained);

}  // namespace disan::panorama
