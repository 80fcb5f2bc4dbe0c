// The stand that a photo straight down shows: a dark flat disc round the pole of the panorama.
#pragma once

#include "pipeline/panorama/compose.h"

namespace disan::panorama {

// Its radius in degrees; 0 when there is none. Strict, since what is taken for a stand is painted
// over: one dark tone all round, from the pole up to an edge that lies at the same angle on every
// side and has brighter ground behind it. Legs, shadows, wells and drains are not that.
double CameraStandDeg(const Composite& composite);

}  // namespace disan::panorama
