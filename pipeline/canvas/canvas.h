// A page to draw on, as PDF or as pixels. Lengths are millimetres from the page's upper left
// corner; a picture's are pixels.
#pragma once

#include "formats/image/image.h"

#include <memory>
#include <string>
#include <string_view>

namespace disan {

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
  double alpha = 1;
};
inline constexpr Colour kBlack{0, 0, 0, 1};
inline constexpr Colour kWhite{1, 1, 1, 1};

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
};

enum class Across { kLeft, kCentre, kRight };
enum class Down { kTop, kMiddle, kBottom };

struct TextStyle {
  std::string family = "Noto Sans";  // Hán-Nôm falls back to Noto CJK
  double size = 4;                   // of the em, in the canvas's unit
  double least_size = 0;             // 0: half of size. Text shrinks to it, then is cut with "…"
  bool bold = false;
  bool italic = false;
  Colour colour = kBlack;
  Across across = Across::kLeft;
  Down down = Down::kTop;
  double line_height = 1.25;  // of the size
  double letter_spacing = 0;  // of the size
  bool balanced = false;      // lines of like length rather than one long and one short
  bool english = false;       // the language that hyphens and shapes follow
};

// How a text came to stand in its box.
struct SetText {
  double height = 0;  // of all lines
  double width = 0;   // of the widest
  double size = 0;
  bool cut = false;
};

struct PdfInfo {
  std::string title;
  std::string author;
  std::string created;  // ISO 8601; must not come from a clock
};

class Canvas {
 public:
  // Pages of one size, in millimetres.
  static Canvas Pdf(double width_mm, double height_mm, const PdfInfo& info);
  // One picture, `scale` pixels a unit: 1 to work in pixels, 300 / 25.4 for a page at 300 dpi.
  static Canvas Picture(int width_px, int height_px, double scale = 1);
  ~Canvas();
  Canvas(Canvas&&) noexcept;
  Canvas& operator=(Canvas&&) noexcept;

  void NextPage();  // of a PDF: this page is done
  void Fill(const Box& box, const Colour& colour, double corner = 0);
  // From `top` to `bottom` colour.
  void Shade(const Box& box, const Colour& top, const Colour& bottom);
  void Outline(const Box& box, const Colour& colour, double width);
  void Line(double x1, double y1, double x2, double y2, const Colour& colour, double width);
  void Disc(double x, double y, double radius, const Colour& colour);
  // Fills the box; what is too much of the picture on two sides is cut off evenly. sRGB.
  void Draw(const Box& box, const Image8& picture, double corner = 0);
  // All of the picture; what the box has more of repeats its outermost pixels, as for an object
  // before an even ground.
  void DrawWhole(const Box& box, const Image8& picture, double corner = 0);
  // All dark cells of a square grid as one shape, `cell(column, row)` telling which.
  template <typename Cell>
  void Grid(const Box& box, int side, const Cell& cell) {
    BeginShape();
    for (int row = 0; row < side; ++row) {
      for (int column = 0; column < side;) {
        int end = column;
        while (end < side && cell(end, row)) {
          ++end;
        }
        if (end > column) {
          AddToShape(CellBox(box, side, column, end, row));
        }
        column = end + 1;
      }
    }
    FillShape();
  }
  // Turned by `degrees` about the box's middle, for a stamp across a page.
  void DrawTurned(const Box& box, double degrees, std::string_view text, const TextStyle& style);

  // Text is cleaned (printable.h), wrapped into the box and shrunk until it fits.
  SetText Write(const Box& box, std::string_view text, const TextStyle& style);
  // The same without drawing.
  SetText Measure(const Box& box, std::string_view text, const TextStyle& style) const;

  std::string FinishPdf();
  Image8 FinishPicture();  // 3 channels, on white where nothing was drawn

 private:
  struct State;
  explicit Canvas(std::unique_ptr<State> state);
  void BeginShape();
  void AddToShape(const Box& box);
  void FillShape();
  static Box CellBox(const Box& box, int side, int column, int end, int row) {
    const double step = box.width / side;
    return {box.x + column * step, box.y + row * step, (end - column) * step, step};
  }

  std::unique_ptr<State> state_;
};

}  // namespace disan
