#include "pipeline/steps/registry.h"

#include "pipeline/steps/kinds.h"
#include "pipeline/steps/outcome_file.h"

namespace disan {

const engine::KindRegistry& AllKinds() {
  static const engine::KindRegistry kinds({
      steps::WithOutcomeFile(steps::BuildModel()),
      steps::WithOutcomeFile(steps::CopyMedia()),
      steps::DescribeSources(),
      steps::WithOutcomeFile(steps::FinishTour()),
      steps::WithOutcomeFile(steps::ObjectPhotos()),
      steps::WithOutcomeFile(steps::PlaceViewer()),
      steps::WithOutcomeFile(steps::ReadyPanorama()),
      steps::WithOutcomeFile(steps::SharePicture()),
      steps::WithOutcomeFile(steps::ShortAddresses()),
      steps::WithOutcomeFile(steps::StitchPanorama()),
      steps::WithOutcomeFile(steps::SuggestFaces()),
      steps::WithOutcomeFile(steps::TilePanorama()),
      steps::WithOutcomeFile(steps::WebApp()),
      steps::WriteTheRecord(),
  });
  return kinds;
}

}  // namespace disan
