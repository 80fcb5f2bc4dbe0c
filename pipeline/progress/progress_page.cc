// The report as one HTML page: no script, nothing from elsewhere, fit for printing.
#include "formats/exchange/markup.h"
#include "formats/language/progress_messages.h"
#include "pipeline/progress/progress_report.h"

#include <fmt/format.h>

namespace disan {
namespace {

// Colours keep 4.5:1 against their ground, in print too. A closed <details> is opened for the
// printer by its content box.
constexpr std::string_view kStyle = R"css(
:root{--ink:#241c15;--soft:#6b5d4f;--paper:#fbf8f3;--card:#fff;--line:#e4dace;--accent:#8c2f1b;--good:#2c6e3f;--bad:#a3211b;--bar:#eee4d6}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Noto Sans","Segoe UI",Roboto,sans-serif}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}
h1{font:600 32px/1.2 "Noto Serif",Georgia,serif;margin:0 0 6px;color:var(--accent)}
h2{font:600 22px/1.3 "Noto Serif",Georgia,serif;margin:40px 0 12px}
.sub{color:var(--soft);margin:0}
.due{display:inline-block;margin-top:10px;padding:4px 14px;border:1px solid var(--line);border-radius:999px;background:var(--card);font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:14px;margin:22px 0 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px;break-inside:avoid}
.card b{display:block;font:600 30px/1.2 "Noto Serif",Georgia,serif;font-variant-numeric:tabular-nums}
.card small{color:var(--soft)}
.up{color:var(--good)}.down{color:var(--bad)}
.bar{display:block;height:8px;border-radius:4px;background:var(--bar);margin-top:8px;overflow:hidden}
.bar i{display:block;height:100%;background:var(--accent)}
.card.done .bar i{background:var(--good)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:var(--card);font-size:15px}
th,td{border:1px solid var(--line);padding:7px 10px;text-align:right;font-variant-numeric:tabular-nums}
th{background:#f3ece2;text-align:center;vertical-align:bottom;font-weight:600}
td:first-child,th:first-child{text-align:left}
tfoot td{font-weight:600;background:#f8f3ea}
td small{display:block;color:var(--soft)}
details{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 8px;break-inside:avoid-page}
details details{border-width:1px 0 0;border-radius:0;margin:0}
summary{cursor:pointer;padding:10px 16px;list-style-position:inside}
summary:focus-visible{outline:3px solid var(--accent);outline-offset:-3px}
.rank>summary{font-weight:600;font-size:17px}
.count{float:right;color:var(--soft);font-weight:400;font-size:15px}
.body{padding:0 16px 14px 34px}
.marks{display:flex;flex-wrap:wrap;gap:6px;padding:0;margin:4px 0 10px;list-style:none}
.marks li{font-size:14px;padding:2px 10px;border-radius:999px;border:1px solid}
.yes{color:var(--good);background:#e6f2e8;border-color:#b9d8bf}
.no{color:var(--bad);background:#fbe9e7;border-color:#e9c3be}
.missing{margin:0;padding-left:20px}
dl{display:grid;grid-template-columns:minmax(120px,auto) 1fr;gap:6px 18px;margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 16px}
dt{font-weight:600}dd{margin:0}
@media print{
body{background:#fff;font-size:11pt}main{padding:0;max-width:none}
details::details-content{content-visibility:visible;block-size:auto;opacity:1}
summary{list-style:none}summary::-webkit-details-marker{display:none}
.body{padding-left:16px}h2{break-after:avoid}
.wide{overflow:visible;break-inside:avoid}tfoot{display:table-row-group}
table{font-size:9pt}th,td{padding:4px 5px}td:first-child,th:first-child{min-width:26mm}
.bar,.yes,.no,th,tfoot td{-webkit-print-color-adjust:exact;print-color-adjust:exact}
@page{size:A4;margin:16mm 14mm}
}
@media (max-width:560px){.cards{grid-template-columns:1fr 1fr;gap:10px}.card{padding:10px 12px}.card b{font-size:24px}
dl{grid-template-columns:1fr}.count{float:none;display:block}.body{padding-left:16px}}
)css";

class Page {
 public:
  Page(const ProgressReport& report, Language language) : report_(report), language_(language) {}

  std::string Render() {
    out_ = fmt::format(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</"
        "head>\n<body>\n<main>\n",
        language_ == Language::kVietnamese ? "vi" : "en",
        Word(messages::kProgressTitle),
        kStyle);
    Head();
    Cards();
    Groups(messages::kProgressByRank, messages::kProgressRank, report_.tally.by_rank, RankLabel);
    Groups(messages::kProgressByType, messages::kProgressType, report_.tally.by_type, TypeLabel);
    Sites();
    Changes();
    CriteriaList();
    return out_ + "</main>\n</body>\n</html>\n";
  }

 private:
  std::string Word(const Message& message) const { return In(Say(message)); }
  std::string In(const Text& text) const {
    const std::string& words = text.In(language_);
    return EscapeMarkup(words.empty() ? text.vi : words);
  }

  void Head() {
    const ReportPeriod& period = report_.period;
    Text due = Say(messages::kProgressDeadline,
                   fmt::arg("period", period.name.vi),
                   fmt::arg("deadline", Shown(period.due).vi));
    due.en = Say(messages::kProgressDeadline,
                 fmt::arg("period", period.name.en),
                 fmt::arg("deadline", Shown(period.due).en))
                 .en;
    Text to = Say(messages::kProgressTo, fmt::arg("date", Shown(report_.day).vi));
    to.en = Say(messages::kProgressTo, fmt::arg("date", Shown(report_.day).en)).en;
    out_ += fmt::format(
        "<h1>{}</h1>\n<p class=\"sub\">{}</p>\n<p class=\"sub\">{}</p>\n<p class=\"due\">{} · "
        "{}</p>\n",
        Word(messages::kProgressTitle),
        In(to),
        In(DenominatorOf(report_)),
        In(due),
        In(DaysLeft(period)));
  }

  std::string ChangeOf(Criterion criterion) const {
    if (!report_.previous) {
      return "";
    }
    const auto change =
        static_cast<long>(report_.tally.all.reached[static_cast<size_t>(criterion)]) -
        static_cast<long>(report_.previous->Count(criterion));
    return change == 0
               ? ""
               : fmt::format(
                     " <small class=\"{}\">{:+}</small>", change > 0 ? "up" : "down", change);
  }

  void Cards() {
    out_ += "<div class=\"cards\">\n";
    const GroupTally& all = report_.tally.all;
    for (size_t i = 0; i < kCriteria; ++i) {
      const auto criterion = static_cast<Criterion>(i);
      out_ += fmt::format(
          "<div class=\"card{}\">{}<b>{}{}</b><small>{}/{}</small><span class=\"bar\"><i "
          "style=\"width:{:.1f}%\"></i></span></div>\n",
          criterion == Criterion::kComplete ? " done" : "",
          In(Criteria()[i].name),
          Percent(all.Share(criterion), language_),
          ChangeOf(criterion),
          all.reached[i],
          all.total,
          all.Share(criterion) * 100);
    }
    out_ += "</div>\n";
  }

  void Row(const std::string& label, const GroupTally& group) {
    out_ += fmt::format("<tr><td>{}</td><td>{}</td>", label, group.total);
    for (size_t i = 0; i < kCriteria; ++i) {
      out_ += fmt::format("<td>{}<small>{}</small></td>",
                          group.reached[i],
                          Percent(group.Share(static_cast<Criterion>(i)), language_));
    }
    out_ += "</tr>\n";
  }

  void Groups(const Message& title,
              const Message& heading,
              const std::vector<GroupTally>& groups,
              Text (*label)(const std::string&)) {
    out_ +=
        fmt::format("<h2>{}</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>{}</th><th>{}</th>",
                    Word(title),
                    Word(heading),
                    Word(messages::kProgressInInventory));
    for (const CriterionWords& criterion : Criteria()) {
      out_ += fmt::format("<th>{}</th>", In(criterion.name));
    }
    out_ += "</tr></thead>\n<tbody>\n";
    for (const GroupTally& group : groups) {
      Row(In(label(group.word)), group);
    }
    out_ += "</tbody>\n<tfoot>\n";
    Row(Word(messages::kProgressTotal), report_.tally.all);
    out_ += "</tfoot>\n</table></div>\n";
  }

  void Site(const SiteLine& line) {
    const std::string missing =
        line.missing.empty()
            ? Word(messages::kProgressNothingMissing)
            : In(Say(messages::kProgressMissingCount, fmt::arg("count", line.missing.size())));
    out_ += fmt::format(
        "<details><summary>{} <span class=\"count\">{}</span></summary>\n<div class=\"body\">\n<p "
        "class=\"sub\">{}{}{}</p>\n",
        In(line.name),
        missing,
        EscapeMarkup(line.id),
        line.ward.empty() ? "" : " · " + EscapeMarkup(line.ward),
        " · " + In(TypeLabel(line.type)));
    if (!line.output.empty()) {
      out_ += "<ul class=\"marks\">";
      for (size_t i = 0; i < kCriteria; ++i) {
        out_ += fmt::format("<li class=\"{}\">{} {}</li>",
                            line.reached[i] ? "yes" : "no",
                            line.reached[i] ? "✓" : "✗",
                            In(Criteria()[i].name));
      }
      out_ += "</ul>\n";
    }
    if (!line.missing.empty()) {
      out_ += "<ul class=\"missing\">";
      for (const Text& one : line.missing) {
        out_ += "<li>" + In(one) + "</li>";
      }
      out_ += "</ul>\n";
    }
    out_ += "</div></details>\n";
  }

  void Sites() {
    out_ += fmt::format("<h2>{}</h2>\n", Word(messages::kProgressSites));
    bool open = false;
    std::string group;
    for (const SiteLine& line : report_.tally.sites) {
      const std::string now =
          line.counted ? In(RankLabel(line.rank)) : Word(messages::kProgressOutsideInventory);
      if (!open || now != group) {
        out_ += open ? "</details>\n" : "";
        out_ += fmt::format(
            "<details class=\"rank\"{}><summary>{} <span class=\"count\">{}</span></summary>\n",
            open ? "" : " open",
            now,
            CountOf(line));
        open = true;
        group = now;
      }
      Site(line);
    }
    out_ += open ? "</details>\n" : "";
  }

  std::string CountOf(const SiteLine& first) const {
    for (const GroupTally& group : report_.tally.by_rank) {
      if (first.counted && RankLabel(group.word).vi == RankLabel(first.rank).vi) {
        return fmt::format("{} {}/{}",
                           In(Criteria()[kCriteria - 1].name),
                           group.reached[kCriteria - 1],
                           group.total);
      }
    }
    return "";
  }

  void Changes() {
    if (!report_.previous) {
      out_ += fmt::format("<h2>{}</h2>\n<p class=\"sub\">{}</p>\n",
                          Word(messages::kProgressChangesSheet),
                          Word(messages::kProgressNoPrevious));
      return;
    }
    const Text day = Shown(*ParseReportDay(report_.previous->date));
    Text title = Say(messages::kProgressChanges, fmt::arg("date", day.vi));
    title.en = Say(messages::kProgressChanges, fmt::arg("date", day.en)).en;
    out_ += fmt::format("<h2>{}</h2>\n", In(title));
    if (report_.changes.empty()) {
      out_ += fmt::format("<p class=\"sub\">{}</p>\n", Word(messages::kProgressNoChange));
      return;
    }
    out_ += "<dl>\n";
    for (const SiteChange& change : report_.changes) {
      out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", In(change.name), In(Described(change)));
    }
    out_ += "</dl>\n";
  }

  void CriteriaList() {
    out_ += fmt::format("<h2>{}</h2>\n<dl>\n", Word(messages::kProgressCriteriaSheet));
    for (const CriterionWords& criterion : Criteria()) {
      out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", In(criterion.name), In(criterion.meaning));
    }
    out_ += "</dl>\n";
  }

  const ProgressReport& report_;
  Language language_;
  std::string out_;
};

}  // namespace

std::string ProgressPage(const ProgressReport& report, Language language) {
  return Page(report, language).Render();
}

}  // namespace disan
