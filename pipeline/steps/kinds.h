// Every kind of step that a site is made with, each in a file of its own: it reads inputs, calls
// one pure stage, writes outputs. The registry gathers them.
#pragma once

#include "pipeline/engine/kind.h"

namespace disan::steps {

engine::StepKind BuildModel();
engine::StepKind CopyMedia();
engine::StepKind DescribeSources();
engine::StepKind FinishTour();
engine::StepKind ObjectPhotos();
engine::StepKind PlaceViewer();
engine::StepKind ReadyPanorama();
engine::StepKind SharePicture();
engine::StepKind ShortAddresses();
engine::StepKind StitchPanorama();
engine::StepKind SuggestFaces();
engine::StepKind TilePanorama();
engine::StepKind WebApp();
engine::StepKind WriteTheRecord();

}  // namespace disan::steps
