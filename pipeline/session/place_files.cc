#include "pipeline/session/place_files.h"

#include "formats/files/sha256.h"
#include "pipeline/session/capture_scan.h"
#include "pipeline/session/manifest.h"
#include "pipeline/session/verified_copy.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

class Placing {
 public:
  Placing(const fs::path& site,
          const std::vector<CapturedFile>& files,
          std::vector<PlannedGroup>& plan,
          const Execution& execution)
      : site_(site), files_(files), plan_(plan), execution_(execution) {}

  std::optional<Diagnostic> Copy() {
    uint64_t total = 0;
    for (const CapturedFile& file : files_) {
      total += file.bytes;
    }
    uint64_t done = 0;
    for (PlannedGroup& planned : plan_) {
      Manifest manifest;
      std::optional<Diagnostic> wrong;
      const fs::path session = site_ / planned.session;
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

  std::optional<Diagnostic> LeaveInPlace() {
    const fs::path root = fs::weakly_canonical(site_);
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
      const fs::path file = site_ / session / kManifestName;
      Manifest whole = ReadManifest(file);
      whole.merge(manifest);
      if (std::optional<Diagnostic> wrong = WriteManifest(file, whole)) {
        return wrong;
      }
    }
    return std::nullopt;
  }

 private:
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

  std::optional<Diagnostic> CopyGroup(PlannedGroup& planned,
                                      Manifest& manifest,
                                      uint64_t& done,
                                      uint64_t total) {
    const fs::path session = site_ / planned.session;
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

  const fs::path& site_;
  const std::vector<CapturedFile>& files_;
  std::vector<PlannedGroup>& plan_;
  const Execution& execution_;
};

}  // namespace

std::optional<Diagnostic> CopyIntoSite(const fs::path& site,
                                       const std::vector<CapturedFile>& files,
                                       std::vector<PlannedGroup>& plan,
                                       const Execution& execution) {
  return Placing(site, files, plan, execution).Copy();
}

std::optional<Diagnostic> LeaveInPlace(const fs::path& site,
                                       const std::vector<CapturedFile>& files,
                                       std::vector<PlannedGroup>& plan,
                                       const Execution& execution) {
  return Placing(site, files, plan, execution).LeaveInPlace();
}

}  // namespace disan
