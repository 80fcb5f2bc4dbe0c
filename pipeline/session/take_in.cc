#include "pipeline/session/take_in.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/language/session_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/session/capture_scan.h"
#include "pipeline/session/destinations.h"
#include "pipeline/session/known_content.h"
#include "pipeline/session/manifest.h"
#include "pipeline/session/session_text.h"
#include "pipeline/session/verified_copy.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Failed = Result<TakeInReport>;

bool IsInside(const fs::path& folder, const fs::path& root) {
  const fs::path relative =
      fs::weakly_canonical(folder).lexically_relative(fs::weakly_canonical(root));
  return !relative.empty() && *relative.begin() != "..";
}

std::optional<Diagnostic> CheckArguments(const TakeInOptions& options) {
  std::error_code error;
  if (fs::exists(options.site, error) && !fs::is_directory(options.site, error)) {
    return Diagnostic{.file = options.site.string(),
                      .what = Say(messages::kInitSiteIsFile),
                      .remedy = Say(messages::kInitSiteIsFileRemedy)};
  }
  for (const fs::path& folder : options.folders) {
    if (!fs::exists(folder, error)) {
      return Diagnostic{.file = folder.string(),
                        .what = Say(messages::kInitFolderMissing),
                        .remedy = Say(messages::kInitFolderMissingRemedy)};
    }
    if (!fs::is_directory(folder, error)) {
      return Diagnostic{.file = folder.string(),
                        .what = Say(messages::kInitNotAFolder),
                        .remedy = Say(messages::kInitNotAFolderRemedy)};
    }
    if (options.in_place && !IsInside(folder, options.site)) {
      return Diagnostic{.file = folder.string(),
                        .what = Say(messages::kInitInPlaceOutside),
                        .remedy = Say(messages::kInitInPlaceOutsideRemedy)};
    }
  }
  return std::nullopt;
}

// One run; keeps what the stages hand on.
class Run {
 public:
  Run(const TakeInOptions& options, const Execution& execution)
      : options_(options), execution_(execution) {}

  Result<TakeInReport> Go() {
    if (std::optional<Diagnostic> wrong = CheckArguments(options_)) {
      return Failed::Failed(std::move(*wrong));
    }
    if (std::vector<Diagnostic> broken = ReadWhatIsThere(); !broken.empty()) {
      return Failed::Failed(std::move(broken));
    }
    if (std::optional<Diagnostic> wrong = WriteSite()) {
      return Failed::Failed(std::move(*wrong));
    }
    Scan();
    Compare();
    AgreeOnDays(files_);
    plan_ = PlanDestinations(files_, GroupCapture(files_), sessions_);
    if (std::optional<Diagnostic> wrong = options_.in_place ? LeaveInPlace() : Copy()) {
      return Failed::Failed(std::move(*wrong));
    }
    if (std::vector<Diagnostic> wrong = WriteSessions(); !wrong.empty()) {
      return Failed::Failed(std::move(wrong));
    }
    Summarise();
    return {std::move(report_), {}};
  }

