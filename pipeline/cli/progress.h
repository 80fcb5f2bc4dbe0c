// What a person sees of a running graph: one line that moves on a terminal, plain lines elsewhere.
#pragma once

#include "formats/language/text.h"
#include "pipeline/engine/status.h"

#include <memory>

namespace disan {

// `explain` adds why each step is done. Nothing is shown when `quiet`.
std::unique_ptr<engine::Status> MakeProgress(Language language, bool quiet, bool explain);

}  // namespace disan
