#include "viewer/server/preview_server.h"

#include "formats/files/hex.h"
#include "formats/language/view_messages.h"
#include "viewer/server/request_path.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <httplib.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/random.h>
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
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'";

constexpr char kCookie[] = "disan_token";
constexpr size_t kChunkBytes = size_t{1} << 16;
constexpr size_t kMaxRanges = 4;
constexpr int kPortsToTry = 40;
constexpr char kOaiAddress[] = "/oai";
constexpr size_t kMaxFormBytes = size_t{1} << 13;

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

std::string MachineName() {
  std::array<char, 256> name = {};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

// The first address of this machine that another one could use.
std::string ReachableAddress() {
  ifaddrs* list = nullptr;
  std::string found;
  if (::getifaddrs(&list) == 0) {
    for (const ifaddrs* entry = list; entry != nullptr && found.empty(); entry = entry->ifa_next) {
      if (entry->ifa_addr != nullptr && entry->ifa_addr->sa_family == AF_INET) {
        std::array<char, INET_ADDRSTRLEN> text = {};
        const auto* address = reinterpret_cast<const sockaddr_in*>(entry->ifa_addr);
        ::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size());
        found = IsLoopback(text.data()) ? "" : text.data();
      }
    }
    ::freeifaddrs(list);
  }
  return found.empty() ? MachineName() : found;
}

std::string CookieValue(const std::string& header, const std::string& name) {
  size_t at = 0;
  while (at < header.size()) {
    const size_t end = std::min(header.find(';', at), header.size());
    size_t start = header.find_first_not_of(' ', at);
    const std::string field = start < end ? header.substr(start, end - start) : "";
    if (field.rfind(name + "=", 0) == 0) {
      return field.substr(name.size() + 1);
    }
    at = end + 1;
  }
  return "";
}

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

void Redirect(httplib::Response& response, int status, const std::string& place) {
  SetCommonHeaders(response, false);
  response.set_redirect(place, status);
}

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

std::string AddressOf(const std::string& path) {
  std::string address = "/";
  for (const char c : path) {
    address += c == '/' ? "/" : EncodePercent(std::string(1, c));
  }
  return address;
}

}  // namespace

struct PreviewServer::State {
  ServedFiles served;
  PreviewOptions options;
  HostRule host_rule;
  httplib::Server server;
  std::thread listener;
  int port = 0;

  bool IsForUs(const httplib::Request& request) const;
  // Harvesters may send the arguments of OAI-PMH as a form (section 3.1.1.2). The library reads the
  // body after this question, so it cannot be answered where the others are.
  bool IsHarvesterForm(const httplib::Request& request) const;
  void AnswerHarvester(const httplib::Request& request,
                       const std::map<std::string, std::string>& query,
                       httplib::Response& response) const;
  // The only other way in: everything is answered here, before the library looks for routes.
  void Answer(const httplib::Request& request, httplib::Response& response) const;
  bool AnswerVisitor(const httplib::Request& request,
                     const RequestTarget& target,
                     httplib::Response& response) const;
  void AnswerFile(const httplib::Request& request,
                  const FoundFile& found,
                  httplib::Response& response) const;
  bool Bind();
};

bool PreviewServer::State::IsForUs(const httplib::Request& request) const {
  return request.get_header_value_count("Host") == 1 &&
         IsOwnHost(request.get_header_value("Host"), host_rule);
}

bool PreviewServer::State::IsHarvesterForm(const httplib::Request& request) const {
  return options.oai && request.method == "POST" && request.target == kOaiAddress &&
         IsForUs(request);
}

void PreviewServer::State::AnswerHarvester(const httplib::Request& request,
                                           const std::map<std::string, std::string>& query,
                                           httplib::Response& response) const {
  SetCommonHeaders(response, false);
  response.set_content(options.oai(query, request.get_header_value("Host")),
                       "text/xml; charset=utf-8");
}

void PreviewServer::State::Answer(const httplib::Request& request,
                                  httplib::Response& response) const {
  if (!IsForUs(request)) {
    return Refuse(response, 421, "disan view: Host");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    response.set_header("Allow", "GET, HEAD");
    response.set_header("Connection", "close");
    return Refuse(response, 405, "disan view: GET, HEAD");
  }
  const auto target = ParseTarget(request.target);
  if (!target) {
    return Refuse(response, 400, "disan view: 400");
  }
  if (options.oai && target->path == "oai") {
    return AnswerHarvester(request, target->query, response);
  }
  if (!options.token.empty() && !AnswerVisitor(request, *target, response)) {
    return;
  }
  const auto found = FindServed(served, target->path);
  if (!found) {
    return Refuse(response, 404, "disan view: 404");
  }
  if (found->is_folder) {
    return Redirect(response, 301, AddressOf(target->path) + "/");
  }
  AnswerFile(request, *found, response);
}

