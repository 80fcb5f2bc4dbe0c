// The local preview server. Read-only: GET and HEAD of files under its mounts, and the questions of
// OAI-PMH.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "viewer/server/served_files.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace disan {

inline constexpr int kDefaultPort = 8360;

struct PreviewOptions {
  std::string host = "127.0.0.1";
  std::optional<int> port;  // none: kDefaultPort or the next free one; 0: any free one
  std::string token;        // asked from every visitor when it is not empty
  int threads = 32;         // connections that are served at once
  // Answers /oai with XML, for everyone: harvesters know no token, and what they get is public.
  // `host` is the request's Host header.
  std::function<std::string(const std::map<std::string, std::string>& query,
                            const std::string& host)>
      oai;
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

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Whether other machines can reach a server on this host address: then a token is due.
bool IsLoopback(const std::string& host);

// 32 hexadecimal digits from the system's source of randomness.
std::string MakeToken();

}  // namespace disan
