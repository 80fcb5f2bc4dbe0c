#include "pipeline/steps/registry.h"

namespace disan {

const engine::KindRegistry& AllKinds() {
  static const engine::KindRegistry kinds(std::vector<engine::StepKind>{});
  return kinds;
}

}  // namespace disan
