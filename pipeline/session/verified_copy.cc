#include "pipeline/session/verified_copy.h"

#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/language/session_messages.h"

#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Sum = Result<std::string>;

constexpr size_t kBlockBytes = size_t{1} << 20;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  bool ok() const { return number_ >= 0; }
  int Close() {
    const int number = number_;
    number_ = -1;
    return number < 0 ? 0 : ::close(number);
  }

 private:
  int number_;
};

// 0, or an errno.
int WriteAll(int descriptor, const uint8_t* bytes, size_t count) {
  while (count > 0) {
    const ssize_t put = ::write(descriptor, bytes, count);
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put < 0) {
      return errno;
    }
    bytes += put;
    count -= static_cast<size_t>(put);
  }
  return 0;
}

// Streams `from` into `out`; the sum of what was read.
Sum Stream(
    int from, int out, const fs::path& source, const fs::path& target, const Execution& execution) {
  Sha256 sum;
  std::vector<uint8_t> block(kBlockBytes);
  for (;;) {
    execution.CheckCancelled();
    const ssize_t got = ::read(from, block.data(), block.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return Sum::Failed(CannotRead(source, errno));
    }
    if (got == 0) {
      return Sum::Of(sum.Hex());
    }
    const auto count = static_cast<size_t>(got);
    sum.Add(std::span(block).first(count));
    if (const int error = WriteAll(out, block.data(), count); error != 0) {
      return Sum::Failed(CannotWrite(target, error));
    }
  }
}

// From the disk and not from the memory of the system, as far as it can be asked for.
Sum ReadBack(const fs::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.ok()) {
    ::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_DONTNEED);
  }
  return Sha256OfFile(file);
}

Diagnostic Differs(const fs::path& from, const fs::path& to) {
  return {.file = from.string(),
          .what = Say(messages::kCopyDiffers, fmt::arg("file", to.string())),
          .remedy = Say(messages::kCopyDiffersRemedy)};
}

Sum CopyTo(const fs::path& from, const fs::path& part, const Execution& execution) {
  const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!in.ok() || ::fstat(in.get(), &status) != 0) {
    return Sum::Failed(CannotRead(from, errno));
  }
  Descriptor out(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!out.ok()) {
    return Sum::Failed(CannotWrite(part, errno));
  }
  Sum sum = Stream(in.get(), out.get(), from, part, execution);
  if (!sum) {
    return sum;
  }
  const struct timespec times[2] = {status.st_atim, status.st_mtim};
  if (::futimens(out.get(), times) != 0 || ::fsync(out.get()) != 0) {
    return Sum::Failed(CannotWrite(part, errno));
  }
  if (out.Close() != 0) {
    return Sum::Failed(CannotWrite(part, errno));
  }
  return sum;
}

// Takes the part away unless it got its name.
struct PartFile {
  fs::path path;
  ~PartFile() {
    std::error_code error;
    fs::remove(path, error);
  }
};

}  // namespace

Sum CopyVerified(const fs::path& from, const fs::path& to, const Execution& execution) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (error) {
    return Sum::Failed(CannotWrite(to.parent_path(), error.value()));
  }
  if (fs::exists(to, error)) {
    Sum there = Sha256OfFile(to);
    Sum source = Sha256OfFile(from);
    return !there || !source || *there != *source ? Sum::Failed(Differs(from, to)) : there;
  }
  const PartFile part{to.parent_path() / ("." + to.filename().string() + ".disan-part")};
  Sum sum = CopyTo(from, part.path, execution);
  if (!sum) {
    return sum;
  }
  const Sum back = ReadBack(part.path);
  if (!back || *back != *sum) {
    return Sum::Failed(Differs(from, to));
  }
  // link() and not rename(): it never replaces what another run put there in the meantime. Memory
  // sticks (FAT, exFAT) have no links; there rename() has to do.
  if (::link(part.path.c_str(), to.c_str()) != 0) {
    const int why = errno;
    const bool no_links = why == EPERM || why == EOPNOTSUPP || why == ENOSYS;
    if (!no_links || fs::exists(to, error) || ::rename(part.path.c_str(), to.c_str()) != 0) {
      return Sum::Failed(CannotWrite(to, why));
    }
  }
  return sum;
}

}  // namespace disan
