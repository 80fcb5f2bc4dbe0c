#include "formats/language/progress_messages.h"
#include "pipeline/progress/progress_report.h"

#include <fmt/format.h>

namespace disan {
namespace {

constexpr unsigned kAccent = 0x8C2F1B, kGreen = 0x2C6E3F, kSand = 0xC79A4B;

class Planner {
 public:
  Planner(const ProgressReport& report, Language language) : report_(report), language_(language) {}

  PlannedWorkbook Plan() {
    PlannedWorkbook workbook{.title = Word(messages::kProgressTitle), .sheets = {}};
    workbook.sheets.push_back(Summary());
    workbook.sheets.push_back(Groups(
        messages::kProgressByRank, messages::kProgressRank, report_.tally.by_rank, RankLabel));
    workbook.sheets.push_back(Groups(
        messages::kProgressByType, messages::kProgressType, report_.tally.by_type, TypeLabel));
    workbook.sheets.push_back(Sites());
    workbook.sheets.push_back(Missing());
    workbook.sheets.push_back(Changes());
    return workbook;
  }

 private:
  std::string Word(const Message& message) const { return Say(message).In(language_); }

  static void Put(PlannedSheet& sheet, int row, int column, CellLook look, std::string text) {
    sheet.cells.push_back(
        {.row = row, .column = column, .look = look, .text = std::move(text), .formula = {}});
  }
  static void Put(PlannedSheet& sheet,
                  int row,
                  int column,
                  CellLook look,
                  double number,
                  std::string formula = {}) {
    sheet.cells.push_back({.row = row,
                           .column = column,
                           .look = look,
                           .text = {},
                           .number = number,
                           .formula = std::move(formula)});
  }

  // Title, day, denominator; gives the first free row.
  int Head(PlannedSheet& sheet, const std::string& title, int columns) const {
    sheet.merges.push_back({{0, 0, 0, columns - 1}, title, CellLook::kTitle});
    sheet.merges.push_back(
        {{1, 0, 1, columns - 1},
         Say(messages::kProgressTo, fmt::arg("date", Shown(report_.day).In(language_)))
                 .In(language_) +
             " · " + DenominatorOf(report_).In(language_),
         CellLook::kSubtitle});
    sheet.heights.emplace_back(0, 30);
    return 3;
  }

  PlannedSheet Summary() const {
    PlannedSheet sheet{.name = Word(messages::kProgressSummary), .widths = {24, 12, 12, 16, 74}};
    int row = Head(sheet, Word(messages::kProgressTitle), 5);
    Text period = Say(messages::kProgressDeadline,
                      fmt::arg("period", report_.period.name.vi),
                      fmt::arg("deadline", Shown(report_.period.due).vi));
    period.en = Say(messages::kProgressDeadline,
                    fmt::arg("period", report_.period.name.en),
                    fmt::arg("deadline", Shown(report_.period.due).en))
                    .en;
    sheet.merges.push_back(
        {{2, 0, 2, 4},
         period.In(language_) + " (" + DaysLeft(report_.period).In(language_) + ")",
         CellLook::kSubtitle});
    ++row;
    const Message* headings[] = {&messages::kProgressCriterion,
                                 &messages::kProgressCount,
                                 &messages::kProgressShare,
                                 &messages::kProgressChange,
                                 &messages::kProgressMeaning};
    for (int i = 0; i < 5; ++i) {
      Put(sheet, row, i, CellLook::kHeadingRequired, Word(*headings[i]));
    }
    sheet.heights.emplace_back(row, 24);
    const int total_row = ++row;
    const GroupTally& all = report_.tally.all;
    Put(sheet, row, 0, CellLook::kTotal, Word(messages::kProgressInInventory));
    Put(sheet, row, 1, CellLook::kTotalNumber, static_cast<double>(all.total));
    Put(sheet, row, 2, CellLook::kTotal, "");
    PutChange(sheet,
              row,
              report_.previous ? std::optional(report_.previous->Total()) : std::nullopt,
              all.total);
    Put(sheet, row, 4, CellLook::kText, DenominatorOf(report_).In(language_));
    const int first = row + 1;
    for (size_t i = 0; i < kCriteria; ++i) {
      ++row;
      const auto criterion = static_cast<Criterion>(i);
      Put(sheet, row, 0, CellLook::kTotal, Criteria()[i].name.In(language_));
      Put(sheet, row, 1, CellLook::kNumber, static_cast<double>(all.reached[i]));
      Put(sheet,
          row,
          2,
          CellLook::kPercent,
          all.Share(criterion),
          fmt::format("IF(B${0}=0,0,B{1}/B${0})", total_row + 1, row + 1));
      PutChange(sheet,
                row,
                report_.previous ? std::optional(report_.previous->Count(criterion)) : std::nullopt,
                all.reached[i]);
      Put(sheet, row, 4, CellLook::kText, Criteria()[i].meaning.In(language_));
      if (Criteria()[i].meaning.In(language_).size() > 100) {
        sheet.heights.emplace_back(row, 50);
      }
    }
    sheet.charts.push_back({.row = row + 2,
                            .column = 0,
                            .width_px = 900,
                            .height_px = 380,
                            .horizontal = true,
                            .percent = true,
                            .title = Word(messages::kProgressShare),
                            .series = {{.name = Word(messages::kProgressShare),
                                        .categories = Range(sheet.name, 0, first, row),
                                        .values = Range(sheet.name, 2, first, row),
                                        .colour = kAccent}}});
    sheet.landscape = true;
    return sheet;
  }

