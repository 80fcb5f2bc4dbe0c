#include "pipeline/canvas/canvas.h"

#include "formats/diagnostics/failure.h"
#include "formats/image/jpeg.h"
#include "formats/language/print_messages.h"
#include "pipeline/canvas/page_boxes.h"
#include "pipeline/canvas/printable.h"
#include "pipeline/canvas/text_layout.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include <cairo-pdf.h>

namespace disan {

struct Canvas::State {
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
  std::string pdf;
  bool is_pdf = false;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
  }
};

namespace {

constexpr int kJpegQuality = 92;
constexpr double kMostDrawnOut = 4;

cairo_status_t AppendTo(void* text, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

void Check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Failure(
        {.what = Say(messages::kPageFailed, fmt::arg("reason", cairo_status_to_string(status))),
         .remedy = Say(messages::kPageFailedRemedy)},
        Exit::kDoubtful);
  }
}

void Source(cairo_t* cairo, const Colour& colour) {
  cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha);
}

void Path(cairo_t* cairo, const Box& box, double corner) {
  if (corner <= 0) {
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    return;
  }
  constexpr double kQuarter = std::numbers::pi / 2;
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, box.right() - corner, box.y + corner, corner, -kQuarter, 0);
  cairo_arc(cairo, box.right() - corner, box.bottom() - corner, corner, 0, kQuarter);
  cairo_arc(cairo, box.x + corner, box.bottom() - corner, corner, kQuarter, 2 * kQuarter);
  cairo_arc(cairo, box.x + corner, box.y + corner, corner, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo);
}

// Cairo's own pixels; its rows may be longer than the picture's.
cairo_surface_t* SurfaceOf(const Image8& picture) {
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
  Check(cairo_surface_status(surface));
  cairo_surface_flush(surface);
  unsigned char* rows = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const uint8_t* from = picture.At(x, y);
      const uint32_t value = static_cast<uint32_t>(from[0]) << 16 |
                             static_cast<uint32_t>(from[1]) << 8 | static_cast<uint32_t>(from[2]);
      std::memcpy(rows + static_cast<ptrdiff_t>(y) * stride + static_cast<ptrdiff_t>(x) * 4,
                  &value,
                  sizeof value);
    }
  }
  cairo_surface_mark_dirty(surface);
  return surface;
}

void AttachJpeg(cairo_surface_t* surface, const Image8& picture) {
  const std::string jpeg = ValueOrThrow(EncodeJpeg(picture, {.quality = kJpegQuality}));
  auto* held = new std::string(jpeg);
  Check(cairo_surface_set_mime_data(
      surface,
      CAIRO_MIME_TYPE_JPEG,
      reinterpret_cast<const unsigned char*>(held->data()),
      held->size(),
      [](void* data) { delete static_cast<std::string*>(data); },
      held));
}

// The part of the picture that has the box's shape.
Image8 Cropped(const Image8& picture, double aspect) {
  const double own = static_cast<double>(picture.width) / picture.height;
  const int width = own > aspect
                        ? std::max(1, static_cast<int>(std::lround(picture.height * aspect)))
                        : picture.width;
  const int height = own > aspect
                         ? picture.height
                         : std::max(1, static_cast<int>(std::lround(picture.width / aspect)));
  Image8 part(std::min(width, picture.width), std::min(height, picture.height), 3);
  const int left = (picture.width - part.width) / 2;
  const int top = (picture.height - part.height) / 2;
  for (int y = 0; y < part.height; ++y) {
    std::memcpy(part.At(0, y), picture.At(left, top + y), static_cast<size_t>(part.width) * 3);
  }
  return part;
}

// The picture in the middle of one of the box's shape, its edges drawn out on two sides.
Image8 DrawnOut(const Image8& picture, double aspect) {
  const double own = static_cast<double>(picture.width) / picture.height;
  const double wider = std::clamp(aspect / own, 1.0, kMostDrawnOut);
  const double higher = std::clamp(own / aspect, 1.0, kMostDrawnOut);
  Image8 whole(static_cast<int>(std::lround(picture.width * wider)),
               static_cast<int>(std::lround(picture.height * higher)),
               3);
  const int left = (whole.width - picture.width) / 2;
  const int top = (whole.height - picture.height) / 2;
  for (int y = 0; y < whole.height; ++y) {
    const int from = std::clamp(y - top, 0, picture.height - 1);
    for (int x = 0; x < whole.width; ++x) {
      std::memcpy(
          whole.At(x, y), picture.At(std::clamp(x - left, 0, picture.width - 1), from), size_t{3});
    }
  }
  return whole;
}

}  // namespace

