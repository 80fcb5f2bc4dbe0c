#include "pipeline/spot/picture_kind.h"

#include "formats/image/eight_bits.h"
#include "formats/image/photo.h"
#include "pipeline/equirect/check.h"
#include "pipeline/equirect/fisheye_discs.h"
#include "pipeline/panorama/photo_set.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace disan {
namespace {

constexpr int kProbePx = 512;
constexpr double kNearlySquare = 0.08;
constexpr int kLeastPanoramaPx = 512;  // wide; a smaller one only by its own word

struct Look {
  bool whole_sphere = false;
  int discs = 0;
};

// A plain photo that was cropped to 2:1 has rows at its ends that are no poles, and edges that do
// not meet. A sphere may lack one of the three: a logo at the nadir, a seam left by its maker.
bool RunsRound(const EquirectFigures& figures) {
  const int poles = (figures.top_spread < kPoleSpread) + (figures.bottom_spread < kPoleSpread);
  return poles + (figures.seam_ratio < kSeamShows) >= 2;
}

Look LookAt(const std::filesystem::path& file) {
  const Result<PhotoFacts> facts = ReadPhotoFacts(file);
  if (!facts || facts->height_px <= 0) {
    return {};
  }
  const double ratio = static_cast<double>(facts->width_px) / facts->height_px;
  const bool says_so = facts->gpano && facts->gpano->projection == "equirectangular";
  if (says_so || (std::abs(ratio / 2 - 1) > kNearlySquare && std::abs(ratio - 1) > kNearlySquare)) {
    return {.whole_sphere = says_so};
  }
  Result<Photo> photo = ReadPhoto(file, {.reduce_to_px = kProbePx});
  if (!photo) {
    return {};
  }
  const Image8 picture = ToEightBits(std::move(photo->pixels));
  Look look{.discs = CountFisheyeDiscs(picture)};
  if (look.discs == 0 && facts->width_px >= kLeastPanoramaPx &&
      std::abs(facts->width_px - 2 * facts->height_px) * 100 <= facts->width_px) {
    look.whole_sphere = RunsRound(MeasureEquirect(picture));
  }
  return look;
}

}  // namespace

PictureKind RecogniseKind(std::vector<std::filesystem::path>& files) {
  if (files.size() == 1) {
    const Look look = LookAt(files.front());
    return look.discs == 2     ? PictureKind::kDualFisheye
           : look.whole_sphere ? PictureKind::kEquirect
                               : PictureKind::kPhotos;
  }
  if (files.size() != 2 || LookAt(files[0]).discs != 1 || LookAt(files[1]).discs != 1) {
    return PictureKind::kPhotos;
  }
  if (NamesTheBack(files[0].filename().string()) && !NamesTheBack(files[1].filename().string())) {
    std::swap(files[0], files[1]);
  }
  return PictureKind::kDualFisheye;
}

}  // namespace disan
