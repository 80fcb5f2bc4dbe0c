// A site of two scenes with fake steps on a disk in memory: align and compose a scene, cut it into
// tiles, join the scenes in a tour.
#pragma once

#include "pipeline/engine/run.h"
#include "tests/pipeline/engine/memory_disk.h"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace disan::engine::testing {

class SmallWorld {
 public:
  explicit SmallWorld(std::string site = "/site", std::string out = "/out");

  // The steps as they are now; tests change them between runs.
  std::vector<Step> steps;
  int compose_version = 1;
  std::set<std::string> failing;  // names of steps whose function throws a Failure
  RunOptions options;
  MemoryDisk disk;
  std::string site;
  std::string out;

  Step& StepNamed(const std::string& name);
  void PutSite(const std::string& path, const std::string& bytes);
  KindRegistry Kinds();
  RunSummary Run();
  RunSummary Run(Status& status);

  // The functions that ran since the last call, sorted.
  std::vector<std::string> TakeCalls();
  // Everything in the output folder that is not the engine's own: path and bytes.
  std::map<std::string, std::string> Outputs();
  std::vector<std::string> StoreObjects();

 private:
  StepOutcome Call(const StepRun& run);
  std::string Collect(const StepRun& run);

  std::mutex mutex_;
  std::vector<std::string> calls_;
};

const StepReport& ReportOf(const RunSummary& summary, const std::string& step);
StepState StateOf(const RunSummary& summary, const std::string& step);
// All explanations in English, joined by "; ".
std::string Why(const RunSummary& summary, const std::string& step);

}  // namespace disan::engine::testing
