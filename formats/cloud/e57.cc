#include "formats/cloud/e57.h"

#include "formats/cloud/cloud_builder.h"
#include "formats/cloud/cloud_error.h"
#include "formats/cloud/e57_pages.h"
#include "formats/cloud/e57_structure.h"
#include "formats/cloud/e57_vector.h"

#include <algorithm>
#include <cmath>

namespace disan {

namespace {

using M = E57Meaning;

// Which of the optional properties all scans have; what only some have cannot be kept.
struct Kept {
  bool colours = true;
  bool intensities = true;
  bool normals = true;
};

bool HasField(const E57Scan& scan, M meaning) {
  return std::any_of(scan.fields.begin(), scan.fields.end(), [&](const E57Field& field) {
    return field.meaning == meaning;
  });
}

bool HasAll(const E57Scan& scan, M a, M b, M c) {
  return HasField(scan, a) && HasField(scan, b) && HasField(scan, c);
}

// The range of a colour or intensity: the scan's limits, else the field's.
E57Limits LimitsOf(const E57Scan& scan, M meaning, const std::optional<E57Limits>& limits) {
  if (limits) {
    return *limits;
  }
  for (const E57Field& field : scan.fields) {
    if (field.meaning == meaning && field.high > field.low) {
      return {field.low, field.high};
    }
  }
  return {0.0, 1.0};  // floats without any limit
}

double Share(double value, const E57Limits& limits) {
  const double share = (value - limits.low) / (limits.high - limits.low);
  return std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
}

class ScanTaker {
 public:
  ScanTaker(const E57Scan& scan, const Kept& kept, Cloud& cloud, CloudBuilder& builder)
      : scan_(scan),
        kept_(kept),
        cloud_(cloud),
        builder_(builder),
        spherical_(!HasAll(scan, M::kX, M::kY, M::kZ)),
        colour_limits_{LimitsOf(scan, M::kRed, scan.colour_limits[0]),
                       LimitsOf(scan, M::kGreen, scan.colour_limits[1]),
                       LimitsOf(scan, M::kBlue, scan.colour_limits[2])},
        intensity_limits_(LimitsOf(scan, M::kIntensity, scan.intensity_limits)) {}

  void Take(const E57Batch& batch) {
    for (size_t i = 0; i < batch.count; ++i) {
      if (batch.Has(M::kInvalid) && batch.Of(M::kInvalid)[i] != 0.0) {
        ++invalid_;
        continue;
      }
      if (builder_.Add(scan_.scan.world_from_scan.Apply(Position(batch, i)))) {
        TakeProperties(batch, i);
      }
    }
  }

  uint64_t invalid() const { return invalid_; }

 private:
  Double3 Position(const E57Batch& batch, size_t i) const {
    if (!spherical_) {
      return {batch.Of(M::kX)[i], batch.Of(M::kY)[i], batch.Of(M::kZ)[i]};
    }
    const double range = batch.Of(M::kRange)[i];
    const double azimuth = batch.Of(M::kAzimuth)[i];
    const double elevation = batch.Of(M::kElevation)[i];
    const double flat = range * std::cos(elevation);
    return {flat * std::cos(azimuth), flat * std::sin(azimuth), range * std::sin(elevation)};
  }

  void TakeProperties(const E57Batch& batch, size_t i) {
    if (kept_.colours) {
      cloud_.colours.push_back(Colour(batch, i));
    }
    if (kept_.intensities) {
      const double share = Share(batch.Of(M::kIntensity)[i], intensity_limits_);
      cloud_.intensities.push_back(static_cast<uint16_t>(std::lround(share * 65535.0)));
    }
    if (kept_.normals) {
      cloud_.normals.push_back(Normal(batch, i));
    }
  }

  Rgba8 Colour(const E57Batch& batch, size_t i) const {
    if (batch.Has(M::kColourInvalid) && batch.Of(M::kColourInvalid)[i] != 0.0) {
      return {128, 128, 128, 255};  // seen from no camera: a neutral grey
    }
    const auto part = [&](M meaning, const E57Limits& limits) {
      return static_cast<uint8_t>(std::lround(Share(batch.Of(meaning)[i], limits) * 255.0));
    };
    return {part(M::kRed, colour_limits_[0]),
            part(M::kGreen, colour_limits_[1]),
            part(M::kBlue, colour_limits_[2])};
  }

  Float3 Normal(const E57Batch& batch, size_t i) const {
    const Double3 n = scan_.scan.world_from_scan.Rotate(
        {batch.Of(M::kNormalX)[i], batch.Of(M::kNormalY)[i], batch.Of(M::kNormalZ)[i]});
    return IsFinite(n) ? Normalized(n).To<float>() : Float3{};
  }

