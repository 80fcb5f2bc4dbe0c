// Where the rows of a capture have gaps, whatever order its photos come in: for photos whose names
// and times say nothing of how they were taken.
#pragma once

#include "pipeline/panorama/pattern.h"

#include <vector>

namespace disan::panorama {

// Whether photos that follow each other in the sequence are mostly neighbours of one row. Too few
// known photos to tell count as yes.
bool FollowsRows(const Stands& sequence);

// The stands that the known ones leave out: between neighbours of a row that are too far apart, and
// in the mirror image of a row on the side whose pole is bare.
std::vector<Stand> StandsInGaps(const std::vector<Stand>& known, bool bare_zenith, bool bare_nadir);

// Where nobody is known to have looked straight up or straight down: there, in steps all the way
// round, because which way a person holds the camera for it follows from no row.
std::vector<Stand> StandsAtPoles(const std::vector<Stand>& known);

}  // namespace disan::panorama
