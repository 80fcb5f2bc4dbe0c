#include "viewer/server/answers.h"

#include "formats/language/view_messages.h"
#include "viewer/server/request_path.h"

#include <array>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

// What the viewer needs and no more: its own scripts and the decoders' WebAssembly, pictures and
// buffers that it makes itself (blob:), workers that the decoders start from blobs.
constexpr char kViewerPolicy[] =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self'; font-src 'self'; connect-src 'self' blob: "
    "data:; "
    "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'";
constexpr char kReportPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
    "data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'";

constexpr size_t kChunkBytes = size_t{1} << 16;
constexpr size_t kMaxRanges = 4;

// An open file for the time of one answer.
class OpenFile {
 public:
  explicit OpenFile(const fs::path& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)) {
    struct stat facts = {};
    if (descriptor_ >= 0 && ::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode)) {
      size_ = static_cast<size_t>(facts.st_size);
      tag_ = fmt::format(
          "\"{:x}-{:x}-{:x}\"", facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec);
    }
  }
  ~OpenFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool ok() const { return !tag_.empty(); }
  size_t size() const { return size_; }
  const std::string& tag() const { return tag_; }

  // Up to kChunkBytes from `offset` into the sink; false when the file is shorter than it was.
  bool Send(size_t offset, size_t length, httplib::DataSink& sink) const {
    std::array<char, kChunkBytes> chunk;
    const ssize_t got = ::pread(
        descriptor_, chunk.data(), std::min(length, chunk.size()), static_cast<off_t>(offset));
    return got > 0 && sink.write(chunk.data(), static_cast<size_t>(got));
  }

 private:
  int descriptor_ = -1;
  size_t size_ = 0;
  std::string tag_;
};

// The library takes ranges as they were asked for, past the end of the file too. False when one
// cannot be answered. (Handlers see requests as const; the object itself is not.)
bool FitRanges(const httplib::Request& request, size_t size) {
  auto& ranges = const_cast<httplib::Request&>(request).ranges;
  if (ranges.size() > kMaxRanges) {
    return false;
  }
  const auto length = static_cast<ssize_t>(size);
  for (auto& [first, last] : ranges) {
    if (first >= length || (first < 0 && last <= 0)) {
      return false;
    }
    if (first >= 0) {
      last = last < 0 ? length - 1 : std::min(last, length - 1);
    }
  }
  return true;
}

}  // namespace

void SetCommonHeaders(httplib::Response& response, bool is_report) {
  response.set_header("Content-Security-Policy", is_report ? kReportPolicy : kViewerPolicy);
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Permissions-Policy",
                      "camera=(), microphone=(), geolocation=(), xr-spatial-tracking=(self)");
  response.set_header("Cache-Control", "no-cache");
}

void Refuse(httplib::Response& response, int status, const std::string& words) {
  SetCommonHeaders(response, false);
  response.status = status;
  response.set_content(words + "\n", "text/plain; charset=utf-8");
}

void Refuse(httplib::Response& response, int status, const Text& words) {
  Refuse(response, status, words.vi + "\n" + words.en);
}

void Redirect(httplib::Response& response, int status, const std::string& place) {
  SetCommonHeaders(response, false);
  response.set_redirect(place, status);
}

void AnswerJson(httplib::Response& response, int status, const std::string& json) {
  SetCommonHeaders(response, false);
  response.status = status;
  response.set_content(json, "application/json; charset=utf-8");
}

std::string AddressOf(const std::string& path) {
  std::string address = "/";
  for (const char c : path) {
    address += c == '/' ? "/" : EncodePercent(std::string(1, c));
  }
  return address;
}

void AnswerFile(const httplib::Request& request,
                const FoundFile& found,
                httplib::Response& response) {
  const auto file = std::make_shared<OpenFile>(found.file);
  if (!file->ok()) {
    return Refuse(response, 404, Say(messages::kViewNoSuchPage));
  }
  SetCommonHeaders(response, found.is_report);
  response.set_header("ETag", file->tag());
  if (request.get_header_value("If-None-Match") == file->tag()) {
    response.status = 304;
    return;
  }
  if (!FitRanges(request, file->size())) {
    response.set_header("Content-Range", fmt::format("bytes */{}", file->size()));
    return Refuse(response, 416, "disan view: 416");
  }
  response.set_header("Accept-Ranges", "bytes");
  response.status = request.ranges.empty() ? 200 : 206;
  const std::string type(ContentTypeOf(found.file));
  if (file->size() == 0) {
    response.status = 200;
    response.set_content("", type);
    return;
  }
  // A provider of known length: nothing is held in memory, and the library does not compress it
  // anew for every request.
  response.set_content_provider(
      file->size(), type, [file](size_t offset, size_t length, httplib::DataSink& sink) {
        return file->Send(offset, length, sink);
      });
}

}  // namespace disan
