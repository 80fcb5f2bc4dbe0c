// The report itself, as data, and the three forms it takes. Bytes depend on the data only.
#pragma once

#include "formats/document/docx.h"
#include "formats/workbook/write_xlsx.h"
#include "pipeline/progress/period.h"
#include "pipeline/progress/snapshot.h"
#include "pipeline/progress/tally.h"

#include <optional>
#include <string>
#include <vector>

namespace disan {

// What stands at the head and foot of an administrative report; empty ones become dots to fill in.
struct ReportOffice {
  std::string superior;  // "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"
  std::string agency;    // "ỦY BAN NHÂN DÂN PHƯỜNG BẠCH MAI"
  std::string place;     // "Bạch Mai"
};

struct ProgressReport {
  ReportDay day;
  ReportPeriod period;
  std::string inventory;  // the file's name; empty: none was given
  Tally tally;
  std::optional<Snapshot> previous;
  std::vector<SiteChange> changes;
  ReportOffice office;
};

PlannedWorkbook ProgressWorkbook(const ProgressReport& report, Language language);
std::string ProgressPage(const ProgressReport& report, Language language);
// In Vietnamese whatever the language: the layout is that of Nghị định 30/2020/NĐ-CP.
Document ProgressDocument(const ProgressReport& report);

// "35,8%" in Vietnamese, "35.8%" in English.
std::string Percent(double share, Language language);
// "Mẫu số: 120 di tích trong danh mục kiểm kê ds.xlsx"
Text DenominatorOf(const ProgressReport& report);

}  // namespace disan
