// What a request asks for, before any file is touched. Pure: bytes in, a safe relative path or a
// refusal out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace disan {

inline constexpr size_t kMaxTargetBytes = 2048;
// The one hidden file that may be asked for: the times that a build's report fills in.
inline constexpr std::string_view kReportTimes = ".disan/times.js";

struct RequestTarget {
  std::string path;  // relative, decoded once, "" for the root; ends in "/" when the request did
  std::map<std::string, std::string> query;  // decoded; the last of equal names wins
};

// nullopt for whatever could lead out of a folder or means different things to different readers:
// ".." and "." segments in any encoding, empty and hidden segments, NUL and control characters,
// back slashes, colons (drives, streams), invalid UTF-8 or percent signs, absolute forms.
std::optional<RequestTarget> ParseTarget(std::string_view target);

// The fields of a form, as a query has them but with "+" for a space; nullopt for what is none.
std::optional<std::map<std::string, std::string>> ParseForm(std::string_view body);

// "a%20b" -> "a b"; nullopt when a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> DecodePercent(std::string_view text);

// For addresses that we print: everything but letters, digits and "-._~" encoded.
std::string EncodePercent(std::string_view text);

// Whether a Host header names this server, so that a foreign name that was made to resolve to this
// machine (DNS rebinding) is refused. `any_address`: the server listens for other machines, which
// may call it by any numeric address or by `machine_name`.
struct HostRule {
  int port = 0;
  bool any_address = false;
  std::string machine_name;
};
bool IsOwnHost(std::string_view host_header, const HostRule& rule);

// Compares in a time that tells nothing of where the difference is.
bool EqualSecrets(std::string_view a, std::string_view b);

}  // namespace disan