  const E57Scan& scan_;
  const Kept& kept_;
  Cloud& cloud_;
  CloudBuilder& builder_;
  bool spherical_;
  std::array<E57Limits, 3> colour_limits_;
  E57Limits intensity_limits_;
  uint64_t invalid_ = 0;
};

// All that can be known before the points are touched.
std::optional<Diagnostic> CheckScans(const E57Pages& pages,
                                     const std::vector<E57Scan>& scans,
                                     const std::string& file) {
  for (const E57Scan& scan : scans) {
    if (scan.record_count > 0 && !HasAll(scan, M::kX, M::kY, M::kZ) &&
        !HasAll(scan, M::kRange, M::kAzimuth, M::kElevation)) {
      return CloudError(file,
                        messages::kE57ScanUnreadable,
                        messages::kE57ExportRemedy,
                        fmt::arg("scan", scan.scan.name));
    }
    if (const uint64_t most = MostRecords(pages, scan); scan.record_count > most) {
      return CloudError(file,
                        messages::kCloudFewerPoints,
                        messages::kCloudCopyAgain,
                        fmt::arg("said", scan.record_count),
                        fmt::arg("there", most));
    }
  }
  return std::nullopt;
}

Diagnostic Complaint(E57Reading reading,
                     const E57Pages& pages,
                     const E57Scan& scan,
                     const std::string& file) {
  if (reading == E57Reading::kBadPage) {
    return CloudError(file,
                      messages::kE57Checksum,
                      messages::kCloudCopyAgain,
                      fmt::arg("page", pages.first_bad_page()),
                      fmt::arg("count", pages.bad_pages()));
  }
  return CloudError(file,
                    messages::kE57PointsDamaged,
                    messages::kCloudCopyAgain,
                    fmt::arg("scan", scan.scan.name));
}

Kept WhatToKeep(const std::vector<E57Scan>& scans) {
  Kept kept;
  for (const E57Scan& scan : scans) {
    if (scan.record_count > 0) {
      kept.colours = kept.colours && HasAll(scan, M::kRed, M::kGreen, M::kBlue);
      kept.intensities = kept.intensities && HasField(scan, M::kIntensity);
      kept.normals = kept.normals && HasAll(scan, M::kNormalX, M::kNormalY, M::kNormalZ);
    }
  }
  return kept;
}

void PlaceSensor(Scan& scan, bool spherical) {
  // The scanner stands at the origin of its own frame. Without a pose, a grid or angles there is
  // no saying that the frame is a scanner's.
  if (scan.posed || spherical || (scan.rows > 1 && scan.columns > 1)) {
    scan.sensor_position = scan.world_from_scan.translation;
  }
}

std::optional<Diagnostic> TakeScans(const E57Pages& pages,
                                    std::vector<E57Scan>& scans,
                                    const std::string& file,
                                    Cloud& cloud,
                                    uint64_t& left_out) {
  const Kept kept = WhatToKeep(scans);
  const bool any = std::any_of(
      scans.begin(), scans.end(), [](const E57Scan& scan) { return scan.record_count > 0; });
  CloudBuilder builder(cloud);
  for (E57Scan& scan : scans) {
    PlaceSensor(scan.scan, !HasAll(scan, M::kX, M::kY, M::kZ));
    ScanTaker taker(scan, kept, cloud, builder);
    // Some programs leave the section of an empty scan unfinished. That matters only when there is
    // nothing else.
    if (scan.record_count > 0 || !any) {
      const E57Reading reading =
          ReadE57Points(pages, scan, [&](const E57Batch& batch) { taker.Take(batch); });
      if (reading != E57Reading::kDone) {
        return Complaint(reading, pages, scan, file);
      }
    }
    if (scans.size() > 1) {
      cloud.scan_of_points.resize(cloud.size(), static_cast<uint16_t>(cloud.scans.size()));
    }
    cloud.scans.push_back(scan.scan);
    left_out += taker.invalid();
  }
  left_out += builder.left_out();
  return std::nullopt;
}

}  // namespace

bool LooksLikeE57(std::string_view bytes) {
  return bytes.starts_with("ASTM-E57");
}

Result<Cloud> ReadE57(std::string_view bytes, const std::string& file) {
  Result<E57Pages> pages = E57Pages::Open(bytes, file);
  if (!pages) {
    return Result<Cloud>::Failed(std::move(pages.diagnostics));
  }
  Result<E57Structure> structure = ReadE57Structure(pages->xml(), file);
  if (!structure) {
    return Result<Cloud>::Failed(std::move(structure.diagnostics));
  }
  if (auto wrong = CheckScans(*pages, structure->scans, file)) {
    return Result<Cloud>::Failed(std::move(*wrong));
  }
  Cloud cloud;
  cloud.metres_per_unit = 1.0;  // by the standard
  cloud.crs = structure->crs;
  cloud.images = structure->images;
  uint64_t left_out = 0;
  if (auto wrong = TakeScans(*pages, structure->scans, file, cloud, left_out)) {
    return Result<Cloud>::Failed(std::move(*wrong));
  }
  return CloudWithNotes(std::move(cloud), LeftOutNotes(left_out, file), file);
}

}  // namespace disan
