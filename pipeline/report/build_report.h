// report.html of one build: what was made, how good it is, with pictures; what needs a person, with
// the remedy. One file without scripts of its own, in both languages (a switch that needs no
// JavaScript), fit for printing.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/text.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace disan {

enum class ReportState { kDone, kDoubtful, kFailed, kSkipped };

struct ReportFigure {
  Text label;
  std::string value;
};

// One scene, one object, or one piece of work for the whole site.
struct ReportItem {
  std::string id;
  Text name;
  Text kind;  // "Điểm chụp" / "Scene"
  ReportState state = ReportState::kDone;
  std::string picture;                 // relative to the report, empty for none
  std::string link;                    // relative, opened by a click on the picture; empty for none
  std::vector<std::string> turntable;  // relative: stills of a model all round
  std::string deviation_map;  // relative: a model coloured by its distance to the scan; or empty
  std::vector<ReportFigure> figures;
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string>
      steps;  // names of the steps that made it: their times are filled in by `times_script`
};

struct BuildReport {
  std::string site_id;
  Text site_name;
  std::vector<ReportItem> items;
  std::vector<Diagnostic> diagnostics;  // of the site as a whole
  std::string made_by;                  // "disan 0.1.0"
  std::string tour;  // relative path of the tour's page, empty when there is none
  // Where RenderTimesScript's text lies, relative. Times differ from run to run, so they stay out
  // of the report itself, whose bytes depend on the site only.
  std::string times_script;
};

struct StepTime {
  double seconds = 0;
  uint64_t peak_mb = 0;
};

// Fills the times and the memory of each step in; a file of its own, so that a page served with a
// policy against inline scripts shows them too.
std::string RenderTimesScript(const std::map<std::string, StepTime>& times);

std::string RenderBuildReport(const BuildReport& report);

}  // namespace disan
