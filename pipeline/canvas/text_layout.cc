#include "pipeline/canvas/text_layout.h"

#include "pipeline/canvas/printable.h"

#include <algorithm>
#include <cmath>

namespace disan {
namespace {

constexpr double kShrink = 0.96;

struct DescriptionFree {
  void operator()(PangoFontDescription* description) const {
    pango_font_description_free(description);
  }
};
struct AttributesFree {
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct OptionsFree {
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};

LayoutPointer NewLayout(cairo_t* cairo, const TextStyle& style) {
  // The letters' sizes neither: FreeType sets none above 32,767 pixels, which a stamp across a page
  // reaches when the page's own scale comes on top.
  cairo_save(cairo);
  cairo_identity_matrix(cairo);
  LayoutPointer layout(pango_cairo_create_layout(cairo));
  cairo_restore(cairo);
  PangoContext* context = pango_layout_get_context(layout.get());
  // Shapes and places must not depend on where the text is drawn.
  const std::unique_ptr<cairo_font_options_t, OptionsFree> options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options.get());
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_language(context, pango_language_from_string(style.english ? "en" : "vi"));
  pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
  pango_layout_set_auto_dir(layout.get(), FALSE);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  return layout;
}

void SetSize(PangoLayout* layout, const TextStyle& style, double size) {
  const std::unique_ptr<PangoFontDescription, DescriptionFree> font(pango_font_description_new());
  const bool serif = style.family.find("Serif") != std::string::npos;
  const std::string families =
      style.family + (serif ? ", Noto Serif CJK TC, Noto Sans CJK TC" : ", Noto Sans CJK TC");
  pango_font_description_set_family(font.get(), families.c_str());
  pango_font_description_set_weight(font.get(),
                                    style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(font.get(),
                                   style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_absolute_size(font.get(), size * kFine * PANGO_SCALE);
  pango_layout_set_font_description(layout, font.get());
  const std::unique_ptr<PangoAttrList, AttributesFree> list(pango_attr_list_new());
  const double high = size * style.line_height * kFine * PANGO_SCALE;
  pango_attr_list_insert(list.get(), pango_attr_line_height_new_absolute(static_cast<int>(high)));
  pango_attr_list_insert(list.get(), pango_attr_insert_hyphens_new(FALSE));
  if (style.letter_spacing != 0) {
    const double space = size * style.letter_spacing * kFine * PANGO_SCALE;
    pango_attr_list_insert(list.get(), pango_attr_letter_spacing_new(static_cast<int>(space)));
  }
  pango_layout_set_attributes(layout, list.get());
}

void SetWidth(PangoLayout* layout, double width) {
  pango_layout_set_width(layout, static_cast<int>(std::floor(width * kFine * PANGO_SCALE)));
}

SetText SizeOf(PangoLayout* layout, double size) {
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout, &width, &height);
  return {.height = height / (kFine * PANGO_SCALE),
          .width = width / (kFine * PANGO_SCALE),
          .size = size};
}

// Whether a word had to be broken that would fit a line when smaller.
bool BreaksAWord(PangoLayout* layout) {
  const char* text = pango_layout_get_text(layout);
  for (int line = 1; line < pango_layout_get_line_count(layout); ++line) {
    const int start = pango_layout_get_line_readonly(layout, line)->start_index;
    if (start <= 0) {
      continue;
    }
    const auto before = static_cast<unsigned char>(text[start - 1]);
    const auto after = static_cast<unsigned char>(text[start]);
    // Between two letters; Hán characters break anywhere.
    const bool han = before >= 0x80 && after >= 0xe2;
    if (before > ' ' && after > ' ' && before != '-' && before != '/' && !han) {
      return true;
    }
  }
  return false;
}

// The narrowest width that needs no more lines.
void Balance(PangoLayout* layout, double width) {
  const int lines = pango_layout_get_line_count(layout);
  double low = width / 2;
  double high = width;
  for (int i = 0; i < 12 && lines > 1; ++i) {
    const double middle = (low + high) / 2;
    SetWidth(layout, middle);
    const bool same = pango_layout_get_line_count(layout) <= lines && !BreaksAWord(layout);
    (same ? high : low) = middle;
  }
  SetWidth(layout, high);
}

PangoAlignment AlignmentOf(Across across) {
  return across == Across::kLeft     ? PANGO_ALIGN_LEFT
         : across == Across::kCentre ? PANGO_ALIGN_CENTER
                                     : PANGO_ALIGN_RIGHT;
}

void Cut(PangoLayout* layout, const Box& box, const TextStyle& style, double size) {
  const int lines = std::max(1, static_cast<int>(box.height / (size * style.line_height) + 1e-6));
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height(layout, -lines);
}

// No more of a text than could stand in the box at its least size, lest a whole book be laid out
// again and again.
bool Shorten(std::string& text, const Box& box, double least) {
  const double letters = box.width * box.height / (least * least * 0.15);
  size_t left = 64 + static_cast<size_t>(std::clamp(letters, 0.0, 1e5));
  for (size_t at = 0; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
    if (starts && left-- == 0) {
      text.resize(at);
      text += "…";
      return true;
    }
  }
  return false;
}

}  // namespace

LaidOut LayOut(cairo_t* cairo, const Box& box, std::string_view text, const TextStyle& style) {
  LaidOut made{NewLayout(cairo, style), {}};
  PangoLayout* layout = made.layout.get();
  const double least = style.least_size > 0 ? style.least_size : style.size / 2;
  std::string clean = Printable(text);
  const bool shortened = Shorten(clean, box, least);
  pango_layout_set_text(layout, clean.data(), static_cast<int>(clean.size()));
  pango_layout_set_alignment(layout, AlignmentOf(style.across));
  SetWidth(layout, box.width);
  double size = style.size;
  for (;;) {
    SetSize(layout, style, size);
    made.set = SizeOf(layout, size);
    if (made.set.height <= box.height + 1e-6 && !BreaksAWord(layout)) {
      break;
    }
    if (size * kShrink < least) {
      Cut(layout, box, style, size);
      made.set = SizeOf(layout, size);
      made.set.cut = shortened || pango_layout_is_ellipsized(layout) != FALSE;
      break;
    }
    size *= kShrink;
  }
  if (style.balanced && !made.set.cut) {
    Balance(layout, box.width);
    made.set = SizeOf(layout, size);
  }
  return made;
}

}  // namespace disan
