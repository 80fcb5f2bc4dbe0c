// What the engine remembers of a step that is done: enough to tell whether it is up to date, to put
// its outputs back, to say again what it said, and to explain why it is stale.
#pragma once

#include "pipeline/engine/kind.h"
#include "pipeline/engine/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace disan::engine {

struct InputRecord {
  std::string role;
  std::string name;  // for explanations only
  std::string hash;
};

struct OutputRecord {
  std::string role;
  std::string path;
  bool published = true;
  Content content;
};

struct StepRecord {
  std::string step;
  std::string fingerprint;
  std::string kind;
  int version = 0;
  std::string options;
  std::vector<InputRecord> inputs;
  std::vector<OutputRecord> outputs;
  StepOutcome outcome;
  double seconds = 0;
  uint64_t peak_memory_bytes = 0;  // 0: not known
};

}  // namespace disan::engine
