#include "pipeline/portal/web_export.h"

#include "formats/archive/manifest.h"
#include "formats/archive/verify.h"
#include "formats/diagnostics/failure.h"
#include "formats/exchange/mapping/render.h"
#include "formats/exchange/markup.h"
#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"
#include "formats/language/portal_messages.h"
#include "pipeline/portal/embed.h"
#include "pipeline/portal/other_viewers.h"
#include "pipeline/portal/page.h"
#include "pipeline/portal/portal_index.h"
#include "pipeline/portal/site_app.h"
#include "pipeline/portal/tour_checks.h"
#include "pipeline/short_address/redirect_pages.h"
#include "pipeline/tour/published_tour.h"
#include "viewer/page/viewer_page.h"

#include <algorithm>
#include <fstream>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kTourLimit = uint64_t{64} << 20;
constexpr char kSharePicture[] = "social/site.jpg";
constexpr char kShortAddresses[] = "q/";
constexpr uint64_t kPageLimit = uint64_t{1} << 20;

void Append(std::vector<Diagnostic>& to, std::vector<Diagnostic> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Checksums by the path in the output; empty when the output has none that can be read.
std::map<std::string, std::string> SumsOf(const fs::path& output) {
  const Result<std::string> text = ReadFile(output / kOutputManifest, kTourLimit);
  const Result<Manifest> manifest =
      text ? ParseManifest(*text, "sha256", kOutputManifest) : Result<Manifest>{};
  return manifest ? manifest->entries : std::map<std::string, std::string>();
}

// A file below web/, wherever a link may lead: never out of the output.
std::optional<uint64_t> SizeBelow(const fs::path& web, const std::string& path) {
  const Result<fs::path> place = ResolveInside(web, path);
  std::error_code error;
  if (!place || !fs::is_regular_file(*place, error)) {
    return std::nullopt;
  }
  const uint64_t size = fs::file_size(*place, error);
  return error ? std::nullopt : std::optional(size);
}

void PlanFiles(const OutputFolder& output, PublicSite& site) {
  const std::map<std::string, std::string> sums = SumsOf(output.path);
  for (const std::string& path : FilesOf(site.tour)) {
    const Result<fs::path> place = ResolveInside(output.path / "web", path);
    std::error_code error;
    if (place && fs::is_regular_file(*place, error)) {
      const auto sum = sums.find("web/" + path);
      site.files[path] = {.source = *place, .sha256 = sum == sums.end() ? "" : sum->second};
    }
  }
}

void CheckSite(const OutputFolder& output, const WebExportOptions& options, PublicSite& site) {
  const fs::path web = output.path / "web";
  const TourToCheck of{.tour = site.tour,
                       .record = site.record,
                       .name = (web / kTourFile).string(),
                       .folder = output.path.string(),
                       .size_of = [&](const std::string& path) { return SizeBelow(web, path); }};
  std::vector<Diagnostic> found = CheckLinks(of);
  Append(found, CheckTexts(of));
  Append(found, CheckFiles(of));
  for (Diagnostic& one : found) {
    one.severity = options.draft ? Severity::kWarning : one.severity;
  }
  Append(site.said, std::move(found));
  if (site.tour.at("scenes").empty() && site.tour.at("objects").empty()) {
    site.said.push_back({.file = output.path.string(),
                         .what = Say(messages::kWebNothing, fmt::arg("id", site.id())),
                         .remedy = Say(messages::kWebNothingRemedy)});
  }
}

void SayWhatIsWithheld(const OutputFolder& output, PublicSite& site) {
  const canonical::Record& all = output.record;
  const size_t withheld = all.scenes.size() - site.record.scenes.size() + all.objects.size() -
                          site.record.objects.size();
  if (withheld > 0 || all.site.sensitive) {
    site.said.push_back(
        {.severity = Severity::kInfo,
         .file = output.path.string(),
         .what =
             Say(messages::kWebWithheld, fmt::arg("id", site.id()), fmt::arg("count", withheld))});
  }
}

std::string SchemaOrg(const canonical::Record& record, const std::string& folder) {
  const Mapping mapping =
      ValueOrThrow(ReadMapping(std::string(BuiltInMapping("jsonld")), "jsonld.yaml"));
  const ViewOptions options{.base = folder, .folder = folder};
  std::string json;
  Render(mapping, {ViewOf(record, options)}, options, [&](const ExportFile& file) {
    if (file.path.ends_with(".schema-org.jsonld")) {
      json = file.bytes;
    }
  });
  return json;
}

Text DescriptionOf(const TourJson& tour) {
  return tour.contains("description") ? TextIn(tour.at("description")) : Text{};
}

// PMTiles, version 3: the magic word, the version, a header of 127 bytes.
void CheckMap(const fs::path& map, std::vector<Diagnostic>& said) {
  if (map.empty()) {
    return;
  }
  std::ifstream file(map, std::ios::binary);
  std::string header(127, '\0');
  file.read(header.data(), static_cast<std::streamsize>(header.size()));
  if (!file || !header.starts_with("PMTiles\x03")) {
    said.push_back({.file = map.string(),
                    .what = Say(messages::kPortalNoMap),
                    .remedy = Say(messages::kPortalNoMapRemedy)});
  }
}

std::string ReadPage(const fs::path& file) {
  Result<std::string> page = ReadFile(file, kPageLimit);
  if (!page) {
    throw Failure({.file = file.string(),
                   .what = Say(messages::kWebNoViewer),
                   .remedy = Say(messages::kWebNoViewerRemedy)});
  }
  return std::move(*page);
}

// The built viewer's files but for its pages, below `prefix`.
void AddViewer(const fs::path& viewer, const std::string& prefix, FilesToPublish& files) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(viewer)) {
    if (entry.is_regular_file() && entry.path().extension() != ".html" &&
        IsPartOfTours(*entry.path().lexically_relative(viewer).begin())) {
      found.push_back(entry.path());
    }
  }
  for (const fs::path& file : found) {
    files[prefix + file.lexically_relative(viewer).generic_string()] = {.source = file};
  }
}

