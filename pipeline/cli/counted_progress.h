// Counted work on one line of a terminal; silent elsewhere.
#pragma once

#include "formats/language/text.h"
#include "pipeline/cli/command.h"
#include "pipeline/execution/execution.h"

#include <memory>

namespace disan {

// An Execution with the machine's cores, Ctrl-C and a progress line that begins with `title`. The
// line is wiped when the last copy of the Execution is gone.
Execution ExecutionWithProgress(const CommandContext& context, const Text& title);

}  // namespace disan
