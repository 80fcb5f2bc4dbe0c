#include "viewer/server/machine.h"

#include "formats/files/hex.h"

#include <array>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <unistd.h>

namespace disan {

std::string MachineName() {
  std::array<char, 256> name = {};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

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
