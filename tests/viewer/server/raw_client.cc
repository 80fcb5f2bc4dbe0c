#include "tests/viewer/server/raw_client.h"

#include <array>
#include <cstdlib>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace disan::testing {

std::string Exchange(int port, std::string_view bytes, int wait_ms) {
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place = {};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<uint16_t>(port));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(connection, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        break;
      }
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    std::array<char, 8192> chunk;
    pollfd waiting = {.fd = connection, .events = POLLIN, .revents = 0};
    while (::poll(&waiting, 1, wait_ms) > 0) {
      const ssize_t got = ::recv(connection, chunk.data(), chunk.size(), 0);
      if (got <= 0) {
        break;
      }
      answer.append(chunk.data(), static_cast<size_t>(got));
    }
  }
  ::close(connection);
  return answer;
}

std::string Get(int port, std::string_view target, std::string_view more_headers) {
  const std::string request = "GET " + std::string(target) +
                              " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n" +
                              std::string(more_headers) + "Connection: close\r\n\r\n";
  return Exchange(port, request);
}

int StatusOf(std::string_view answer) {
  return answer.size() > 12 ? std::atoi(std::string(answer.substr(9, 3)).c_str()) : 0;
}

std::string BodyOf(std::string_view answer) {
  const size_t end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? "" : std::string(answer.substr(end + 4));
}

std::string HeaderOf(std::string_view answer, std::string_view name) {
  const std::string wanted = "\r\n" + std::string(name) + ": ";
  const size_t at = answer.find(wanted);
  if (at == std::string_view::npos) {
    return "";
  }
  const size_t start = at + wanted.size();
  return std::string(answer.substr(start, answer.find("\r\n", start) - start));
}

}  // namespace disan::testing
