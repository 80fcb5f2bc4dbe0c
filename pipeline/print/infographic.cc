#include "pipeline/print/infographic.h"

#include "formats/language/print_messages.h"
#include "pipeline/canvas/canvas.h"
#include "pipeline/canvas/page_boxes.h"
#include "pipeline/print/colours.h"
#include "pipeline/print/draft_stamp.h"
#include "pipeline/print/qr_drawing.h"
#include "pipeline/short_address/code.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace disan {
namespace {

using print_colours::kGold;
using print_colours::kGrey;
using print_colours::kLacquer;
using print_colours::kPaper;
using print_colours::kRule;

constexpr double kPageWidth = 210;
constexpr double kPageHeight = 297;
constexpr double kEdge = 14;
constexpr double kInner = kPageWidth - 2 * kEdge;
constexpr double kHero = 86;
constexpr double kFoot = 37;
constexpr double kGap = 6;
constexpr size_t kMostNumbers = 6;
constexpr double kBetween = 4;     // views
constexpr double kCaption = 10.5;  // below each

TextStyle Serif(double size, const Colour& colour) {
  return {.family = "Noto Serif", .size = size, .colour = colour, .line_height = 1.35};
}

TextStyle Sans(double size, const Colour& colour) {
  return {.size = size, .colour = colour, .line_height = 1.3};
}

TextStyle English(TextStyle style) {
  style.english = true;
  return style;
}

bool Translated(const Text& text) {
  return !text.en.empty() && text.en != text.vi;
}

// Top to bottom: picture with name, what it is, figures, plan and views, where to go on.
class Page {
 public:
  Page(Canvas& canvas, const PrintSite& site) : canvas_(canvas), site_(site) {}

  void Draw() {
    canvas_.Fill({0, 0, kPageWidth, kPageHeight}, kWhite);
    DrawHero();
    double y = kHero + kGap + 1;
    y += std::max(DrawDescription(y), DrawFacts(y)) + kGap;
    y += DrawNumbers(y) + kGap;
    const Box rest{kEdge, y, kInner, kPageHeight - kFoot - kGap - y};
    if (rest.height > 20) {
      DrawPlaces(rest);
    }
    DrawFoot();
    if (site_.draft) {
      StampDraft(canvas_, {0, 0, kPageWidth, kPageHeight});
    }
  }

 private:
  void DrawHero() {
    canvas_.Fill({0, 0, kPageWidth, kHero}, kLacquer);
    canvas_.Draw({0, 0, kPageWidth, kHero}, site_.picture);
    canvas_.Shade({0, kHero - 54, kPageWidth, 54}, {0.05, 0.02, 0.02, 0}, {0.05, 0.02, 0.02, 0.78});
    canvas_.Fill({0, kHero, kPageWidth, 1}, kGold);
    const bool translated = Translated(site_.name);
    TextStyle small = Serif(5.4, {1, 0.95, 0.85, 1});
    small.italic = true;
    small.down = Down::kBottom;
    small.least_size = 3;
    double bottom = kHero - 6;
    if (translated) {
      const double height = 12;
      bottom -=
          canvas_.Write({kEdge, bottom - height, kInner, height}, site_.name.en, English(small))
              .height;
      bottom -= 0.5;
    }
    TextStyle title = Serif(13, kWhite);
    title.bold = true;
    title.least_size = 5.5;
    title.line_height = 1.15;
    title.down = Down::kBottom;
    bottom -= canvas_.Write({kEdge, bottom - 32, kInner, 32}, site_.name.vi, title).height + 1;
    if (!site_.name_hannom.empty()) {
      TextStyle old = Serif(6, {0.95, 0.80, 0.48, 1});
      old.letter_spacing = 0.15;
      old.down = Down::kBottom;
      canvas_.Write({kEdge, bottom - 9, kInner, 9}, site_.name_hannom, old);
    }
  }

  double TextWidth() const { return site_.facts.empty() ? kInner : 112; }

