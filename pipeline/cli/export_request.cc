#include "pipeline/cli/export_request.h"

#include "formats/language/exchange_messages.h"

#include <utility>

#include <fmt/format.h>

namespace disan {

void WrongUsage(Text what, Text remedy) {
  throw Failure({.what = std::move(what), .remedy = std::move(remedy)}, Exit::kUsage);
}

void CheckBase(const std::string& base) {
  const bool web = base.starts_with("https://") || base.starts_with("http://");
  if (!base.empty() && (!web || !base.ends_with('/'))) {
    WrongUsage(Say(messages::kExportBadBase, fmt::arg("base", base)),
               Say(messages::kExportNoBaseRemedy));
  }
}

std::vector<OutputFolder> RequestedOutputs(const ExportRequest& request, ExportTold& told) {
  Result<std::vector<OutputFolder>> outputs = ReadOutputs(request.outputs);
  if (!outputs) {
    throw Failure(outputs.diagnostics);
  }
  told.said.insert(told.said.end(), outputs.diagnostics.begin(), outputs.diagnostics.end());
  return std::move(*outputs);
}

}  // namespace disan
