#include "formats/image/jpeg_segments.h"

#include "formats/language/image_messages.h"

#include <algorithm>

namespace disan {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kExifMark = "Exif\0\0"sv;
constexpr std::string_view kXmpMark = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr std::string_view kExtendedXmpMark = "http://ns.adobe.com/xmp/extension/\0"sv;
constexpr std::string_view kIccMark = "ICC_PROFILE\0"sv;
constexpr size_t kPayloadLimit = 65533;
constexpr size_t kMostSegments = 20000;

constexpr uint8_t kApp1 = 0xE1;
constexpr uint8_t kApp2 = 0xE2;
constexpr uint8_t kStartOfScan = 0xDA;
constexpr uint8_t kEndOfImage = 0xD9;

std::string_view TextOf(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool Carries(const JpegSegment& segment, uint8_t marker, std::string_view mark) {
  return segment.marker == marker && TextOf(segment.payload).starts_with(mark);
}

// Markers that stand alone, without a length.
bool StandsAlone(uint8_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

bool IsFrameHeader(uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

int Big16(std::span<const uint8_t> bytes, size_t at) {
  return bytes[at] << 8 | bytes[at + 1];
}

void TakeFrame(const JpegSegment& segment, JpegHead& head) {
  if (segment.payload.size() < 6 || head.width_px > 0) {
    return;
  }
  head.bits = segment.payload[0];
  head.height_px = Big16(segment.payload, 1);
  head.width_px = Big16(segment.payload, 3);
  head.components = segment.payload[5];
  head.progressive = (segment.marker & 3) == 2;
}

bool IsOurs(const JpegSegment& segment, const JpegMetadata& metadata) {
  return (metadata.exif && Carries(segment, kApp1, kExifMark)) ||
         (metadata.xmp &&
          (Carries(segment, kApp1, kXmpMark) || Carries(segment, kApp1, kExtendedXmpMark))) ||
         (metadata.icc && Carries(segment, kApp2, kIccMark));
}

void AppendSegment(uint8_t marker,
                   std::string_view mark,
                   std::string_view content,
                   std::string& out) {
  const size_t length = mark.size() + content.size() + 2;
  out += '\xFF';
  out += static_cast<char>(marker);
  out += static_cast<char>(length >> 8);
  out += static_cast<char>(length & 0xFF);
  out += mark;
  out += content;
}

Result<std::string> TooLarge(const char* kind, size_t size) {
  return Result<std::string>::Failed(
      {.what =
           Say(messages::kImageMetadataTooLarge, fmt::arg("kind", kind), fmt::arg("bytes", size)),
       .remedy = Say(messages::kImageMetadataTooLargeRemedy)});
}

}  // namespace

std::optional<JpegHead> ParseJpegHead(std::span<const uint8_t> bytes) {
  if (bytes.size() < 3 || bytes[0] != 0xFF || bytes[1] != 0xD8 || bytes[2] != 0xFF) {
    return std::nullopt;
  }
  JpegHead head;
  size_t at = 2;
  while (head.segments.size() < kMostSegments) {
    // Any number of 0xFF may fill the space before a marker.
    while (at + 1 < bytes.size() && bytes[at] == 0xFF && bytes[at + 1] == 0xFF) {
      ++at;
    }
    if (at + 1 >= bytes.size() || bytes[at] != 0xFF) {
      break;
    }
    const uint8_t marker = bytes[at + 1];
    if (marker == kStartOfScan) {
      head.scan_offset = at;
      break;
    }
    if (StandsAlone(marker)) {
      at += 2;
      continue;
    }
    if (marker == kEndOfImage || marker == 0 || at + 4 > bytes.size()) {
      break;
    }
    const auto length = static_cast<size_t>(Big16(bytes, at + 2));
    if (length < 2 || length + 2 > bytes.size() - at) {
      break;
    }
    head.segments.push_back({marker, at, length + 2, bytes.subspan(at + 4, length - 2)});
    if (IsFrameHeader(marker)) {
      TakeFrame(head.segments.back(), head);
    }
    at += length + 2;
  }
  return head;
}

std::span<const uint8_t> FindExif(const JpegHead& head) {
  for (const JpegSegment& segment : head.segments) {
    if (Carries(segment, kApp1, kExifMark)) {
      return segment.payload.subspan(kExifMark.size());
    }
  }
  return {};
}

std::string_view FindXmp(const JpegHead& head) {
  for (const JpegSegment& segment : head.segments) {
    if (Carries(segment, kApp1, kXmpMark)) {
      return TextOf(segment.payload).substr(kXmpMark.size());
    }
  }
  return {};
}

std::vector<uint8_t> FindIcc(const JpegHead& head) {
  std::vector<std::span<const uint8_t>> parts;
  for (const JpegSegment& segment : head.segments) {
    if (!Carries(segment, kApp2, kIccMark) || segment.payload.size() < kIccMark.size() + 2) {
      continue;
    }
    const size_t number = segment.payload[kIccMark.size()];
    const size_t count = segment.payload[kIccMark.size() + 1];
    if (parts.empty()) {
      parts.resize(count);
    }
    if (number < 1 || number > parts.size() || count != parts.size()) {
      return {};
    }
    parts[number - 1] = segment.payload.subspan(kIccMark.size() + 2);
  }
  std::vector<uint8_t> profile;
  for (const auto part : parts) {
    if (part.empty()) {
      return {};
    }
    profile.insert(profile.end(), part.begin(), part.end());
  }
  return profile;
}

Result<std::string> EncodeJpegMetadata(const JpegMetadata& metadata) {
  std::string out;
  if (metadata.exif && !metadata.exif->empty()) {
    if (metadata.exif->size() + kExifMark.size() > kPayloadLimit) {
      return TooLarge("EXIF", metadata.exif->size());
    }
    AppendSegment(kApp1, kExifMark, TextOf(*metadata.exif), out);
  }
  if (metadata.xmp && !metadata.xmp->empty()) {
    if (metadata.xmp->size() + kXmpMark.size() > kPayloadLimit) {
      return TooLarge("XMP", metadata.xmp->size());
    }
    AppendSegment(kApp1, kXmpMark, *metadata.xmp, out);
  }
  if (metadata.icc && !metadata.icc->empty()) {
    const size_t room = kPayloadLimit - kIccMark.size() - 2;
    const size_t count = (metadata.icc->size() + room - 1) / room;
    if (count > 255) {
      return TooLarge("ICC", metadata.icc->size());
    }
    for (size_t i = 0; i < count; ++i) {
      std::string mark(kIccMark);
      mark += static_cast<char>(i + 1);
      mark += static_cast<char>(count);
      AppendSegment(kApp2, mark, TextOf(*metadata.icc).substr(i * room, room), out);
    }
  }
  return Result<std::string>::Of(std::move(out));
}

Result<std::string> RewriteJpegMetadata(std::span<const uint8_t> bytes,
                                        const JpegMetadata& metadata) {
  const std::optional<JpegHead> head = ParseJpegHead(bytes);
  if (!head || !head->complete()) {
    return Result<std::string>::Failed(
        {.what =
             Say(messages::kImageDamaged, fmt::arg("format", "JPEG"), fmt::arg("detail", "head")),
         .remedy = Say(messages::kImageCopyAgainRemedy)});
  }
  Result<std::string> fresh = EncodeJpegMetadata(metadata);
  if (!fresh) {
    return fresh;
  }
  // After JFIF's own segment, which has to be the first; before everything else, so that the
  // offsets inside a multi-picture index stay right.
  std::string out;
  out.reserve(bytes.size() + fresh->size());
  out += TextOf(bytes.first(2));
  bool inserted = false;
  for (const JpegSegment& segment : head->segments) {
    const bool jfif = segment.marker == 0xE0 && out.size() == 2;
    if (!jfif && !inserted) {
      out += *fresh;
      inserted = true;
    }
    if (!IsOurs(segment, metadata)) {
      out += TextOf(bytes.subspan(segment.offset, segment.size));
    }
  }
  if (!inserted) {
    out += *fresh;
  }
  out += TextOf(bytes.subspan(head->scan_offset));
  return Result<std::string>::Of(std::move(out));
}

}  // namespace disan