  double DrawDescription(double top) {
    double y = top;
    if (!site_.description.vi.empty()) {
      TextStyle style = Serif(3.7, kBlack);
      style.least_size = 2.6;
      y += canvas_.Write({kEdge, y, TextWidth(), 44}, site_.description.vi, style).height;
    }
    if (Translated(site_.description)) {
      TextStyle style = Sans(3.0, kGrey);
      style.least_size = 2.3;
      y += 2.5;
      y += canvas_.Write({kEdge, y, TextWidth(), 30}, site_.description.en, English(style)).height;
    }
    return y - top;
  }

  double DrawFacts(double top) {
    if (site_.facts.empty()) {
      return 0;
    }
    const bool beside = !site_.description.vi.empty() || Translated(site_.description);
    if (!beside) {
      return DrawFactsAcross(top);
    }
    const double x = kEdge + 112 + 8;
    const double width = kPageWidth - kEdge - x;
    double y = top + 0.5;
    const double most = 76 / static_cast<double>(site_.facts.size());
    for (const PrintFact& fact : site_.facts) {
      y += DrawFact({x, y, width, most}, fact) + 2;
    }
    canvas_.Fill({x - 5, top, 0.5, y - top - 2}, kGold);
    return y - top - 2;
  }

  // Three abreast, where there is no description to stand beside.
  double DrawFactsAcross(double top) {
    constexpr size_t kColumns = 3;
    constexpr double kWidth = (kInner - 2 * 6) / kColumns;
    double y = top;
    double row = 0;
    for (size_t i = 0; i < site_.facts.size(); ++i) {
      if (i > 0 && i % kColumns == 0) {
        y += row + 3;
        row = 0;
      }
      const double x = kEdge + static_cast<double>(i % kColumns) * (kWidth + 6);
      row = std::max(row, DrawFact({x, y, kWidth, 20}, site_.facts[i]));
    }
    return y + row - top;
  }

  double DrawFact(const Box& box, const PrintFact& fact) {
    TextStyle label = Sans(2.35, kLacquer);
    label.bold = true;
    label.letter_spacing = 0.03;
    const std::string both = fact.label.vi + "  ·  " + fact.label.en;
    double y = box.y + canvas_.Write({box.x, box.y, box.width, 4}, both, label).height;
    TextStyle value = Sans(3.1, kBlack);
    value.least_size = 2.2;
    const double room = std::max(4.2, box.height - 8);
    y += canvas_.Write({box.x, y, box.width, room}, fact.value.vi, value).height;
    if (Translated(fact.value)) {
      TextStyle english = Sans(2.6, kGrey);
      english.least_size = 2;
      y += canvas_.Write({box.x, y, box.width, 7}, fact.value.en, English(english)).height;
    }
    return y - box.y;
  }

  double DrawNumbers(double top) {
    const size_t count = std::min(site_.numbers.size(), kMostNumbers);
    if (count == 0) {
      return 0;
    }
    constexpr double kHeight = 25;
    canvas_.Fill({0, top, kPageWidth, kHeight}, kPaper);
    const double step = kInner / static_cast<double>(count);
    for (size_t i = 0; i < count; ++i) {
      const double x = kEdge + static_cast<double>(i) * step;
      TextStyle value = Serif(8, kLacquer);
      value.bold = true;
      value.across = Across::kCentre;
      value.down = Down::kMiddle;
      canvas_.Write({x + 1, top + 2, step - 2, 10}, site_.numbers[i].value, value);
      TextStyle label = Sans(2.6, kBlack);
      label.across = Across::kCentre;
      label.balanced = true;
      label.least_size = 1.9;
      const double used =
          canvas_.Write({x + 1, top + 12.5, step - 2, 7}, site_.numbers[i].label.vi, label).height;
      label.size = 2.3;
      label.colour = kGrey;
      canvas_.Write({x + 1, top + 12.8 + used, step - 2, 11.5 - used},
                    site_.numbers[i].label.en,
                    English(label));
      if (i > 0) {
        canvas_.Fill({x - 0.1, top + 5, 0.2, kHeight - 10}, kRule);
      }
    }
    return kHeight;
  }

