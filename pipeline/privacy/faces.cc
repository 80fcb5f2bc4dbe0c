#include "pipeline/privacy/faces.h"

#include "formats/files/read_file.h"
#include "formats/language/site_messages.h"

#include <memory>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostBytes = uint64_t{64} << 20;  // the published models have 0.3 MB
constexpr float kLeastScore = 0.8F;
constexpr float kOverlap = 0.3F;  // of two boxes that are one face
constexpr int kMostFaces = 500;
constexpr int kTryPx = 320;

Diagnostic NoModel(const fs::path& model) {
  const std::string name = model.filename().string();
  return {.file = model.string(),
          .what = Say(messages::kFaceModelBroken, fmt::arg("file", name)),
          .remedy = Say(messages::kFaceModelRemedy)};
}

std::vector<FaceBox> Detect(cv::FaceDetectorYN& detector, const Image8& picture) {
  // OpenCV's header takes no const data; the pixels are only read.
  const cv::Mat rgb(
      picture.height, picture.width, CV_8UC3, const_cast<uint8_t*>(picture.pixels.data()));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  detector.setInputSize(bgr.size());
  cv::Mat found;
  detector.detect(bgr, found);
  std::vector<FaceBox> boxes;
  for (int row = 0; row < found.rows; ++row) {
    const float* values = found.ptr<float>(row);  // x, y, w, h, ten landmarks, score
    boxes.push_back({values[0], values[1], values[2], values[3], values[14]});
  }
  return boxes;
}

}  // namespace

Result<FaceDetector> OpenFaceDetector(const fs::path& model) {
  const Result<std::string> bytes = ReadFile(model, kMostBytes);
  if (!bytes) {
    return Result<FaceDetector>::Failed(bytes.diagnostics);
  }
  if (bytes->empty()) {
    return Result<FaceDetector>::Failed(NoModel(model));
  }
  try {
    const cv::Ptr<cv::FaceDetectorYN> detector = cv::FaceDetectorYN::create(
        model.string(), "", {kTryPx, kTryPx}, kLeastScore, kOverlap, kMostFaces);
    Detect(*detector, Image8(kTryPx, kTryPx, 3));
    return Result<FaceDetector>::Of(
        [detector](const Image8& picture) { return Detect(*detector, picture); });
  } catch (const cv::Exception&) {
    return Result<FaceDetector>::Failed(NoModel(model));
  }
}

}  // namespace disan
