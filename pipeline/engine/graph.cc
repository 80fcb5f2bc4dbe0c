#include "pipeline/engine/graph.h"

#include "formats/language/engine_messages.h"
#include "formats/language/unicode.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <queue>
#include <set>
#include <unordered_map>

#include <fnmatch.h>

namespace disan::engine {
namespace {

// Relative, normal, and below its folder; nothing of the engine's own.
bool StaysInside(const std::string& path) {
  const std::filesystem::path p(path);
  if (path.empty() || p.is_absolute() || p.lexically_normal().string() != path ||
      !p.has_filename() || path.find_first_of(std::string("\n\r\0", 3)) != std::string::npos) {
    return false;
  }
  return *p.begin() != ".." && *p.begin() != "." && *p.begin() != ".disan";
}

}  // namespace

class GraphBuilder {
 public:
  GraphBuilder(std::vector<Step> steps, const KindRegistry& kinds) : registry_(kinds) {
    graph_.steps_ = std::move(steps);
    const size_t count = graph_.steps_.size();
    graph_.kinds_.resize(count);
    graph_.sources_.resize(count);
    graph_.needs_.resize(count);
    graph_.dependants_.resize(count);
  }

  Result<Graph> Build() {
    Name();
    CheckOutputs();
    for (size_t i = 0; i < graph_.size(); ++i) {
      FindKind(i);
      Connect(i);
    }
    if (problems_.empty()) {
      Order();
    }
    return problems_.empty() ? Result<Graph>::Of(std::move(graph_))
                             : Result<Graph>::Failed(std::move(problems_));
  }

 private:
  void Complain(const std::string& step, Text what) {
    problems_.push_back(
        {.file = step, .what = std::move(what), .remedy = Say(messages::kEngineFaultRemedy)});
  }

  void Name() {
    for (size_t i = 0; i < graph_.size(); ++i) {
      const std::string& name = graph_.steps_[i].name;
      if (name.empty() || !by_name_.emplace(name, i).second) {
        Complain(name, Say(messages::kStepNameTwice, fmt::arg("step", name)));
      }
    }
  }

  void CheckOutputs() {
    std::map<std::string, const Step*> made;  // "path/" so that a folder sorts before what it holds
    for (const Step& step : graph_.steps_) {
      for (const OutputRef& output : step.outputs) {
        if (!StaysInside(output.path)) {
          Complain(step.name, Say(messages::kOutputUnsafe, fmt::arg("file", output.path)));
        } else if (const auto [at, is_new] = made.emplace(output.path + "/", &step); !is_new) {
          Complain(step.name,
                   Say(messages::kOutputTwice,
                       fmt::arg("file", output.path),
                       fmt::arg("step", step.name),
                       fmt::arg("other", at->second->name)));
        }
      }
    }
    for (auto at = made.begin(); at != made.end(); ++at) {
      for (size_t end = at->first.find('/'); end + 1 < at->first.size();
           end = at->first.find('/', end + 1)) {
        if (const auto outer = made.find(at->first.substr(0, end + 1)); outer != made.end()) {
          Complain(at->second->name,
                   Say(messages::kOutputInOutput,
                       fmt::arg("file", at->first),
                       fmt::arg("outer", outer->first),
                       fmt::arg("other", outer->second->name)));
        }
      }
    }
  }

  void FindKind(size_t i) {
    const Step& step = graph_.steps_[i];
    if (const StepKind* kind = registry_.Find(step.kind)) {
      graph_.kinds_[i] = *kind;
    } else {
      Complain(step.name,
               Say(messages::kStepKindUnknown,
                   fmt::arg("step", step.name),
                   fmt::arg("kind", step.kind),
                   fmt::arg("version", 0)));
    }
  }

