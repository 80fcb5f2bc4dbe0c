#include "pipeline/progress/period.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

std::string NextDue(const std::string& day, const std::string& deadline = "") {
  const ReportPeriod period = PeriodOf(*ParseReportDay(day), deadline);
  return Iso(period.due) + " " + std::to_string(period.days_left) + " " + period.name.vi;
}

TEST(Period, IsTheNextOneThatIsDue) {
  EXPECT_EQ(NextDue("2026-06-10"), "2026-06-12 2 6 tháng đầu năm 2026");
  EXPECT_EQ(NextDue("2026-06-12"), "2026-06-12 0 6 tháng đầu năm 2026");
  EXPECT_EQ(NextDue("2026-06-13"), "2026-10-25 134 10 tháng năm 2026");
  EXPECT_EQ(NextDue("2026-10-26"), "2026-11-12 17 năm 2026");
  EXPECT_EQ(NextDue("2026-12-01"), "2027-06-12 193 6 tháng đầu năm 2027");
}

TEST(Period, IsTheOneThatWasNamedEvenWhenItIsPast) {
  EXPECT_EQ(NextDue("2026-06-15", "12-06"), "2026-06-12 -3 6 tháng đầu năm 2026");
  EXPECT_EQ(DaysLeft(PeriodOf({2026, 6, 15}, "12-06")).vi, "quá hạn 3 ngày");
}

TEST(ReportDay, ReadsBothWaysOfWriting) {
  EXPECT_EQ(Iso(*ParseReportDay("10/06/2026")), "2026-06-10");
  EXPECT_FALSE(ParseReportDay("31/06/2026").ok());
  EXPECT_FALSE(ParseReportDay("hôm nay").ok());
  EXPECT_EQ(Shown({2026, 6, 1}).vi, "01/06/2026");
  EXPECT_EQ(Shown({2026, 6, 1}).en, "1 June 2026");
}

}  // namespace
}  // namespace disan
