// Steps and who waits for whom, checked once so that everything after may rely on it.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/engine/kind.h"
#include "pipeline/engine/step.h"

#include <cstddef>
#include <string>
#include <vector>

namespace disan::engine {

// An input that another step makes: the step's index and that of its output there.
struct Source {
  size_t step = 0;
  size_t output = 0;
};

class Graph {
 public:
  // Every problem in one go: names or outputs given twice, outputs inside one another or outside
  // the output folder, inputs that nobody makes or that leave the site folder, kinds that the
  // registry does not know, steps that wait for each other in a circle.
  static Result<Graph> Build(std::vector<Step> steps, const KindRegistry& kinds);

  size_t size() const { return steps_.size(); }
  const Step& step(size_t i) const { return steps_[i]; }
  const StepKind& kind(size_t i) const { return kinds_[i]; }
  // For input `n` of step i that another step makes.
  const Source& source(size_t i, size_t n) const { return sources_[i][n]; }
  // Steps that i waits for, and that wait for i; ascending, each once.
  const std::vector<size_t>& needs(size_t i) const { return needs_[i]; }
  const std::vector<size_t>& dependants(size_t i) const { return dependants_[i]; }
  // Every step after those it needs; otherwise in the order in which they were given.
  const std::vector<size_t>& order() const { return order_; }

  // The steps whose name holds `pattern` (or matches it, with * and ?), upper and lower case and
  // diacritics aside, and all that they need. An empty pattern selects everything.
  std::vector<bool> Select(const std::string& pattern) const;

 private:
  friend class GraphBuilder;

  std::vector<Step> steps_;
  std::vector<StepKind> kinds_;
  std::vector<std::vector<Source>> sources_;
  std::vector<std::vector<size_t>> needs_;
  std::vector<std::vector<size_t>> dependants_;
  std::vector<size_t> order_;
};

}  // namespace disan::engine
