// Rejected: fdatasync of each file after all are written. On ext4 the first one commits the journal
// for all, but each of the others still asks the disk to flush.
#include "formats/files/file_batch.h"

#include "formats/files/atomic_file.h"
#include "formats/files/read_file.h"

#include <cerrno>
#include <set>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {
namespace {

// Up to here each file is synced by itself: a sync of the whole file system would also wait for
// what other programs are writing.
constexpr size_t kFewFiles = 8;

// `sync` on a descriptor of `file`; 0, or the errno.
int SyncThrough(const std::string& file, int (*sync)(int)) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return errno;
  }
  const int error = sync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return error;
}

}  // namespace

FileBatch::~FileBatch() {
  for (const Waiting& waiting : waiting_) {
    ::unlink(waiting.temporary.c_str());
  }
}

std::optional<Diagnostic> FileBatch::Add(const std::filesystem::path& file,
                                         std::string_view bytes) {
  Result<AtomicFile> out = AtomicFile::Open(file);
  if (!out) {
    return std::move(out.diagnostics.front());
  }
  out->Write(bytes);
  Result<std::string> temporary = out->Leave();
  if (!temporary) {
    return std::move(temporary.diagnostics.front());
  }
  const std::lock_guard lock(mutex_);
  waiting_.push_back({file, std::move(*temporary)});
  return std::nullopt;
}

std::optional<Diagnostic> FileBatch::Sync() const {
  std::set<dev_t> synced;
  for (const Waiting& waiting : waiting_) {
    struct stat status {};
    int error = ::stat(waiting.temporary.c_str(), &status) == 0 ? 0 : errno;
    if (error == 0 && waiting_.size() <= kFewFiles) {
      error = SyncThrough(waiting.temporary, ::fdatasync);
    } else if (error == 0 && synced.insert(status.st_dev).second) {
      error = SyncThrough(waiting.temporary, ::syncfs);
    }
    if (error != 0) {
      return CannotWrite(waiting.file, error);
    }
  }
  return std::nullopt;
}

std::optional<Diagnostic> FileBatch::Commit() {
  const std::lock_guard lock(mutex_);
  if (std::optional<Diagnostic> failed = Sync()) {
    return failed;
  }
  for (Waiting& waiting : waiting_) {
    if (::rename(waiting.temporary.c_str(), waiting.file.c_str()) != 0) {
      return CannotWrite(waiting.file, errno);
    }
    waiting.temporary.clear();
  }
  waiting_.clear();
  return std::nullopt;
}

}  // namespace disan
