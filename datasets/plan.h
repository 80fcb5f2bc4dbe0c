// The plan of the tour: the world seen from straight above.
#pragma once

#include "datasets/world.h"

#include <string>

namespace disan::world {

inline constexpr Vec2 kPlanLow{-16, -24}, kPlanHigh{36, 24};  // x and z, metres

// Brickwork packs badly: as wide as this the drawing stays below what a website's picture may
// weigh.
inline constexpr int kPlanWidthPx = 1170;
inline constexpr int kTinyPlanWidthPx = 390;

Image8 RenderPlan(const World& world, int width_px, const Execution& execution);

// Where a point of the world lies on the plan, 0..1 from its upper left corner.
Vec2 OnPlan(Vec3 position);

std::string EncodePng(const Image8& image);

}  // namespace disan::world
