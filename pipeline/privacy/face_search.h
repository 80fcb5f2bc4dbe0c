// Faces in a whole panorama, as suggestions for a person.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/privacy/faces.h"

#include <string>
#include <vector>

namespace disan {

struct FoundFace {
  double yaw_deg = 0;  // of the centre; 0 is the picture's middle
  double pitch_deg = 0;
  double width_deg = 0;
  double height_deg = 0;
  double score = 0;
};

// The sphere is looked at in flat views that overlap by more than a face; a face that several views
// show is told once. By yaw, then pitch.
std::vector<FoundFace> FindFaces(const Image8& panorama,
                                 const FaceDetector& detector,
                                 const Execution& execution);

// As entries of privacy.blur, to be pasted; the same finds give the same text.
std::string BlurEntryOf(const FoundFace& face);
std::string BlurEntryOf(const FaceBox& face, const std::string& photo);

}  // namespace disan
