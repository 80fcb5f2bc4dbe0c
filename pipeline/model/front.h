// From where an object shows itself best: what a poster begins with.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/model/surface.h"

namespace disan {

// Degrees from +z towards the model's left hand side, in steps of 15: where left and right
// mirror each other (a face, a stele), the silhouette is wide and the surface has the most to see
// (carving, painting, inscriptions). Of equals the one nearest to +z, where scans of statues tend
// to have their front; the side across from it must be clearly better. Deterministic for any thread
// count.
double FrontAzimuthDeg(const Surface& surface, const RayScene& scene, const Execution& execution);

}  // namespace disan
