#include "pipeline/session/take_in.h"

#include "formats/files/atomic_write.h"
#include "formats/language/session_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/session/capture_scan.h"
#include "pipeline/session/destinations.h"
#include "pipeline/session/known_content.h"
#include "pipeline/session/place_files.h"
#include "pipeline/session/session_text.h"
#include "pipeline/session/write_sessions.h"

#include <algorithm>
#include <set>

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
    if (std::optional<Diagnostic> wrong = Place()) {
      return Failed::Failed(std::move(*wrong));
    }
    WrittenSessions written = WriteSessions(options_.site, files_, plan_);
    if (!written.wrong.empty()) {
      return Failed::Failed(std::move(written.wrong));
    }
    report_.sessions_written = std::move(written.sessions);
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

  std::optional<Diagnostic> Place() {
    if (options_.in_place) {
      return LeaveInPlace(options_.site, files_, plan_, execution_);
    }
    for (const CapturedFile& file : files_) {
      report_.bytes += file.bytes;
    }
    report_.copied = files_.size();
    return CopyIntoSite(options_.site, files_, plan_, execution_);
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

}  // namespace disan