// The picture that others see when the tour is shared shows where it starts: it goes along only
// where that may be seen.
void PlanSharePicture(const OutputFolder& output, const TourJson& whole, PublicSite& site) {
  const fs::path file = output.path / "web" / kSharePicture;
  std::error_code error;
  if (whole.value("start", "") == site.tour.value("start", "") &&
      fs::is_regular_file(fs::symlink_status(file, error))) {
    site.files[kSharePicture] = {.source = file};
  }
}

class WebExporter {
 public:
  WebExporter(const WebExportOptions& options) : options_(options) {}

  WebExport Run(const std::vector<OutputFolder>& outputs,
                const fs::path& folder,
                const Execution& execution) {
    for (const OutputFolder& output : outputs) {
      execution.CheckCancelled();
      sites_.push_back(PrepareSite(output, options_));
      Append(done_.said, std::move(sites_.back().said));
      if (Contains(output.path, folder)) {
        done_.said.push_back({.file = folder.string(),
                              .what = Say(messages::kWebInsideOutput),
                              .remedy = Say(messages::kWebInsideOutputRemedy)});
      }
    }
    CheckMap(options_.map, done_.said);
    if (HasErrors(done_.said)) {
      throw Failure(done_.said);
    }
    tour_page_ = ReadPage(options_.viewer / "index.html");
    done_.sites = sites_.size();
    done_.portal = options_.portal || !options_.map.empty() || sites_.size() > 1;
    if (done_.portal) {
      PlanPortal();
    } else {
      PlanTour();
    }
    SayBase();
    done_.published = Publish(std::move(files_), folder, execution);
    return std::move(done_);
  }

 private:
  static bool Contains(const fs::path& outer, const fs::path& inner) {
    std::error_code error;
    const fs::path way =
        fs::weakly_canonical(inner, error).lexically_relative(fs::weakly_canonical(outer, error));
    return !way.empty() && *way.begin() != "..";
  }

  // The address of the tour's folder; "./" when it is not known.
  std::string Folder(const PublicSite& site) const {
    return options_.base + (done_.portal ? site.id() + "/" : "");
  }

  // The viewer's files as the pages of tours see them.
  void KnowViewer(const std::string& in_folder, const std::string& from_tour) {
    AddViewer(options_.viewer, in_folder, files_);
    viewer_.folder = from_tour;
    for (const auto& [path, file] : files_) {
      viewer_.files.push_back(OfflineFileOf(from_tour + path.substr(in_folder.size()), file));
    }
  }

  void AddSite(const PublicSite& site, const std::string& prefix, const std::string& parts) {
    FilesToPublish files = site.files;
    files[kTourFile] = {.bytes = site.tour.dump() + "\n"};
    const std::string address = options_.base.empty() ? "" : Folder(site);
    files["index.html"] = {
        .bytes = MakePage(
            tour_page_,
            {.title = TextIn(site.tour.at("name")),
             .description = DescriptionOf(site.tour),
             .picture = files.contains(kSharePicture) ? TourPicture{kSharePicture, 1200, 630}
                                                      : PictureOf(site.tour),
             .address = address,
             .json_ld = SchemaOrg(site.record, address.empty() ? "./" : address),
             .parts = parts,
             .portal = done_.portal ? "../" : "",
             .app = HasIcons(files),
             .draft = options_.draft})};
    if (HasIcons(files)) {
      AddApp(site.tour, viewer_, files);
    }
    for (auto& [path, bytes] : OtherViewers(site.tour)) {
      files[path] = {.bytes = std::move(bytes)};
    }
    AddShortAddresses(site);
    for (auto& [path, file] : files) {
      files_[prefix + path] = std::move(file);
    }
    addresses_.push_back(address);
  }

