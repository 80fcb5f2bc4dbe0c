// Pictures of source photos that any browser shows: upright JPEG, also of HEIC and RAW.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <mutex>
#include <string>

namespace disan {

class PhotoPreviews {
 public:
  // `folder` is made when the first preview is.
  explicit PhotoPreviews(std::filesystem::path folder);

  // The JPEG file of `photo` with a long side of at most `long_side_px`. One is made at a time, so
  // that memory stays that of one photo.
  Result<std::filesystem::path> Of(const std::filesystem::path& photo, int long_side_px);

 private:
  std::filesystem::path folder_;
  std::mutex making_;
};

}  // namespace disan
