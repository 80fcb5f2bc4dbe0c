#include "formats/cloud/laz.h"

#include "formats/cloud/cloud_error.h"
#include "formats/cloud/laz_arithmetic.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>

namespace disan::laz {

namespace {
constexpr uint16_t kOneStream = 1;
constexpr uint16_t kLayeredChunks = 3;
constexpr uint32_t kVariable = 0xFFFFFFFFU;
}  // namespace

// Where the chunks lie. Their sizes are compressed themselves, behind the last chunk.
struct ChunkTable {
  std::string_view bytes;
  const LasHeader& header;
  std::vector<Records::Chunk>& chunks;

  uint64_t TableAt() const {
    auto at = LoadLittle<uint64_t>(bytes, header.points_at);
    if (at <= header.points_at || at > bytes.size()) {
      at = LoadLittle<uint64_t>(bytes, bytes.size() - 8);  // written without going back
    }
    return at;
  }

  bool Read() {
    if (!Lies(header.points_at, 8, bytes.size())) {
      return false;
    }
    const uint64_t first = header.points_at + 8;
    if (header.compression.compressor == kOneStream) {
      chunks.push_back({header.point_count, bytes.substr(header.points_at)});
      return true;
    }
    const uint64_t table = TableAt();
    if (table < first || !Lies(table, 8, bytes.size()) || LoadLittle<uint32_t>(bytes, table) != 0) {
      return false;
    }
    const auto count = LoadLittle<uint32_t>(bytes, table + 4);
    const uint64_t per_chunk = header.compression.chunk_points;
    // A chunk holds at least its first point, as it is.
    if (per_chunk == 0 || uint64_t{count} * header.record_bytes > table - first) {
      return false;
    }
    return ReadSizes(first, table, count);
  }

  bool ReadSizes(uint64_t at, uint64_t table, uint32_t count) {
    const bool variable = header.compression.chunk_points == kVariable;
    Decoder decoder(bytes.substr(table + 8));
    IntegerDecoder integers(32, 2);
    int32_t points = 0;
    int32_t size = 0;
    uint64_t left = header.point_count;
    chunks.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
      if (variable) {
        points = integers.Next(decoder, points, 0);
      }
      size = integers.Next(decoder, size, 1);
      const uint64_t chunk_bytes = static_cast<uint32_t>(size);
      const uint64_t chunk_points = std::min(
          left,
          variable ? static_cast<uint32_t>(points) : uint64_t{header.compression.chunk_points});
      if (!Lies(at, chunk_bytes, table)) {
        return false;
      }
      chunks.push_back({chunk_points, bytes.substr(at, chunk_bytes)});
      at += chunk_bytes;
      left -= chunk_points;
    }
    return left == 0 && !(count > 0 && decoder.damaged());
  }
};

Result<Records> Records::Open(std::string_view bytes,
                              const LasHeader& header,
                              const std::string& file) {
  Records records;
  records.items_ = header.compression.items;
  records.layered_ = header.compression.compressor == kLayeredChunks;
  size_t item_bytes = 0;
  for (const Item& item : records.items_) {
    item_bytes += item.bytes;
  }
  const bool known = header.compression.compressor >= kOneStream &&
                     header.compression.compressor <= kLayeredChunks;
  if (!known || !CanDecode(records.items_, records.layered_)) {
    return Result<Records>::Failed(CloudError(file,
                                              messages::kLazUnsupported,
                                              messages::kLazUnsupportedRemedy,
                                              fmt::arg("format", int{header.point_format})));
  }
  ChunkTable table{bytes, header, records.chunks_};
  const bool layered_format = header.point_format >= 6;
  if (item_bytes != header.record_bytes || layered_format != records.layered_ ||
      (header.point_count > 0 && !table.Read())) {
    return Result<Records>::Failed(
        CloudError(file, messages::kLazDamaged, messages::kCloudCopyAgain));
  }
  return Result<Records>::Of(std::move(records));
}

bool Records::Next(uint8_t* record) {
  while (left_ == 0) {
    if (chunk_ == chunks_.size()) {
      return false;
    }
    const Chunk& chunk = chunks_[chunk_++];
    left_ = chunk.points;
    if (left_ == 0) {
      continue;
    }
    reader_ =
        layered_ ? OpenLayeredChunk(chunk.bytes, items_) : OpenPointwiseChunk(chunk.bytes, items_);
    if (!reader_) {
      return false;
    }
  }
  --left_;
  return reader_->Next(record);
}

}  // namespace disan::laz
