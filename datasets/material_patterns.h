// The patterns that masons, tilers and carpenters lay; used by FinishOf alone.
#pragma once

#include "datasets/material.h"

namespace disan::world {

Finish TowerBrick(const Surface& surface);
Finish Paving(const Surface& surface);
Finish Plaster(const Surface& surface);
Finish RoofTile(const Surface& surface);
Finish Laterite(const Surface& surface);
Finish Facade(const Surface& surface);

Finish Timber(const Surface& surface);
Finish Planks(const Surface& surface);
Finish Door(const Surface& surface);
Finish Stone(const Surface& surface);
Finish CarvedStone(const Surface& surface);
Finish LionStone(const Surface& surface);
Finish Bronze(const Surface& surface);
Finish Bark(const Surface& surface);
Finish Leaf(const Surface& surface);
Finish Garden(const Surface& surface);

}  // namespace disan::world