// True when the visitor has shown the token before. Otherwise the answer is given here: a cookie
// and a way on without the token in the address bar, or a refusal.
bool PreviewServer::State::AnswerVisitor(const httplib::Request& request,
                                         const RequestTarget& target,
                                         httplib::Response& response) const {
  const auto shown = target.query.find("token");
  if (shown != target.query.end() && EqualSecrets(shown->second, options.token)) {
    std::string rest;
    for (const auto& [name, value] : target.query) {
      if (name != "token") {
        rest += (rest.empty() ? "?" : "&") + EncodePercent(name) + "=" + EncodePercent(value);
      }
    }
    response.set_header(
        "Set-Cookie",
        fmt::format("{}_{}={}; Path=/; HttpOnly; SameSite=Strict", kCookie, port, options.token));
    Redirect(response, 303, AddressOf(target.path) + rest);
    return false;
  }
  const std::string cookie =
      CookieValue(request.get_header_value("Cookie"), fmt::format("{}_{}", kCookie, port));
  if (EqualSecrets(cookie, options.token)) {
    return true;
  }
  const Text words = Say(messages::kViewAskToken);
  Refuse(response, 403, words.vi + "\n" + words.en);
  return false;
}

void PreviewServer::State::AnswerFile(const httplib::Request& request,
                                      const FoundFile& found,
                                      httplib::Response& response) const {
  const auto file = std::make_shared<OpenFile>(found.file);
  if (!file->ok()) {
    return Refuse(response, 404, "disan view: 404");
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

bool PreviewServer::State::Bind() {
  if (options.port && *options.port != 0) {
    port = *options.port;
    return server.bind_to_port(options.host, port);
  }
  for (int candidate = kDefaultPort; !options.port && candidate < kDefaultPort + kPortsToTry;
       ++candidate) {
    if (server.bind_to_port(options.host, candidate)) {
      port = candidate;
      return true;
    }
  }
  port = server.bind_to_any_port(options.host);
  return port > 0;
}

PreviewServer::PreviewServer(ServedFiles served, PreviewOptions options)
    : state_(std::make_unique<State>()) {
  state_->served = std::move(served);
  state_->options = std::move(options);
}

PreviewServer::~PreviewServer() {
  Stop();
}

std::optional<Diagnostic> PreviewServer::Start() {
  State& state = *state_;
  // SO_REUSEPORT, the library's default, would let two servers share a port.
  state.server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  state.server.set_tcp_nodelay(true);
  state.server.set_keep_alive_max_count(100'000);
  state.server.set_keep_alive_timeout(5);
  state.server.set_read_timeout(10);
  state.server.set_write_timeout(20);
  const auto threads = static_cast<size_t>(state.options.threads);
  state.server.new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  state.server.set_pre_routing_handler(
      [&state](const httplib::Request& request, httplib::Response& response) {
        if (state.IsHarvesterForm(request)) {
          return httplib::Server::HandlerResponse::Unhandled;
        }
        state.Answer(request, response);
        return httplib::Server::HandlerResponse::Handled;
      });
  state.server.set_payload_max_length(kMaxFormBytes);
  state.server.Post(kOaiAddress,
                    [&state](const httplib::Request& request, httplib::Response& response) {
                      const auto query = ParseForm(request.body);
                      if (!query) {
                        return Refuse(response, 400, "disan view: 400");
                      }
                      state.AnswerHarvester(request, *query, response);
                    });
  state.server.set_exception_handler(
      [](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
        Refuse(response, 500, "disan view: 500");
      });
  if (!state.Bind()) {
    return Diagnostic{.what = Say(messages::kViewPortTaken,
                                  fmt::arg("port", state.options.port.value_or(kDefaultPort)),
                                  fmt::arg("host", state.options.host)),
                      .remedy = Say(messages::kViewPortTakenRemedy)};
  }
  state.host_rule = {.port = state.port,
                     .any_address = !IsLoopback(state.options.host),
                     .machine_name = MachineName()};
  state.listener = std::thread([&state] { state.server.listen_after_bind(); });
  while (!state.server.is_running()) {
    std::this_thread::yield();
  }
  return std::nullopt;
}

void PreviewServer::Stop() {
  state_->server.stop();
  if (state_->listener.joinable()) {
    state_->listener.join();
  }
}

int PreviewServer::port() const {
  return state_->port;
}

std::string PreviewServer::Address() const {
  const PreviewOptions& options = state_->options;
  const bool everywhere = options.host == "0.0.0.0" || options.host == "::";
  std::string host = everywhere ? ReachableAddress() : options.host;
  if (host.find(':') != std::string::npos) {
    host = "[" + host + "]";
  }
  std::string start = state_->served.start;
  if (!options.token.empty()) {
    start += (start.empty() ? "?token=" : "&token=") + options.token;
  }
  return fmt::format("http://{}:{}/{}", host, state_->port, start);
}

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

std::string MakeToken() {
  std::array<unsigned char, 16> bytes = {};
  size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    filled += got > 0 ? static_cast<size_t>(got) : 0;
  }
  return HexOf(bytes);
}

}  // namespace disan
