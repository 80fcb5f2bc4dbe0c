#include "pipeline/cli/progress.h"

#include "formats/language/cli_messages.h"
#include "pipeline/engine/run.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace disan {
namespace {

using Clock = std::chrono::steady_clock;

// Cuts at a character, not inside one; every character counts as one column.
std::string Shortened(const std::string& text, size_t columns) {
  size_t at = 0;
  for (size_t shown = 0; at < text.size() && shown < columns; ++shown) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
      ++at;
    }
  }
  return text.substr(0, at);
}

size_t TerminalColumns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

class Progress : public engine::Status {
 public:
  Progress(Language language, bool explain)
      : language_(language), explain_(explain), terminal_(::isatty(STDERR_FILENO) == 1) {}

  void Waiting(const Text& why) override { PrintLine(why.In(language_)); }

  void RunStarted(size_t selected_steps) override { total_ = selected_steps; }

  void ReadingInputs(uint64_t done, uint64_t total) override {
    if (terminal_) {
      Draw(Say(messages::kProgressReading, fmt::arg("done", done), fmt::arg("total", total))
               .In(language_));
    }
  }

  void StepStarted(const engine::Step& step, int /*threads*/) override {
    running_[step.name] = {step.title.In(language_), 0, 0};
    DrawRunning(true);
  }

  void StepProgress(const engine::Step& step, uint64_t done, uint64_t total) override {
    Running& running = running_[step.name];
    running.done = done;
    running.total = total;
    DrawRunning(false);
  }

  void StepEnded(const engine::Step& step, const engine::StepReport& report) override {
    ++ended_;
    running_.erase(step.name);
    const Message* word = WordOf(report.state);
    if (word != nullptr) {
      PrintLine(fmt::format("[{}/{}] {}: {}{}",
                            ended_,
                            total_,
                            step.title.In(language_),
                            Say(*word).In(language_),
                            report.state == engine::StepState::kDone
                                ? fmt::format(" ({:.1f} s)", report.seconds)
                                : ""));
      if (explain_) {
        for (const Text& why : report.explanations) {
          PrintLine("    " + why.In(language_));
        }
      }
    }
    DrawRunning(true);
  }

  void RunEnded(const engine::RunSummary& /*summary*/) override { Draw(""); }

 private:
  struct Running {
    std::string title;
    uint64_t done = 0;
    uint64_t total = 0;
  };

  // Null for what is not worth a line: up to date, not selected.
  static const Message* WordOf(engine::StepState state) {
    using engine::StepState;
    switch (state) {
      case StepState::kDone:
        return &messages::kStateDone;
      case StepState::kRestored:
        return &messages::kStateRestored;
      case StepState::kFailed:
        return &messages::kStateFailed;
      case StepState::kSkipped:
        return &messages::kStateSkipped;
      case StepState::kInterrupted:
        return &messages::kStateInterrupted;
      case StepState::kWouldRun:
        return &messages::kStateWouldRun;
      case StepState::kWouldRestore:
        return &messages::kStateWouldRestore;
      case StepState::kNotSelected:
      case StepState::kUpToDate:
        break;
    }
    return nullptr;
  }

  void DrawRunning(bool now) {
    if (!terminal_ || (!now && Clock::now() - drawn_ < std::chrono::milliseconds(80))) {
      return;
    }
    constexpr size_t kBar = 20;
    double parts = static_cast<double>(ended_);
    std::string names;
    for (const auto& [name, running] : running_) {
      names += (names.empty() ? "  " : " · ") + running.title;
      if (running.total > 0) {
        parts += static_cast<double>(running.done) / static_cast<double>(running.total);
        names += fmt::format(" {}/{}", running.done, running.total);
      }
    }
    const double share = total_ == 0 ? 0 : parts / static_cast<double>(total_);
    const auto filled = static_cast<size_t>(std::clamp(share, 0.0, 1.0) * kBar);
    std::string bar;
    for (size_t i = 0; i < kBar; ++i) {
      bar += i < filled ? "█" : "░";
    }
    Draw(fmt::format("{} {:3.0f} %{}", bar, 100 * share, names));
  }

  void Draw(const std::string& line) {
    drawn_ = Clock::now();
    if (terminal_) {
      std::fprintf(stderr, "\r\033[K%s", Shortened(line, TerminalColumns() - 1).c_str());
      std::fflush(stderr);
    }
  }

  void PrintLine(const std::string& line) {
    if (terminal_) {
      std::fprintf(stderr, "\r\033[K");
    }
    std::fprintf(stderr, "%s\n", line.c_str());
  }

  Language language_;
  bool explain_;
  bool terminal_;
  size_t total_ = 0;
  size_t ended_ = 0;
  std::map<std::string, Running> running_;
  Clock::time_point drawn_;
};

}  // namespace

std::unique_ptr<engine::Status> MakeProgress(Language language, bool quiet, bool explain) {
  if (quiet) {
    return std::make_unique<engine::Status>();
  }
  return std::make_unique<Progress>(language, explain);
}

}  // namespace disan
