#include "pipeline/cli/counted_progress.h"

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

#include <unistd.h>

namespace disan {
namespace {

class ProgressLine {
 public:
  explicit ProgressLine(std::string title) : title_(std::move(title)) {}
  ~ProgressLine() {
    if (shown_ >= 0) {
      std::fputs("\r\033[K", stderr);
      std::fflush(stderr);
    }
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(uint64_t done, uint64_t total) {
    const std::lock_guard lock(mutex_);
    const int percent = total == 0 ? 100 : static_cast<int>(100 * done / total);
    if (percent == shown_) {
      return;
    }
    shown_ = percent;
    constexpr int kCells = 24;
    std::string bar;
    for (int i = 0; i < kCells; ++i) {
      bar += i < percent * kCells / 100 ? "█" : "░";
    }
    std::fprintf(stderr, "\r\033[K%s %s %3d %%", title_.c_str(), bar.c_str(), percent);
    std::fflush(stderr);
  }

 private:
  std::mutex mutex_;
  std::string title_;
  int shown_ = -1;
};

}  // namespace

Execution ExecutionWithProgress(const CommandContext& context, const Text& title) {
  Execution execution;
  execution.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  execution.cancelled = context.cancelled;
  if (!context.quiet && !context.json && ::isatty(STDERR_FILENO) == 1) {
    const auto line = std::make_shared<ProgressLine>(title.In(context.language));
    execution.progress = [line](uint64_t done, uint64_t total) { line->Show(done, total); };
  }
  return execution;
}

}  // namespace disan
