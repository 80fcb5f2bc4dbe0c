#include "pipeline/steps/outcome_file.h"

#include "formats/language/unicode.h"
#include "pipeline/steps/step_files.h"

namespace disan::steps {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string Encode(const engine::StepOutcome& outcome) {
  constexpr const char* kWords[] = {"info", "warning", "error"};
  OrderedJson remarks = OrderedJson::array();
  for (const Diagnostic& said : outcome.diagnostics) {
    remarks.push_back({{"severity", kWords[static_cast<int>(said.severity)]},
                       {"file", said.file},
                       {"text", {said.what.vi, said.what.en}}});
  }
  const OrderedJson json{{"doubtful", outcome.doubtful},
                         {"facts", OrderedJson::parse(outcome.facts_json)},
                         {"remarks", std::move(remarks)}};
  return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace

engine::StepKind WithOutcomeFile(engine::StepKind kind) {
  kind.function = [inner = std::move(kind.function)](const engine::StepRun& run) {
    engine::StepOutcome outcome = inner(run);
    if (run.HasOutput(kOutcomeRole)) {
      WriteOutput(run.Output(kOutcomeRole), Encode(outcome));
    }
    return outcome;
  };
  return kind;
}

engine::OutputRef OutcomeOutput(const std::string& step) {
  return {.role = kOutcomeRole, .path = "outcomes/" + ToNfc(step) + ".json", .published = false};
}

}  // namespace disan::steps
