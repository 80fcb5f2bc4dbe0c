#include "pipeline/steps/registry.h"

#include "pipeline/steps/kinds.h"

namespace disan {

const engine::KindRegistry& AllKinds() {
  static const engine::KindRegistry kinds({
      steps::BuildModel(),
      steps::CopyMedia(),
      steps::FinishTour(),
      steps::ObjectPhotos(),
      steps::PlaceViewer(),
      steps::ReadyPanorama(),
      steps::StitchPanorama(),
      steps::TilePanorama(),
  });
  return kinds;
}

}  // namespace disan