 private:
  // Errors of syntax stop everything before a file is copied: nothing could be added to the YAML.
  std::vector<Diagnostic> ReadWhatIsThere() {
    std::vector<Diagnostic> broken;
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator it(options_.site / "sessions", error), end; !error && it != end;
         it.increment(error)) {
      if (fs::exists(it->path() / "session.yaml", error)) {
        names.push_back("sessions/" + it->path().filename().string());
      }
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      Result<Session> session = ReadSession(options_.site, name + "/session.yaml");
      if (session) {
        sessions_.push_back(std::move(*session));
      } else {
        std::move(
            session.diagnostics.begin(), session.diagnostics.end(), std::back_inserter(broken));
      }
    }
    named_ = NamedFiles(sessions_);
    return broken;
  }

  std::optional<Diagnostic> WriteSite() {
    std::error_code error;
    const fs::path file = options_.site / "site.yaml";
    if (fs::exists(fs::symlink_status(file, error))) {
      return std::nullopt;
    }
    const fs::path place = fs::weakly_canonical(options_.site / ".");
    fs::path folder = place.filename();
    if (folder.empty()) {
      folder = place.parent_path().filename();
    }
    const std::string name = ToNfc(folder.string());
    const std::string id = ToIdentifier(name).substr(0, 64);
    report_.site_created = true;
    return WriteFileAtomically(file, NewSiteYaml(id.empty() ? "di-tich" : id, name));
  }

  void Scan() {
    CaptureScanOptions scan;
    std::error_code error;
    for (const char* own : {"out", "review", "media", "sessions"}) {
      scan.skipped_folders.insert(fs::weakly_canonical(options_.site / own, error));
    }
    for (const fs::path& folder : options_.folders) {
      // A card that holds the site itself: the site is not taken into itself.
      CaptureScanOptions one = scan;
      if (IsInside(options_.site, folder) && !IsInside(folder, options_.site)) {
        one.skipped_folders.insert(fs::weakly_canonical(options_.site, error));
      }
      // A folder that a person named is a label too when only its inside is taken in.
      const std::string top = ToNfc(fs::weakly_canonical(folder, error).filename().string());
      const std::string prefix =
          IsInside(folder, options_.site) && IsInside(options_.site, folder) ? "" : top;
      CaptureScan found = ScanCapture(folder, one, execution_);
      for (CapturedFile& file : found.files) {
        if (named_.count(fs::weakly_canonical(file.path, error)) != 0) {
          continue;
        }
        file.folder = prefix.empty()        ? file.folder
                      : file.folder.empty() ? prefix
                                            : prefix + "/" + file.folder;
        files_.push_back(std::move(file));
      }
      std::move(found.diagnostics.begin(),
                found.diagnostics.end(),
                std::back_inserter(report_.diagnostics));
    }
    if (options_.folders.size() == 1) {
      DropTopLabel();
    }
  }

  // One folder with folders that people named in it: the top is the card or the download, not a
  // scene.
  void DropTopLabel() {
    const bool sorted = std::any_of(files_.begin(), files_.end(), [](const CapturedFile& file) {
      const size_t slash = file.folder.find('/');
      return slash != std::string::npos && !LabelOfFolder(file.folder.substr(slash + 1)).empty();
    });
    const bool camera = std::any_of(files_.begin(), files_.end(), [](const CapturedFile& file) {
      return FoldForSearch(file.folder).find("dcim") != std::string::npos;
    });
    if (!sorted && !camera) {
      return;
    }
    for (CapturedFile& file : files_) {
      const size_t slash = file.folder.find('/');
      file.folder = slash == std::string::npos ? "" : file.folder.substr(slash + 1);
    }
  }

  void Compare() {
    Comparison comparison = CompareWithSite(files_, options_.site, named_, execution_);
    report_.duplicates = comparison.duplicates.size();
    for (const Duplicate& duplicate : comparison.duplicates) {
      report_.diagnostics.push_back(
          {.severity = Severity::kInfo,
           .file = files_[duplicate.file].path.string(),
           .what = Say(messages::kInitDuplicate, fmt::arg("original", duplicate.original)),
           .remedy = {}});
    }
    std::vector<CapturedFile> fresh;
    for (const size_t i : comparison.fresh) {
      fresh.push_back(std::move(files_[i]));
    }
    files_ = std::move(fresh);
  }

  // A free name beside a file of other content.
  fs::path FreePlace(const fs::path& place, const CapturedFile& file) const {
    std::error_code error;
    fs::path free = place;
    for (int n = 2; fs::exists(free, error); ++n) {
      const Result<std::string> there = Sha256OfFile(free);
      const Result<std::string> source = Sha256OfFile(file.path);
      if (there && source && *there == *source) {
        break;
      }
      free = place.parent_path() /
             fmt::format("{}-{}{}", place.stem().string(), n, place.extension().string());
    }
    return free;
  }

  std::optional<Diagnostic> Copy() {
    uint64_t total = 0;
    for (const CapturedFile& file : files_) {
      total += file.bytes;
    }
    uint64_t done = 0;
    for (PlannedGroup& planned : plan_) {
      Manifest manifest;
      std::optional<Diagnostic> wrong;
      const fs::path session = options_.site / planned.session;
      const auto save = [&] {
        Manifest whole = ReadManifest(session / kManifestName);
        whole.merge(manifest);
        return WriteManifest(session / kManifestName, whole);
      };
      try {
        wrong = CopyGroup(planned, manifest, done, total);
      } catch (...) {
        save();  // what is copied stays copied, with its sum
        throw;
      }
      const std::optional<Diagnostic> unsaved = save();
      if (wrong || unsaved) {
        return wrong ? wrong : unsaved;
      }
    }
    return std::nullopt;
  }

  std::optional<Diagnostic> CopyGroup(PlannedGroup& planned,
                                      Manifest& manifest,
                                      uint64_t& done,
                                      uint64_t total) {
    const fs::path session = options_.site / planned.session;
    for (PlannedFile& planned_file : planned.files) {
      execution_.CheckCancelled();
      const CapturedFile& file = files_[planned_file.file];
      const fs::path place = FreePlace(session / planned_file.destination, file);
      Rename(planned, planned_file, place.lexically_relative(session).string());
      Result<std::string> sum = CopyVerified(file.path, place, execution_);
      if (!sum) {
        return sum.diagnostics.front();
      }
      manifest[planned.session + "/" + planned_file.destination] = *sum;
      ++report_.copied;
      report_.bytes += file.bytes;
      done += file.bytes;
      execution_.Report(done, total);
    }
    return std::nullopt;
  }

  // The entry follows a file that got another name.
  void Rename(PlannedGroup& planned, PlannedFile& file, const std::string& destination) {
    if (file.destination == destination) {
      return;
    }
    for (PlannedGroup& other : plan_) {
      if (other.session == planned.session) {
        std::replace(other.entry.pictures.begin(),
                     other.entry.pictures.end(),
                     file.destination,
                     destination);
        std::replace(
            other.entry.scans.begin(), other.entry.scans.end(), file.destination, destination);
      }
    }
    file.destination = destination;
  }

  std::optional<Diagnostic> LeaveInPlace() {
    const fs::path root = fs::weakly_canonical(options_.site);
    std::map<std::string, Manifest> manifests;
    uint64_t done = 0;
    for (PlannedGroup& planned : plan_) {
      if (!planned.adds_entry && !planned.entry.id.empty()) {
        planned.adds_entry = planned.group.kind != GroupKind::kObjectScans;
      }
      const fs::path session = root / planned.session;
      std::vector<std::string> paths;
      for (PlannedFile& file : planned.files) {
        execution_.CheckCancelled();
        const fs::path place = fs::weakly_canonical(files_[file.file].path);
        const fs::path from_session = place.lexically_relative(session);
        const std::string below_site = place.lexically_relative(root).string();
        const Result<std::string> sum = Sha256OfFile(place);
        if (!sum) {
          return sum.diagnostics.front();
        }
        manifests[planned.session][below_site] = *sum;
        const std::string named =
            *from_session.begin() == ".." ? below_site : from_session.string();
        std::replace(
            planned.entry.scans.begin(), planned.entry.scans.end(), file.destination, named);
        file.destination = named;
        paths.push_back(named);
        execution_.Report(++done, files_.size());
      }
      if (planned.group.kind != GroupKind::kObjectScans && !planned.entry.id.empty()) {
        planned.entry.pictures = WholeFolderOr(planned, paths);
      }
    }
    for (auto& [session, manifest] : manifests) {
      const fs::path file = options_.site / session / kManifestName;
      Manifest whole = ReadManifest(file);
      whole.merge(manifest);
      if (std::optional<Diagnostic> wrong = WriteManifest(file, whole)) {
        return wrong;
      }
    }
    return std::nullopt;
  }

  // The folder, when the group is all the photos in it.
  std::vector<std::string> WholeFolderOr(const PlannedGroup& planned,
                                         const std::vector<std::string>& paths) const {
    const GroupKind kind = planned.group.kind;
    if (kind != GroupKind::kScenePhotos && kind != GroupKind::kObjectPhotos) {
      return paths;
    }
    const fs::path folder = files_[planned.files.front().file].path.parent_path();
    size_t photos = 0;
    for (const fs::path& file : FilesIn(folder)) {
      const FileClass found = ClassOfName(file);
      photos += found == FileClass::kPhoto || found == FileClass::kRawPhoto ? 1 : 0;
    }
    const std::string parent = fs::path(paths.front()).parent_path().string();
    return photos == paths.size() && !parent.empty() ? std::vector<std::string>{parent} : paths;
  }

  VisitFacts FactsOf(const std::string& session) const {
    VisitFacts visit;
    std::set<std::string> devices;
    for (const PlannedGroup& planned : plan_) {
      if (planned.session != session) {
        continue;
      }
      visit.day = planned.group.day;
      for (const PlannedFile& planned_file : planned.files) {
        const CapturedFile& file = files_[planned_file.file];
        visit.day_is_guess = visit.day_is_guess || !file.day_from_camera;
        if (!file.camera.empty()) {
          devices.insert(file.camera);
        }
        visit.lens = visit.lens.empty() ? file.lens : visit.lens;
        visit.artist = visit.artist.empty() ? file.artist : visit.artist;
        visit.copyright = visit.copyright.empty() ? file.copyright : visit.copyright;
        if (planned.group.kind == GroupKind::kLoose) {
          visit.loose.push_back(planned_file.destination);
        }
      }
    }
    visit.device = fmt::format("{}", fmt::join(devices, "; "));
    return visit;
  }

  void Remark(PlannedGroup& planned) const {
    const CapturedFile& first = files_[planned.group.files.front()];
    planned.entry.remark = fmt::format("{} ảnh", planned.files.size());
    if (!first.camera.empty()) {
      planned.entry.remark += ", " + first.camera;
    }
  }

  std::vector<Diagnostic> WriteSessions() {
    std::map<std::string, std::vector<NewEntry>> entries;
    for (PlannedGroup& planned : plan_) {
      std::vector<NewEntry>& list = entries[planned.session];
      if (planned.adds_entry) {
        Remark(planned);
        list.push_back(planned.entry);
      }
    }
    for (const auto& [session, list] : entries) {
      std::vector<Diagnostic> wrong = WriteSession(session, list);
      if (!wrong.empty()) {
        return wrong;
      }
    }
    return {};
  }

  std::vector<Diagnostic> WriteSession(const std::string& session,
                                       const std::vector<NewEntry>& entries) {
    const std::string name = session + "/session.yaml";
    const fs::path file = options_.site / name;
    std::error_code error;
    std::string text;
    if (!fs::exists(file, error)) {
      text = NewSessionYaml(FactsOf(session), entries);
    } else {
      if (entries.empty()) {
        return {};
      }
      const Result<std::string> old = ReadFile(file);
      if (!old) {
        return old.diagnostics;
      }
      Result<std::string> added = AppendToLists(*old, name, AdditionsOf(entries));
      if (!added) {
        return KeepApart(session, entries, std::move(added.diagnostics));
      }
      text = std::move(*added);
    }
    if (std::optional<Diagnostic> wrong = WriteFileAtomically(file, text)) {
      return {std::move(*wrong)};
    }
    report_.sessions_written.push_back(session);
    return {};
  }

  // Where the entries cannot be added safely, a person does it: they lie in a file beside it.
  std::vector<Diagnostic> KeepApart(const std::string& session,
                                    const std::vector<NewEntry>& entries,
                                    std::vector<Diagnostic> why) {
    const fs::path file = options_.site / session / "session-them.yaml";
    if (std::optional<Diagnostic> wrong =
            WriteFileAtomically(file, NewSessionYaml(FactsOf(session), entries))) {
      why.push_back(std::move(*wrong));
    }
    return why;
  }

  void Summarise() {
    for (const PlannedGroup& planned : plan_) {
      report_.groups.push_back({planned.group.kind,
                                planned.session,
                                planned.entry.id,
                                planned.files.size(),
                                planned.group.brackets});
    }
    const Result<SiteFolder> folder = ReadSiteFolder(options_.site);
    if (folder) {
      report_.open_questions = OpenQuestions(*folder).size();
    }
    for (const Diagnostic& diagnostic : folder.diagnostics) {
      if (diagnostic.severity == Severity::kError) {
        report_.diagnostics.push_back(diagnostic);
      }
    }
  }

  const TakeInOptions& options_;
  const Execution& execution_;
  std::vector<Session> sessions_;
  std::set<fs::path> named_;
  std::vector<CapturedFile> files_;
  std::vector<PlannedGroup> plan_;
  TakeInReport report_;
};

}  // namespace

