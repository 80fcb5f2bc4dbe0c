// So that nobody hangs up a plate that leads nowhere.
#pragma once

#include "pipeline/canvas/canvas.h"

namespace disan {

void StampDraft(Canvas& canvas, const Box& page);

}  // namespace disan
