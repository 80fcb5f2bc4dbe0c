// What `disan export` was asked and what it tells; one function a target.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/cli/command.h"
#include "pipeline/export/output_folder.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan {

struct ExportRequest {
  std::vector<std::string> outputs;
  std::string to;
  std::string folder;
  std::string mapping;
  std::string base;
  std::string site;
  std::string map;
  bool print = false;
  bool single_file = false;
  bool portal = false;
  bool draft = false;
  bool approved_only = false;
};

// What an export did, in words and for --json.
struct ExportTold {
  std::vector<Diagnostic> said;
  std::vector<Text> sentences;
  nlohmann::ordered_json json;
};

// For words of the command line that do not go together.
[[noreturn]] void WrongUsage(Text what, Text remedy);

// The outputs that were named, with what was found on the way; throws Failure.
std::vector<OutputFolder> RequestedOutputs(const ExportRequest& request, ExportTold& told);

// Throws Failure when --base was given and is no address of a folder.
void CheckBase(const std::string& base);

ExportTold ExportToWeb(const ExportRequest& request, const CommandContext& context);
ExportTold ExportToPrint(const ExportRequest& request, const CommandContext& context);
ExportTold ExportToClips(const ExportRequest& request, const CommandContext& context);

}  // namespace disan
