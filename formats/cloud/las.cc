#include "formats/cloud/las.h"

#include "formats/cloud/cloud_builder.h"
#include "formats/cloud/cloud_error.h"
#include "formats/cloud/las_header.h"
#include "formats/cloud/laz.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>

namespace disan {

namespace {

// Points that one byte of compressed data may stand for. Real files stay below 2, the coder's
// smallest step allows a few thousand for points that never change.
constexpr uint64_t kPointsPerByte = 4096;
constexpr uint64_t kExpectedPointsPerByte = 8;  // memory asked for beforehand

struct LasPoints {
  const LasHeader& header;
  Cloud& cloud;
  CloudBuilder builder;
  std::vector<std::array<uint16_t, 3>> wide_colours;
  uint16_t brightest = 0;
  uint64_t withheld = 0;

  LasPoints(const LasHeader& las_header, Cloud& to, uint64_t file_bytes)
      : header(las_header),
        cloud(to),
        builder(to),
        colour_at_(LasColourOffset(header.point_format)) {
    const uint64_t expected = std::min(header.point_count, file_bytes * kExpectedPointsPerByte);
    cloud.points.reserve(expected);
    cloud.intensities.reserve(expected);
    wide_colours.reserve(colour_at_ != 0 ? expected : 0);
  }

  void Take(const uint8_t* record) {
    const bool extended = header.point_format >= 6;
    if ((record[15] & (extended ? 0x04U : 0x80U)) != 0) {
      ++withheld;
      return;
    }
    Double3 world;
    for (int k = 0; k < 3; ++k) {
      world[k] = LoadLittle<int32_t>(record + 4 * k) * header.scale[k] + header.offset[k];
    }
    if (!builder.Add(world)) {
      return;
    }
    cloud.intensities.push_back(LoadLittle<uint16_t>(record + 12));
    if (colour_at_ != 0) {
      const auto colour = LoadLittle<std::array<uint16_t, 3>>(record + colour_at_);
      brightest = std::max({brightest, colour[0], colour[1], colour[2]});
      wide_colours.push_back(colour);
    }
  }

  // Scanners that know 8 bits often store them unscaled; then nothing is brighter than 255. All
  // black means that nobody filled the field.
  void FinishColours() {
    if (brightest > 0) {
      const int shift = brightest > 255 ? 8 : 0;
      cloud.colours.reserve(wide_colours.size());
      for (const auto& c : wide_colours) {
        cloud.colours.push_back({static_cast<uint8_t>(c[0] >> shift),
                                 static_cast<uint8_t>(c[1] >> shift),
                                 static_cast<uint8_t>(c[2] >> shift)});
      }
    }
    const bool dark = std::all_of(cloud.intensities.begin(),
                                  cloud.intensities.end(),
                                  [](uint16_t intensity) { return intensity == 0; });
    if (dark) {
      cloud.intensities.clear();
    }
  }

 private:
  size_t colour_at_;
};

void TakeAll(std::string_view bytes, LasPoints& points) {
  const uint8_t* record = reinterpret_cast<const uint8_t*>(bytes.data()) + points.header.points_at;
  for (uint64_t i = 0; i < points.header.point_count; ++i, record += points.header.record_bytes) {
    points.Take(record);
  }
}

bool TakeAllCompressed(laz::Records& records, LasPoints& points) {
  std::vector<uint8_t> record(points.header.record_bytes);
  for (uint64_t i = 0; i < points.header.point_count; ++i) {
    if (!records.Next(record.data())) {
      return false;
    }
    points.Take(record.data());
  }
  return true;
}

std::optional<Diagnostic> CheckCount(std::string_view bytes,
                                     const LasHeader& header,
                                     const std::string& file) {
  const uint64_t room = bytes.size() - header.points_at;
  if (header.point_count == 0) {
    return CloudError(file, messages::kCloudEmpty, messages::kCloudEmptyRemedy);
  }
  const uint64_t most = header.compressed ? room * kPointsPerByte : room / header.record_bytes;
  if (header.point_count > most) {
    return CloudError(file,
                      messages::kCloudFewerPoints,
                      messages::kCloudCopyAgain,
                      fmt::arg("said", header.point_count),
                      fmt::arg("there", most));
  }
  return std::nullopt;
}

Result<Cloud> Finish(LasPoints& points, const std::string& file) {
  points.FinishColours();
  std::vector<Diagnostic> notes = LeftOutNotes(points.builder.left_out(), file);
  if (points.withheld > 0) {
    notes.push_back(CloudWarning(file,
                                 messages::kLasWithheld,
                                 messages::kCloudNothingToDo,
                                 fmt::arg("count", points.withheld)));
  }
  if (points.header.degrees) {
    notes.push_back(CloudWarning(file, messages::kLasDegrees, messages::kLasDegreesRemedy));
  }
  return CloudWithNotes(std::move(points.cloud), std::move(notes), file);
}

}  // namespace

bool LooksLikeLas(std::string_view bytes) {
  return bytes.starts_with("LASF");
}

Result<Cloud> ReadLas(std::string_view bytes, const std::string& file) {
  Result<LasHeader> header = ReadLasHeader(bytes, file);
  if (!header) {
    return Result<Cloud>::Failed(std::move(header.diagnostics));
  }
  if (auto wrong = CheckCount(bytes, *header, file)) {
    return Result<Cloud>::Failed(std::move(*wrong));
  }
  Cloud cloud;
  cloud.scans.emplace_back();
  cloud.up = SourceUp::kZ;
  cloud.crs = header->crs;
  cloud.metres_per_unit = header->metres_per_unit;
  if (!header->compressed) {
    LasPoints points(*header, cloud, bytes.size());
    TakeAll(bytes, points);
    return Finish(points, file);
  }
  Result<laz::Records> records = laz::Records::Open(bytes, *header, file);
  if (!records) {
    return Result<Cloud>::Failed(std::move(records.diagnostics));
  }
  LasPoints points(*header, cloud, bytes.size());
  if (!TakeAllCompressed(*records, points)) {
    return Result<Cloud>::Failed(
        CloudError(file, messages::kLazDamaged, messages::kCloudCopyAgain));
  }
  return Finish(points, file);
}

}  // namespace disan
