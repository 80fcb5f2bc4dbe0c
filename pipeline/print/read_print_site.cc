#include "pipeline/print/read_print_site.h"

#include "formats/files/read_file.h"
#include "formats/language/print_messages.h"
#include "formats/record/canonical/public_view.h"
#include "pipeline/equirect/flat_view.h"
#include "pipeline/export/web_panorama.h"
#include "pipeline/print/site_facts.h"
#include "pipeline/short_address/code.h"
#include "pipeline/tour/published_tour.h"

#include <algorithm>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kTourLimit = uint64_t{64} << 20;
constexpr char kDraftBase[] = "https://example.org/";

class Reader {
 public:
  Reader(const OutputFolder& output, const std::string& base, const Execution& execution)
      : web_(output.path / "web"),
        output_(output),
        base_(base.empty() ? kDraftBase : base),
        execution_(execution) {
    site_.draft = base.empty();
  }

  Result<PrintSite> Read() {
    const std::string name = (web_ / "tour.json").string();
    const Result<std::string> text = ReadFile(web_ / "tour.json", kTourLimit);
    if (!text) {
      return Result<PrintSite>::Failed(
          {.file = output_.path.string(),
           .what = Say(messages::kPrintNoTour, fmt::arg("folder", output_.path.string())),
           .remedy = Say(messages::kPrintNoTourRemedy)});
    }
    const Result<PublishedTour> tour = ReadPublishedTour(*text, name);
    if (!tour) {
      return Result<PrintSite>::Failed(tour.diagnostics);
    }
    if (tour->code.empty()) {
      return Result<PrintSite>::Failed({.file = name,
                                        .what = Say(messages::kPrintNoCodes),
                                        .remedy = Say(messages::kPrintNoTourRemedy)});
    }
    Fill(*tour);
    return {std::move(site_), std::move(said_)};
  }

 private:
  void Fill(const PublishedTour& tour) {
    const canonical::Record record = canonical::PublicView(output_.record);
    site_.id = tour.id;
    site_.name = tour.name;
    site_.name_hannom = record.site.name.lzh;
    site_.code = tour.code;
    site_.address = ShortAddress(base_, tour.code);
    site_.description = tour.description;
    site_.rights = tour.credit.empty() ? tour.rights_holder : tour.credit;
    site_.date = LastCaptureOf(record);
    site_.facts = FactsOf(tour, record);
    site_.numbers = NumbersOf(tour, output_.record, output_.path);
    for (const PublishedScene& scene : tour.scenes) {
      execution_.CheckCancelled();
      site_.places.push_back(PlaceOf(scene));
    }
    for (const PublishedObject& object : tour.objects) {
      site_.places.push_back(PlaceOf(object));
    }
    if (const PublishedScene* start = tour.Start()) {
      // 300 dots an inch across the page.
      site_.picture = View(*start, 2480, 1110, 100);
    } else if (!site_.places.empty()) {
      site_.picture = site_.places.front().picture;
    }
    if (!tour.plan.empty()) {
      site_.plan = Picture(tour.plan);
    }
  }

  PrintPlace PlaceOf(const PublishedScene& scene) {
    return {.name = scene.name,
            .code = scene.code,
            .address = ShortAddress(base_, scene.code),
            .picture = View(scene, 900, 667, 80),
            .plan_x = scene.plan_x,
            .plan_y = scene.plan_y};
  }

  PrintPlace PlaceOf(const PublishedObject& object) {
    const std::string& path = !object.poster.empty()  ? object.poster
                              : object.photos.empty() ? object.poster
                                                      : object.photos.front();
    return {.object = true,
            .name = object.name,
            .code = object.code,
            .address = ShortAddress(base_, object.code),
            .picture = path.empty() ? Image8() : Picture(path)};
  }

  Image8 View(const PublishedScene& scene, int width_px, int height_px, double across_deg) {
    // As many pixels in the panorama's middle as in the view's.
    const int wanted = static_cast<int>(width_px * 360 / across_deg);
    Result<Image8> panorama =
        ReadWebPanorama(web_, scene.panorama, std::min(wanted, width_px > 1000 ? 8192 : 4096));
    if (!panorama) {
      Missing(scene.panorama.fallback);
      return {};
    }
    return FlatView(*panorama,
                    {.width_px = width_px,
                     .height_px = height_px,
                     .yaw_deg = scene.yaw_deg,
                     .pitch_deg = std::clamp(scene.pitch_deg, -60.0, 60.0),
                     .across_deg = across_deg},
                    execution_);
  }

  Image8 Picture(const std::string& path) {
    Result<Image8> picture = ReadWebPicture(web_, path);
    if (!picture) {
      Missing(path);
      return {};
    }
    return std::move(*picture);
  }

  void Missing(const std::string& path) {
    said_.push_back({.severity = Severity::kWarning,
                     .file = (web_ / path).string(),
                     .what = Say(messages::kPrintPictureMissing, fmt::arg("file", path)),
                     .remedy = Say(messages::kPrintNoTourRemedy)});
  }

  fs::path web_;
  const OutputFolder& output_;
  std::string base_;
  const Execution& execution_;
  PrintSite site_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Result<PrintSite> ReadPrintSite(const OutputFolder& output,
                                const std::string& base,
                                const Execution& execution) {
  return Reader(output, base, execution).Read();
}

}  // namespace disan
