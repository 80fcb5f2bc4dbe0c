// Who asks: whether a request shows the token, and whether a page of ours sent it.
#pragma once

#include "viewer/server/request_path.h"

#include <string>

#include <httplib.h>

namespace disan {

inline constexpr size_t kMostPostBytes = size_t{64} << 10;

// The token of one server and the cookie that keeps it; cookies do not tell ports apart, names do.
struct TokenRule {
  std::string token;
  int port = 0;
};

// True when the visitor's cookie holds the token. Otherwise the answer is given here: a cookie and
// a way on without the token in the address bar, or a refusal.
bool ShowsToken(const httplib::Request& request,
                const RequestTarget& target,
                const TokenRule& rule,
                httplib::Response& response);

// Whether the address itself holds the token.
bool BringsToken(const RequestTarget& target, const TokenRule& rule);

// Whether a posted entry may be read: sent by a page of this server (Origin, Sec-Fetch-Site), as
// JSON, of a stated and bounded length. Otherwise the refusal is given here, and the body stays
// unread. `Host` was checked before.
bool MayPost(const httplib::Request& request, httplib::Response& response);

// Whether a harvester's form may be read: of a stated and bounded length. It changes nothing and
// asks for what is public, so it may come from anywhere.
bool MayAsk(const httplib::Request& request, httplib::Response& response);

}  // namespace disan
