#include "pipeline/report/build_report.h"

#include "formats/exchange/markup.h"
#include "formats/language/report_messages.h"
#include "formats/record/output_folders.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

// Colours keep 4.5:1 against their ground, in print too.
constexpr std::string_view kStyle = R"css(
:root{--ink:#241c15;--soft:#6b5d4f;--paper:#fbf8f3;--card:#fff;--line:#e4dace;--accent:#8c2f1b;
--done:#2c6e3f;--doubtful:#8a5a00;--failed:#a3211b;--skipped:#5c5c5c}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Noto Sans","Segoe UI",Roboto,sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px 20px 60px}
h1{font:600 30px/1.2 "Noto Serif",Georgia,serif;margin:0 0 4px}
h2{font:600 21px/1.3 "Noto Serif",Georgia,serif;margin:36px 0 12px}
h3{font-size:17px;margin:0}
.sub{color:var(--soft);margin:0}
a{color:var(--accent)}
.switch{float:right;display:flex;gap:4px}
.switch label{padding:4px 10px;border:1px solid var(--line);border-radius:6px;cursor:pointer;background:var(--card)}
input.lang{position:absolute;opacity:0}
#lang-vi:focus-visible~main label[for=lang-vi],#lang-en:focus-visible~main label[for=lang-en]{outline:3px solid var(--accent)}
#lang-vi:checked~main .en,#lang-en:checked~main .vi{display:none}
#lang-vi:checked~main label[for=lang-vi],#lang-en:checked~main label[for=lang-en]{background:var(--accent);color:#fff;border-color:var(--accent)}
.counts{display:flex;flex-wrap:wrap;gap:10px;margin:18px 0 0;padding:0;list-style:none}
.counts li{padding:6px 14px;border-radius:999px;background:var(--card);border:1px solid var(--line);font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:18px;align-items:start}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden;break-inside:avoid}
.card img{display:block;width:100%;aspect-ratio:2/1;object-fit:contain;background:#d9d6d1}
.card .map{margin:.8rem 0 0}
.card .map img{aspect-ratio:1;max-width:20rem;border-radius:6px}
.card .turn{display:grid;grid-template-columns:repeat(6,1fr);gap:3px}
.card .turn img{aspect-ratio:1;border-radius:3px}
.map figcaption{color:var(--soft);font-size:.85em;margin-top:.3rem}
.none{aspect-ratio:2/1;display:grid;place-items:center;background:#f1eadf;color:var(--soft)}
.body{padding:14px 16px 16px}
.kind{color:var(--soft);font-size:14px;margin:0}
.chip{float:right;font-size:13px;font-weight:600;padding:2px 10px;border-radius:999px;color:#fff}
.done{background:var(--done)}.doubtful{background:var(--doubtful)}.failed{background:var(--failed)}.skipped{background:var(--skipped)}
dl{display:grid;grid-template-columns:minmax(7rem,1fr) minmax(0,max-content);gap:2px 14px;margin:10px 0 0;font-size:14px}
dt{color:var(--soft)}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
.notes{margin:0;padding:0;list-style:none}
.notes li{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--skipped);border-radius:6px;padding:10px 14px;margin:0 0 8px}
.notes li.error{border-left-color:var(--failed)}.notes li.warning{border-left-color:var(--doubtful)}
.where{color:var(--soft);font-size:14px;overflow-wrap:anywhere}
.remedy{margin:2px 0 0}
footer{margin-top:40px;color:var(--soft);font-size:14px}
@media print{body{background:#fff}.switch{display:none}a{color:inherit}}
)css";

std::string Both(const Text& text) {
  return fmt::format(
      "<span class=\"vi\" lang=\"vi\">{}</span><span class=\"en\" lang=\"en\">{}</span>",
      EscapeMarkup(text.vi),
      EscapeMarkup(text.en.empty() ? text.vi : text.en));
}

// A figure with the decimal sign of each language; a file's name has none.
std::string Value(const std::string& value) {
  static const std::regex kPoint("([0-9])\\.([0-9])");
  const std::string comma = std::regex_replace(value, kPoint, "$1,$2");
  return comma == value ? EscapeMarkup(value) : Both({comma, value});
}

struct StateLook {
  const char* css;
  const Message* label;
};

StateLook LookOf(ReportState state) {
  switch (state) {
    case ReportState::kDoubtful:
      return {"doubtful", &messages::kReportStateDoubtful};
    case ReportState::kFailed:
      return {"failed", &messages::kReportStateFailed};
    case ReportState::kSkipped:
      return {"skipped", &messages::kReportStateSkipped};
    case ReportState::kDone:
      break;
  }
  return {"done", &messages::kReportStateDone};
}

const char* CssOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      break;
  }
  return "info";
}

std::string Note(const Diagnostic& diagnostic, const Text& owner) {
  std::string where = EscapeMarkup(diagnostic.file);
  if (diagnostic.line > 0) {
    where += fmt::format(":{}", diagnostic.line);
  }
  if (!diagnostic.place.empty()) {
    where += " · " + EscapeMarkup(diagnostic.place);
  }
  std::string note = fmt::format("<li class=\"{}\"><div class=\"where\">{}{}{}</div><div>{}</div>",
                                 CssOf(diagnostic.severity),
                                 Both(owner),
                                 where.empty() ? "" : " · ",
                                 where,
                                 Both(diagnostic.what));
  if (!diagnostic.remedy.vi.empty()) {
    note += fmt::format("<p class=\"remedy\"><strong>{}:</strong> {}</p>",
                        Both(Say(messages::kReportRemedy)),
                        Both(diagnostic.remedy));
  }
  return note + "</li>\n";
}

std::string Notes(const BuildReport& report) {
  std::string errors;
  std::string warnings;
  const auto add = [&](const Diagnostic& diagnostic, const Text& owner) {
    if (diagnostic.severity != Severity::kInfo) {
      (diagnostic.severity == Severity::kError ? errors : warnings) += Note(diagnostic, owner);
    }
  };
  for (const Diagnostic& diagnostic : report.diagnostics) {
    add(diagnostic, Say(messages::kReportSite));
  }
  for (const ReportItem& item : report.items) {
    for (const Diagnostic& diagnostic : item.diagnostics) {
      add(diagnostic, item.name);
    }
  }
  if (errors.empty() && warnings.empty()) {
    return fmt::format("<p>{}</p>", Both(Say(messages::kReportNothingNeeded)));
  }
  return "<ul class=\"notes\">\n" + errors + warnings + "</ul>\n";
}

// What stands there where the picture does not come: the local preview gives what is kept from the
// public to nobody.
std::string AltOf(const ReportItem& item, const std::string& picture) {
  const bool kept = picture.starts_with(kKeptFolder);
  return EscapeMarkup(kept ? Say(messages::kReportKeptPicture, fmt::arg("name", item.name.vi)).vi
                           : item.name.vi);
}

std::string Picture(const ReportItem& item) {
  if (item.picture.empty()) {
    return fmt::format("<div class=\"none\">{}</div>", Both(Say(messages::kReportNoPicture)));
  }
  const std::string image = fmt::format("<img loading=\"lazy\" alt=\"{}\" src=\"{}\">",
                                        AltOf(item, item.picture),
                                        EscapeUrlPath(item.picture));
  return item.link.empty() ? image
                           : fmt::format("<a href=\"{}\">{}</a>", EscapeUrlPath(item.link), image);
}

std::string Figures(const ReportItem& item) {
  std::string rows;
  for (const ReportFigure& figure : item.figures) {
    rows += fmt::format("<dt>{}</dt><dd>{}</dd>", Both(figure.label), Value(figure.value));
  }
  std::string steps;
  for (const std::string& step : item.steps) {
    steps += (steps.empty() ? "" : "|") + EscapeMarkup(step);
  }
  if (!steps.empty()) {
    for (const auto& [name, label] : {std::pair("time", &messages::kReportTime),
                                      std::pair("memory", &messages::kReportMemory)}) {
      rows += fmt::format(
          "<dt class=\"{0}\" hidden>{1}</dt><dd class=\"{0}\" hidden data-steps=\"{2}\"></dd>",
          name,
          Both(Say(*label)),
          steps);
    }
  }
  return rows.empty() ? "" : "<dl>" + rows + "</dl>";
}

std::string Turntable(const ReportItem& item) {
  std::string stills;
  for (const std::string& still : item.turntable) {
    const std::string path = EscapeUrlPath(still);
    stills += fmt::format("<a href=\"{}\"><img loading=\"lazy\" alt=\"{}\" src=\"{}\"></a>",
                          path,
                          AltOf(item, still),
                          path);
  }
  return stills.empty() ? ""
                        : fmt::format(
                              "<figure class=\"map\"><div class=\"turn\">{}</div>"
                              "<figcaption>{}</figcaption></figure>",
                              stills,
                              Both(Say(messages::kReportTurntable)));
}

std::string DeviationMap(const ReportItem& item) {
  if (item.deviation_map.empty()) {
    return "";
  }
  const std::string path = EscapeUrlPath(item.deviation_map);
  return fmt::format(
      "<figure class=\"map\"><a href=\"{}\"><img loading=\"lazy\" alt=\"{}\" src=\"{}\"></a>"
      "<figcaption>{}</figcaption></figure>",
      path,
      AltOf(item, item.deviation_map),
      path,
      Both(Say(messages::kReportDeviationMap)));
}

std::string Card(const ReportItem& item) {
  const StateLook look = LookOf(item.state);
  std::string card = fmt::format("<article class=\"card\" id=\"{}\">{}<div class=\"body\">",
                                 EscapeMarkup(item.id),
                                 Picture(item));
  card += fmt::format("<span class=\"chip {}\">{}</span><p class=\"kind\">{}</p><h3>{}</h3>",
                      look.css,
                      Both(Say(*look.label)),
                      Both(item.kind),
                      Both(item.name));
  card += Figures(item) + Turntable(item) + DeviationMap(item) + "</div></article>\n";
  return card;
}

std::string Counts(const BuildReport& report) {
  const auto count = [&](ReportState state) {
    return std::count_if(report.items.begin(), report.items.end(), [&](const ReportItem& item) {
      return item.state == state;
    });
  };
  std::string list;
  const auto add = [&](const Message& message, auto number) {
    if (number > 0) {
      list += "<li>" + Both(Say(message, fmt::arg("count", number))) + "</li>";
    }
  };
  add(messages::kReportCountDone, count(ReportState::kDone));
  add(messages::kReportCountDoubtful, count(ReportState::kDoubtful));
  add(messages::kReportCountFailed, count(ReportState::kFailed) + count(ReportState::kSkipped));
  return "<ul class=\"counts\">" + list + "</ul>";
}

}  // namespace

