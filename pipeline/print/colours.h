// The colours of printed matter: lacquer red, gold, ink and paper.
#pragma once

#include "pipeline/canvas/canvas.h"

namespace disan::print_colours {

inline constexpr Colour kLacquer{0.52, 0.10, 0.09};
inline constexpr Colour kGold{0.72, 0.55, 0.25};
inline constexpr Colour kGrey{0.36, 0.34, 0.32};
inline constexpr Colour kPaper{0.985, 0.972, 0.945};
inline constexpr Colour kRule{0.84, 0.80, 0.73};

}  // namespace disan::print_colours