Result<TakeInReport> TakeIn(const TakeInOptions& options, const Execution& execution) {
  return Run(options, execution).Go();
}

std::vector<Diagnostic> OpenQuestions(const SiteFolder& folder) {
  std::vector<std::string> names = {"site.yaml"};
  for (const Session& session : folder.sessions) {
    names.push_back(session.file);
  }
  std::vector<Diagnostic> questions;
  for (const std::string& name : names) {
    const Result<std::string> bytes = ReadFile(folder.root / name, uint64_t{4} << 20);
    if (!bytes) {
      continue;
    }
    const std::string text = ToNfc(*bytes);
    int line = 0;
    for (size_t at = 0; at < text.size(); ++line) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string row = text.substr(at, end - at);
      at = end + 1;
      const size_t mark = row.find(std::string("# ") + kOpenQuestion + ":");
      if (mark != std::string::npos) {
        const std::string asked = row.substr(mark + std::string(kOpenQuestion).size() + 4);
        questions.push_back({.severity = Severity::kInfo,
                             .file = name,
                             .line = line + 1,
                             .what = Say(messages::kOpenQuestionRow, fmt::arg("question", asked)),
                             .remedy = Say(messages::kOpenQuestionRemedy)});
      }
    }
  }
  return questions;
}

}  // namespace disan
