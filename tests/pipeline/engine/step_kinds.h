// Steps on the real disk that the tests and their step program share.
#pragma once

#include "pipeline/engine/kind.h"
#include "pipeline/engine/step.h"

#include <vector>

namespace disan::engine {

const KindRegistry& TestKinds();

// Joins 1.jpg and "ảnh 2.jpg" of the site and splits what comes out into a folder of letters.
std::vector<Step> TestSteps();

}  // namespace disan::engine
