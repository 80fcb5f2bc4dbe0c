// The sky over the sample world: a May morning with fair-weather clouds.
#pragma once

#include "datasets/vector.h"

namespace disan::world {

// Towards the sun: south-east, so that the fronts that look south stand in light.
Vec3 SunDirection();
Vec3 SunRadiance();  // what a white surface square to the sun sends back

// With clouds and the disc of the sun.
Vec3 SkyRadiance(Vec3 direction);
// Its smooth part, for light gathered over the whole sky.
Vec3 SkyGlow(Vec3 direction);

// What the lamps inside the front hall send to a surface there; nothing outside it.
Vec3 LampLight(Vec3 position, Vec3 normal);

}  // namespace disan::world
