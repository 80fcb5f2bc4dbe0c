#include "formats/record/review/review_log.h"

#include "formats/files/read_file.h"
#include "formats/language/review_messages.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostLogBytes = uint64_t{64} << 20;

// By name; links and what is no file are left out, so that nothing outside is read.
std::vector<fs::path> LogFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().extension() == ".jsonl" && fs::is_regular_file(it->symlink_status(ignored))) {
      files.push_back(it->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void ReadOneLog(const fs::path& file, ReviewLog& log) {
  const std::string name = std::string(kReviewFolder) + "/" + file.filename().string();
  const Result<std::string> text = ReadFile(file, kMostLogBytes);
  log.diagnostics.insert(log.diagnostics.end(), text.diagnostics.begin(), text.diagnostics.end());
  int number = 0;
  for (size_t start = 0; text && start < text->size();) {
    const size_t end = std::min(text->find('\n', start), text->size());
    const std::string_view line = std::string_view(*text).substr(start, end - start);
    start = end + 1;
    ++number;
    if (line.empty()) {
      continue;
    }
    Result<ReviewEntry> entry = ParseReviewLine(line, name, number);
    if (entry) {
      log.entries.push_back(std::move(*entry));
    } else if (end == text->size()) {
      log.diagnostics.push_back({.severity = Severity::kWarning,
                                 .file = name,
                                 .line = number,
                                 .what = Say(messages::kReviewLineTorn),
                                 .remedy = Say(messages::kReviewLineTornRemedy)});
    } else {
      log.diagnostics.push_back(std::move(entry.diagnostics.front()));
    }
  }
}

// A file that is locked for as long as this lives.
class LockedLog {
 public:
  explicit LockedLog(const fs::path& file) {
    descriptor_ = ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    struct stat facts {};
    if (descriptor_ < 0 || !Lock() || ::fstat(descriptor_, &facts) != 0) {
      error_ = errno;
    } else if (!S_ISREG(facts.st_mode)) {
      error_ = EINVAL;
    }
    size_ = facts.st_size;
  }
  ~LockedLog() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);  // and with it the lock
    }
  }
  LockedLog(const LockedLog&) = delete;
  LockedLog& operator=(const LockedLog&) = delete;

  // 0, or an errno with nothing added.
  int Add(const std::string& line) {
    if (error_ != 0) {
      return error_;
    }
    char last = '\n';
    const bool torn = size_ > 0 && ::pread(descriptor_, &last, 1, size_ - 1) == 1 && last != '\n';
    const std::string bytes = (torn ? "\n" : "") + line;
    errno = 0;
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written == static_cast<ssize_t>(bytes.size()) && ::fsync(descriptor_) == 0) {
      return 0;
    }
    const int error = errno == 0 ? ENOSPC : errno;
    // What cannot be taken back is a torn line, which readers pass over.
    [[maybe_unused]] const int taken_back = ::ftruncate(descriptor_, size_);
    return error;
  }

 private:
  bool Lock() const {
    int answer = 0;
    do {
      answer = ::flock(descriptor_, LOCK_EX);
    } while (answer != 0 && errno == EINTR);
    return answer == 0;
  }

  int descriptor_ = -1;
  int error_ = 0;
  off_t size_ = 0;
};

// So that a new file's name outlives a power cut as well.
void SyncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

}  // namespace

ReviewLog ReadReviewLog(const fs::path& site) {
  ReviewLog log;
  for (const fs::path& file : LogFiles(site / kReviewFolder)) {
    ReadOneLog(file, log);
  }
  return log;
}

std::optional<Diagnostic> AppendReview(const fs::path& site, const ReviewEntry& entry) {
  const std::string line = ReviewLine(entry);
  // What would not be read must not be written.
  Result<ReviewEntry> check =
      ParseReviewLine(std::string_view(line).substr(0, line.size() - 1), "", 0);
  if (!check) {
    check.diagnostics.front().severity = Severity::kError;
    return std::move(check.diagnostics.front());
  }
  const fs::path folder = site / kReviewFolder;
  const fs::path file = folder / (entry.time.substr(0, 10) + ".jsonl");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return CannotWrite(folder, error.value());
  }
  const bool is_new = !fs::exists(file, error);
  if (const int failure = LockedLog(file).Add(line); failure != 0) {
    return CannotWrite(file, failure);
  }
  if (is_new) {
    SyncFolder(folder);
    SyncFolder(site);
  }
  return std::nullopt;
}

}  // namespace disan
