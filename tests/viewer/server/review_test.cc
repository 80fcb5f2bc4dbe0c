// What the server lets a reviewer's page do, and nobody else.
#include "tests/viewer/server/raw_client.h"
#include "tests/viewer/server/small_tour.h"
#include "viewer/server/preview_server.h"

#include <atomic>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::BodyOf;
using testing::Exchange;
using testing::Get;
using ::testing::HasSubstr;
using testing::HeaderOf;
using ::testing::Not;
using testing::SmallTour;
using testing::StatusOf;

constexpr size_t kMostPosted = size_t{64} << 10;
constexpr char kToken[] = "0123456789abcdef0123456789abcdef";

class ReviewServer : public ::testing::Test {
 protected:
  void SetUp() override {
    SmallTour::Write(tour_.folder / "photo.jpg", "photo");
    Open("127.0.0.1");
  }
  void Open(const std::string& host) {
    server_.reset();
    const ReviewBackend backend{.state = [] { return std::string("{\"state\":1}"); },
                                .about =
                                    [](std::string_view path) {
                                      return path == "scenes/a.json"
                                                 ? std::optional<std::string>("{\"about\":1}")
                                                 : std::nullopt;
                                    },
                                .find =
                                    [this](std::string_view path) {
                                      return path == "scenes/a/photos/1.jpg"
                                                 ? std::optional(tour_.folder / "photo.jpg")
                                                 : std::nullopt;
                                    },
                                .add =
                                    [this](std::string_view body) {
                                      const std::lock_guard lock(mutex_);
                                      bodies_.emplace_back(body);
                                      return std::pair(201, std::string("{}"));
                                    }};
    server_ = std::make_unique<PreviewServer>(*ChooseServedFiles(tour_.out, tour_.dist),
                                              PreviewOptions{.host = host,
                                                             .port = 0,
                                                             .token = kToken,
                                                             .open_to_read = host == "127.0.0.1",
                                                             .threads = 8,
                                                             .oai = {},
                                                             .review = backend});
    ASSERT_FALSE(server_->Start());
    port_ = server_->port();
    own_ = "127.0.0.1:" + std::to_string(port_);
    cookie_ = "Cookie: disan_token_" + std::to_string(port_) + "=" + kToken + "\r\n";
  }
  std::string Ask(std::string_view target, std::string_view headers = "") const {
    return Get(port_, target, headers);
  }
  // A POST that a page of ours would send, but for what `headers` put in place of the usual.
  std::string Post(const std::string& headers,
                   const std::string& body = "{}",
                   const std::string& target = "/review/entries") const {
    return Exchange(
        port_,
        "POST " + target + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n" + body,
        600);
  }
  std::string Host() const { return "Host: " + own_ + "\r\n"; }
  std::string Origin() const { return "Origin: http://" + own_ + "\r\n"; }
  static std::string Json(size_t length = 2) {
    return "Content-Type: application/json\r\nContent-Length: " + std::to_string(length) + "\r\n";
  }
  size_t Count() {
    const std::lock_guard lock(mutex_);
    return bodies_.size();
  }

  SmallTour tour_;
  std::mutex mutex_;
  std::vector<std::string> bodies_;
  std::unique_ptr<PreviewServer> server_;
  int port_ = 0;
  std::string own_;
  std::string cookie_;
};

TEST_F(ReviewServer, TheTourIsOpenOnThisMachineAndTheReviewIsNot) {
  EXPECT_EQ(StatusOf(Ask("/tour.json")), 200);
  for (const char* place :
       {"/review/state.json", "/review/scenes/a.json", "/review/scenes/a/photos/1.jpg"}) {
    EXPECT_EQ(StatusOf(Ask(place)), 403) << place;
    EXPECT_EQ(StatusOf(Ask(place, cookie_)), 200) << place;
  }
  EXPECT_EQ(BodyOf(Ask("/review/state.json", cookie_)), "{\"state\":1}");
  EXPECT_EQ(HeaderOf(Ask("/review/scenes/a/photos/1.jpg", cookie_), "Content-Type"), "image/jpeg");
  EXPECT_EQ(BodyOf(Ask("/review/scenes/a/photos/1.jpg", cookie_ + "Range: bytes=1-2\r\n")), "ho");
  EXPECT_EQ(StatusOf(Ask("/review/scenes/b.json", cookie_)), 404);
  EXPECT_EQ(StatusOf(Ask("/review/scenes/a/photos/2.jpg", cookie_)), 404);
}

TEST_F(ReviewServer, ThePrintedAddressTurnsIntoACookie) {
  EXPECT_THAT(server_->Address(), Not(HasSubstr(kToken)));
  EXPECT_THAT(server_->ReviewAddress(), HasSubstr("/review.html?token=" + std::string(kToken)));
  const std::string first = Ask("/review.html?token=" + std::string(kToken));
  EXPECT_EQ(StatusOf(first), 303);
  EXPECT_EQ(HeaderOf(first, "Location"), "/review.html");
  EXPECT_THAT(HeaderOf(first, "Set-Cookie"), HasSubstr(kToken));
}

TEST_F(ReviewServer, OthersShowTheTokenForEverything) {
  Open("0.0.0.0");
  EXPECT_EQ(StatusOf(Ask("/tour.json")), 403);
  EXPECT_EQ(StatusOf(Ask("/review/state.json")), 403);
  EXPECT_EQ(StatusOf(Ask("/tour.json", cookie_)), 200);
  EXPECT_THAT(server_->Address(), HasSubstr(kToken));
}

