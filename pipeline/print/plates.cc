#include "pipeline/print/plates.h"

#include "formats/language/print_messages.h"
#include "pipeline/canvas/canvas.h"
#include "pipeline/canvas/page_boxes.h"
#include "pipeline/print/colours.h"
#include "pipeline/print/draft_stamp.h"
#include "pipeline/print/qr_drawing.h"
#include "pipeline/short_address/code.h"

#include <algorithm>

namespace disan {
namespace {

using print_colours::kGold;
using print_colours::kGrey;
using print_colours::kLacquer;
using print_colours::kPaper;
using print_colours::kRule;

constexpr double kBleed = 3;
constexpr double kSlug = 7;  // outside the bleed, for the crop marks
constexpr double kMargin = kBleed + kSlug;

struct Plate {
  Text site;  // empty on the site's own
  Text name;
  std::string hannom;
  std::string code;
  std::string address;
  Message call;
};

std::vector<Plate> PlatesOf(const PrintSite& site) {
  std::vector<Plate> plates;
  if (!site.code.empty()) {
    plates.push_back(
        {{}, site.name, site.name_hannom, site.code, site.address, messages::kPlateScan});
  }
  for (const PrintPlace& place : site.places) {
    if (!place.code.empty()) {
      plates.push_back({site.name,
                        place.name,
                        "",
                        place.code,
                        place.address,
                        place.object ? messages::kPlateScanObject : messages::kPlateScan});
    }
  }
  return plates;
}

void CropMarks(Canvas& canvas, const Box& trim) {
  constexpr double kMarkGap = kBleed + 1;  // marks stay out of the bleed
  constexpr double kLong = 5;
  constexpr double kWide = 0.09;  // a quarter of a point
  for (const double x : {trim.x, trim.right()}) {
    canvas.Line(x, trim.y - kMarkGap - kLong, x, trim.y - kMarkGap, kBlack, kWide);
    canvas.Line(x, trim.bottom() + kMarkGap, x, trim.bottom() + kMarkGap + kLong, kBlack, kWide);
  }
  for (const double y : {trim.y, trim.bottom()}) {
    canvas.Line(trim.x - kMarkGap - kLong, y, trim.x - kMarkGap, y, kBlack, kWide);
    canvas.Line(trim.right() + kMarkGap, y, trim.right() + kMarkGap + kLong, y, kBlack, kWide);
  }
}

// One plate of 105 by 148, scaled to any A size by `unit`. `bleed`: how far colour runs over.
class PlateDrawing {
 public:
  PlateDrawing(Canvas& canvas, const Box& trim, double bleed)
      : canvas_(canvas), trim_(trim), bleed_(bleed), unit_(trim.width / 105) {}

  void Draw(const Plate& plate) {
    canvas_.Fill(
        {trim_.x - bleed_, trim_.y - bleed_, trim_.width + 2 * bleed_, trim_.height + 2 * bleed_},
        kPaper);
    DrawFoot(plate);
    DrawHead(plate);
    const Box qr = At(24.5, 54, 56, 56);
    canvas_.Fill(Grown(qr, 1.2), kGold, 2 * unit_);
    canvas_.Fill(Grown(qr, 0.9), kWhite, 1.7 * unit_);
    DrawQr(canvas_, qr, plate.address);
    DrawCode(plate);
  }

 private:
  Box At(double x, double y, double width, double height) const {
    return {trim_.x + x * unit_, trim_.y + y * unit_, width * unit_, height * unit_};
  }
  Box Grown(const Box& box, double by) const {
    const double d = by * unit_;
    return {box.x - d, box.y - d, box.width + 2 * d, box.height + 2 * d};
  }

  TextStyle Style(double size, const Colour& colour) const {
    return {.size = size * unit_,
            .colour = colour,
            .across = Across::kCentre,
            .down = Down::kMiddle,
            .balanced = true};
  }

