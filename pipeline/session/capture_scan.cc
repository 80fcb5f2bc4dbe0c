#include "pipeline/session/capture_scan.h"

#include "formats/image/photo.h"
#include "formats/language/session_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/scalars.h"
#include "pipeline/equirect/fisheye_discs.h"
#include "pipeline/session/brackets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>

#include <fmt/format.h>
#include <sys/stat.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr int kDiscProbe_px = 256;
constexpr double kNearlySquare = 0.08;  // of a disc's frame

// Days since 0000-03-01 of the proleptic Gregorian calendar (H. Hinnant, days_from_civil).
double DaysFromCivil(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097.0 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
}

std::optional<double> SecondsOf(const Exif& exif) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (std::sscanf(exif.captured_at.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &s) !=
      6) {
    return std::nullopt;
  }
  return DaysFromCivil(y, mo, d) * 86400 + h * 3600 + mi * 60 + s +
         exif.captured_ms.value_or(0) / 1000.0;
}

std::string DayOfFile(const fs::path& file) {
  struct stat status {};
  std::tm local{};
  if (::stat(file.c_str(), &status) != 0 || ::localtime_r(&status.st_mtime, &local) == nullptr) {
    return "1970-01-01";
  }
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

std::string CameraName(const Exif& exif) {
  // Most models repeat the maker's first word: "NIKON CORPORATION", "NIKON D7000".
  const std::string maker = FoldForSearch(exif.make.substr(0, exif.make.find(' ')));
  const bool repeats = FoldForSearch(exif.model).rfind(maker, 0) == 0;
  return exif.make.empty() || repeats ? exif.model
         : exif.model.empty()         ? exif.make
                                      : exif.make + " " + exif.model;
}

void LookForDiscs(CapturedFile& file) {
  const double ratio =
      file.height_px == 0 ? 0 : static_cast<double>(file.width_px) / file.height_px;
  if (file.gpano ||
      (std::abs(ratio / 2 - 1) > kNearlySquare && std::abs(ratio - 1) > kNearlySquare)) {
    return;
  }
  const Result<Photo> photo = ReadPhoto(file.path, {.reduce_to_px = kDiscProbe_px});
  if (!photo) {
    return;
  }
  if (const Image8* picture = std::get_if<Image8>(&photo->pixels)) {
    file.fisheye_discs = CountFisheyeDiscs(*picture);
  }
}

void Describe(CapturedFile& file, std::vector<Diagnostic>& said) {
  if (file.kind != FileClass::kPhoto && file.kind != FileClass::kRawPhoto) {
    return;
  }
  Result<PhotoFacts> facts = ReadPhotoFacts(file.path);
  std::move(facts.diagnostics.begin(), facts.diagnostics.end(), std::back_inserter(said));
  if (!facts) {
    file.readable = false;
    // Evidence all the same, and staff will be told: a doubt, not the end.
    for (Diagnostic& diagnostic : said) {
      diagnostic.severity = Severity::kWarning;
    }
    return;
  }
  const Exif& exif = facts->exif;
  file.time_s = SecondsOf(exif);
  if (file.time_s && IsDay(exif.captured_at.substr(0, 10))) {
    file.day = exif.captured_at.substr(0, 10);
    file.day_from_camera = true;
  }
  file.camera = CameraName(exif);
  file.lens = exif.lens;
  file.artist = exif.artist;
  file.copyright = exif.copyright;
  file.exposure_ev = ExposureOf(exif);
  file.width_px = facts->width_px;
  file.height_px = facts->height_px;
  file.gpano = facts->gpano.has_value();
  LookForDiscs(file);
}

void Walk(const fs::path& folder,
          const std::string& relative,
          const CaptureScanOptions& options,
          std::vector<CapturedFile>& files) {
  for (fs::path& path : FilesIn(folder)) {
    CapturedFile file{.path = path, .folder = relative, .name = ToNfc(path.filename().string())};
    std::error_code error;
    file.kind = ClassOfName(path);
    file.bytes = fs::file_size(path, error);
    file.day = DayOfFile(path);
    files.push_back(std::move(file));
  }
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code status;
    if (it->is_directory(status) && !it->is_symlink(status) && !IsClutter(it->path()) &&
        options.skipped_folders.count(fs::weakly_canonical(it->path(), status)) == 0) {
      folders.push_back(it->path());
    }
  }
  std::sort(folders.begin(), folders.end(), NameLess);
  for (const fs::path& inner : folders) {
    const std::string name = ToNfc(inner.filename().string());
    Walk(inner, relative.empty() ? name : relative + "/" + name, options, files);
  }
}

}  // namespace

CaptureScan ScanCapture(const fs::path& folder,
                        const CaptureScanOptions& options,
                        const Execution& execution) {
  CaptureScan scan;
  Walk(folder, "", options, scan.files);
  std::vector<std::vector<Diagnostic>> said(scan.files.size());
  ParallelFor(execution, scan.files.size(), [&](size_t i) { Describe(scan.files[i], said[i]); });
  for (std::vector<Diagnostic>& one : said) {
    std::move(one.begin(), one.end(), std::back_inserter(scan.diagnostics));
  }
  return scan;
}

void AgreeOnDays(std::vector<CapturedFile>& files) {
  std::map<std::string, std::string> of_folder;
  std::string of_all;
  for (const CapturedFile& file : files) {
    if (file.day_from_camera) {
      std::string& day = of_folder[file.folder];
      day = day.empty() ? file.day : std::min(day, file.day);
      of_all = of_all.empty() ? file.day : std::min(of_all, file.day);
    }
  }
  for (CapturedFile& file : files) {
    const auto folder = of_folder.find(file.folder);
    if (!file.day_from_camera && !of_all.empty()) {
      file.day = folder != of_folder.end() ? folder->second : of_all;
      file.day_from_camera = true;
    }
  }
}

}  // namespace disan
