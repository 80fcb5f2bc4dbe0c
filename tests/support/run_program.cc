#include "tests/support/run_program.h"

#include <array>
#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace disan::testing {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("pipe");
    }
  }
  ~Pipe() {
    CloseWrite();
    ::close(ends[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void CloseWrite() {
    if (ends[1] >= 0) {
      ::close(ends[1]);
      ends[1] = -1;
    }
  }
};

std::vector<std::string> Environment() {
  std::vector<std::string> list;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable = *entry;
    if (variable.rfind("LC_", 0) != 0 && variable.rfind("LANG", 0) != 0) {
      list.push_back(variable);
    }
  }
  list.emplace_back("LC_CTYPE=C.UTF-8");
  return list;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

pid_t Spawn(const std::filesystem::path& program,
            std::vector<std::string> arguments,
            Pipe& out,
            Pipe& err) {
  arguments.insert(arguments.begin(), program.string());
  std::vector<std::string> environment = Environment();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  pid_t child = 0;
  const int error = ::posix_spawn(&child,
                                  program.c_str(),
                                  &actions,
                                  nullptr,
                                  Pointers(arguments).data(),
                                  Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("cannot start " + program.string());
  }
  out.CloseWrite();
  err.CloseWrite();
  return child;
}

// Adds what is there to `text`; false at the end of the stream.
bool Drain(int descriptor, std::string& text) {
  std::array<char, 65536> block{};
  const ssize_t got = ::read(descriptor, block.data(), block.size());
  if (got > 0) {
    text.append(block.data(), static_cast<size_t>(got));
  }
  return got > 0;
}

bool IsTime(const RunLimits& limits, Clock::duration passed) {
  return (limits.signal_after && passed >= *limits.signal_after) ||
         (!limits.signal_once_there.empty() && std::filesystem::exists(limits.signal_once_there));
}

}  // namespace

ProgramRun RunProgram(const std::filesystem::path& program,
                      const std::vector<std::string>& arguments,
                      const RunLimits& limits) {
  Pipe out;
  Pipe err;
  const pid_t child = Spawn(program, arguments, out, err);
  const auto start = Clock::now();
  ProgramRun run;
  bool signalled = false;
  std::array<pollfd, 2> watched{pollfd{out.ends[0], POLLIN, 0}, pollfd{err.ends[0], POLLIN, 0}};
  while (watched[0].fd >= 0 || watched[1].fd >= 0) {
    ::poll(watched.data(), watched.size(), 5);
    if (watched[0].fd >= 0 && watched[0].revents != 0 && !Drain(watched[0].fd, run.out)) {
      watched[0].fd = -1;
    }
    if (watched[1].fd >= 0 && watched[1].revents != 0 && !Drain(watched[1].fd, run.err)) {
      watched[1].fd = -1;
    }
    if (!signalled && IsTime(limits, Clock::now() - start)) {
      ::kill(child, limits.signal);
      signalled = true;
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  run.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

std::filesystem::path Disan() {
  const char* binary = std::getenv("DISAN_BINARY");
  return std::filesystem::path(binary == nullptr ? "." : binary) / "disan";
}

ProgramRun RunDisan(const std::vector<std::string>& arguments, const RunLimits& limits) {
  return RunProgram(Disan(), arguments, limits);
}

std::filesystem::path SourceRoot() {
  const char* source = std::getenv("DISAN_SOURCE");
  return source == nullptr ? std::filesystem::current_path() : std::filesystem::path(source);
}

}  // namespace disan::testing
