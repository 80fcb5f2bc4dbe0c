#include "viewer/server/request_path.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(ParseTarget, DecodesOnceAndKeepsVietnamese) {
  const auto target = ParseTarget("/media/tam%20quan.jpg?name=s%C3%A2n&x");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "media/tam quan.jpg");
  EXPECT_EQ(target->query.at("name"), "sân");
  EXPECT_EQ(target->query.at("x"), "");
  EXPECT_EQ(ParseTarget("/")->path, "");
  EXPECT_EQ(ParseTarget("/a/")->path, "a/");
  EXPECT_EQ(ParseTarget("/a%2520b")->path, "a%20b");
}

class RefusedTarget : public ::testing::TestWithParam<std::string> {};

TEST_P(RefusedTarget, IsNotAPath) {
  EXPECT_FALSE(ParseTarget(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Hostile,
                         RefusedTarget,
                         ::testing::Values("",
                                           "x",
                                           "http://127.0.0.1/",
                                           "*",
                                           "/..",
                                           "/../etc/passwd",
                                           "/a/../../b",
                                           "/%2e%2e/b",
                                           "/%2E%2e%2fb",
                                           "/..%2fb",
                                           "/..%5cb",
                                           "/a\\b",
                                           "/C:/windows",
                                           "/c%3a/windows",
                                           "/a::$DATA",
                                           "//host/share",
                                           "/a//b",
                                           "/.",
                                           "/./a",
                                           "/.disan/journal",
                                           "/a/.git/config",
                                           "/a%00.jpg",
                                           "/a%0d%0aSet-Cookie:x",
                                           "/a%7f",
                                           "/%",
                                           "/%4",
                                           "/%zz",
                                           "/%ff",
                                           "/%c0%ae%c0%ae/",
                                           "/a?b=%00",
                                           "/a?b=%g1",
                                           "/" + std::string(kMaxTargetBytes, 'a')));

TEST(ParseTarget, SurvivesEveryTruncation) {
  const std::string whole = "/m%E1%BB%99t/hai%20ba.jpg?ten=%C4%91%E1%BB%8F&b=1#x";
  for (size_t n = 0; n <= whole.size(); ++n) {
    const auto target = ParseTarget(whole.substr(0, n));
    if (target) {
      EXPECT_EQ(target->path.find('%'), std::string::npos);
    }
  }
}

TEST(EncodePercent, IsUndoneByDecoding) {
  const std::string name = "Bia đá \"số 1\" & 100%?.glb";
  EXPECT_EQ(DecodePercent(EncodePercent(name)), name);
  EXPECT_EQ(EncodePercent("a b/ô"), "a%20b%2F%C3%B4");
}

TEST(IsOwnHost, KnowsOnlyLoopbackNamesWithItsPort) {
  const HostRule rule{.port = 8360};
  for (const char* own : {"127.0.0.1:8360", "localhost:8360", "LocalHost:8360", "[::1]:8360"}) {
    EXPECT_TRUE(IsOwnHost(own, rule)) << own;
  }
  for (const char* foreign : {"",
                              ":8360",
                              "127.0.0.1",
                              "127.0.0.1:8361",
                              "evil.example:8360",
                              "127.0.0.1.evil.example:8360",
                              "192.168.1.5:8360",
                              "localhost:8360:8360",
                              "[::1",
                              "[::1]x:8360",
                              "localhost@evil.example:8360"}) {
    EXPECT_FALSE(IsOwnHost(foreign, rule)) << foreign;
  }
}

TEST(IsOwnHost, OpenServersAnswerToNumbersAndTheirOwnName) {
  const HostRule rule{.port = 80, .any_address = true, .machine_name = "phuong"};
  EXPECT_TRUE(IsOwnHost("192.168.1.5", rule));
  EXPECT_TRUE(IsOwnHost("phuong.local:80", rule));
  EXPECT_FALSE(IsOwnHost("evil.example", rule));
}

TEST(EqualSecrets, ComparesWhole) {
  EXPECT_TRUE(EqualSecrets("abc", "abc"));
  EXPECT_FALSE(EqualSecrets("abc", "abd"));
  EXPECT_FALSE(EqualSecrets("abc", "ab"));
  EXPECT_FALSE(EqualSecrets("", "a"));
}

}  // namespace
}  // namespace disan
