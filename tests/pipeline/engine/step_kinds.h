// Kinds of steps on the real disk that the tests and their step program share.
#pragma once

#include "pipeline/engine/kind.h"

namespace disan::engine {

const KindRegistry& TestKinds();

}  // namespace disan::engine
