// The local server: files under its mounts, by GET and HEAD; and, when there is something to
// review, what the review's page asks and sends.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "viewer/server/machine.h"
#include "viewer/server/served_files.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace disan {

inline constexpr int kDefaultPort = 8360;

// What stands behind addresses below /review/; `path` is what comes after. Called by several
// threads at once.
struct ReviewBackend {
  std::function<std::string()> state;                                               // state.json
  std::function<std::optional<std::string>(std::string_view path)> about;           // *.json
  std::function<std::optional<std::filesystem::path>(std::string_view path)> find;  // a file
  std::function<std::pair<int, std::string>(std::string_view body)> add;  // status and JSON
};

struct PreviewOptions {
  std::string host = "127.0.0.1";
  std::optional<int> port;  // none: kDefaultPort or the next free one; 0: any free one
  std::string token;        // asked from every visitor when it is not empty
  // The token is asked only for what is below /review/: other people of this machine may look at
  // the tour, not at source photos, and write nothing.
  bool open_to_read = false;
  int threads = 32;  // connections that are served at once
  // Answers /oai with XML, for everyone: harvesters know no token, and what they get is public.
  // `host` is the request's Host header.
  std::function<std::string(const std::map<std::string, std::string>& query,
                            const std::string& host)>
      oai;
  std::optional<ReviewBackend> review;  // needs a token
};

class PreviewServer {
 public:
  PreviewServer(ServedFiles served, PreviewOptions options);
  ~PreviewServer();
  PreviewServer(const PreviewServer&) = delete;
  PreviewServer& operator=(const PreviewServer&) = delete;

  // Takes the port and serves on threads of its own. An answer says why it cannot.
  std::optional<Diagnostic> Start();
  // Ends connections and threads. Safe to call twice.
  void Stop();

  int port() const;
  // What a visitor opens, with the token when there is one.
  std::string Address() const;
  // The review's page, always with the token.
  std::string ReviewAddress() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace disan