  void Connect(size_t i) {
    const Step& step = graph_.steps_[i];
    graph_.sources_[i].resize(step.inputs.size());
    std::set<size_t> needs;
    for (size_t n = 0; n < step.inputs.size(); ++n) {
      const InputRef& input = step.inputs[n];
      if (!input.site_path.empty()) {
        if (!StaysInside(input.site_path)) {
          Complain(step.name, Say(messages::kInputUnsafe, fmt::arg("file", input.site_path)));
        }
      } else if (const auto source = FindSource(input)) {
        graph_.sources_[i][n] = *source;
        needs.insert(source->step);
      } else {
        Complain(step.name,
                 Say(messages::kInputUnknown,
                     fmt::arg("step", step.name),
                     fmt::arg("output", input.output),
                     fmt::arg("other", input.step)));
      }
    }
    graph_.needs_[i].assign(needs.begin(), needs.end());
    for (const size_t needed : needs) {
      graph_.dependants_[needed].push_back(i);
    }
  }

  std::optional<Source> FindSource(const InputRef& input) const {
    const auto maker = by_name_.find(input.step);
    if (maker == by_name_.end()) {
      return std::nullopt;
    }
    const std::vector<OutputRef>& outputs = graph_.steps_[maker->second].outputs;
    const auto output = std::find_if(
        outputs.begin(), outputs.end(), [&](const OutputRef& o) { return o.role == input.output; });
    if (output == outputs.end()) {
      return std::nullopt;
    }
    return Source{maker->second, static_cast<size_t>(output - outputs.begin())};
  }

  void Order() {
    std::vector<size_t> waiting(graph_.size());
    std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
    for (size_t i = 0; i < graph_.size(); ++i) {
      waiting[i] = graph_.needs_[i].size();
      if (waiting[i] == 0) {
        ready.push(i);
      }
    }
    while (!ready.empty()) {
      const size_t i = ready.top();
      ready.pop();
      graph_.order_.push_back(i);
      for (const size_t dependant : graph_.dependants_[i]) {
        if (--waiting[dependant] == 0) {
          ready.push(dependant);
        }
      }
    }
    if (graph_.order_.size() < graph_.size()) {
      ComplainOfCircle(waiting);
    }
  }

  // Walking back from any step that still waits ends in a circle.
  void ComplainOfCircle(const std::vector<size_t>& waiting) {
    const auto still_waits = [&](size_t i) { return waiting[i] > 0; };
    size_t at = 0;
    while (!still_waits(at)) {
      ++at;
    }
    std::vector<size_t> walk;
    while (std::find(walk.begin(), walk.end(), at) == walk.end()) {
      walk.push_back(at);
      at = *std::find_if(graph_.needs_[at].begin(), graph_.needs_[at].end(), still_waits);
    }
    std::string circle = graph_.steps_[at].name;
    for (auto step = walk.rbegin(); step != walk.rend(); ++step) {
      circle += " → " + graph_.steps_[*step].name;
      if (*step == at) {
        break;
      }
    }
    Complain(graph_.steps_[at].name, Say(messages::kStepsInCircle, fmt::arg("steps", circle)));
  }

  const KindRegistry& registry_;
  Graph graph_;
  std::unordered_map<std::string, size_t> by_name_;
  std::vector<Diagnostic> problems_;
};

Result<Graph> Graph::Build(std::vector<Step> steps, const KindRegistry& kinds) {
  return GraphBuilder(std::move(steps), kinds).Build();
}

std::vector<bool> Graph::Select(const std::string& pattern) const {
  const bool is_glob = pattern.find_first_of("*?") != std::string::npos;
  const std::string folded = FoldForSearch(pattern);
  std::vector<bool> selected(size(), false);
  for (auto i = order_.rbegin(); i != order_.rend(); ++i) {
    const std::string name = FoldForSearch(steps_[*i].name);
    const bool named = is_glob ? ::fnmatch(folded.c_str(), name.c_str(), 0) == 0
                               : name.find(folded) != std::string::npos;
    selected[*i] = selected[*i] || named;
    for (const size_t needed : needs_[*i]) {
      selected[needed] = selected[needed] || selected[*i];
    }
  }
  return selected;
}

}  // namespace disan::engine
