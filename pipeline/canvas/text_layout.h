// Pango's part of a canvas: a text laid out in a box.
#pragma once

#include "pipeline/canvas/canvas.h"

#include <memory>

#include <pango/pangocairo.h>

namespace disan {

// Pango rounds a layout's own units to 1/1024 of a point; a millimetre page is laid out many
// times as large and drawn smaller, so that small sizes lose nothing.
inline constexpr double kFine = 64;

struct LayoutFree {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using LayoutPointer = std::unique_ptr<PangoLayout, LayoutFree>;

struct LaidOut {
  LayoutPointer layout;
  SetText set;
};

// The largest size between style.size and style.least_size at which the text fits.
LaidOut LayOut(cairo_t* cairo, const Box& box, std::string_view text, const TextStyle& style);

}  // namespace disan
