#include "formats/language/print_messages.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/cli/export_request.h"
#include "pipeline/clips/clip_export.h"
#include "pipeline/print/print_export.h"

#include <fmt/format.h>

namespace disan {

ExportTold ExportToPrint(const ExportRequest& request, const CommandContext& context) {
  ExportTold told;
  CheckBase(request.base);
  const std::vector<OutputFolder> outputs = RequestedOutputs(request, told);
  const PrintSummary done =
      ExportPrint(outputs,
                  request.base,
                  request.folder,
                  ExecutionWithProgress(context, Say(messages::kPrintProgress)));
  told.said.insert(told.said.end(), done.said.begin(), done.said.end());
  told.sentences.push_back(Say(
      messages::kPrintDone, fmt::arg("plates", done.plates), fmt::arg("folder", request.folder)));
  told.json = {{"plates", done.plates}, {"files", done.files}, {"folder", request.folder}};
  return told;
}

ExportTold ExportToClips(const ExportRequest& request, const CommandContext& context) {
  ExportTold told;
  const std::vector<OutputFolder> outputs = RequestedOutputs(request, told);
  const ClipSummary done = ExportClips(
      outputs, {}, request.folder, ExecutionWithProgress(context, Say(messages::kClipProgress)));
  told.said.insert(told.said.end(), done.said.begin(), done.said.end());
  told.sentences.push_back(
      Say(messages::kClipDone, fmt::arg("clips", done.clips), fmt::arg("folder", request.folder)));
  told.json = {{"clips", done.clips}, {"folder", request.folder}};
  return told;
}

}  // namespace disan
