// A panorama that needs no stitching of many photos: two fisheye discs, or a picture that is one
// already. Files in, bytes of files out.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"
#include "formats/image/jpeg.h"
#include "formats/image/xmp.h"
#include "pipeline/execution/execution.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace disan {

inline constexpr int kSmallPx = 1600;

struct SpotPicture {
  std::filesystem::path path;
  std::string name;  // as people know it
};

struct SpotOptions {
  int width = 0;                      // 0: what the pictures carry
  bool level = false;                 // turned upright when upright edges say how
  std::optional<double> heading_deg;  // compass direction of the result's middle
  int quality = kMasterQuality;
  std::optional<Xmp> packet;  // replaces what the file says of itself; without one it stays
  bool keep_pixels = false;   // for a master
};

struct SpotPanorama {
  std::string jpeg;
  std::string report;         // JSON, as of other panoramas
  std::string project;        // for Hugin; empty for a ready picture
  bool encoded_again = true;  // false: the JPEG holds the file's own pixels, bit by bit
  int width_px = 0;
  int height_px = 0;
  double coverage = 1;
  std::optional<Image16> pixels;                    // when they were to be kept
  Image8 small;                                     // to look at, at most kSmallPx wide
  std::vector<std::array<std::string, 3>> figures;  // Vietnamese, English, value
  std::vector<Diagnostic> doubts;
  std::vector<Diagnostic> notes;
};

// An equirectangular picture. Without a wish that needs it no pixel is touched: a JPEG that is
// upright and no CMYK goes through with its GPano properties written. An error without a value when
// it is no full sphere.
Result<SpotPanorama> MakeReadyPanorama(const SpotPicture& picture,
                                       const SpotOptions& options,
                                       const Execution& execution);

// One picture with two discs, or front and back.
Result<SpotPanorama> MakeDualFisheyePanorama(const std::vector<SpotPicture>& pictures,
                                             const SpotOptions& options,
                                             const Execution& execution);

}  // namespace disan
