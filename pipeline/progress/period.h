// Days and the days on which reports are due.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/text.h"

#include <chrono>
#include <string>

namespace disan {

struct ReportDay {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;

  std::chrono::sys_days sys() const {
    return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  }
};

// 2026-06-10 or 10/06/2026.
Result<ReportDay> ParseReportDay(const std::string& text);
ReportDay Today();
std::string Iso(const ReportDay& day);
// "10/06/2026"; in English "10 June 2026".
Text Shown(const ReportDay& day);

// A day of the year on which a report is due: 12 June (first half), 25 October (ten months), 12
// November (the year).
struct ReportPeriod {
  ReportDay due;
  Text name;  // "6 tháng đầu năm 2026"
  int days_left = 0;
};

// `deadline` is "12-06", "25-10", "12-11", or empty for the next one.
ReportPeriod PeriodOf(const ReportDay& day, const std::string& deadline);
Text DaysLeft(const ReportPeriod& period);

}  // namespace disan
