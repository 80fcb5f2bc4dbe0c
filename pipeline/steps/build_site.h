// One build of one site: plan, run, report. What the `build` command does, without its command
// line.
#pragma once

#include "formats/record/site.h"
#include "pipeline/engine/run.h"
#include "pipeline/engine/status.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace disan {

struct BuildOptions {
  std::filesystem::path out;
  int threads = 1;
  uint64_t memory_bytes = uint64_t{4} << 30;
  std::string only;
  bool dry_run = false;
  engine::Executor* executor = nullptr;
  const std::atomic<bool>* cancelled = nullptr;
};

struct BuildResult {
  engine::RunSummary summary;
  std::filesystem::path report;  // empty for a dry run
};

// `said` is what reading the site had to say; it goes into the report. Failed items are in the
// summary; a Failure comes out when nothing at all can be made.
BuildResult BuildSite(const SiteFolder& folder,
                      const std::vector<Diagnostic>& said,
                      const BuildOptions& options,
                      engine::Status& status);

}  // namespace disan