TEST_F(ReviewServer, AnEntryOfOurPageIsTaken) {
  const std::string body = R"({"text":"Mái bị lệch"})";
  const std::string answer = Post(Host() + cookie_ + Origin() + Json(body.size()), body);
  EXPECT_EQ(StatusOf(answer), 201);
  EXPECT_EQ(HeaderOf(answer, "Content-Type"), "application/json; charset=utf-8");
  ASSERT_EQ(Count(), 1U);
  EXPECT_EQ(bodies_[0], body);
  EXPECT_EQ(
      StatusOf(Post(Host() + cookie_ + Origin() + "Sec-Fetch-Site: same-origin\r\n" + Json())),
      201);
}

TEST_F(ReviewServer, AnEntryOfAnyoneElseIsNot) {
  const std::string wrong =
      "Cookie: disan_token_" + std::to_string(port_) + "=" + std::string(32, '0') + "\r\n";
  EXPECT_EQ(StatusOf(Post(Host() + Origin() + Json())), 403);
  EXPECT_EQ(StatusOf(Post(Host() + wrong + Origin() + Json())), 403);
  EXPECT_EQ(StatusOf(Post(Host() + cookie_ + Json())), 403) << "no Origin";
  for (const std::string& origin :
       std::vector<std::string>{"null",
                                "http://evil.example",
                                "https://" + own_,
                                "http://localhost:" + std::to_string(port_),
                                "http://" + own_ + ".evil.example",
                                "http://127.0.0.1:1"}) {
    EXPECT_EQ(StatusOf(Post(Host() + cookie_ + "Origin: " + origin + "\r\n" + Json())), 403)
        << origin;
  }
  EXPECT_EQ(StatusOf(Post(Host() + cookie_ + Origin() + "Sec-Fetch-Site: cross-site\r\n" + Json())),
            403);
  EXPECT_EQ(StatusOf(Post("Host: evil.example\r\n" + cookie_ + "Origin: http://evil.example\r\n" +
                          Json())),
            421)
      << "DNS rebinding";
  EXPECT_EQ(Count(), 0U);
}

TEST_F(ReviewServer, ABodyIsJsonOfAStatedBoundedLength) {
  const std::string from = Host() + cookie_ + Origin();
  const std::string json = "Content-Type: application/json\r\n";
  EXPECT_EQ(StatusOf(Post(from + "Content-Type: text/plain\r\nContent-Length: 2\r\n")), 415);
  EXPECT_EQ(StatusOf(Post(from + "Content-Length: 2\r\n")), 415);
  EXPECT_EQ(StatusOf(Post(from + json + "Content-Encoding: gzip\r\nContent-Length: 2\r\n")), 415);
  EXPECT_EQ(StatusOf(Post(from + json, "")), 411);
  EXPECT_EQ(StatusOf(Post(from + json + "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n")),
            411);
  for (const char* length : {"-2", "2x", "", "0x2"}) {
    EXPECT_EQ(StatusOf(Post(from + json + "Content-Length: " + length + "\r\n")), 411) << length;
  }
  for (const char* length : {"65537", "99999999999999999999"}) {
    EXPECT_EQ(StatusOf(Post(from + json + "Content-Length: " + length + "\r\n")), 413) << length;
  }
  EXPECT_EQ(Count(), 0U);
  const std::string most(kMostPosted, ' ');
  EXPECT_EQ(StatusOf(Post(from + Json(most.size()), most)), 201);
}

TEST_F(ReviewServer, NothingElseTakesAPost) {
  for (const char* target : {"/",
                             "/tour.json",
                             "/review/state.json",
                             "/review/entries/",
                             "/review/entries?x=1",
                             "/review//entries",
                             "/review/%65ntries",
                             "/x/../review/entries"}) {
    EXPECT_EQ(StatusOf(Post(Host() + cookie_ + Origin() + Json(), "{}", target)), 405) << target;
  }
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const std::string answer =
        Exchange(port_,
                 std::string(method) + " /review/entries HTTP/1.1\r\nConnection: close\r\n" +
                     Host() + cookie_ + Origin() + "\r\n");
    EXPECT_EQ(StatusOf(answer), 405) << method;
  }
  EXPECT_EQ(Count(), 0U);
}

TEST_F(ReviewServer, WithoutABackendThereIsNoReview) {
  PreviewServer plain(*ChooseServedFiles(tour_.out, tour_.dist), {.port = 0, .threads = 4});
  ASSERT_FALSE(plain.Start());
  EXPECT_EQ(StatusOf(Get(plain.port(), "/review/state.json")), 404);
  const std::string answer =
      Exchange(plain.port(),
               "POST /review/entries HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:" +
                   std::to_string(plain.port()) + "\r\nOrigin: http://127.0.0.1:" +
                   std::to_string(plain.port()) + "\r\n" + Json() + "\r\n{}");
  EXPECT_EQ(StatusOf(answer), 405);
}

TEST_F(ReviewServer, ManyReviewersAtOnceAreAllHeard) {
  constexpr int kReviewers = 6;
  constexpr int kEach = 20;
  std::atomic<int> taken = 0;
  std::vector<std::thread> reviewers;
  for (int i = 0; i < kReviewers; ++i) {
    reviewers.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) {
        taken += StatusOf(Post(Host() + cookie_ + Origin() + Json())) == 201 ? 1 : 0;
      }
    });
  }
  for (std::thread& reviewer : reviewers) {
    reviewer.join();
  }
  EXPECT_EQ(taken, kReviewers * kEach);
  EXPECT_EQ(Count(), static_cast<size_t>(kReviewers * kEach));
}

}  // namespace
}  // namespace disan
