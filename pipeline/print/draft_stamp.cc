#include "pipeline/print/draft_stamp.h"

#include "formats/language/print_messages.h"

namespace disan {

void StampDraft(Canvas& canvas, const Box& page) {
  const double side = page.width;
  const Box across{page.x, page.y + (page.height - side) / 2, side, side};
  canvas.DrawTurned(across,
                    -32,
                    Say(messages::kPlateDraft).vi,
                    {.size = side * 0.105,
                     .bold = true,
                     .colour = {0.80, 0.05, 0.05, 0.55},
                     .across = Across::kCentre,
                     .down = Down::kMiddle});
}

}  // namespace disan
