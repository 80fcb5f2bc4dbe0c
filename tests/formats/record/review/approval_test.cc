#include "formats/record/review/approval.h"

#include "tests/formats/record/review/entry.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::Approval;

constexpr char kOperator[] = "Nguyễn Văn A";

ReviewEntry SentBack(const std::string& reviewer, char sha = 'a') {
  ReviewEntry entry = Approval(reviewer, sha);
  entry.verdict = ReviewVerdict::kSentBack;
  return entry;
}

ReviewState Now(const std::vector<ReviewEntry>& entries,
                const std::string& operator_name = kOperator) {
  return StateOf({.asset = "masters/panoramas/san-truoc.jpg",
                  .sha256 = std::string(64, 'a'),
                  .operator_name = operator_name},
                 entries);
}

TEST(Approval, IsASecondPersons) {
  EXPECT_EQ(Now({}), ReviewState::kOpen);
  EXPECT_EQ(Now({Approval("Trần B")}), ReviewState::kApproved);
  EXPECT_EQ(Now({Approval(kOperator)}), ReviewState::kNeedsSecond);
  EXPECT_EQ(Now({Approval(kOperator), Approval("Trần B")}), ReviewState::kApproved);
  EXPECT_EQ(Now({Approval("Trần B"), Approval(kOperator)}), ReviewState::kApproved);
}

TEST(Approval, WithoutAKnownOperatorTwoMustAgree) {
  for (const char* unknown : {"", " ", "-"}) {
    EXPECT_EQ(Now({Approval("Trần B")}, unknown), ReviewState::kNeedsSecond);
    EXPECT_EQ(Now({Approval("Trần B"), Approval("tran  b")}, unknown), ReviewState::kNeedsSecond);
    EXPECT_EQ(Now({Approval("Trần B"), Approval("Lê C")}, unknown), ReviewState::kApproved);
  }
}

TEST(Approval, LapsesWithTheBytes) {
  EXPECT_EQ(Now({Approval("B", 'b')}), ReviewState::kLapsed);
  EXPECT_EQ(Now({Approval("B", 'b'), Approval("B", 'a')}), ReviewState::kApproved);
  EXPECT_EQ(Now({Approval("B", 'a'), Approval("B", 'b')}), ReviewState::kApproved)
      << "the same bytes again are the bytes that were approved";
  EXPECT_EQ(Now({Approval("B", 'b'), SentBack("C", 'b')}), ReviewState::kOpen);
}

TEST(Approval, ALaterWordGoesBeforeAnEarlierOne) {
  EXPECT_EQ(Now({Approval("B"), SentBack("C")}), ReviewState::kSentBack);
  EXPECT_EQ(Now({SentBack("C"), Approval("B")}), ReviewState::kApproved);
  EXPECT_EQ(Now({Approval("B"), SentBack("C"), Approval(kOperator)}), ReviewState::kNeedsSecond);
}

TEST(Approval, RemarksAndOtherAssetsChangeNothing) {
  ReviewEntry remark = SentBack("C");
  remark.verdict = ReviewVerdict::kRemark;
  ReviewEntry other = SentBack("C");
  other.asset = "masters/panoramas/hau-cung.jpg";
  EXPECT_EQ(Now({Approval("B"), remark, other}), ReviewState::kApproved);
  EXPECT_EQ(Now({remark}), ReviewState::kOpen);
}

TEST(Operator, IsKnownHoweverTheNameIsTyped) {
  for (const char* same : {"Nguyễn Văn A",
                           "nguyen van a",
                           "  NGUYỄN   VĂN A. ",
                           "Nguye\xcc\x82\xcc\x83n Va\xcc\x86n A",
                           "Nguyễn Văn A (Phòng Văn hoá)"}) {
    EXPECT_TRUE(IsOperator(same, kOperator)) << same;
    EXPECT_TRUE(IsOperator(same, std::string("Trần Đ; ") + kOperator)) << same;
  }
  EXPECT_TRUE(IsOperator("tran d", "Nguyễn Văn A và Trần Đ"));
  for (const char* other : {"Nguyễn Văn An", "Trần A", "", "Lê"}) {
    EXPECT_FALSE(IsOperator(other, kOperator)) << other;
  }
}

}  // namespace
}  // namespace disan
