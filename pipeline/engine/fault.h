// An exception as something to tell a person.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <exception>
#include <string>
#include <vector>

namespace disan::engine {

// The diagnostics of a Failure; for anything else one that names the step, what the exception says,
// and, when memory ran out, that remedy.
std::vector<Diagnostic> DiagnosticsOf(const std::exception& error, const std::string& step);

}  // namespace disan::engine
