// Who finds faces in a flat picture: a seam, and OpenCV's detector behind it.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace disan {

struct FaceBox {
  double left_px = 0;
  double top_px = 0;
  double width_px = 0;
  double height_px = 0;
  double score = 0;  // 0 to 1
};

// Of a picture with 3 channels, sRGB. Called from one thread at a time.
using FaceDetector = std::function<std::vector<FaceBox>(const Image8& picture)>;

// OpenCV's FaceDetectorYN with the model of an ONNX file (the house ships none). An error when the
// file is no such model: it is tried on a blank picture before it is trusted.
Result<FaceDetector> OpenFaceDetector(const std::filesystem::path& model);

}  // namespace disan