  static std::string Range(const std::string& sheet, int column, int first, int last) {
    const char letter = static_cast<char>('A' + column);
    return fmt::format("='{}'!${}${}:${}${}", sheet, letter, first + 1, letter, last + 1);
  }

  void PutChange(PlannedSheet& sheet, int row, std::optional<size_t> before, size_t now) const {
    if (!before) {
      Put(sheet, row, 3, CellLook::kText, Word(messages::kProgressNone));
      return;
    }
    const auto change = static_cast<long>(now) - static_cast<long>(*before);
    Put(sheet,
        row,
        3,
        change > 0   ? CellLook::kYes
        : change < 0 ? CellLook::kNo
                     : CellLook::kText,
        change == 0 ? "0" : fmt::format("{:+}", change));
  }

  PlannedSheet Groups(const Message& title,
                      const Message& heading,
                      const std::vector<GroupTally>& groups,
                      Text (*label)(const std::string&)) const {
    PlannedSheet sheet{.name = Word(title), .widths = {34, 12}};
    int row = Head(sheet,
                   Word(messages::kProgressTitle) + " · " + Word(title),
                   2 + static_cast<int>(kCriteria));
    Put(sheet, row, 0, CellLook::kHeadingRequired, Word(heading));
    Put(sheet, row, 1, CellLook::kHeadingRequired, Word(messages::kProgressInInventory));
    for (size_t i = 0; i < kCriteria; ++i) {
      sheet.widths.push_back(13);
      Put(sheet,
          row,
          static_cast<int>(i) + 2,
          CellLook::kHeadingRequired,
          Criteria()[i].name.In(language_));
    }
    sheet.heights.emplace_back(row, 38);
    sheet.repeated_row = row;
    sheet.frozen_rows = row + 1;
    const int first = row + 1;
    for (const GroupTally& group : groups) {
      ++row;
      Put(sheet, row, 0, CellLook::kText, label(group.word).In(language_));
      Put(sheet, row, 1, CellLook::kNumber, static_cast<double>(group.total));
      for (size_t i = 0; i < kCriteria; ++i) {
        Put(sheet,
            row,
            static_cast<int>(i) + 2,
            CellLook::kNumber,
            static_cast<double>(group.reached[i]));
      }
    }
    const int last = row;
    ++row;
    Put(sheet, row, 0, CellLook::kTotal, Word(messages::kProgressTotal));
    for (int column = 1; column < 2 + static_cast<int>(kCriteria); ++column) {
      const size_t sum = column == 1 ? report_.tally.all.total
                                     : report_.tally.all.reached[static_cast<size_t>(column) - 2];
      const char letter = static_cast<char>('A' + column);
      Put(sheet,
          row,
          column,
          CellLook::kTotalNumber,
          static_cast<double>(sum),
          groups.empty() ? "" : fmt::format("SUM({0}{1}:{0}{2})", letter, first + 1, last + 1));
    }
    ++row;
    Put(sheet, row, 0, CellLook::kTotal, Word(messages::kProgressShare));
    Put(sheet, row, 1, CellLook::kTotal, "");
    for (size_t i = 0; i < kCriteria; ++i) {
      const char letter = static_cast<char>('A' + static_cast<int>(i) + 2);
      Put(sheet,
          row,
          static_cast<int>(i) + 2,
          CellLook::kTotalPercent,
          report_.tally.all.Share(static_cast<Criterion>(i)),
          fmt::format("IF($B{0}=0,0,{1}{0}/$B{0})", row, letter));
    }
    if (!groups.empty()) {
      sheet.charts.push_back({.row = row + 2,
                              .column = 0,
                              .width_px = 1000,
                              .height_px = 360,
                              .title = Word(title),
                              .series = {{.name = Word(messages::kProgressInInventory),
                                          .categories = Range(sheet.name, 0, first, last),
                                          .values = Range(sheet.name, 1, first, last),
                                          .colour = kSand},
                                         {.name = Word(messages::kCriterionInventoried),
                                          .categories = Range(sheet.name, 0, first, last),
                                          .values = Range(sheet.name, 2, first, last),
                                          .colour = kAccent},
                                         {.name = Word(messages::kCriterionComplete),
                                          .categories = Range(sheet.name, 0, first, last),
                                          .values = Range(sheet.name, 10, first, last),
                                          .colour = kGreen}}});
    }
    sheet.landscape = true;
    return sheet;
  }

