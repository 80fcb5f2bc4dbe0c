#include "formats/cloud/e57_vector.h"

#include "formats/cloud/e57_bits.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace disan {

namespace {

constexpr uint64_t kSectionHeadBytes = 32;
constexpr uint8_t kDataPacket = 1;

struct Section {
  uint64_t data_at = 0;  // logical
  uint64_t end = 0;
};

bool ReadSection(const E57Pages& pages, const E57Scan& scan, Section& section) {
  uint64_t at = 0;
  std::array<char, kSectionHeadBytes> head{};
  if (!pages.ToLogical(scan.section_at, at) || !pages.Read(at, head.size(), head.data())) {
    return false;
  }
  const auto length = LoadLittle<uint64_t>(&head[8]);
  section.end = at + length;
  // Nothing lies before the head, so an offset of zero is one that was never filled in.
  return head[0] == 1 && length >= kSectionHeadBytes && Lies(at, length, pages.size()) &&
         pages.ToLogical(LoadLittle<uint64_t>(&head[16]), section.data_at) &&
         section.data_at >= at + kSectionHeadBytes;
}

class PointDecoder {
 public:
  explicit PointDecoder(const E57Scan& scan)
      : fields_(scan.fields), streams_(scan.fields.size()), left_(scan.record_count) {}

  uint64_t left() const { return left_; }

  // False for a packet that contradicts the prototype or itself.
  bool TakePacket(std::string_view packet) {
    if (packet.size() < 6 || LoadLittle<uint16_t>(packet, 4) != streams_.size()) {
      return false;
    }
    size_t at = 6 + 2 * streams_.size();
    for (size_t i = 0; i < streams_.size(); ++i) {
      if (6 + 2 * (i + 1) > packet.size()) {
        return false;
      }
      const auto bytes = LoadLittle<uint16_t>(packet, 6 + 2 * i);
      if (!Lies(at, bytes, packet.size())) {
        return false;
      }
      if (fields_[i].storage != E57Field::Storage::kText) {
        streams_[i].Append(packet.substr(at, bytes));
      }
      at += bytes;
    }
    return true;
  }

  // What of the streams is complete.
  const E57Batch& Decode() {
    uint64_t count = left_;
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].bits > 0) {
        count = std::min(count, streams_[i].available() / static_cast<uint64_t>(fields_[i].bits));
      }
    }
    batch_.count = count;
    for (size_t i = 0; i < fields_.size(); ++i) {
      DecodeField(fields_[i], streams_[i], count);
    }
    left_ -= count;
    return batch_;
  }

 private:
  void DecodeField(const E57Field& field, E57Bits& stream, uint64_t count) {
    if (field.meaning == E57Meaning::kOther) {
      stream.Skip(count * static_cast<uint64_t>(field.bits));
      return;
    }
    std::vector<double>& column = batch_.columns[static_cast<size_t>(field.meaning)];
    column.resize(count);
    for (double& value : column) {
      const uint64_t raw = stream.Take(field.bits);
      switch (field.storage) {
        case E57Field::Storage::kFloat:
          value = static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(raw)));
          break;
        case E57Field::Storage::kDouble:
          value = std::bit_cast<double>(raw);
          break;
        default:
          value = static_cast<double>(
                      static_cast<int64_t>(raw + static_cast<uint64_t>(field.minimum))) *
                      field.scale +
                  field.offset;
      }
    }
  }

  const std::vector<E57Field>& fields_;
  std::vector<E57Bits> streams_;
  uint64_t left_;
  E57Batch batch_;
};

}  // namespace

uint64_t MostRecords(const E57Pages& pages, const E57Scan& scan) {
  uint64_t bits = 0;
  for (const E57Field& field : scan.fields) {
    bits += static_cast<uint64_t>(field.bits);
  }
  // Points that are all the same need no bits; nobody scans those.
  return bits == 0 ? 1 : pages.size() * 8 / bits;
}

E57Reading ReadE57Points(const E57Pages& pages,
                         const E57Scan& scan,
                         const std::function<void(const E57Batch&)>& take) {
  Section section;
  if (!ReadSection(pages, scan, section)) {
    return pages.bad_pages() > 0 ? E57Reading::kBadPage : E57Reading::kBadSection;
  }
  PointDecoder decoder(scan);
  std::string packet;
  uint64_t at = section.data_at;
  while (decoder.left() > 0) {
    std::array<char, 4> head{};
    if (!Lies(at, head.size(), section.end)) {
      return E57Reading::kTooFew;
    }
    if (!pages.Read(at, head.size(), head.data())) {
      return E57Reading::kBadPage;
    }
    // All three kinds of packet keep their length, less one, in the same place.
    const uint64_t length = uint64_t{LoadLittle<uint16_t>(&head[2])} + 1;
    if (length < head.size() || !Lies(at, length, section.end)) {
      return E57Reading::kBadSection;
    }
    if (static_cast<uint8_t>(head[0]) == kDataPacket) {
      packet.resize(length);
      if (!pages.Read(at, length, packet.data())) {
        return E57Reading::kBadPage;
      }
      if (!decoder.TakePacket(packet)) {
        return E57Reading::kBadSection;
      }
      if (const E57Batch& batch = decoder.Decode(); batch.count > 0) {
        take(batch);
      }
    }
    at += length;
  }
  return E57Reading::kDone;
}

}  // namespace disan
