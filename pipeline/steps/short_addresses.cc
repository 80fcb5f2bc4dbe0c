// The pages behind the short addresses of a tour.
#include "pipeline/short_address/redirect_pages.h"
#include "pipeline/steps/kinds.h"
#include "pipeline/steps/step_files.h"

namespace disan::steps {
namespace {

engine::StepOutcome RunShortAddresses(const engine::StepRun& run) {
  const engine::TaskInput tour = run.Input("tour");
  const std::filesystem::path folder = run.Output("pages");
  for (const RedirectPage& page :
       RedirectPages(ValueOf(ReadPublishedTour(ReadInput(tour), tour.name), tour))) {
    WriteOutput(folder / page.path, page.html);
  }
  return {};
}

}  // namespace

engine::StepKind ShortAddresses() {
  return {"short-addresses", 1, RunShortAddresses};
}

}  // namespace disan::steps