  PlannedSheet Sites() const {
    PlannedSheet sheet{.name = Word(messages::kProgressSites), .widths = {34, 24, 22, 22, 18}};
    int row = Head(sheet,
                   Word(messages::kProgressTitle) + " · " + Word(messages::kProgressSites),
                   5 + static_cast<int>(kCriteria));
    const Message* headings[] = {&messages::kProgressSite,
                                 &messages::kProgressId,
                                 &messages::kProgressRank,
                                 &messages::kProgressType,
                                 &messages::kProgressWard};
    for (int i = 0; i < 5; ++i) {
      Put(sheet, row, i, CellLook::kHeadingRequired, Word(*headings[i]));
    }
    for (size_t i = 0; i < kCriteria; ++i) {
      sheet.widths.push_back(12);
      Put(sheet,
          row,
          static_cast<int>(i) + 5,
          CellLook::kHeadingRequired,
          Criteria()[i].name.In(language_));
    }
    sheet.heights.emplace_back(row, 38);
    const int heading = row;
    for (const SiteLine& line : report_.tally.sites) {
      ++row;
      Put(sheet, row, 0, CellLook::kText, Name(line.name));
      Put(sheet, row, 1, CellLook::kText, line.id);
      Put(sheet,
          row,
          2,
          CellLook::kText,
          line.counted ? RankLabel(line.rank).In(language_)
                       : Word(messages::kProgressOutsideInventory));
      Put(sheet, row, 3, CellLook::kText, TypeLabel(line.type).In(language_));
      Put(sheet, row, 4, CellLook::kText, line.ward);
      for (size_t i = 0; i < kCriteria; ++i) {
        Put(sheet,
            row,
            static_cast<int>(i) + 5,
            line.reached[i] ? CellLook::kYes : CellLook::kNo,
            Word(line.reached[i] ? messages::kProgressYes : messages::kProgressNo));
      }
    }
    sheet.filter = PlannedRange{heading, 0, row, 4 + static_cast<int>(kCriteria)};
    sheet.frozen_rows = heading + 1;
    sheet.frozen_columns = 1;
    sheet.repeated_row = heading;
    sheet.landscape = true;
    return sheet;
  }

  std::string Name(const Text& name) const {
    return name.In(language_).empty() ? name.vi : name.In(language_);
  }

  PlannedSheet Missing() const {
    PlannedSheet sheet{.name = Word(messages::kProgressMissingSheet), .widths = {34, 22, 90}};
    int row = Head(sheet, Word(messages::kProgressMissing), 3);
    Put(sheet, row, 0, CellLook::kHeadingRequired, Word(messages::kProgressSite));
    Put(sheet, row, 1, CellLook::kHeadingRequired, Word(messages::kProgressRank));
    Put(sheet, row, 2, CellLook::kHeadingRequired, Word(messages::kProgressMissing));
    const int heading = row;
    for (const SiteLine& line : report_.tally.sites) {
      for (const Text& missing : line.missing) {
        ++row;
        Put(sheet, row, 0, CellLook::kText, Name(line.name));
        Put(sheet, row, 1, CellLook::kText, RankLabel(line.rank).In(language_));
        Put(sheet, row, 2, CellLook::kText, missing.In(language_));
      }
    }
    sheet.filter = PlannedRange{heading, 0, row, 2};
    sheet.frozen_rows = heading + 1;
    sheet.repeated_row = heading;
    sheet.landscape = true;
    return sheet;
  }

  PlannedSheet Changes() const {
    PlannedSheet sheet{.name = Word(messages::kProgressChangesSheet), .widths = {34, 90}};
    const std::string title =
        report_.previous
            ? Say(messages::kProgressChanges,
                  fmt::arg("date", Shown(*ParseReportDay(report_.previous->date)).In(language_)))
                  .In(language_)
            : Word(messages::kProgressNoPrevious);
    int row = Head(sheet, title, 2);
    Put(sheet, row, 0, CellLook::kHeadingRequired, Word(messages::kProgressSite));
    Put(sheet, row, 1, CellLook::kHeadingRequired, Word(messages::kProgressChangesSheet));
    for (const SiteChange& change : report_.changes) {
      ++row;
      Put(sheet, row, 0, CellLook::kText, Name(change.name));
      Put(sheet, row, 1, CellLook::kText, Described(change).In(language_));
    }
    if (report_.changes.empty()) {
      Put(sheet,
          ++row,
          0,
          CellLook::kText,
          Word(report_.previous ? messages::kProgressNoChange : messages::kProgressNoPrevious));
      Put(sheet, row, 1, CellLook::kText, "");
    }
    sheet.landscape = true;
    return sheet;
  }

  const ProgressReport& report_;
  Language language_;
};

}  // namespace

PlannedWorkbook ProgressWorkbook(const ProgressReport& report, Language language) {
  return Planner(report, language).Plan();
}

std::string Percent(double share, Language language) {
  std::string text = fmt::format("{:.1f}%", share * 100);
  if (language == Language::kVietnamese) {
    text.replace(text.find('.'), 1, 1, ',');
  }
  return text;
}

Text DenominatorOf(const ProgressReport& report) {
  return report.inventory.empty()
             ? Say(messages::kProgressOfOutputs, fmt::arg("total", report.tally.all.total))
             : Say(messages::kProgressOfInventory,
                   fmt::arg("total", report.tally.all.total),
                   fmt::arg("file", report.inventory));
}

}  // namespace disan
