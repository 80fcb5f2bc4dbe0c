#include "formats/language/portal_messages.h"
#include "formats/language/single_messages.h"
#include "pipeline/cli/approved_only.h"
#include "pipeline/cli/counted_progress.h"
#include "pipeline/cli/export_request.h"
#include "pipeline/portal/web_export.h"
#include "pipeline/single/single_export.h"
#include "viewer/page/viewer_page.h"

#include <fmt/format.h>

namespace disan {
namespace {

// What a web export may show of each output.
struct Shown {
  std::vector<OutputFolder> outputs;
  std::function<ItemFilter(const OutputFolder&)> items;
};

Shown ShownOutputs(const ExportRequest& request, ExportTold& told) {
  std::vector<OutputFolder> outputs = RequestedOutputs(request, told);
  if (!request.approved_only) {
    return {std::move(outputs), {}};
  }
  ApprovedOutputs only = OnlyApproved(std::move(outputs), request.site);
  told.said.insert(told.said.end(), only.said.begin(), only.said.end());
  const auto items = [approved = std::move(only.shown_items)](const OutputFolder& output) {
    return ItemFilter([ids = approved.at(output.record.site.id)](const std::string& id) {
      return ids.contains(id);
    });
  };
  return {std::move(only.outputs), items};
}

// One page a site: a portal is a folder.
ExportTold SingleFiles(const ExportRequest& request, const CommandContext& context) {
  ExportTold told;
  told.json["files"] = nlohmann::ordered_json::array();
  const Shown shown = ShownOutputs(request, told);
  for (const OutputFolder& output : shown.outputs) {
    PublicSite site = PrepareSite(output, {.draft = request.draft, .shown = shown.items});
    told.said.insert(told.said.end(), site.said.begin(), site.said.end());
    if (HasErrors(site.said)) {
      throw Failure(std::move(site.said));
    }
    const Execution execution = ExecutionWithProgress(context, Say(messages::kSingleProgress));
    const SingleExportOptions options{.web = output.path / "web",
                                      .tour_json = site.tour.dump(),
                                      .page = SinglePageFolder(),
                                      .progress = [&](uint64_t done, uint64_t total) {
                                        execution.CheckCancelled();
                                        execution.Report(done >> 20, total >> 20);
                                      }};
    const SingleExport made = ExportSingleFile(options, request.folder);
    told.said.insert(told.said.end(), made.said.begin(), made.said.end());
    const std::string megabytes = fmt::format("{:.1f}", static_cast<double>(made.bytes) / 1e6);
    told.sentences.push_back(Say(messages::kSingleDone,
                                 fmt::arg("file", made.file.string()),
                                 fmt::arg("scenes", made.scenes),
                                 fmt::arg("objects", made.objects),
                                 fmt::arg("megabytes", megabytes)));
    told.json["files"].push_back({{"file", made.file.string()},
                                  {"bytes", made.bytes},
                                  {"scenes", made.scenes},
                                  {"objects", made.objects}});
  }
  return told;
}

}  // namespace

ExportTold ExportToWeb(const ExportRequest& request, const CommandContext& context) {
  if (request.single_file) {
    return SingleFiles(request, context);
  }
  ExportTold told;
  CheckBase(request.base);
  const Shown shown = ShownOutputs(request, told);
  const WebExport made = ExportWeb(shown.outputs,
                                   {.viewer = ViewerPageFolder(),
                                    .base = request.base,
                                    .map = request.map,
                                    .portal = request.portal,
                                    .draft = request.draft,
                                    .shown = shown.items},
                                   request.folder,
                                   ExecutionWithProgress(context, Say(messages::kWebProgress)));
  told.said.insert(told.said.end(), made.said.begin(), made.said.end());
  const Published& published = made.published;
  told.sentences.push_back(Say(messages::kWebDone,
                               fmt::arg("sites", made.sites),
                               fmt::arg("folder", request.folder),
                               fmt::arg("written", published.written.size()),
                               fmt::arg("unchanged", published.unchanged),
                               fmt::arg("removed", published.removed.size())));
  told.sentences.push_back(Say(messages::kWebEmbed));
  told.sentences.push_back({made.embed, made.embed});
  told.json = {{"sites", made.sites},
               {"folder", request.folder},
               {"portal", made.portal},
               {"written", published.written},
               {"removed", published.removed},
               {"unchanged", published.unchanged},
               {"bytes_written", published.bytes_written},
               {"embed", made.embed}};
  return told;
}

}  // namespace disan