  // Plates lead to BASE/q/CODE/, in a portal too; the list of a tour's codes is its own folder's,
  // and a portal has none.
  void AddShortAddresses(const PublicSite& site) {
    const Result<PublishedTour> tour = ReadPublishedTour(site.tour.dump(), kTourFile);
    if (!tour) {
      return;
    }
    for (RedirectPage& page : RedirectPages(*tour, done_.portal ? site.id() + "/" : "")) {
      if (!done_.portal || page.path != "index.html") {
        files_[kShortAddresses + page.path] = {.bytes = std::move(page.html)};
      }
    }
  }

  void PlanTour() {
    KnowViewer("", "");
    AddSite(sites_.front(), "", "./");
    const std::string folder = options_.base.empty() ? "./" : options_.base;
    done_.embed = EmbedSnippet(sites_.front().tour, folder, folder);
    AddSitemap();
  }

  void PlanPortal() {
    KnowViewer(kViewerFolder, std::string("../") + kViewerFolder);
    const std::string base = options_.base.empty() ? "./" : options_.base;
    // The same portal whatever order the outputs were named in.
    std::sort(sites_.begin(), sites_.end(), [](const PublicSite& a, const PublicSite& b) {
      return a.id() < b.id();
    });
    addresses_.push_back(options_.base);
    for (const PublicSite& site : sites_) {
      AddSite(site, site.id() + "/", std::string("../") + kViewerFolder);
    }
    AddPortal();
    const PublicSite& first = sites_.front();
    done_.embed = EmbedSnippet(first.tour, base + first.id() + "/", base + kViewerFolder);
    AddSitemap();
  }

  void AddPortal();

  void AddSitemap() {
    if (!options_.base.empty()) {
      files_["sitemap.xml"] = {.bytes = MakeSitemap(addresses_)};
    }
  }

  void SayBase() {
    if (options_.base.empty()) {
      done_.said.push_back({.severity = Severity::kInfo,
                            .what = Say(messages::kWebNoBase),
                            .remedy = Say(messages::kWebNoBaseRemedy)});
    }
  }

  const WebExportOptions& options_;
  std::string tour_page_;
  std::vector<PublicSite> sites_;
  std::vector<std::string> addresses_;
  FilesToPublish files_;
  ViewerFiles viewer_;
  WebExport done_;
};

void WebExporter::AddPortal() {
  std::vector<PortalSite> sites;
  for (const PublicSite& site : sites_) {
    sites.push_back({site.record, site.tour});
  }
  const fs::path page = options_.viewer / kPortalPage;
  const TourPicture picture = PictureOf(sites_.front().tour);
  files_["index.html"] = {
      .bytes = MakePage(
          ReadPage(page / "index.html"),
          {.title = PortalName(sites),
           .description = PortalDescription(sites),
           .picture = {picture.path.empty() ? "" : sites_.front().id() + "/" + picture.path,
                       picture.width_px,
                       picture.height_px},
           .address = options_.base,
           .json_ld = PortalJsonLd(sites, options_.base.empty() ? "./" : options_.base),
           .parts = std::string("./") + kPortalFolder,
           .draft = options_.draft})};
  AddViewer(page, kPortalFolder, files_);
  files_[kPortalFile] = {.bytes = PortalIndex(sites, options_.map.empty() ? "" : kMapFile)};
  files_[kSearchFile] = {.bytes = SearchIndex(sites)};
  if (!options_.map.empty()) {
    files_[kMapFile] = {.source = options_.map};
  }
}

}  // namespace

PublicSite PrepareSite(const OutputFolder& output, const WebExportOptions& options) {
  PublicSite site;
  const fs::path file = output.path / "web" / kTourFile;
  site.record = ShownRecord(output.record, options.shown ? options.shown(output) : ItemFilter());
  const Result<std::string> text = ReadFile(file, kTourLimit);
  Result<TourJson> tour =
      text ? ReadTourJson(*text, file.string()) : Result<TourJson>::Failed(text.diagnostics);
  if (!tour) {
    site.said = std::move(tour.diagnostics);
    return site;
  }
  site.tour = ShownTour(*tour, site.record);
  PlanSharePicture(output, *tour, site);
  PlanIcons(output.path / "web", *tour, site.tour, site.files);
  SayWhatIsWithheld(output, site);
  CheckSite(output, options, site);
  PlanFiles(output, site);
  return site;
}

WebExport ExportWeb(const std::vector<OutputFolder>& outputs,
                    const WebExportOptions& options,
                    const fs::path& folder,
                    const Execution& execution) {
  return WebExporter(options).Run(outputs, folder, execution);
}

}  // namespace disan
