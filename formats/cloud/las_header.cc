#include "formats/cloud/las_header.h"

#include "formats/cloud/cloud_error.h"
#include "formats/cloud/las_crs.h"
#include "formats/cloud/little_endian.h"

#include <array>
#include <cmath>

namespace disan {

namespace {

constexpr size_t kSmallestHeader = 227;
constexpr size_t kHeader14 = 375;
constexpr size_t kVlrHead = 54;
constexpr size_t kEvlrHead = 60;
constexpr std::array<size_t, 11> kRecordBytes{20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67};

struct Parse {
  std::string_view bytes;
  const std::string& file;
  LasHeader header;
  LasCrsRecords crs;
  bool has_compression = false;
};

Result<LasHeader> Damaged(const std::string& file, const Message& what) {
  return Result<LasHeader>::Failed(CloudError(file, what, messages::kCloudCopyAgain));
}

std::string_view Trimmed(std::string_view text) {
  return text.substr(0, text.find('\0'));
}

bool ReadCompression(std::string_view data, LasCompression& compression) {
  if (data.size() < 34) {
    return false;
  }
  compression.compressor = LoadLittle<uint16_t>(data, 0);
  compression.chunk_points = LoadLittle<uint32_t>(data, 12);
  const auto count = LoadLittle<uint16_t>(data, 32);
  if (data.size() < 34U + 6U * count) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    const size_t at = 34 + 6 * i;
    compression.items.push_back({static_cast<laz::ItemKind>(LoadLittle<uint16_t>(data, at)),
                                 LoadLittle<uint16_t>(data, at + 2),
                                 LoadLittle<uint16_t>(data, at + 4)});
  }
  return true;
}

bool TakeRecord(Parse& parse, std::string_view user, uint16_t id, std::string_view data) {
  if (user == "laszip encoded" && id == 22204) {
    parse.has_compression = true;
    return ReadCompression(data, parse.header.compression);
  }
  if (user != "LASF_Projection") {
    return true;
  }
  if (id == 2112) {
    parse.crs.wkt = Trimmed(data);
  } else if (id == 34735) {
    parse.crs.keys = data;
  } else if (id == 34737) {
    parse.crs.ascii = Trimmed(data);
  }
  return true;
}

// Records between the header and the points. A file whose records run over the points is damaged.
bool ReadRecords(Parse& parse, uint64_t at, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (!Lies(at, kVlrHead, parse.header.points_at)) {
      return false;
    }
    const auto length = LoadLittle<uint16_t>(parse.bytes, at + 20);
    if (!Lies(at + kVlrHead, length, parse.header.points_at)) {
      return false;
    }
    const std::string_view user = Trimmed(parse.bytes.substr(at + 2, 16));
    const auto id = LoadLittle<uint16_t>(parse.bytes, at + 18);
    if (!TakeRecord(parse, user, id, parse.bytes.substr(at + kVlrHead, length))) {
      return false;
    }
    at += kVlrHead + length;
  }
  return true;
}

// Records behind the points (LAS 1.4). They carry nothing that the points need: what is cut off is
// left out.
void ReadExtendedRecords(Parse& parse) {
  uint64_t at = LoadLittle<uint64_t>(parse.bytes, 235);
  const auto count = LoadLittle<uint32_t>(parse.bytes, 243);
  for (uint32_t i = 0; i < count && at != 0 && Lies(at, kEvlrHead, parse.bytes.size()); ++i) {
    const auto length = LoadLittle<uint64_t>(parse.bytes, at + 20);
    if (!Lies(at + kEvlrHead, length, parse.bytes.size())) {
      return;
    }
    const std::string_view user = Trimmed(parse.bytes.substr(at + 2, 16));
    TakeRecord(parse,
               user,
               LoadLittle<uint16_t>(parse.bytes, at + 18),
               parse.bytes.substr(at + kEvlrHead, length));
    at += kEvlrHead + length;
  }
}

bool ReadScales(Parse& parse) {
  bool sound = true;
  for (int k = 0; k < 3; ++k) {
    const auto at = static_cast<size_t>(8 * k);
    parse.header.scale[k] = LoadLittle<double>(parse.bytes, 131 + at);
    parse.header.offset[k] = LoadLittle<double>(parse.bytes, 155 + at);
    sound = sound && std::isfinite(parse.header.scale[k]) && parse.header.scale[k] != 0.0 &&
            std::isfinite(parse.header.offset[k]);
  }
  return sound;
}

// The format's number, its record's size, and how many points: the fixed part.
std::optional<Diagnostic> ReadFixedPart(Parse& parse) {
  LasHeader& header = parse.header;
  const std::string_view bytes = parse.bytes;
  const int major = static_cast<uint8_t>(bytes[24]);
  header.minor_version = static_cast<uint8_t>(bytes[25]);
  if (major != 1 || header.minor_version > 4) {
    return CloudError(parse.file,
                      messages::kLasVersion,
                      messages::kLasVersionRemedy,
                      fmt::arg("version", fmt::format("{}.{}", major, header.minor_version)));
  }
  const auto format = static_cast<uint8_t>(bytes[104]);
  header.compressed = (format & 0x80U) != 0;
  header.point_format = format & 0x3FU;
  header.record_bytes = LoadLittle<uint16_t>(bytes, 105);
  header.points_at = LoadLittle<uint32_t>(bytes, 96);
  header.point_count = LoadLittle<uint32_t>(bytes, 107);
  if (header.point_format >= kRecordBytes.size() || (format & 0x40U) != 0) {
    return CloudError(parse.file,
                      messages::kLasPointFormat,
                      messages::kLasPointFormatRemedy,
                      fmt::arg("format", static_cast<int>(format)));
  }
  if (header.record_bytes < kRecordBytes[header.point_format] ||
      header.points_at < kSmallestHeader || header.points_at > bytes.size()) {
    return CloudError(parse.file, messages::kLasHeaderDamaged, messages::kCloudCopyAgain);
  }
  return std::nullopt;
}

}  // namespace

size_t LasColourOffset(uint8_t point_format) {
  constexpr std::array<size_t, 11> kOffsets{0, 0, 20, 28, 0, 28, 0, 30, 30, 0, 30};
  return kOffsets[point_format];
}

Result<LasHeader> ReadLasHeader(std::string_view bytes, const std::string& file) {
  if (bytes.size() < kSmallestHeader || bytes.substr(0, 4) != "LASF") {
    return Damaged(file, messages::kLasHeaderDamaged);
  }
  Parse parse{bytes, file, {}, {}, false};
  if (auto wrong = ReadFixedPart(parse)) {
    return Result<LasHeader>::Failed(std::move(*wrong));
  }
  LasHeader& header = parse.header;
  const auto header_bytes = LoadLittle<uint16_t>(bytes, 94);
  const bool has_14 = header.minor_version == 4 && header_bytes >= kHeader14;
  if (header_bytes < kSmallestHeader || (has_14 && header.points_at < kHeader14) ||
      !ReadScales(parse) || !ReadRecords(parse, header_bytes, LoadLittle<uint32_t>(bytes, 100))) {
    return Damaged(file, messages::kLasHeaderDamaged);
  }
  if (has_14) {
    const auto count = LoadLittle<uint64_t>(bytes, 247);
    header.point_count = count != 0 ? count : header.point_count;
    ReadExtendedRecords(parse);
  }
  if (header.compressed && !parse.has_compression) {
    return Damaged(file, messages::kLasHeaderDamaged);
  }
  DescribeLasCrs(parse.crs, header);
  return Result<LasHeader>::Of(std::move(header));
}

}  // namespace disan
