// One chunk of a LAZ file: a first point as it is, the others as what changed. Two ways of storing:
// point by point in one stream (LASzip 2, point formats 0 to 3), and one stream for each property
// (LASzip 3, "layered", formats 6 to 10).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace disan::laz {

// What a record is made of, as the LASzip record of the header lists it.
enum class ItemKind : uint16_t {
  kBytes = 0,
  kPoint10 = 6,
  kGpsTime11 = 7,
  kRgb12 = 8,
  kWavePacket13 = 9,
  kPoint14 = 10,
  kRgb14 = 11,
  kRgbNir14 = 12,
  kWavePacket14 = 13,
  kBytes14 = 14,
};

struct Item {
  ItemKind kind = ItemKind::kBytes;
  uint16_t bytes = 0;
  uint16_t version = 0;
};

// Gives the records of one chunk, one after the other. What a cloud does not keep (times, source
// numbers, near infrared, extra bytes) is decoded only where the stream cannot be followed without;
// elsewhere those bytes of a record are those of the chunk's first point.
class ChunkReader {
 public:
  virtual ~ChunkReader() = default;
  // Writes a whole record; false when the chunk's bytes do not make sense.
  virtual bool Next(uint8_t* record) = 0;
};

// `chunk` is all bytes of the chunk, without its neighbours. Null when even the first point is not
// there. The items are of kinds and versions that CanDecode accepts.
std::unique_ptr<ChunkReader> OpenPointwiseChunk(std::string_view chunk,
                                                const std::vector<Item>& items);
std::unique_ptr<ChunkReader> OpenLayeredChunk(std::string_view chunk,
                                              const std::vector<Item>& items);

bool CanDecode(const std::vector<Item>& items, bool layered);

}  // namespace disan::laz
