// Every kind of step that this program knows.
#pragma once

#include "pipeline/engine/kind.h"

namespace disan {

const engine::KindRegistry& AllKinds();

}  // namespace disan
