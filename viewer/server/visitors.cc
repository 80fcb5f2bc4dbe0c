#include "viewer/server/visitors.h"

#include "formats/language/view_messages.h"
#include "viewer/server/answers.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr char kCookie[] = "disan_token";

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

// "application/json; charset=utf-8" -> "application/json"
std::string MediaType(const std::string& header) {
  std::string type = header.substr(0, header.find(';'));
  type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
  return type;
}

bool IsFromOurPage(const httplib::Request& request) {
  const std::string site = request.get_header_value("Sec-Fetch-Site");
  return request.get_header_value_count("Origin") == 1 &&
         request.get_header_value("Origin") == "http://" + request.get_header_value("Host") &&
         (site.empty() || site == "same-origin");
}

// The status that refuses the body, or 0. No length, no reading: the library does not bound what
// comes in chunks.
int RefusedBody(const httplib::Request& request, std::string_view type) {
  if (MediaType(request.get_header_value("Content-Type")) != type ||
      request.has_header("Content-Encoding")) {
    return 415;
  }
  const std::string length = request.get_header_value("Content-Length");
  if (request.has_header("Transfer-Encoding") ||
      request.get_header_value_count("Content-Length") != 1 || length.empty() ||
      length.find_first_not_of("0123456789") != std::string::npos) {
    return 411;
  }
  return length.size() > 9 || std::stoul(length) > kMostPostBytes ? 413 : 0;
}

bool ReadsBody(int refused, httplib::Response& response) {
  if (refused != 0) {
    Refuse(response, refused, fmt::format("disan view: {}", refused));
  }
  return refused == 0;
}

}  // namespace

bool BringsToken(const RequestTarget& target, const TokenRule& rule) {
  const auto shown = target.query.find("token");
  return shown != target.query.end() && EqualSecrets(shown->second, rule.token);
}

bool ShowsToken(const httplib::Request& request,
                const RequestTarget& target,
                const TokenRule& rule,
                httplib::Response& response) {
  if (BringsToken(target, rule)) {
    std::string rest;
    for (const auto& [name, value] : target.query) {
      if (name != "token") {
        rest += (rest.empty() ? "?" : "&") + EncodePercent(name) + "=" + EncodePercent(value);
      }
    }
    response.set_header(
        "Set-Cookie",
        fmt::format("{}_{}={}; Path=/; HttpOnly; SameSite=Strict", kCookie, rule.port, rule.token));
    Redirect(response, 303, AddressOf(target.path) + rest);
    return false;
  }
  const std::string cookie =
      CookieValue(request.get_header_value("Cookie"), fmt::format("{}_{}", kCookie, rule.port));
  if (EqualSecrets(cookie, rule.token)) {
    return true;
  }
  Refuse(response, 403, Say(messages::kViewAskToken));
  return false;
}

bool MayPost(const httplib::Request& request, httplib::Response& response) {
  return ReadsBody(IsFromOurPage(request) ? RefusedBody(request, "application/json") : 403,
                   response);
}

bool MayAsk(const httplib::Request& request, httplib::Response& response) {
  return ReadsBody(RefusedBody(request, "application/x-www-form-urlencoded"), response);
}

}  // namespace disan
