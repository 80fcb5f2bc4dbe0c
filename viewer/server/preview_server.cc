#include "viewer/server/preview_server.h"

#include "formats/language/view_messages.h"
#include "viewer/server/answers.h"
#include "viewer/server/request_path.h"
#include "viewer/server/visitors.h"

#include <thread>

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace disan {
namespace {

constexpr int kPortsToTry = 40;
constexpr char kReviewPage[] = "review.html";
constexpr std::string_view kReviewPlace = "review/";
constexpr char kEntriesRoute[] = "/review/entries";
constexpr char kHarvestRoute[] = "/oai";

}  // namespace

struct PreviewServer::State {
  ServedFiles served;
  PreviewOptions options;
  HostRule host_rule;
  httplib::Server server;
  std::thread listener;
  int port = 0;

  // The only way in: everything is judged here, before the library looks for routes. False when the
  // body of a posted entry or question is to be read and handed to its route.
  bool Answer(const httplib::Request& request, httplib::Response& response) const;
  bool AnswerPost(const httplib::Request& request, httplib::Response& response) const;
  void AnswerHarvester(const httplib::Request& request,
                       const std::map<std::string, std::string>& query,
                       httplib::Response& response) const;
  void AnswerReading(const httplib::Request& request, httplib::Response& response) const;
  void AnswerReview(const httplib::Request& request,
                    std::string_view path,
                    httplib::Response& response) const;
  bool LetsIn(const httplib::Request& request,
              const RequestTarget& target,
              httplib::Response& response) const;
  bool Bind();
};

bool PreviewServer::State::Answer(const httplib::Request& request,
                                  httplib::Response& response) const {
  if (request.get_header_value_count("Host") != 1 ||
      !IsOwnHost(request.get_header_value("Host"), host_rule)) {
    Refuse(response, 421, Say(messages::kViewForeignHost));
    return true;
  }
  if (request.method == "POST" && (options.review || options.oai)) {
    return AnswerPost(request, response);
  }
  if (request.method == "GET" || request.method == "HEAD") {
    AnswerReading(request, response);
    return true;
  }
  response.set_header("Allow", "GET, HEAD");
  response.set_header("Connection", "close");
  Refuse(response, 405, "disan view: GET, HEAD");
  return true;
}

bool PreviewServer::State::AnswerPost(const httplib::Request& request,
                                      httplib::Response& response) const {
  response.set_header("Connection", "close");
  // Harvesters may send the arguments of OAI-PMH as a form (section 3.1.1.2).
  if (options.oai && request.target == kHarvestRoute) {
    return !MayAsk(request, response);
  }
  if (!options.review || request.target != kEntriesRoute) {
    response.set_header("Allow", "GET, HEAD");
    Refuse(response, 405, "disan view: GET, HEAD");
    return true;
  }
  const bool may =
      ShowsToken(request, {}, {options.token, port}, response) && MayPost(request, response);
  return !may;
}

void PreviewServer::State::AnswerHarvester(const httplib::Request& request,
                                           const std::map<std::string, std::string>& query,
                                           httplib::Response& response) const {
  SetCommonHeaders(response, false);
  response.set_content(options.oai(query, request.get_header_value("Host")),
                       "text/xml; charset=utf-8");
}

void PreviewServer::State::AnswerReading(const httplib::Request& request,
                                         httplib::Response& response) const {
  const auto target = ParseTarget(request.target);
  if (!target) {
    return Refuse(response, 400, "disan view: 400");
  }
  if (options.oai && target->path == "oai") {
    return AnswerHarvester(request, target->query, response);
  }
  if (!LetsIn(request, *target, response)) {
    return;
  }
  if (options.review && target->path.starts_with(kReviewPlace)) {
    return AnswerReview(
        request, std::string_view(target->path).substr(kReviewPlace.size()), response);
  }
  const auto found = FindServed(served, target->path);
  if (!found) {
    return Refuse(response, 404, Say(messages::kViewNoSuchPage));
  }
  if (found->is_folder) {
    return Redirect(response, 301, AddressOf(target->path) + "/");
  }
  AnswerFile(request, *found, response);
}

void PreviewServer::State::AnswerReview(const httplib::Request& request,
                                        std::string_view path,
                                        httplib::Response& response) const {
  if (path == "state.json") {
    return AnswerJson(response, 200, options.review->state());
  }
  if (path.ends_with(".json")) {
    if (const auto json = options.review->about(path)) {
      return AnswerJson(response, 200, *json);
    }
  } else if (const auto file = options.review->find(path)) {
    return AnswerFile(request, {.file = *file}, response);
  }
  Refuse(response, 404, Say(messages::kViewNoSuchPage));
}

// An address with the token is always turned into a cookie.
bool PreviewServer::State::LetsIn(const httplib::Request& request,
                                  const RequestTarget& target,
                                  httplib::Response& response) const {
  const TokenRule rule{options.token, port};
  const bool open =
      options.token.empty() || (options.open_to_read && !target.path.starts_with(kReviewPlace) &&
                                !BringsToken(target, rule));
  return open || ShowsToken(request, target, rule, response);
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
        return state.Answer(request, response)
                   ? httplib::Server::HandlerResponse::Handled
                   : httplib::Server::HandlerResponse::Unhandled;  // a body that may be read
      });
  state.server.set_payload_max_length(kMostPostBytes);
  state.server.Post(kEntriesRoute,
                    [&state](const httplib::Request& request, httplib::Response& response) {
                      const auto [status, json] = state.options.review->add(request.body);
                      AnswerJson(response, status, json);
                    });
  state.server.Post(kHarvestRoute,
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

namespace {

std::string WithToken(const std::string& place, const std::string& token) {
  return token.empty()
             ? place
             : place + (place.find('?') == std::string::npos ? "?" : "&") + "token=" + token;
}

std::string Origin(const PreviewOptions& options, int port) {
  const bool everywhere = options.host == "0.0.0.0" || options.host == "::";
  std::string host = everywhere ? ReachableAddress() : options.host;
  if (host.find(':') != std::string::npos) {
    host = "[" + host + "]";
  }
  return fmt::format("http://{}:{}/", host, port);
}

}  // namespace

std::string PreviewServer::Address() const {
  const PreviewOptions& options = state_->options;
  return Origin(options, state_->port) +
         WithToken(state_->served.start, options.open_to_read ? "" : options.token);
}

std::string PreviewServer::ReviewAddress() const {
  return Origin(state_->options, state_->port) + WithToken(kReviewPage, state_->options.token);
}

}  // namespace disan
