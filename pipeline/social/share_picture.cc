#include "pipeline/social/share_picture.h"

#include "formats/image/jpeg.h"
#include "pipeline/canvas/canvas.h"

namespace disan {
namespace {

constexpr Colour kLacquer{0.40, 0.07, 0.07};
constexpr Colour kGold{0.80, 0.62, 0.30};
constexpr Colour kCream{0.97, 0.92, 0.82};
constexpr double kEdge = 64;

TextStyle Title(double size) {
  return {.family = "Noto Serif",
          .size = size,
          .least_size = size * 0.42,
          .bold = true,
          .colour = kWhite,
          .down = Down::kBottom,
          .line_height = 1.16};
}

TextStyle Small(double size, const Colour& colour) {
  return {.size = size,
          .least_size = size * 0.6,
          .colour = colour,
          .down = Down::kBottom,
          .line_height = 1.2};
}

// From below upwards: English, Vietnamese, the place they belong to.
void WriteNames(Canvas& canvas, const Box& box, const ShareText& text, double title_size) {
  double bottom = box.bottom();
  const double place_room = text.place.vi.empty() ? 0 : 46;
  if (!text.name.en.empty() && text.name.en != text.name.vi) {
    TextStyle style = Small(32, kCream);
    style.italic = true;
    style.english = true;
    style.family = "Noto Serif";
    bottom -= canvas.Write({box.x, bottom - 84, box.width, 84}, text.name.en, style).height + 4;
  }
  const double room = bottom - box.y - place_room;
  const TextStyle title = Title(title_size);
  bottom -= canvas.Write({box.x, bottom - room, box.width, room}, text.name.vi, title).height + 12;
  if (place_room > 0) {
    TextStyle style = Small(27, kGold);
    style.bold = true;
    style.letter_spacing = 0.02;
    canvas.Write({box.x, bottom - 36, box.width, 36}, text.place.vi, style);
  }
}

}  // namespace

Image8 ShareView(const Image8& view, const ShareText& text) {
  Canvas canvas = Canvas::Picture(kShareWidth, kShareHeight);
  const Box whole{0, 0, kShareWidth, kShareHeight};
  canvas.Fill(whole, kLacquer);
  canvas.Draw(whole, view);
  constexpr Colour kNight{0.06, 0.02, 0.02, 0.88};
  canvas.Shade({0, kShareHeight - 400, kShareWidth, 400}, {0.06, 0.02, 0.02, 0}, kNight);
  canvas.Fill({0, kShareHeight - 10, kShareWidth, 10}, kGold);
  WriteNames(canvas, {kEdge, 250, kShareWidth - 2 * kEdge, 330}, text, 76);
  return canvas.FinishPicture();
}

Image8 ShareObject(const Image8& poster, const ShareText& text) {
  Canvas canvas = Canvas::Picture(kShareWidth, kShareHeight);
  canvas.Fill({0, 0, kShareWidth, kShareHeight}, kLacquer);
  constexpr double kPanel = kShareWidth - kShareHeight;
  canvas.Draw({kPanel, 0, kShareHeight, kShareHeight}, poster);
  canvas.Fill({kPanel - 6, 0, 6, kShareHeight}, kGold);
  WriteNames(canvas, {48, 60, kPanel - 96, kShareHeight - 130}, text, 62);
  return canvas.FinishPicture();
}

Result<std::string> EncodeShare(const Image8& picture, const std::string& xmp) {
  Result<std::string> jpeg;
  for (const int quality : {88, 80, 70, 55, 35}) {
    jpeg = EncodeJpeg(picture, {.quality = quality, .xmp = xmp});
    if (!jpeg || jpeg->size() <= kShareMostBytes) {
      break;
    }
  }
  return jpeg;
}

}  // namespace disan
