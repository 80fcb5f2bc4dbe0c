#include "pipeline/progress/period.h"

#include "formats/language/months.h"
#include "formats/language/progress_messages.h"
#include "formats/record/scalars.h"

#include <ctime>

#include <fmt/format.h>

namespace disan {
namespace {

struct Deadline {
  const char* word;
  unsigned month;
  unsigned day;
  const Message* name;
};
const Deadline kDeadlines[] = {
    {"12-06", 6, 12, &messages::kPeriodFirstHalf},
    {"25-10", 10, 25, &messages::kPeriodTenMonths},
    {"12-11", 11, 12, &messages::kPeriodYear},
};

ReportPeriod Period(const ReportDay& today, const Deadline& deadline, int year) {
  ReportPeriod period{.due = {year, deadline.month, deadline.day},
                      .name = Say(*deadline.name, fmt::arg("year", year))};
  period.days_left = static_cast<int>((period.due.sys() - today.sys()).count());
  return period;
}

}  // namespace

Result<ReportDay> ParseReportDay(const std::string& text) {
  const std::string iso = IsDay(text) ? text : IsoFromVietnameseDate(text);
  if (!IsDay(iso)) {
    return Result<ReportDay>::Failed(
        {.what = Say(messages::kProgressBadDate, fmt::arg("date", text)),
         .remedy = Say(messages::kProgressBadDateRemedy)});
  }
  return Result<ReportDay>::Of({std::stoi(iso.substr(0, 4)),
                                static_cast<unsigned>(std::stoi(iso.substr(5, 2))),
                                static_cast<unsigned>(std::stoi(iso.substr(8, 2)))});
}

ReportDay Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {local.tm_year + 1900,
          static_cast<unsigned>(local.tm_mon) + 1,
          static_cast<unsigned>(local.tm_mday)};
}

std::string Iso(const ReportDay& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

Text Shown(const ReportDay& day) {
  return {
      fmt::format("{:02}/{:02}/{}", day.day, day.month, day.year),
      fmt::format(
          "{} {} {}", day.day, kEnglishMonths[static_cast<size_t>(day.month - 1) % 12], day.year)};
}

ReportPeriod PeriodOf(const ReportDay& day, const std::string& deadline) {
  for (const Deadline& one : kDeadlines) {
    if (deadline == one.word) {
      return Period(day, one, day.year);
    }
  }
  for (const Deadline& one : kDeadlines) {
    if (const ReportPeriod period = Period(day, one, day.year); period.days_left >= 0) {
      return period;
    }
  }
  return Period(day, kDeadlines[0], day.year + 1);
}

Text DaysLeft(const ReportPeriod& period) {
  return period.days_left > 0 ? Say(messages::kProgressDaysLeft, fmt::arg("days", period.days_left))
         : period.days_left < 0
             ? Say(messages::kProgressDaysOver, fmt::arg("days", -period.days_left))
             : Say(messages::kProgressDueToday);
}

}  // namespace disan
