// Shapes that more than one of the three files uses.
#pragma once

#include "formats/record/shape.h"

namespace disan::shapes {

extern const Shape kVersion;
extern const Shape kIdentifier;
extern const Shape kText;
extern const Shape kBilingual;
extern const Shape kUri;
extern const Shape kDay;
extern const Shape kDate;
extern const Shape kEdtf;
extern const Shape kFlag;
extern const Shape kPath;
extern const Shape kPaths;
extern const Shape kYaw;
extern const Shape kPitch;
extern const Shape kAngle;    // across or up, degrees
extern const Shape kPrivacy;  // regions to blur
extern const Shape kLocation;
extern const Shape kDating;
extern const Shape kCondition;
extern const Shape kRights;
extern const Shape kObjectClass;
extern const Shape kUnit;
extern const Shape kUp;

}  // namespace disan::shapes