  double DrawHeading(const Box& box, const Text& words) {
    TextStyle style = Sans(3.3, kLacquer);
    style.bold = true;
    const SetText set = canvas_.Write({box.x, box.y, box.width, 5}, words.vi, style);
    TextStyle english = Sans(2.8, kGrey);
    english.down = Down::kBottom;
    canvas_.Write({box.x + set.width + 2.5, box.y, box.width - set.width - 2.5, set.height - 0.15},
                  words.en,
                  English(english));
    return set.height + 1.5;
  }

  void DrawPlaces(Box rest) {
    if (!site_.plan.empty()) {
      const Box column{rest.x, rest.y, 68, rest.height};
      DrawPlan(column);
      rest = {rest.x + 74, rest.y, rest.width - 74, rest.height};
    }
    std::vector<const PrintPlace*> shown;
    for (const PrintPlace& place : site_.places) {
      if (!place.picture.empty()) {
        shown.push_back(&place);
      }
    }
    if (shown.empty()) {
      return;
    }
    const bool things = std::any_of(
        shown.begin(), shown.end(), [](const PrintPlace* place) { return !place->object; });
    const double used =
        DrawHeading(rest, Say(things ? messages::kInfoViews : messages::kInfoThings));
    DrawViews({rest.x, rest.y + used, rest.width, rest.height - used}, shown);
  }

  void DrawPlan(Box box) {
    const double used = DrawHeading(box, Say(messages::kInfoPlan));
    box = {box.x, box.y + used, box.width, box.height - used};
    const double aspect = static_cast<double>(site_.plan.width) / site_.plan.height;
    const double width = std::min(box.width, box.height * aspect);
    const Box drawn{box.x, box.y, width, width / aspect};
    canvas_.Draw(drawn, site_.plan);
    canvas_.Outline(drawn, kRule, 0.2);
    int number = 0;
    for (const PrintPlace& place : site_.places) {
      ++number;
      if (!place.object && place.plan_x && place.plan_y) {
        const double x = drawn.x + *place.plan_x * drawn.width;
        const double y = drawn.y + *place.plan_y * drawn.height;
        DrawNumberedDisc(x, y, 2.3, number);
      }
    }
  }

  void DrawNumberedDisc(double x, double y, double radius, int number) {
    canvas_.Disc(x, y, radius + 0.35, kWhite);
    canvas_.Disc(x, y, radius, kLacquer);
    TextStyle style = Sans(radius * 1.15, kWhite);
    style.bold = true;
    style.across = Across::kCentre;
    style.down = Down::kMiddle;
    canvas_.Write(
        {x - radius, y - radius, 2 * radius, 2 * radius}, fmt::format("{}", number), style);
  }

  // As large as they may be with all of them on the page; at least a thumb's width each.
  void DrawViews(const Box& box, const std::vector<const PrintPlace*>& shown) {
    int columns = 2;
    int rows = 1;
    double best = 0;
    const auto count = static_cast<int>(shown.size());
    for (int c = 2; c <= 5; ++c) {
      const double width = (box.width - (c - 1) * kBetween) / c;
      const int fit = std::max(
          1, static_cast<int>((box.height + kBetween) / (width / 2.2 + kCaption + kBetween)));
      const int shown_here = std::min(count, fit * c);
      const int needed = (shown_here + c - 1) / c;
      const double area = shown_here * width * std::min(width / 1.5, Height(box, needed));
      // Showing more of them counts more than showing them large.
      const double worth = area * shown_here;
      if (worth > best) {
        best = worth;
        columns = c;
        rows = needed;
      }
    }
    const double width = (box.width - (columns - 1) * kBetween) / columns;
    const double height = std::min(width / 1.35, Height(box, rows));
    for (int i = 0; i < std::min(count, columns * rows); ++i) {
      const Box place{box.x + (i % columns) * (width + kBetween),
                      box.y + (i / columns) * (height + kCaption + kBetween),
                      width,
                      height};
      DrawView(place, *shown[static_cast<size_t>(i)]);
    }
  }

