#include "viewer/server/preview_server.h"

#include "tests/viewer/server/raw_client.h"
#include "tests/viewer/server/small_tour.h"

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

class Preview : public ::testing::Test {
 protected:
  void Open(PreviewOptions options = {.port = 0}) {
    options.threads = 4;
    server_ = std::make_unique<PreviewServer>(*ChooseServedFiles(tour_.out, tour_.dist), options);
    ASSERT_FALSE(server_->Start());
    port_ = server_->port();
  }
  std::string Ask(std::string_view target, std::string_view headers = "") const {
    return Get(port_, target, headers);
  }

  SmallTour tour_;
  std::unique_ptr<PreviewServer> server_;
  int port_ = 0;
};

TEST_F(Preview, ServesFilesWithTypeLengthAndPolicy) {
  Open();
  const std::string answer = Ask("/scenes/a/preview.jpg");
  EXPECT_EQ(StatusOf(answer), 200);
  EXPECT_EQ(HeaderOf(answer, "Content-Type"), "image/jpeg");
  EXPECT_EQ(HeaderOf(answer, "Content-Length"), "5000");
  EXPECT_EQ(BodyOf(answer), std::string(5000, 'j'));
  EXPECT_THAT(HeaderOf(answer, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(HeaderOf(answer, "Content-Security-Policy"), Not(HasSubstr("unsafe-inline")));
  EXPECT_EQ(HeaderOf(answer, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(HeaderOf(answer, "Cache-Control"), "no-cache");
  EXPECT_EQ(StatusOf(Ask("/empty.txt")), 200);
  EXPECT_THAT(BodyOf(Ask("/report.html")), HasSubstr("report"));
  EXPECT_THAT(HeaderOf(Ask("/report.html"), "Content-Security-Policy"),
              HasSubstr("script-src 'self';"));
  EXPECT_THAT(BodyOf(Ask("/.disan/times.js")), HasSubstr("times"));
  EXPECT_EQ(StatusOf(Ask("/.disan/journal")), 400);
  EXPECT_EQ(HeaderOf(Ask("/scenes"), "Location"), "/scenes/");
}

TEST_F(Preview, AnswersRanges) {
  Open();
  const std::string part = Ask("/scenes/a/preview.jpg", "Range: bytes=10-19\r\n");
  EXPECT_EQ(StatusOf(part), 206);
  EXPECT_EQ(HeaderOf(part, "Content-Range"), "bytes 10-19/5000");
  EXPECT_EQ(BodyOf(part), std::string(10, 'j'));
  EXPECT_EQ(BodyOf(Ask("/scenes/a/preview.jpg", "Range: bytes=-7\r\n")).size(), 7u);
  const std::string past = Ask("/scenes/a/preview.jpg", "Range: bytes=4990-9999\r\n");
  EXPECT_EQ(HeaderOf(past, "Content-Range"), "bytes 4990-4999/5000");
  EXPECT_EQ(BodyOf(past).size(), 10u);
  EXPECT_EQ(StatusOf(Ask("/scenes/a/preview.jpg", "Range: bytes=5000-\r\n")), 416);
  EXPECT_EQ(StatusOf(Ask("/scenes/a/preview.jpg", "Range: bytes=0-,0-,0-,0-,0-,0-\r\n")), 416);
}

TEST_F(Preview, AnUnchangedFileIsNotSentAgain) {
  Open();
  const std::string tag = HeaderOf(Ask("/tour.json"), "ETag");
  ASSERT_FALSE(tag.empty());
  const std::string same = Ask("/tour.json", "If-None-Match: " + tag + "\r\n");
  EXPECT_EQ(StatusOf(same), 304);
  EXPECT_EQ(BodyOf(same), "");
  SmallTour::Write(tour_.out / "web/tour.json", "{ }");
  EXPECT_EQ(StatusOf(Ask("/tour.json", "If-None-Match: " + tag + "\r\n")), 200);
}

TEST_F(Preview, OnlyReads) {
  Open();
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"}) {
    const std::string host = "Host: 127.0.0.1:" + std::to_string(port_) + "\r\nConnection: close";
    const std::string answer =
        Exchange(port_, std::string(method) + " /tour.json HTTP/1.1\r\n" + host + "\r\n\r\n");
    EXPECT_THAT(StatusOf(answer), ::testing::AnyOf(400, 405)) << method;
  }
  const std::string head =
      Exchange(port_,
               "HEAD /tour.json HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) +
                   "\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(StatusOf(head), 200);
  EXPECT_EQ(HeaderOf(head, "Content-Length"), "2");
  EXPECT_EQ(BodyOf(head), "");
}

TEST_F(Preview, HarvestersMayAskWithAForm) {
  std::map<std::string, std::string> asked;
  Open({.port = 0, .oai = [&asked](const auto& query, const std::string&) {
          asked = query;
          return std::string("<OAI-PMH/>");
        }});
  const auto post = [&](const std::string& address, const std::string& body) {
    return Exchange(port_,
                    "POST " + address + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                        "\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded" +
                        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  };
  const std::string answer = post("/oai", "verb=GetRecord&identifier=oai%3Adisan%3Aa&x=b+c");
  EXPECT_EQ(StatusOf(answer), 200);
  EXPECT_EQ(BodyOf(answer), "<OAI-PMH/>");
  EXPECT_EQ(asked["verb"], "GetRecord");
  EXPECT_EQ(asked["identifier"], "oai:disan:a");
  EXPECT_EQ(asked["x"], "b c");
  EXPECT_EQ(StatusOf(post("/oai", "verb=%zz")), 400);
  EXPECT_EQ(StatusOf(post("/oai", std::string(100'000, 'x'))), 413);
  EXPECT_EQ(StatusOf(post("/tour.json", "verb=Identify")), 405);
}

TEST_F(Preview, WithoutOaiNoFormIsTaken) {
  Open();
  const std::string answer =
      Exchange(port_,
               "POST /oai HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                   "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(StatusOf(answer), 405);
}

TEST_F(Preview, NothingOutsideIsReached) {
  Open();
  for (const char* target : {"/../secret.txt",
                             "/%2e%2e/secret.txt",
                             "/..%2fsecret.txt",
                             "/%252e%252e/secret.txt",
                             "/..%5csecret.txt",
                             "/link.txt",
                             "/up/secret.txt",
                             "/web/../record/record.json",
                             "/record/record.json",
                             "/report.html/../record/record.json",
                             "/secret.txt%00.jpg",
                             "/C:%5csecret.txt"}) {
    const std::string answer = Ask(target);
    EXPECT_THAT(StatusOf(answer), ::testing::AnyOf(400, 404)) << target;
    EXPECT_THAT(answer, Not(HasSubstr(testing::kSecretWords))) << target;
  }
}

TEST_F(Preview, WhoComesToTheWrongPlaceIsToldSoInBothLanguages) {
  Open();
  const std::string missing = Ask("/khong-co.html");
  EXPECT_EQ(StatusOf(missing), 404);
  EXPECT_THAT(missing, HasSubstr("Không có trang hay tệp này ở đây."));
  EXPECT_THAT(missing, HasSubstr("There is no such page or file here."));
  EXPECT_THAT(missing, HasSubstr("text/plain; charset=utf-8"));
  EXPECT_THAT(missing, Not(HasSubstr("khong-co")));
  const std::string foreign = Ask("/tour.json", "Host: evil.example\r\n");
  EXPECT_THAT(foreign, HasSubstr("chỉ trả lời theo đúng địa chỉ"));
  EXPECT_THAT(foreign, HasSubstr("answers only to the address"));
}

TEST_F(Preview, AForeignHostNameIsRefused) {
  Open();
  const std::string port = std::to_string(port_);
  for (const std::string& host :
       {"evil.example:" + port, std::string("127.0.0.1:1"), std::string()}) {
    EXPECT_EQ(
        StatusOf(Exchange(
            port_, "GET /tour.json HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")),
        421)
        << host;
  }
  EXPECT_EQ(StatusOf(Exchange(port_, "GET /tour.json HTTP/1.0\r\n\r\n")), 421);
  EXPECT_EQ(StatusOf(Ask("/tour.json", "Host: evil.example\r\n")), 421);
}

TEST_F(Preview, OthersNeedTheTokenAndKeepItInACookie) {
  const std::string token = MakeToken();
  EXPECT_EQ(token.size(), 32u);
  EXPECT_NE(token, MakeToken());
  Open({.host = "0.0.0.0", .port = 0, .token = token});
  EXPECT_EQ(StatusOf(Ask("/tour.json")), 403);
  EXPECT_EQ(StatusOf(Ask("/tour.json?token=" + std::string(32, 'a'))), 403);
  const std::string first = Ask("/tour.json?lang=en&token=" + token);
  EXPECT_EQ(StatusOf(first), 303);
  EXPECT_EQ(HeaderOf(first, "Location"), "/tour.json?lang=en");
  const std::string cookie = HeaderOf(first, "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  const std::string shown = "Cookie: a=b; " + cookie.substr(0, cookie.find(';')) + "\r\n";
  EXPECT_EQ(StatusOf(Ask("/tour.json", shown)), 200);
  EXPECT_THAT(server_->Address(), HasSubstr("?token=" + token));
}

TEST_F(Preview, ATakenPortIsSaid) {
  Open();
  PreviewServer second(*ChooseServedFiles(tour_.out, tour_.dist), {.port = port_});
  const auto problem = second.Start();
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->what.en, HasSubstr(std::to_string(port_)));
}

TEST_F(Preview, StopsAndFreesItsPort) {
  Open();
  const int port = port_;
  server_->Stop();
  server_->Stop();
  EXPECT_EQ(Exchange(port, "GET / HTTP/1.0\r\n\r\n", 100), "");
  Open({.port = port});
  EXPECT_EQ(StatusOf(Ask("/tour.json")), 200);
}

}  // namespace
}  // namespace disan
