#include "formats/files/read_file.h"

#include "formats/language/files_messages.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {

Diagnostic CannotRead(const std::filesystem::path& file, int error) {
  const std::string name = file.string();
  if (error == ENOENT || error == ENOTDIR) {
    return {.file = name,
            .what = Say(messages::kFileMissing, fmt::arg("file", name)),
            .remedy = Say(messages::kFileMissingRemedy)};
  }
  const std::string reason = std::generic_category().message(error);
  return {
      .file = name,
      .what = Say(messages::kFileUnreadable, fmt::arg("file", name), fmt::arg("reason", reason)),
      .remedy = Say(messages::kFileUnreadableRemedy)};
}

Diagnostic CannotWrite(const std::filesystem::path& file, int error) {
  const std::string name = file.string();
  if (error == ENOSPC || error == EDQUOT) {
    return {.file = name,
            .what = Say(messages::kDiskFull, fmt::arg("file", name)),
            .remedy = Say(messages::kDiskFullRemedy)};
  }
  const std::string reason = std::generic_category().message(error);
  return {
      .file = name,
      .what = Say(messages::kFileUnwritable, fmt::arg("file", name), fmt::arg("reason", reason)),
      .remedy = Say(messages::kFileUnwritableRemedy)};
}

Result<std::string> ReadFile(const std::filesystem::path& file, uint64_t limit) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Result<std::string>::Failed(CannotRead(file, errno));
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    const int error = S_ISDIR(status.st_mode) ? EISDIR : errno;
    ::close(descriptor);
    return Result<std::string>::Failed(CannotRead(file, error));
  }
  const auto size = static_cast<uint64_t>(status.st_size);
  if (size > limit) {
    ::close(descriptor);
    const std::string name = file.string();
    return Result<std::string>::Failed({.file = name,
                                        .what = Say(messages::kFileTooLarge,
                                                    fmt::arg("file", name),
                                                    fmt::arg("bytes", size),
                                                    fmt::arg("limit", limit))});
  }
  std::string bytes(size, '\0');
  size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      break;
    }
    have += static_cast<size_t>(got);
  }
  const int error = errno;
  ::close(descriptor);
  if (have < bytes.size()) {
    return Result<std::string>::Failed(CannotRead(file, error == 0 ? EIO : error));
  }
  return Result<std::string>::Of(std::move(bytes));
}

}  // namespace disan
