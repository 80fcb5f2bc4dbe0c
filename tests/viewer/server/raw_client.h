// Bytes to a port and back, so that tests can send what no client library would.
#pragma once

#include <string>
#include <string_view>

namespace disan::testing {

// What the server answers until it closes or is silent for `wait_ms`; empty when it only closes.
std::string Exchange(int port, std::string_view bytes, int wait_ms = 2000);

// One GET with the right Host and "Connection: close".
std::string Get(int port, std::string_view target, std::string_view more_headers = "");

int StatusOf(std::string_view answer);
std::string BodyOf(std::string_view answer);
// Empty when there is none; names as the server writes them.
std::string HeaderOf(std::string_view answer, std::string_view name);

}  // namespace disan::testing
