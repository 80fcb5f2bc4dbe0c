#include "formats/files/atomic_write.h"

#include "formats/files/read_file.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {
namespace {

// 0, or the errno of what failed.
int WriteAndSync(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put < 0) {
      return errno;
    }
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return ::fdatasync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

std::optional<Diagnostic> WriteFileAtomically(const std::filesystem::path& file,
                                              std::string_view bytes) {
  std::error_code made;
  if (file.has_parent_path()) {
    std::filesystem::create_directories(file.parent_path(), made);
    if (made) {
      return CannotWrite(file.parent_path(), made.value());
    }
  }
  std::string temporary =
      (file.parent_path() / ("." + file.filename().string() + ".XXXXXX")).string();
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return CannotWrite(file, errno);
  }
  int error = ::fchmod(descriptor, 0644) == 0 ? 0 : errno;
  if (error == 0) {
    error = WriteAndSync(descriptor, bytes);
  }
  if (::close(descriptor) != 0 && error == 0) {
    error = errno;
  }
  if (error == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    ::unlink(temporary.c_str());
    return CannotWrite(file, error);
  }
  return std::nullopt;
}

}  // namespace disan
