#include "pipeline/check/check.h"

#include "formats/language/session_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/photo_names.h"
#include "pipeline/check/coverage.h"
#include "pipeline/check/photo_look.h"
#include "pipeline/check/record_check.h"
#include "pipeline/check/scan_head.h"
#include "pipeline/session/take_in.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace disan {
namespace {

namespace fs = std::filesystem;

// A set of photos as the record names it.
struct PhotoSet {
  const Session* session = nullptr;
  const Written* written = nullptr;
  std::string id;
  bool scene = false;
  SceneSource source = SceneSource::kNone;
  int brackets = 1;
  std::vector<size_t> photos;  // indices into the looks
};

class SiteCheck {
 public:
  SiteCheck(const SiteFolder& folder, const Execution& execution)
      : folder_(folder), execution_(execution) {}

  CheckReport Run(const std::vector<Diagnostic>& said) {
    rows_ = said;
    Collect();
    looks_.resize(files_.size());
    ParallelFor(execution_, files_.size(), [&](size_t i) { looks_[i] = LookAtPhoto(files_[i]); });
    for (size_t i = 0; i < files_.size(); ++i) {
      for (Diagnostic diagnostic : looks_[i].said) {
        diagnostic.file = NameOf(files_[i]);
        rows_.push_back(std::move(diagnostic));
      }
    }
    for (const PhotoSet& set : sets_) {
      CheckSet(set);
    }
    CheckScans();
    Append(CheckRecord(folder_));
    CountQuestions();
    return Finish(said);
  }

 private:
  void Append(std::vector<Diagnostic> more) {
    std::move(more.begin(), more.end(), std::back_inserter(rows_));
  }

  // One row a file: what they ask stands in the file itself.
  void CountQuestions() {
    std::map<std::string, std::vector<int>> lines;
    for (const Diagnostic& question : OpenQuestions(folder_)) {
      lines[question.file].push_back(question.line);
    }
    for (const auto& [file, at] : lines) {
      rows_.push_back({.severity = Severity::kInfo,
                       .file = file,
                       .line = at.front(),
                       .what = Say(messages::kOpenQuestionCount, fmt::arg("count", at.size())),
                       .remedy = Say(messages::kOpenQuestionRemedy)});
    }
  }

  std::string NameOf(const fs::path& file) const {
    const fs::path relative = file.lexically_relative(folder_.root);
    return ToNfc(relative.empty() || *relative.begin() == ".." ? file.string() : relative.string());
  }

  void Collect() {
    for (const Session& session : folder_.sessions) {
      for (const Scene& scene : session.scenes) {
        Add({&session,
             &scene.written,
             scene.id,
             true,
             scene.source,
             scene.brackets.value_or(1),
             {}},
            scene.photo_files);
        ++report_.scenes;
      }
      for (const Object& object : session.objects) {
        Add({&session, &object.written, object.id, false, SceneSource::kNone, 1, {}},
            object.photo_files);
        ++report_.objects;
        report_.scans += object.scan_files.size();
      }
    }
    report_.photos = files_.size();
  }

  void Add(PhotoSet set, const std::vector<fs::path>& photos) {
    for (const fs::path& photo : photos) {
      set.photos.push_back(files_.size());
      files_.push_back(photo);
    }
    sets_.push_back(std::move(set));
  }

  void Row(const std::string& file, int line, Text what, Text remedy) {
    rows_.push_back({.severity = Severity::kWarning,
                     .file = file,
                     .line = line,
                     .what = std::move(what),
                     .remedy = std::move(remedy)});
  }
  void SetRow(const PhotoSet& set, Text what, Text remedy) {
    Row(set.session->file, set.written->line, std::move(what), std::move(remedy));
  }

  void CheckSet(const PhotoSet& set) {
    size_t readable = 0;
    for (const size_t i : set.photos) {
      readable += looks_[i].facts ? 1U : 0U;
    }
    if (readable == 0) {
      return;
    }
    ++usable_;
    CheckBlur(set);
    CheckExposure(set);
    CheckDates(set);
    if (set.scene && set.source == SceneSource::kPanorama) {
      CheckPanorama(set);
    } else if (set.scene && set.source == SceneSource::kPhotos) {
      CheckCameras(set);
      CheckCoverage(set, readable);
    }
  }

  void CheckBlur(const PhotoSet& set) {
    std::vector<std::optional<Sharpness>> sharpness;
    for (const size_t i : set.photos) {
      sharpness.push_back(looks_[i].sharpness);
    }
    const std::vector<bool> blurred = FindBlurred(sharpness);
    for (size_t n = 0; n < set.photos.size(); ++n) {
      if (blurred[n]) {
        Row(NameOf(files_[set.photos[n]]),
            0,
            Say(messages::kCheckBlurred),
            Say(messages::kCheckBlurredRemedy));
      }
    }
  }

  // In a bracketed set the dark and the bright ones are meant.
  void CheckExposure(const PhotoSet& set) {
    if (set.brackets > 1) {
      return;
    }
    for (const size_t i : set.photos) {
      const std::optional<ExposureLook>& look = looks_[i].exposure;
      if (look && look->dark()) {
        Row(NameOf(files_[i]), 0, Say(messages::kCheckDark), Say(messages::kCheckExposureRemedy));
      } else if (look && look->burnt()) {
        Row(NameOf(files_[i]),
            0,
            Say(messages::kCheckBurnt, fmt::arg("percent", std::lround(look->clipped_share * 100))),
            Say(messages::kCheckExposureRemedy));
      }
    }
  }