std::string RenderTimesScript(const std::map<std::string, StepTime>& times) {
  nlohmann::json steps = nlohmann::json::object();
  for (const auto& [name, time] : times) {
    steps[name] = {{"seconds", time.seconds}, {"peak_mb", time.peak_mb}};
  }
  return "const times = " + steps.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         R"js(;
for (const cell of document.querySelectorAll("dd[data-steps]")) {
  const known = cell.dataset.steps.split("|").map((step) => times[step]).filter(Boolean);
  const seconds = known.reduce((sum, time) => sum + time.seconds, 0);
  const megabytes = Math.max(0, ...known.map((time) => time.peak_mb));
  const text = cell.className === "time" ? seconds && seconds.toFixed(1) + " s" : megabytes && megabytes + " MB";
  if (text) {
    for (const [language, words] of [["vi", text.replace(".", ",")], ["en", text]]) {
      const span = document.createElement("span");
      span.className = span.lang = language;
      span.textContent = words;
      cell.append(span);
    }
    cell.hidden = false;
    cell.previousElementSibling.hidden = false;
  }
}
)js";
}

std::string RenderBuildReport(const BuildReport& report) {
  std::string page =
      "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
  page += fmt::format("<title>{} – {}</title>\n<style>{}</style>\n</head>\n<body>\n",
                      EscapeMarkup(report.site_name.vi),
                      EscapeMarkup(Say(messages::kReportTitle).vi),
                      kStyle);
  page +=
      "<input class=\"lang\" type=\"radio\" name=\"lang\" id=\"lang-vi\" aria-label=\"Tiếng Việt\" "
      "checked>"
      "<input class=\"lang\" type=\"radio\" name=\"lang\" id=\"lang-en\" "
      "aria-label=\"English\">\n<main>\n"
      "<div class=\"switch\"><label for=\"lang-vi\">Tiếng Việt</label><label "
      "for=\"lang-en\">English</label></div>\n";
  page += fmt::format("<h1>{}</h1>\n<p class=\"sub\">{} · {}</p>\n",
                      Both(report.site_name),
                      Both(Say(messages::kReportTitle)),
                      EscapeMarkup(report.site_id));
  page += Counts(report);
  if (!report.tour.empty()) {
    page += fmt::format("<p><a href=\"{}\">{}</a></p>\n",
                        EscapeUrlPath(report.tour),
                        Both(Say(messages::kReportOpenTour)));
  }
  page += fmt::format("<h2>{}</h2>\n", Both(Say(messages::kReportNeedsPerson))) + Notes(report);
  page += fmt::format("<h2>{}</h2>\n<div class=\"cards\">\n", Both(Say(messages::kReportMade)));
  for (const ReportItem& item : report.items) {
    page += Card(item);
  }
  page += fmt::format(
      "</div>\n<footer>{}</footer>\n</main>\n{}</body>\n</html>\n",
      Both(Say(messages::kReportFooter, fmt::arg("program", report.made_by))),
      report.times_script.empty()
          ? ""
          : fmt::format("<script src=\"{}\"></script>\n", EscapeUrlPath(report.times_script)));
  return page;
}

}  // namespace disan
