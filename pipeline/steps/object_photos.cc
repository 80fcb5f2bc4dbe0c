// An orbit of photos, as a visitor sees it: upright, at a size for screens, with the metadata of
// the object.
#include "formats/image/jpeg.h"
#include "formats/image/photo.h"
#include "formats/image/xmp.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/metadata.h"
#include "pipeline/steps/privacy_options.h"
#include "pipeline/steps/step_files.h"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

namespace disan::steps {
namespace {

constexpr int kLongSidePx = 1600;

Image8 ToScreenSize(const Photo& photo) {
  const auto mat = std::visit(
      [](const auto& image) {
        using Sample = typename std::decay_t<decltype(image.pixels)>::value_type;
        constexpr int kType = sizeof(Sample) == 1 ? CV_8UC3 : CV_16UC3;
        // OpenCV's header takes no const data; the pixels are only read.
        const cv::Mat view(
            image.height, image.width, kType, const_cast<Sample*>(image.pixels.data()));
        cv::Mat small;
        const double scale =
            std::min(1.0, static_cast<double>(kLongSidePx) / std::max(image.width, image.height));
        cv::resize(view, small, {}, scale, scale, cv::INTER_AREA);
        if (sizeof(Sample) == 2) {
          small.convertTo(small, CV_8U, 1.0 / 257.0);
        }
        return small;
      },
      photo.pixels);
  Image8 out(mat.cols, mat.rows, 3);
  for (int y = 0; y < mat.rows; ++y) {
    std::copy_n(mat.ptr<uint8_t>(y), static_cast<size_t>(mat.cols) * 3, out.At(0, y));
  }
  return out;
}

// What must not be recognised goes before the picture is written anywhere.
void Blur(const nlohmann::json& options,
          const engine::TaskInput& photo,
          const PhotoFacts& facts,
          Image8& picture,
          std::vector<Diagnostic>& said) {
  const std::string name = std::filesystem::path(photo.name).filename().string();
  std::vector<PhotoRegion> regions = PhotoBlurOf(options, name);
  for (PhotoRegion& region : regions) {
    if (!Touches(region, facts.width_px, facts.height_px)) {
      said.push_back(OutsidePhoto(photo.name, name, facts.width_px, facts.height_px));
    }
    region = Scaled(region,
                    static_cast<double>(picture.width) / facts.width_px,
                    static_cast<double>(picture.height) / facts.height_px);
  }
  BlurRectangles(picture, regions);
}

engine::StepOutcome RunObjectPhotos(const engine::StepRun& run) {
  const nlohmann::json options = OptionsOf(run);
  const std::vector<engine::TaskInput> photos = run.Inputs("photo");
  const std::filesystem::path folder = run.Output("photos");
  const JpegOptions jpeg{.quality = 85, .xmp = EncodeXmp(XmpOf(options.at("metadata")))};
  std::vector<std::vector<Diagnostic>> said(photos.size());
  std::vector<int> written(photos.size());
  ParallelFor(run.execution(), photos.size(), [&](size_t i) {
    Result<Photo> photo = ReadPhoto(photos[i].path, {.reduce_to_px = kLongSidePx});
    said[i] = Named(photo.diagnostics, photos[i].name);
    if (photo) {
      Image8 picture = ToScreenSize(*photo);
      Blur(options, photos[i], photo->facts, picture, said[i]);
      WriteOutput(folder / fmt::format("{:03}.jpg", i + 1),
                  ValueOf(EncodeJpeg(picture, jpeg), photos[i]));
      written[i] = 1;
    }
  });
  engine::StepOutcome outcome;
  for (size_t i = 0; i < photos.size(); ++i) {
    outcome.diagnostics.insert(outcome.diagnostics.end(), said[i].begin(), said[i].end());
    outcome.doubtful = outcome.doubtful || written[i] == 0;
  }
  if (std::count(written.begin(), written.end(), 1) == 0) {
    throw Failure(outcome.diagnostics);
  }
  return outcome;
}

}  // namespace

engine::StepKind ObjectPhotos() {
  return {"photos", 4, RunObjectPhotos};
}

}  // namespace disan::steps
