// A small site on disk, as a ward would keep it.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/files/atomic_write.h"
#include "formats/record/site.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace disan::testing {

inline constexpr char kSiteYaml[] = R"(disan: 1
id: chua-lien-phai
name: {vi: Chùa Liên Phái, en: Liên Phái Pagoda, lzh: 蓮派寺}
type: architecture-art
rank: national
decision: {number: "313-VH/VP", date: 1962-04-28, issuer: "Bộ Văn hoá"}
address: {vi: "Ngõ Chùa Liên Phái", ward: Bạch Mai, former_ward: "Cầu Dền", city: Hà Nội}
location: {lat: 21.0093, lon: 105.8534}
description: {vi: "Chùa cổ", en: "An old pagoda"}
)";

inline constexpr char kSessionYaml[] = R"(disan: 1
capture: {date: 2026-05-10, operator: "Nguyễn Văn A", permission: "Ban quản lý"}
rights: {holder: "Phường", statement: "http://rightsstatements.org/vocab/InC/1.0/", access: public}
scenes:
  - id: san-truoc
    name: {vi: Sân trước, en: Front court}
    photos: photos/san-truoc
    north_deg: 12.5
objects:
  - id: bia-1
    name: {vi: Bia, en: Stele}
    scans: [scans/bia-1.ply]
    units: mm
)";

class SiteOnDisk {
 public:
  SiteOnDisk() {
    Write("site.yaml", kSiteYaml);
    Write("sessions/2026-05-10/session.yaml", kSessionYaml);
    Write("sessions/2026-05-10/photos/san-truoc/IMG_2.JPG", "x");
    Write("sessions/2026-05-10/photos/san-truoc/IMG_10.jpg", "x");
    Write("sessions/2026-05-10/scans/bia-1.ply", "x");
  }

  void Write(const std::filesystem::path& file, std::string_view bytes) const {
    ASSERT_FALSE(WriteFileAtomically(folder_ / file, bytes));
  }
  const std::filesystem::path& path() const { return folder_.path(); }
  Result<SiteFolder> Read() const { return ReadSiteFolder(path()); }

 private:
  TemporaryFolder folder_;
};

// The diagnostics of at least a warning on `line` of `file`, in Vietnamese; empty when none.
inline std::string SaidAt(const std::vector<Diagnostic>& said, const std::string& file, int line) {
  std::string all;
  for (const Diagnostic& d : said) {
    if (d.file == file && d.line == line && d.severity != Severity::kInfo) {
      all += Line(d, Language::kVietnamese) + "\n";
    }
  }
  return all;
}

inline std::string All(const std::vector<Diagnostic>& said) {
  std::string all;
  for (const Diagnostic& d : said) {
    all += Line(d, Language::kVietnamese) + "\n";
  }
  return all;
}

}  // namespace disan::testing
