// The two kinds of LAZ chunk, without the file around them.
#include "formats/cloud/laz_chunk.h"

#include <array>

namespace {

void Walk(std::unique_ptr<disan::laz::ChunkReader> reader) {
  std::array<uint8_t, 64> record{};
  for (int i = 0; reader && i < 2000 && reader->Next(record.data()); ++i) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using disan::laz::ItemKind;
  const std::string_view chunk(reinterpret_cast<const char*>(data), size);
  Walk(disan::laz::OpenPointwiseChunk(chunk,
                                      {{ItemKind::kPoint10, 20, 2},
                                       {ItemKind::kGpsTime11, 8, 2},
                                       {ItemKind::kRgb12, 6, 2},
                                       {ItemKind::kBytes, 3, 2}}));
  Walk(disan::laz::OpenLayeredChunk(
      chunk,
      {{ItemKind::kPoint14, 30, 3}, {ItemKind::kRgbNir14, 8, 3}, {ItemKind::kBytes14, 2, 3}}));
  return 0;
}
