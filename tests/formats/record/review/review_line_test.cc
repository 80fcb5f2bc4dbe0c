#include "tests/formats/record/review/entry.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::Approval;

ReviewEntry Full() {
  ReviewEntry entry = Approval();
  entry.verdict = ReviewVerdict::kSentBack;
  entry.text = "Mái bị lệch\n\"góc <b>phải</b>\" 〇";
  entry.at = SpherePin{.yaw_deg = -12.5, .pitch_deg = 30.25};
  return entry;
}

std::string Whole(const ReviewEntry& entry) {
  const std::string line = ReviewLine(entry);
  return line.substr(0, line.size() - 1);
}

TEST(ReviewLine, IsOneLineAndReadsBackTheSame) {
  ReviewEntry model = Full();
  model.asset = "masters/models/bia-1.glb";
  model.at = ModelPin{.point_m = {0.1, -2, 3e-3}};
  for (const ReviewEntry& entry : {Approval(), Full(), model}) {
    const std::string line = ReviewLine(entry);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const auto read = ParseReviewLine(Whole(entry), "log", 1);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, entry);
  }
}

TEST(ReviewLine, TextIsComposed) {
  ReviewEntry entry = Approval("Tra\xcc\x82\xcc\x80n");  // decomposed
  EXPECT_NE(ReviewLine(entry).find("Trần"), std::string::npos);
}

TEST(ReviewLine, CutShortAtAnyLengthIsNoEntry) {
  const std::string line = Whole(Full());
  for (size_t length = 0; length < line.size(); ++length) {
    EXPECT_FALSE(ParseReviewLine(line.substr(0, length), "log", 1)) << length;
  }
}

TEST(ReviewLine, HostileLinesAreDiagnosticsWithTheirPlace) {
  const std::string good = Whole(Full());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string line = good;
    line.replace(line.find(from), from.size(), to);
    return line;
  };
  for (const std::string& line :
       {with("masters/", "../../etc/"),
        with("panoramas/", "../../"),
        with("panoramas/", ".disan/"),
        with("panoramas/", "/"),
        with("panoramas/", "C:\\\\"),
        with("san-truoc", "a\\u0000b"),
        with("2026-05-12", "2026-02-31"),
        with("08:30", "8:300"),
        with("Trần Thị B", ""),
        with("Trần Thị B", "   "),
        with("Trần Thị B", "a\\u001b[2J"),
        with("Trần Thị B", std::string(kMostReviewerBytes + 1, 'b')),
        with("aaaaaaaa", "AAAAAAAA"),
        with("aaaaaaaa", "aaaa"),
        with("sent-back", "approve"),
        with("\"sent-back\"", "true"),
        with("Mái", "\xff"),
        with("Mái", std::string(kMostRemarkBytes, 'm')),
        with("30.25", "90.01"),
        with("30.25", "1e999"),
        with("30.25", "null"),
        with("\"yaw_deg\"", "\"yaw\""),
        with("{\"yaw_deg\":-12.5,\"pitch_deg\":30.25}", "[1,2]"),
        with("{\"yaw_deg\":-12.5,\"pitch_deg\":30.25}", "{\"point\":[1,2]}"),
        with("{\"yaw_deg\":-12.5,\"pitch_deg\":30.25}", "{\"point\":[1,2,1e9]}"),
        std::string("[]"),
        std::string("null"),
        std::string(1 << 14, '['),
        std::string(kMostReviewLineBytes + 1, ' ') + good}) {
    const auto read = ParseReviewLine(line, "review/2026-05-12.jsonl", 7);
    ASSERT_FALSE(read) << line;
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_EQ(read.diagnostics[0].line, 7);
    EXPECT_EQ(read.diagnostics[0].severity, Severity::kWarning);
    EXPECT_FALSE(read.diagnostics[0].remedy.vi.empty());
  }
}

TEST(ReviewLine, AKeyOfALaterVersionIsPassedOver) {
  std::string line = Whole(Approval());
  line.insert(1, "\"mood\":{\"deep\":[1,2]},");
  EXPECT_TRUE(ParseReviewLine(line, "log", 1));
}

}  // namespace
}  // namespace disan