  static double Height(const Box& box, int rows) {
    return (box.height - (rows - 1) * kBetween) / rows - kCaption;
  }

  void DrawView(const Box& box, const PrintPlace& place) {
    if (place.object) {
      canvas_.DrawWhole(box, place.picture, 1);
    } else {
      canvas_.Draw(box, place.picture, 1);
    }
    if (!site_.plan.empty() && !place.object && place.plan_x) {
      const auto number = static_cast<int>(&place - site_.places.data()) + 1;
      DrawNumberedDisc(box.x + 3.4, box.y + 3.4, 2.3, number);
    }
    TextStyle name = Sans(2.8, kBlack);
    name.bold = true;
    name.least_size = 2;
    const double used =
        canvas_.Write({box.x, box.bottom() + 0.8, box.width, 6.4}, place.name.vi, name).height;
    if (Translated(place.name)) {
      TextStyle english = Sans(2.4, kGrey);
      english.least_size = 1.9;
      canvas_.Write({box.x, box.bottom() + 0.8 + used, box.width, kCaption - 0.8 - used},
                    place.name.en,
                    English(english));
    }
  }

  void DrawFoot() {
    const double top = kPageHeight - kFoot;
    canvas_.Fill({0, top, kPageWidth, kFoot}, kLacquer);
    canvas_.Fill({0, top, kPageWidth, 0.8}, kGold);
    double right = kPageWidth - kEdge;
    if (!site_.address.empty()) {
      const Box qr{right - 29, top + 4.4, 29, 29};
      canvas_.Fill({qr.x - 0.6, qr.y - 0.6, qr.width + 1.2, qr.height + 1.2}, kWhite, 1);
      DrawQr(canvas_, qr, site_.address);
      right = qr.x - 7;
    }
    const double width = right - kEdge;
    const Text visit = Say(messages::kInfoVisit);
    TextStyle call = Serif(6, kWhite);
    call.bold = true;
    canvas_.Write({kEdge, top + 4.5, width, 8}, visit.vi, call);
    TextStyle english = Serif(4, kPaper);
    english.italic = true;
    canvas_.Write({kEdge, top + 12.3, width, 6}, visit.en, English(english));
    TextStyle address = Sans(3.6, kWhite);
    address.bold = true;
    address.least_size = 2.2;
    canvas_.Write({kEdge, top + 18.2, width, 6}, TypedAddress(site_.address), address);
    TextStyle small = Sans(2.4, {0.98, 0.90, 0.80, 1});
    small.least_size = 1.8;
    small.down = Down::kBottom;
    canvas_.Write({kEdge, top + 25, width, 8.6}, FootNote(), small);
  }

  std::string FootNote() const {
    std::string note;
    if (!site_.code.empty()) {
      const Text code = Say(messages::kPlateCode);
      note = code.vi + " / " + code.en + ": " + ReadableCode(site_.code);
    }
    if (!site_.rights.empty()) {
      const Text rights = Say(messages::kInfoRights);
      note += (note.empty() ? "" : "\n") + rights.vi + " / " + rights.en + ": " + site_.rights;
    }
    return note;
  }

  Canvas& canvas_;
  const PrintSite& site_;
};

}  // namespace

std::string InfographicPdf(const PrintSite& site) {
  Canvas canvas = Canvas::Pdf(kPageWidth,
                              kPageHeight,
                              {.title = site.name.vi, .author = site.rights, .created = site.date});
  Page(canvas, site).Draw();
  canvas.NextPage();
  return WithPageBoxes(canvas.FinishPdf(), {});
}

Image8 InfographicPicture(const PrintSite& site, int dots_per_inch) {
  const double scale = dots_per_inch / 25.4;
  Canvas canvas = Canvas::Picture(static_cast<int>(std::lround(kPageWidth * scale)),
                                  static_cast<int>(std::lround(kPageHeight * scale)),
                                  scale);
  Page(canvas, site).Draw();
  return canvas.FinishPicture();
}

}  // namespace disan
