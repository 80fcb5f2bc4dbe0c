#include "viewer/server/request_path.h"

#include "formats/language/unicode.h"

#include <algorithm>

#include <arpa/inet.h>

namespace disan {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool IsPlainText(std::string_view text) {
  return std::none_of(
             text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }) &&
         IsValidUtf8(text);
}

bool IsSafePath(std::string_view path) {
  if (path == kReportTimes) {
    return true;
  }
  if (path.find_first_of("\\:") != std::string_view::npos || !IsPlainText(path)) {
    return false;
  }
  while (!path.empty()) {
    const size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    // Hidden ones include "." and "..", and the store of an output folder.
    if (segment.empty() || segment.front() == '.') {
      return false;
    }
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return true;
}

std::optional<std::map<std::string, std::string>> ParseQuery(std::string_view query) {
  std::map<std::string, std::string> fields;
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view field = query.substr(0, end);
    const size_t equals = field.find('=');
    const auto name = DecodePercent(field.substr(0, equals));
    const auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                        : DecodePercent(field.substr(equals + 1));
    if (!name || !value || !IsPlainText(*name) || !IsPlainText(*value)) {
      return std::nullopt;
    }
    fields[*name] = *value;
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return fields;
}

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool IsNumericAddress(const std::string& name) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, name.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes) == 1;
}

// "[::1]:80" -> {"::1", "80"}; nullopt for anything else than a name or address and a port.
std::optional<std::pair<std::string, std::string>> SplitHost(std::string_view host) {
  if (!host.empty() && host.front() == '[') {
    const size_t close = host.find(']');
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view rest = host.substr(close + 1);
    if (!rest.empty() && rest.front() != ':') {
      return std::nullopt;
    }
    return std::pair(std::string(host.substr(1, close - 1)),
                     std::string(rest.empty() ? rest : rest.substr(1)));
  }
  const size_t colon = host.find(':');
  const std::string_view port =
      colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
  return std::pair(std::string(host.substr(0, colon)), std::string(port));
}

}  // namespace

std::optional<std::map<std::string, std::string>> ParseForm(std::string_view body) {
  std::string spaced(body);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return ParseQuery(spaced);
}

std::optional<std::string> DecodePercent(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    decoded.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return decoded;
}

std::string EncodePercent(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(kDigits[byte >> 4]);
      encoded.push_back(kDigits[byte & 15]);
    }
  }
  return encoded;
}

std::optional<RequestTarget> ParseTarget(std::string_view target) {
  if (target.empty() || target.front() != '/' || target.size() > kMaxTargetBytes) {
    return std::nullopt;
  }
  target = target.substr(1, target.find('#') - 1);
  const size_t question = target.find('?');
  const auto path = DecodePercent(target.substr(0, question));
  if (!path || !IsSafePath(*path)) {
    return std::nullopt;
  }
  auto query = question == std::string_view::npos
                   ? std::optional(std::map<std::string, std::string>())
                   : ParseQuery(target.substr(question + 1));
  if (!query) {
    return std::nullopt;
  }
  return RequestTarget{.path = *path, .query = std::move(*query)};
}

bool IsOwnHost(std::string_view host_header, const HostRule& rule) {
  const auto host = SplitHost(host_header);
  if (!host || host->first.empty()) {
    return false;
  }
  const auto& [name, port] = *host;
  const std::string own_port = std::to_string(rule.port);
  if (port != own_port && !(port.empty() && rule.port == 80)) {
    return false;
  }
  if (name == "127.0.0.1" || name == "::1" || EqualIgnoringCase(name, "localhost")) {
    return true;
  }
  return rule.any_address &&
         (IsNumericAddress(name) ||
          (!rule.machine_name.empty() && (EqualIgnoringCase(name, rule.machine_name) ||
                                          EqualIgnoringCase(name, rule.machine_name + ".local"))));
}

bool EqualSecrets(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) {
    return false;
  }
  unsigned char difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

}  // namespace disan
