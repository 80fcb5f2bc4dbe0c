// Requests that no browser sends: a few in the fast suite, ten thousand in the slow one. The server
// must neither end nor show a file from outside; after them it answers as before.
#include "tests/viewer/server/raw_client.h"
#include "tests/viewer/server/small_tour.h"
#include "viewer/server/preview_server.h"

#include <atomic>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#ifndef DISAN_HOSTILE_REQUESTS
#define DISAN_HOSTILE_REQUESTS 300
#endif

namespace disan {
namespace {

using testing::SmallTour;

std::string Mutated(std::string request, std::mt19937& random) {
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  for (size_t times = 1 + below(6); times > 0 && !request.empty(); --times) {
    const size_t at = below(request.size());
    switch (below(6)) {
      case 0:
        request[at] = static_cast<char>(random());
        break;
      case 1:
        request.erase(at, 1 + below(8));
        break;
      case 2:
        request.insert(at, 1 + below(64), static_cast<char>(random()));
        break;
      case 3:
        request.resize(at);
        break;
      case 4:
        request.insert(at, "%2e%2e%2f..\\..//\0%00");
        break;
      default:
        request.insert(at, request.substr(below(request.size()), below(40)));
    }
  }
  return request;
}

ReviewBackend CountingBackend(std::atomic<int>& added, const std::filesystem::path& secret) {
  return {
      .state = [] { return std::string(testing::kSecretWords); },
      .about = [](std::string_view) { return std::optional<std::string>(testing::kSecretWords); },
      .find = [secret](std::string_view) { return std::optional(secret); },
      .add =
          [&added](std::string_view) {
            ++added;
            return std::pair(201, std::string("{}"));
          }};
}

TEST(HostileRequests, LeaveTheServerUnharmed) {
  const SmallTour tour;
  std::atomic<int> added = 0;
  const std::string token(32, 'f');
  PreviewServer server(*ChooseServedFiles(tour.out, tour.dist),
                       {.port = 0,
                        .token = token,
                        .open_to_read = true,
                        .threads = 8,
                        .oai = {},
                        .review = CountingBackend(added, tour.folder / "secret.txt")});
  ASSERT_FALSE(server.Start());
  const std::string host = "Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n";
  const std::vector<std::string> seeds = {
      "GET /up/secret.txt HTTP/1.1\r\n" + host + "\r\n",
      "GET /../secret.txt HTTP/1.1\r\n" + host + "Range: bytes=0-5,7-9\r\n\r\n",
      "GET /tour.json?token=x HTTP/1.1\r\n" + host + "Cookie: disan_token=1;;=\r\n\r\n",
      // Without the cookie: whatever a mutation makes of it, nothing may be written or shown.
      "POST /review/entries HTTP/1.1\r\n" + host +
          "Origin: http://127.0.0.1:" + std::to_string(server.port()) +
          "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      "GET /review/scenes/a/photos/1.jpg HTTP/1.1\r\n" + host + "\r\n",
      "POST /tour.json HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\nabc",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
      "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n",
      "GET / HTTP/1.1\r\n" + host + "Range: bytes=" + std::string(7000, '1') + "-\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + "X: " + std::string(9000, 'x') + "\r\n\r\n"};
  std::mt19937 random(20260510);
  for (int i = 0; i < DISAN_HOSTILE_REQUESTS; ++i) {
    const std::string request = Mutated(seeds[static_cast<size_t>(i) % seeds.size()], random);
    const std::string answer = testing::Exchange(server.port(), request, 6);
    ASSERT_EQ(answer.find(testing::kSecretWords), std::string::npos) << request;
  }
  EXPECT_EQ(added, 0);
  EXPECT_EQ(testing::StatusOf(testing::Get(server.port(), "/tour.json")), 200);
}

}  // namespace
}  // namespace disan
