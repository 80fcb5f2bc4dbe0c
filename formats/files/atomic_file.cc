#include "formats/files/atomic_file.h"

#include "formats/files/read_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {

Result<AtomicFile> AtomicFile::Open(const std::filesystem::path& file) {
  std::error_code made;
  if (file.has_parent_path()) {
    std::filesystem::create_directories(file.parent_path(), made);
    if (made) {
      return Result<AtomicFile>::Failed(CannotWrite(file.parent_path(), made.value()));
    }
  }
  AtomicFile opened;
  opened.file_ = file;
  opened.temporary_ = (file.parent_path() / ("." + file.filename().string() + ".XXXXXX")).string();
  opened.descriptor_ = ::mkostemp(opened.temporary_.data(), O_CLOEXEC);
  if (opened.descriptor_ < 0) {
    return Result<AtomicFile>::Failed(CannotWrite(file, errno));
  }
  if (::fchmod(opened.descriptor_, 0644) != 0) {
    opened.Fail(errno);
  }
  return Result<AtomicFile>::Of(std::move(opened));
}

AtomicFile::~AtomicFile() {
  Discard();
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept {
  *this = std::move(other);
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  if (this != &other) {
    Discard();
    file_ = std::move(other.file_);
    temporary_ = std::move(other.temporary_);
    descriptor_ = std::exchange(other.descriptor_, -1);
    error_ = other.error_;
  }
  return *this;
}

bool AtomicFile::Write(std::string_view bytes) {
  while (error_ == 0 && !bytes.empty()) {
    const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put >= 0) {
      bytes.remove_prefix(static_cast<size_t>(put));
    } else if (errno != EINTR) {
      Fail(errno);
    }
  }
  return error_ == 0;
}

void AtomicFile::Fail(int error) {
  if (error_ == 0) {
    error_ = error == 0 ? EIO : error;
  }
}

std::optional<Diagnostic> AtomicFile::Commit() {
  if (error_ == 0 && ::fdatasync(descriptor_) != 0) {
    Fail(errno);
  }
  if (::close(std::exchange(descriptor_, -1)) != 0) {
    Fail(errno);
  }
  if (error_ == 0 && ::rename(temporary_.c_str(), file_.c_str()) != 0) {
    Fail(errno);
  }
  if (error_ != 0) {
    ::unlink(temporary_.c_str());
    return CannotWrite(file_, error_);
  }
  return std::nullopt;
}

Result<std::string> AtomicFile::Leave() {
  if (::close(std::exchange(descriptor_, -1)) != 0) {
    Fail(errno);
  }
  if (error_ != 0) {
    ::unlink(temporary_.c_str());
    return Result<std::string>::Failed(CannotWrite(file_, error_));
  }
  return Result<std::string>::Of(std::move(temporary_));
}

void AtomicFile::Discard() {
  if (descriptor_ >= 0) {
    ::close(std::exchange(descriptor_, -1));
    ::unlink(temporary_.c_str());
  }
}

}  // namespace disan
