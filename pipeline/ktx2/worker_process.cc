#include "pipeline/ktx2/worker_process.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace disan {
namespace {

constexpr useconds_t kPollMicroseconds = 10000;

class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("disan-worker", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return descriptor_; }

  bool Write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t done = ::write(descriptor_, bytes.data(), bytes.size());
      if (done < 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<size_t>(done));
    }
    return true;
  }

  std::string Read() const {
    struct stat facts {};
    ::fstat(descriptor_, &facts);
    std::string bytes(static_cast<size_t>(facts.st_size), '\0');
    size_t have = 0;
    while (have < bytes.size()) {
      const ssize_t got =
          ::pread(descriptor_, bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
      if (got <= 0) {
        break;
      }
      have += static_cast<size_t>(got);
    }
    bytes.resize(have);
    return bytes;
  }

  void Rewind() const { ::lseek(descriptor_, 0, SEEK_SET); }

 private:
  int descriptor_;
};

// Ended when the object goes before it has ended by itself.
class Worker {
 public:
  int Start(const std::vector<std::string>& command,
            const std::array<const MemoryFile*, 3>& files) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) {
      arguments.push_back(const_cast<char*>(argument.c_str()));  // posix_spawn does not write to it
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; ++i) {
      ::posix_spawn_file_actions_adddup2(&actions, files[static_cast<size_t>(i)]->descriptor(), i);
    }
    const int error =
        ::posix_spawnp(&process_, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    running_ = error == 0;
    return error;
  }
  ~Worker() {
    if (running_) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
  }
  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  int Wait(const Execution& execution) {
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
      execution.CheckCancelled();
      ::usleep(kPollMicroseconds);
    }
    running_ = false;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t process_ = 0;
  bool running_ = false;
};

}  // namespace

WorkerRun RunWorker(const std::vector<std::string>& command,
                    std::span<const std::string_view> input,
                    const Execution& execution) {
  const MemoryFile in;
  const MemoryFile out;
  const MemoryFile err;
  if (in.descriptor() < 0 || out.descriptor() < 0 || err.descriptor() < 0) {
    return {.start_error = errno};
  }
  for (const std::string_view part : input) {
    if (!in.Write(part)) {
      return {.start_error = errno};
    }
  }
  in.Rewind();
  Worker worker;
  if (const int error = worker.Start(command, {&in, &out, &err}); error != 0) {
    return {.start_error = error};
  }
  WorkerRun run;
  run.exit_status = worker.Wait(execution);
  run.out = out.Read();
  run.err = err.Read();
  return run;
}

}  // namespace disan
