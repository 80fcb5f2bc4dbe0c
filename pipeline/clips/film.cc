#include "pipeline/clips/film.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/language/print_messages.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace disan {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { Close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  int get() const { return number_; }
  void Close() {
    if (number_ >= 0) {
      ::close(number_);
      number_ = -1;
    }
  }

 private:
  int number_;
};

// Nothing of the machine, the hour or the number of cores gets into the file.
std::vector<std::string> Command(const FilmOptions& options, const fs::path& to) {
  const std::string size = fmt::format("{}x{}", options.width_px, options.height_px);
  return {options.program,
          "-nostdin",
          "-hide_banner",
          "-loglevel",
          "error",
          "-y",
          // what comes in
          "-threads",
          "1",
          "-f",
          "rawvideo",
          "-pixel_format",
          "rgb24",
          "-video_size",
          size,
          "-framerate",
          fmt::format("{}", options.frames_per_second),
          "-i",
          "pipe:0",
          // how it is encoded
          "-an",
          "-sn",
          "-map_metadata",
          "-1",
          "-filter_threads",
          "1",
          "-vf",
          "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+"
          "bitexact,format=yuv420p",
          "-c:v",
          "libx264",
          "-preset",
          "medium",
          "-crf",
          "19",
          "-threads",
          "1",
          "-colorspace",
          "bt709",
          "-color_primaries",
          "bt709",
          "-color_trc",
          "bt709",
          "-color_range",
          "tv",
          "-flags:v",
          "+bitexact",
          "-fflags",
          "+bitexact",
          "-movflags",
          "+faststart",
          // the protocol by name: a colon in a path is no other one
          "-f",
          "mp4",
          "file:" + to.string()};
}

}  // namespace

struct Film::State {
  fs::path file;
  fs::path unfinished;
  FilmOptions options;
  Descriptor frames;    // our end of what ffmpeg reads
  Descriptor messages;  // what it says
  pid_t process = -1;

  ~State() {
    frames.Close();
    if (process > 0) {
      ::kill(process, SIGKILL);
      int status = 0;
      ::waitpid(process, &status, 0);
    }
    std::error_code error;
    fs::remove(unfinished, error);
  }

  void Start() {
    std::array<int, 2> ends{-1, -1};
    // A socket rather than a pipe: writing to a process that is gone is an error, not a signal.
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      Fail(std::generic_category().message(errno));
    }
    frames = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    messages = Descriptor(::memfd_create("ffmpeg", MFD_CLOEXEC));
    std::vector<std::string> command = Command(options, unfinished);
    std::vector<char*> arguments;
    for (std::string& argument : command) {
      arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, theirs.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, messages.get(), STDERR_FILENO);
    const int error =
        ::posix_spawnp(&process, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      process = -1;
      throw Failure({.what = Say(disan::messages::kClipNoFfmpeg),
                     .remedy = Say(disan::messages::kClipNoFfmpegRemedy)});
    }
  }

  // Its last words, of which the first line says what is wrong.
  std::string Said() const {
    std::string text(2048, '\0');
    const ssize_t got = ::pread(messages.get(), text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<size_t>(got) : 0);
    text.resize(std::min(text.find('\n'), text.size()));
    return text;
  }

  [[noreturn]] void Fail(const std::string& reason) const {
    throw Failure({.file = file.string(),
                   .what = Say(disan::messages::kClipFailed,
                               fmt::arg("file", file.filename().string()),
                               fmt::arg("reason", reason)),
                   .remedy = Say(disan::messages::kClipFailedRemedy)},
                  Exit::kDoubtful);
  }
};

Film::Film(const fs::path& file, const FilmOptions& options) : state_(std::make_unique<State>()) {
  state_->file = fs::absolute(file);
  state_->unfinished = state_->file;
  state_->unfinished += fmt::format(".{}.part", ::getpid());
  state_->options = options;
  std::error_code error;
  fs::create_directories(state_->file.parent_path(), error);
  if (error) {
    throw Failure(CannotWrite(state_->file, error.value()), Exit::kDoubtful);
  }
  state_->Start();
}

Film::~Film() = default;

void Film::Add(const Image8& frame) {
  assert(frame.width == state_->options.width_px && frame.height == state_->options.height_px &&
         frame.channels == 3);
  const uint8_t* at = frame.pixels.data();
  size_t left = frame.pixels.size();
  while (left > 0) {
    const ssize_t sent = ::send(state_->frames.get(), at, left, MSG_NOSIGNAL);
    if (sent > 0) {
      at += sent;
      left -= static_cast<size_t>(sent);
    } else if (errno != EINTR) {
      Finish();  // says why it went
      state_->Fail(std::generic_category().message(EPIPE));
    }
  }
}

void Film::Finish() {
  State& state = *state_;
  state.frames.Close();
  int status = 0;
  while (::waitpid(state.process, &status, 0) < 0 && errno == EINTR) {
  }
  state.process = -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const std::string said = state.Said();
    state.Fail(said.empty() ? fmt::format("status {}", status) : said);
  }
  std::error_code error;
  fs::rename(state.unfinished, state.file, error);
  if (error) {
    throw Failure(CannotWrite(state.file, error.value()), Exit::kDoubtful);
  }
}

}  // namespace disan
