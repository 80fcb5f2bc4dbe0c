#include "tests/support/sample_site.h"

#include "formats/files/atomic_write.h"
#include "formats/image/jpeg.h"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace disan::testing {
namespace {

std::string SiteYaml() {
  return R"(disan: 1
id: chua-mau
name: {vi: Chùa Mẫu, en: Sample Pagoda}
type: architecture-art
rank: national
decision: {number: "313/VH-VP", date: 1962-04-28, issuer: Bộ Văn hóa}
address: {vi: "Ngõ Chùa, Hà Nội", en: "Ngõ Chùa, Hà Nội", ward: Bạch Mai, city: Hà Nội}
location: {lat: 21.0093, lon: 105.8534}
description: {vi: Một di tích để thử., en: A site for tests.}
)";
}

std::string SessionYaml(const SampleSiteOptions& options) {
  std::string yaml = R"(disan: 1
capture: {date: 2026-05-10, operator: Nguyễn Văn A, device: Máy thử, conditions: trời nắng, permission: "Giấy phép 1"}
rights: {holder: UBND phường, statement: "http://rightsstatements.org/vocab/InC/1.0/", access: public}
scenes:
)";
  for (int i = 1; i <= options.scenes; ++i) {
    yaml += fmt::format(
        "  - id: diem-{0}\n    name: {{vi: Điểm {0}, en: Place {0}}}\n    panorama: "
        "photos/diem-{0}.jpg\n    north_deg: 0\n",
        i);
  }
  if (options.object) {
    yaml +=
        "objects:\n  - id: qua-cau\n    name: {vi: Quả cầu, en: Ball}\n    scans: "
        "[scans/qua-cau.obj]\n"
        "    units: mm\n    up: y\n";
  }
  return yaml;
}

std::string TourYaml(const SampleSiteOptions& options) {
  std::string yaml = "disan: 1\nstart: diem-1\nscenes:\n";
  for (int i = 1; i <= options.scenes; ++i) {
    const int next = i % options.scenes + 1;
    yaml += fmt::format(
        "  diem-{}:\n    links: [{{to: diem-{}, yaw_deg: {}}}]\n", i, next, i % 2 == 1 ? 0 : 180);
  }
  return yaml;
}

}  // namespace

std::string PanoramaJpeg(int width_px, int seed) {
  Image8 image(width_px, width_px / 2, 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const double lon = 2 * std::numbers::pi * (x + 0.5) / image.width;
      const double lat = std::numbers::pi * (0.5 - (y + 0.5) / image.height);
      uint8_t* pixel = image.At(x, y);
      for (int c = 0; c < 3; ++c) {
        const double wave =
            std::cos(lat) * std::sin(lon * (c + 2) + seed + c) + std::sin(lat * (seed % 3 + 1));
        pixel[c] = static_cast<uint8_t>(std::lround(128 + 55 * wave));
      }
    }
  }
  return *EncodeJpeg(image, {.quality = 90});
}

std::string BallObj(int rings) {
  std::string obj;
  for (int i = 0; i <= rings; ++i) {
    for (int j = 0; j < 2 * rings; ++j) {
      const double lat = std::numbers::pi * i / rings;
      const double lon = std::numbers::pi * j / rings;
      obj += fmt::format("v {:.4f} {:.4f} {:.4f}\n",
                         100 * std::sin(lat) * std::cos(lon),
                         100 * std::cos(lat),
                         100 * std::sin(lat) * std::sin(lon));
    }
  }
  const auto index = [&](int i, int j) { return i * 2 * rings + j % (2 * rings) + 1; };
  for (int i = 0; i < rings; ++i) {
    for (int j = 0; j < 2 * rings; ++j) {
      obj += fmt::format(
          "f {} {} {} {}\n", index(i, j), index(i, j + 1), index(i + 1, j + 1), index(i + 1, j));
    }
  }
  return obj;
}

void WriteSampleSite(const std::filesystem::path& root, const SampleSiteOptions& options) {
  const std::filesystem::path session = root / "sessions/2026-05-10";
  WriteFileAtomically(root / "site.yaml", SiteYaml());
  WriteFileAtomically(session / "session.yaml", SessionYaml(options));
  WriteFileAtomically(root / "tour.yaml", TourYaml(options));
  for (int i = 1; i <= options.scenes; ++i) {
    WriteFileAtomically(session / fmt::format("photos/diem-{}.jpg", i),
                        PanoramaJpeg(options.panorama_width_px, i));
  }
  if (options.object) {
    WriteFileAtomically(session / "scans/qua-cau.obj", BallObj(24));
  }
}

}  // namespace disan::testing
