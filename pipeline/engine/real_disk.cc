#include "pipeline/engine/real_disk.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan::engine {
namespace {

// Above this many files one flush of the whole file system is cheaper than one of each.
constexpr size_t kFewFiles = 16;

[[noreturn]] void ThrowRead(const std::string& path, int error) {
  throw Failure(CannotRead(path, error));
}

[[noreturn]] void ThrowWrite(const std::string& path, int error) {
  throw Failure(CannotWrite(path, error), Exit::kDoubtful);
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

Descriptor OpenToWrite(const std::string& path, int flags) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644));
  if (!file.ok()) {
    ThrowWrite(path, errno);
  }
  return file;
}

void WriteAll(const Descriptor& file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.number(), bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) {
      ThrowWrite(path, errno);
    }
    bytes.remove_prefix(put > 0 ? static_cast<size_t>(put) : 0);
  }
}

// For file systems where neither sharing nor copying inside the kernel works.
void CopyThroughMemory(const Descriptor& in, const Descriptor& out, const std::string& path) {
  std::string block(size_t{1} << 20, '\0');
  while (true) {
    const ssize_t got = ::read(in.number(), block.data(), block.size());
    if (got == 0) {
      return;
    }
    if (got < 0 && errno != EINTR) {
      ThrowWrite(path, errno);
    }
    WriteAll(out, std::string_view(block).substr(0, got > 0 ? static_cast<size_t>(got) : 0), path);
  }
}

bool IsUnsupported(int error) {
  return error == EXDEV || error == EINVAL || error == ENOSYS || error == EOPNOTSUPP ||
         error == ENOTTY || error == EPERM;
}

int64_t Nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileType TypeOf(mode_t mode) {
  return S_ISREG(mode) ? FileType::kFile : S_ISDIR(mode) ? FileType::kFolder : FileType::kOther;
}

class RealLock : public DiskLock {
 public:
  explicit RealLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;
};

// The lock is worth something only while the file that is locked is the one that others find.
bool IsStillNamed(const Descriptor& file, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return ::fstat(file.number(), &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

}  // namespace

int64_t RealDisk::NowNs() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return Nanoseconds(now);
}

FileState RealDisk::Stat(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return {};
  }
  return {.type = TypeOf(status.st_mode),
          .size = static_cast<uint64_t>(status.st_size),
          .modified_ns = Nanoseconds(status.st_mtim),
          .changed_ns = Nanoseconds(status.st_ctim),
          .inode = status.st_ino};
}

std::string RealDisk::Read(const std::string& path) {
  return ValueOrThrow(ReadFile(path));
}

std::string RealDisk::Hash(const std::string& path) {
  return ValueOrThrow(Sha256OfFile(path));
}

std::vector<FolderEntry> RealDisk::List(const std::string& folder) {
  std::vector<FolderEntry> entries;
  DIR* stream = ::opendir(folder.c_str());
  if (stream == nullptr) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return entries;
    }
    ThrowRead(folder, errno);
  }
  // Each stream belongs to one thread, which readdir allows.
  while (const dirent* entry = ::readdir(stream)) {  // NOLINT(concurrency-mt-unsafe)
    const std::string name = entry->d_name;
    if (name == "." || name == "..") {
      continue;
    }
    struct stat status {};
    if (::fstatat(::dirfd(stream), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
      entries.push_back({name, TypeOf(status.st_mode)});
    }
  }
  ::closedir(stream);
  std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
    return a.name < b.name;
  });
  return entries;
}

void RealDisk::Write(const std::string& path, const std::string& bytes) {
  WriteAll(OpenToWrite(path, O_TRUNC), bytes, path);
}

void RealDisk::Append(const std::string& path, const std::string& bytes) {
  WriteAll(OpenToWrite(path, O_APPEND), bytes, path);
}

void RealDisk::Clone(const std::string& from, const std::string& to) {
  const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.ok()) {
    ThrowRead(from, errno);
  }
  const Descriptor out = OpenToWrite(to, O_TRUNC);
  if (::ioctl(out.number(), FICLONE, in.number()) == 0) {
    return;
  }
  constexpr size_t kAtOnce = size_t{1} << 30;
  while (true) {
    const ssize_t copied =
        ::copy_file_range(in.number(), nullptr, out.number(), nullptr, kAtOnce, 0);
    if (copied == 0) {
      break;
    }
    if (copied < 0 && IsUnsupported(errno)) {
      return CopyThroughMemory(in, out, to);
    }
    if (copied < 0 && errno != EINTR) {
      ThrowWrite(to, errno);
    }
  }
}

void RealDisk::Rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    ThrowWrite(to, errno);
  }
}

bool RealDisk::Exchange(const std::string& a, const std::string& b) {
  if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0) {
    return true;
  }
  if (!IsUnsupported(errno)) {
    ThrowWrite(b, errno);
  }
  return false;
}

void RealDisk::Remove(const std::string& path) {
  if (::remove(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
    ThrowWrite(path, errno);
  }
}

void RealDisk::MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    ThrowWrite(path, error.value());
  }
}

void RealDisk::MakeReadOnly(const std::string& path) {
  // A disk without permissions (FAT) refuses; the store does without then.
  [[maybe_unused]] const int ignored = ::chmod(path.c_str(), 0444);
}

void RealDisk::Sync(std::span<const std::string> files) {
  const bool all_at_once = files.size() > kFewFiles;
  for (const std::string& path : all_at_once ? files.first(1) : files) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok() || (all_at_once ? ::syncfs(file.number()) : ::fdatasync(file.number())) != 0) {
      ThrowWrite(path, errno);
    }
  }
}

std::unique_ptr<DiskLock> RealDisk::TryLock(const std::string& path, const std::string& note) {
  while (true) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file.ok()) {
      ThrowWrite(path, errno);
    }
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) {
        return nullptr;
      }
      if (errno != EINTR) {
        ThrowWrite(path, errno);
      }
    } else if (IsStillNamed(file, path)) {
      if (::ftruncate(file.number(), 0) == 0) {
        [[maybe_unused]] const ssize_t ignored = ::write(file.number(), note.data(), note.size());
      }
      return std::make_unique<RealLock>(std::move(file));
    }
  }
}

}  // namespace disan::engine
