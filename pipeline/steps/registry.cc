#include "pipeline/steps/registry.h"

#include "pipeline/steps/kinds.h"

namespace disan {

const engine::KindRegistry& AllKinds() {
  static const engine::KindRegistry kinds({
      steps::CopyMedia(),
      steps::FinishTour(),
      steps::ObjectPhotos(),
      steps::PlaceViewer(),
      steps::ReadyPanorama(),
  });
  return kinds;
}

}  // namespace disan
