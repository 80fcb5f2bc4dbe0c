#include "pipeline/engine/fault.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/engine_messages.h"

#include <new>

namespace disan::engine {

std::vector<Diagnostic> DiagnosticsOf(const std::exception& error, const std::string& step) {
  if (const auto* failure = dynamic_cast<const Failure*>(&error)) {
    return failure->diagnostics();
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return {{.file = step,
             .what = Say(messages::kStepOutOfMemory, fmt::arg("step", step)),
             .remedy = Say(messages::kStepOutOfMemoryRemedy)}};
  }
  return {{.file = step,
           .what = Say(messages::kStepFault,
                       fmt::arg("step", step),
                       fmt::arg("detail", std::string(error.what()))),
           .remedy = Say(messages::kEngineFaultRemedy)}};
}

}  // namespace disan::engine