Canvas::Canvas(std::unique_ptr<State> state) : state_(std::move(state)) {}
Canvas::~Canvas() = default;
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;

Canvas Canvas::Pdf(double width_mm, double height_mm, const PdfInfo& info) {
  auto state = std::make_unique<State>();
  state->is_pdf = true;
  state->surface = cairo_pdf_surface_create_for_stream(
      AppendTo, &state->pdf, width_mm * kPointsPerMillimetre, height_mm * kPointsPerMillimetre);
  Check(cairo_surface_status(state->surface));
  cairo_pdf_surface_restrict_to_version(state->surface, CAIRO_PDF_VERSION_1_5);
  const auto say = [&](cairo_pdf_metadata_t key, const std::string& value) {
    cairo_pdf_surface_set_metadata(state->surface, key, value.c_str());
  };
  say(CAIRO_PDF_METADATA_TITLE, PrintableLine(info.title));
  say(CAIRO_PDF_METADATA_AUTHOR, PrintableLine(info.author));
  say(CAIRO_PDF_METADATA_CREATE_DATE, info.created);
  state->cairo = cairo_create(state->surface);
  cairo_scale(state->cairo, kPointsPerMillimetre, kPointsPerMillimetre);
  return Canvas(std::move(state));
}

Canvas Canvas::Picture(int width_px, int height_px, double scale) {
  auto state = std::make_unique<State>();
  state->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
  Check(cairo_surface_status(state->surface));
  state->cairo = cairo_create(state->surface);
  Source(state->cairo, kWhite);
  cairo_paint(state->cairo);
  cairo_scale(state->cairo, scale, scale);
  return Canvas(std::move(state));
}

void Canvas::NextPage() {
  cairo_show_page(state_->cairo);
}

void Canvas::Fill(const Box& box, const Colour& colour, double corner) {
  Source(state_->cairo, colour);
  Path(state_->cairo, box, corner);
  cairo_fill(state_->cairo);
}

void Canvas::Shade(const Box& box, const Colour& top, const Colour& bottom) {
  cairo_pattern_t* pattern = cairo_pattern_create_linear(0, box.y, 0, box.bottom());
  cairo_pattern_add_color_stop_rgba(pattern, 0, top.red, top.green, top.blue, top.alpha);
  cairo_pattern_add_color_stop_rgba(
      pattern, 1, bottom.red, bottom.green, bottom.blue, bottom.alpha);
  cairo_set_source(state_->cairo, pattern);
  Path(state_->cairo, box, 0);
  cairo_fill(state_->cairo);
  cairo_pattern_destroy(pattern);
}

void Canvas::Outline(const Box& box, const Colour& colour, double width) {
  Source(state_->cairo, colour);
  cairo_set_line_width(state_->cairo, width);
  Path(state_->cairo, box, 0);
  cairo_stroke(state_->cairo);
}

void Canvas::Line(double x1, double y1, double x2, double y2, const Colour& colour, double width) {
  Source(state_->cairo, colour);
  cairo_set_line_width(state_->cairo, width);
  cairo_move_to(state_->cairo, x1, y1);
  cairo_line_to(state_->cairo, x2, y2);
  cairo_stroke(state_->cairo);
}

void Canvas::Disc(double x, double y, double radius, const Colour& colour) {
  Source(state_->cairo, colour);
  cairo_new_sub_path(state_->cairo);
  cairo_arc(state_->cairo, x, y, radius, 0, 2 * std::numbers::pi);
  cairo_fill(state_->cairo);
}