  void CheckDates(const PhotoSet& set) {
    std::set<std::string> days;
    for (const size_t i : set.photos) {
      if (looks_[i].facts && looks_[i].facts->exif.captured_at.size() >= 10) {
        days.insert(looks_[i].facts->exif.captured_at.substr(0, 10));
      }
    }
    const std::string& written = set.session->capture.date;
    if (!days.empty() && !written.empty() && days.count(written) == 0) {
      SetRow(set,
             Say(messages::kCheckDay,
                 fmt::arg("id", set.id),
                 fmt::arg("photo", *days.begin()),
                 fmt::arg("written", written)),
             Say(messages::kCheckDayRemedy));
    }
  }

  void CheckPanorama(const PhotoSet& set) {
    const PhotoFacts& facts = *looks_[set.photos.front()].facts;
    const bool cropped = facts.gpano &&
                         facts.gpano->full_width_px == 2 * facts.gpano->full_height_px &&
                         facts.gpano->full_width_px > 0;
    if (std::abs(facts.width_px - 2 * facts.height_px) > 2 && !cropped) {
      Row(NameOf(files_[set.photos.front()]),
          0,
          Say(messages::kCheckNotTwoToOne,
              fmt::arg("width", facts.width_px),
              fmt::arg("height", facts.height_px)),
          Say(messages::kCheckNotTwoToOneRemedy));
    }
  }

  void CheckCameras(const PhotoSet& set) {
    std::set<std::string> cameras;
    std::set<int> sizes;
    size_t no_focal = 0;
    for (const size_t i : set.photos) {
      if (!looks_[i].facts) {
        continue;
      }
      const PhotoFacts& facts = *looks_[i].facts;
      cameras.insert(facts.exif.model);
      sizes.insert(std::max(facts.width_px, facts.height_px));
      no_focal += FieldOfViewOf(facts) ? 0U : 1U;
    }
    if (cameras.size() > 1) {
      std::string names;
      for (const std::string& camera : cameras) {
        names += (names.empty() ? "" : ", ") + (camera.empty() ? "?" : camera);
      }
      SetRow(set,
             Say(messages::kCheckMixedCameras, fmt::arg("id", set.id), fmt::arg("cameras", names)),
             Say(messages::kCheckMixedCamerasRemedy));
    } else if (sizes.size() > 1) {
      SetRow(set,
             Say(messages::kCheckMixedSizes, fmt::arg("id", set.id)),
             Say(messages::kCheckMixedCamerasRemedy));
    }
    if (no_focal > 0) {
      SetRow(set,
             Say(messages::kCheckNoFocal,
                 fmt::arg("id", set.id),
                 fmt::arg("count", no_focal),
                 fmt::arg("total", set.photos.size())),
             Say(messages::kCheckNoFocalRemedy));
    }
  }

  void CheckCoverage(const PhotoSet& set, size_t readable) {
    const auto directions = static_cast<int>(readable) / std::max(1, set.brackets);
    std::optional<FieldOfView> view;
    for (const size_t i : set.photos) {
      if (looks_[i].facts && !view) {
        view = FieldOfViewOf(*looks_[i].facts);
      }
    }
    if (directions < 3 && !view) {
      SetRow(set,
             Say(messages::kCheckFewPhotos, fmt::arg("id", set.id), fmt::arg("count", directions)),
             Say(messages::kCheckFewPhotosRemedy));
    }
    if (!view) {
      return;
    }
    const PhotosNeeded needed = NeededFor(*view);
    if (directions < needed.ring) {
      SetRow(set,
             Say(messages::kCheckRing,
                 fmt::arg("id", set.id),
                 fmt::arg("count", directions),
                 fmt::arg("needed", needed.ring),
                 fmt::arg("degrees", std::lround(view->horizontal_deg))),
             Say(messages::kCheckRingRemedy));
    } else if (directions * 10 < needed.sphere * 7) {
      rows_.push_back({.severity = Severity::kInfo,
                       .file = set.session->file,
                       .line = set.written->line,
                       .what = Say(messages::kCheckSphere,
                                   fmt::arg("id", set.id),
                                   fmt::arg("count", directions),
                                   fmt::arg("needed", needed.sphere)),
                       .remedy = Say(messages::kCheckSphereRemedy)});
    }
  }

  void CheckScans() {
    for (const Session& session : folder_.sessions) {
      for (const Object& object : session.objects) {
        for (const fs::path& scan : object.scan_files) {
          std::optional<Diagnostic> wrong = CheckScanHead(scan);
          usable_ += wrong && wrong->severity == Severity::kError ? 0U : 1U;
          if (wrong) {
            wrong->file = NameOf(scan);
            rows_.push_back(std::move(*wrong));
          }
        }
      }
    }
  }

  CheckReport Finish(const std::vector<Diagnostic>& said) {
    report_.unusable = HasErrors(said) || usable_ == 0;
    if (usable_ == 0 && !HasErrors(said)) {
      rows_.push_back(
          {.file = "sessions",
           .what = Say(messages::kCheckNothing),
           .remedy = Say(messages::kSiteNothingRemedy, fmt::arg("folder", folder_.root.string()))});
    }
    std::stable_sort(rows_.begin(), rows_.end(), [](const Diagnostic& a, const Diagnostic& b) {
      return a.severity > b.severity;
    });
    report_.rows = std::move(rows_);
    return std::move(report_);
  }

  const SiteFolder& folder_;
  const Execution& execution_;
  std::vector<fs::path> files_;
  std::vector<PhotoLook> looks_;
  std::vector<PhotoSet> sets_;
  std::vector<Diagnostic> rows_;
  size_t usable_ = 0;
  CheckReport report_;
};

}  // namespace

CheckReport CheckSite(const SiteFolder& folder,
                      const std::vector<Diagnostic>& said,
                      const Execution& execution) {
  return SiteCheck(folder, execution).Run(said);
}

}  // namespace disan
