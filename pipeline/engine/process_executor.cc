#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/language/engine_messages.h"
#include "pipeline/engine/executor.h"
#include "pipeline/engine/step_file.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace disan::engine {
namespace {

constexpr int kPollMilliseconds = 50;

[[noreturn]] void ThrowNotStarted(const std::string& program, int error) {
  throw Failure({.file = program,
                 .what = Say(messages::kProcessNotStarted,
                             fmt::arg("file", program),
                             fmt::arg("reason", std::generic_category().message(error))),
                 .remedy = Say(messages::kProcessNotStartedRemedy)});
}

// A child whose standard output we read. Ended when the object goes.
class Child {
 public:
  explicit Child(const std::vector<std::string>& command) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      ThrowNotStarted(command.front(), errno);
    }
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);  // our end only
    std::vector<char*> arguments;
    for (const std::string& argument : command) {
      arguments.push_back(const_cast<char*>(argument.c_str()));  // posix_spawn does not write to it
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int error =
        ::posix_spawn(&process_, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (error != 0) {
      ::close(output_);
      ThrowNotStarted(command.front(), error);
    }
  }
  ~Child() {
    if (!ended_) {
      ::kill(process_, SIGKILL);
      ::wait4(process_, &status_, 0, nullptr);
    }
    ::close(output_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void Ask(int signal) const { ::kill(process_, signal); }

  // Waits a moment for output; returns what there is of it.
  std::string ReadSome() const {
    pollfd waiting{.fd = output_, .events = POLLIN, .revents = 0};
    ::poll(&waiting, 1, kPollMilliseconds);
    char block[4096];
    const ssize_t got = ::read(output_, block, sizeof block);
    if (got == 0) {
      ::usleep(1000);  // it has closed its output and is about to end
    }
    return {block, got > 0 ? static_cast<size_t>(got) : 0};
  }

  bool HasEnded() {
    ended_ = ended_ || ::wait4(process_, &status_, WNOHANG, &usage_) == process_;
    return ended_;
  }
  int status() const { return status_; }
  uint64_t peak_memory_bytes() const { return static_cast<uint64_t>(usage_.ru_maxrss) * 1024; }

 private:
  pid_t process_ = -1;
  int output_ = -1;
  int status_ = 0;
  bool ended_ = false;
  rusage usage_{};
};

// "done total" lines, as `disan step` prints them. Other lines are a library's chatter.
class ProgressReader {
 public:
  explicit ProgressReader(const Execution& execution) : execution_(execution) {}

  void Add(const std::string& text) {
    pending_ += text;
    for (size_t end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
      Report(std::string_view(pending_).substr(0, end));
      pending_.erase(0, end + 1);
    }
  }

 private:
  void Report(std::string_view line) const {
    uint64_t done = 0;
    uint64_t total = 0;
    const char* end = line.data() + line.size();
    const auto [space, no_done] = std::from_chars(line.data(), end, done);
    if (no_done == std::errc() && space != end && *space == ' ' &&
        std::from_chars(space + 1, end, total).ec == std::errc()) {
      execution_.Report(done, total);
    }
  }

  const Execution& execution_;
  std::string pending_;
};

}  // namespace

TaskResult ProcessExecutor::Run(const StepTask& task, const Execution& execution) {
  const std::string file = task.scratch + ".json";
  if (const auto error = WriteFileAtomically(file, TaskToText(task))) {
    throw Failure(*error, Exit::kDoubtful);
  }
  std::vector<std::string> command = command_;
  command.push_back(file);
  Child child(command);
  ProgressReader progress(execution);
  bool asked_to_stop = false;
  while (!child.HasEnded()) {
    progress.Add(child.ReadSome());
    if (!asked_to_stop && execution.cancelled != nullptr && *execution.cancelled) {
      child.Ask(SIGTERM);
      asked_to_stop = true;
    }
  }
  if (WIFSIGNALED(child.status())) {
    if (asked_to_stop) {
      throw Interrupted();
    }
    throw Failure({.file = task.name,
                   .what = Say(messages::kProcessKilled,
                               fmt::arg("step", task.name),
                               fmt::arg("signal", WTERMSIG(child.status()))),
                   .remedy = Say(messages::kStepOutOfMemoryRemedy)});
  }
  return {.outcome = ReadResultFile(file), .peak_memory_bytes = child.peak_memory_bytes()};
}

}  // namespace disan::engine