  void DrawHead(const Plate& plate) {
    double top = 8;
    if (!plate.site.vi.empty()) {
      TextStyle small = Style(3.5, kLacquer);
      small.bold = true;
      small.letter_spacing = 0.03;
      canvas_.Write(At(9, 7, 87, 7), plate.site.vi, small);
      canvas_.Fill(At(46.5, 15.2, 12, 0.5), kGold);
      top = 17.5;
    }
    TextStyle title = Style(10.5, kBlack);
    title.family = "Noto Serif";
    title.bold = true;
    title.least_size = 4.2 * unit_;
    title.line_height = 1.16;
    TextStyle english = Style(4.6, kGrey);
    english.family = "Noto Serif";
    english.italic = true;
    english.english = true;
    english.least_size = 2.9 * unit_;
    const bool translated = !plate.name.en.empty() && plate.name.en != plate.name.vi;
    const bool hannom = !plate.hannom.empty();
    double left = 50.5 - top - (translated ? 9 : 0) - (hannom ? 8 : 0);
    canvas_.Write(At(9, top, 87, left), plate.name.vi, title);
    top += left;
    if (hannom) {
      TextStyle old = Style(5.6, kLacquer);
      old.family = "Noto Serif";
      old.letter_spacing = 0.12;
      canvas_.Write(At(9, top, 87, 8), plate.hannom, old);
      top += 8;
    }
    if (translated) {
      canvas_.Write(At(9, top, 87, 9), plate.name.en, english);
    }
  }

  void DrawCode(const Plate& plate) {
    TextStyle code = Style(5.4, kBlack);
    code.bold = true;
    code.letter_spacing = 0.08;
    canvas_.Write(At(9, 112, 87, 7.5), ReadableCode(plate.code), code);
    TextStyle address = Style(2.9, kGrey);
    address.least_size = 1.9 * unit_;
    canvas_.Write(At(9, 119.4, 87, 5), TypedAddress(plate.address), address);
  }

  void DrawFoot(const Plate& plate) {
    const Box band = At(0, 127, 105, 21);
    canvas_.Fill({band.x - bleed_, band.y, band.width + 2 * bleed_, band.height + bleed_},
                 kLacquer);
    canvas_.Fill({band.x - bleed_, band.y, band.width + 2 * bleed_, 0.8 * unit_}, kGold);
    const Text call = Say(plate.call);
    TextStyle vi = Style(5, kWhite);
    vi.bold = true;
    canvas_.Write(At(8, 129.6, 89, 8), call.vi, vi);
    TextStyle en = Style(3.7, kPaper);
    en.english = true;
    canvas_.Write(At(8, 137.2, 89, 6), call.en, en);
  }

  Canvas& canvas_;
  Box trim_;
  double bleed_;
  double unit_;
};

PdfInfo InfoOf(const PrintSite& site) {
  return {.title = site.name.vi, .author = site.rights, .created = site.date};
}

}  // namespace

std::string PlatesPdf(const PrintSite& site, PlateSize size) {
  const double width = size == PlateSize::kA6 ? 105 : 148;
  const double height = size == PlateSize::kA6 ? 148 : 210;
  const Box trim{kMargin, kMargin, width, height};
  Canvas canvas = Canvas::Pdf(width + 2 * kMargin, height + 2 * kMargin, InfoOf(site));
  for (const Plate& plate : PlatesOf(site)) {
    // Paper colour and band run into the bleed; the marks stand outside it.
    PlateDrawing(canvas, trim, kBleed).Draw(plate);
    CropMarks(canvas, trim);
    if (site.draft) {
      StampDraft(canvas, trim);
    }
    canvas.NextPage();
  }
  return WithPageBoxes(canvas.FinishPdf(), {.trim_inset_mm = kMargin, .bleed_inset_mm = kSlug});
}

std::string PlateSheetPdf(const PrintSite& site) {
  constexpr int kColumns = 3;
  constexpr int kRows = 3;
  constexpr double kWidth = 62;
  constexpr double kHeight = kWidth * 148 / 105;
  constexpr double kLeft = (210 - kColumns * kWidth) / 2;
  constexpr double kTop = (297 - kRows * kHeight) / 2;
  Canvas canvas = Canvas::Pdf(210, 297, InfoOf(site));
  const std::vector<Plate> plates = PlatesOf(site);
  for (size_t i = 0; i < plates.size(); ++i) {
    const auto cell = static_cast<int>(i % (kColumns * kRows));
    const Box place{
        kLeft + (cell % kColumns) * kWidth, kTop + (cell / kColumns) * kHeight, kWidth, kHeight};
    PlateDrawing(canvas, place, 0).Draw(plates[i]);
    canvas.Outline(place, kRule, 0.1);
    if (site.draft) {
      StampDraft(canvas, place);
    }
    if (cell == kColumns * kRows - 1 || i + 1 == plates.size()) {
      canvas.NextPage();
    }
  }
  return canvas.FinishPdf();
}

}  // namespace disan