void Canvas::Draw(const Box& box, const Image8& picture, double corner) {
  if (picture.empty() || picture.channels != 3 || box.width <= 0 || box.height <= 0) {
    return;
  }
  const Image8 part = Cropped(picture, box.width / box.height);
  cairo_surface_t* surface = SurfaceOf(part);
  if (state_->is_pdf) {
    AttachJpeg(surface, part);
  }
  cairo_t* cairo = state_->cairo;
  cairo_save(cairo);
  Path(cairo, box, corner);
  cairo_clip(cairo);
  cairo_translate(cairo, box.x, box.y);
  cairo_scale(cairo, box.width / part.width, box.height / part.height);
  cairo_set_source_surface(cairo, surface, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
  if (!state_->is_pdf) {  // there it would store the picture as raw pixels
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
  }
  cairo_paint(cairo);
  cairo_restore(cairo);
  cairo_surface_destroy(surface);
}

void Canvas::DrawWhole(const Box& box, const Image8& picture, double corner) {
  if (!picture.empty() && picture.channels == 3 && box.width > 0 && box.height > 0) {
    Draw(box, DrawnOut(picture, box.width / box.height), corner);
  }
}

void Canvas::BeginShape() {
  Source(state_->cairo, kBlack);
  cairo_new_path(state_->cairo);
}

void Canvas::AddToShape(const Box& box) {
  cairo_rectangle(state_->cairo, box.x, box.y, box.width, box.height);
}

void Canvas::FillShape() {
  cairo_fill(state_->cairo);
}

SetText Canvas::Measure(const Box& box, std::string_view text, const TextStyle& style) const {
  return LayOut(state_->cairo, box, text, style).set;
}

SetText Canvas::Write(const Box& box, std::string_view text, const TextStyle& style) {
  cairo_t* cairo = state_->cairo;
  cairo_save(cairo);
  const LaidOut made = LayOut(cairo, box, text, style);
  PangoLayout* layout = made.layout.get();
  // Balancing narrows the lines: they are set in the middle or at the right of the box again.
  const double wide = pango_layout_get_width(layout) / (kFine * PANGO_SCALE);
  const double spare = box.width - wide;
  const double x = box.x + (style.across == Across::kLeft     ? 0
                            : style.across == Across::kCentre ? spare / 2
                                                              : spare);
  const double room = box.height - made.set.height;
  const double y = box.y + (style.down == Down::kTop      ? 0
                            : style.down == Down::kMiddle ? room / 2
                                                          : room);
  Source(cairo, style.colour);
  cairo_translate(cairo, x, y);
  cairo_scale(cairo, 1 / kFine, 1 / kFine);
  cairo_move_to(cairo, 0, 0);
  pango_cairo_show_layout(cairo, layout);
  cairo_restore(cairo);
  cairo_new_path(cairo);
  return made.set;
}

void Canvas::DrawTurned(const Box& box,
                        double degrees,
                        std::string_view text,
                        const TextStyle& style) {
  cairo_t* cairo = state_->cairo;
  cairo_save(cairo);
  cairo_translate(cairo, box.x + box.width / 2, box.y + box.height / 2);
  cairo_rotate(cairo, degrees * std::numbers::pi / 180);
  Write({-box.width / 2, -box.height / 2, box.width, box.height}, text, style);
  cairo_restore(cairo);
}

std::string Canvas::FinishPdf() {
  Check(cairo_status(state_->cairo));
  cairo_surface_finish(state_->surface);
  Check(cairo_surface_status(state_->surface));
  return std::move(state_->pdf);
}

Image8 Canvas::FinishPicture() {
  Check(cairo_status(state_->cairo));
  cairo_surface_flush(state_->surface);
  Image8 picture(cairo_image_surface_get_width(state_->surface),
                 cairo_image_surface_get_height(state_->surface),
                 3);
  const unsigned char* rows = cairo_image_surface_get_data(state_->surface);
  const int stride = cairo_image_surface_get_stride(state_->surface);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      uint32_t value = 0;
      std::memcpy(&value,
                  rows + static_cast<ptrdiff_t>(y) * stride + static_cast<ptrdiff_t>(x) * 4,
                  sizeof value);
      uint8_t* to = picture.At(x, y);
      to[0] = static_cast<uint8_t>(value >> 16);
      to[1] = static_cast<uint8_t>(value >> 8);
      to[2] = static_cast<uint8_t>(value);
    }
  }
  return picture;
}

}  // namespace disan
