// The points of a LAZ file, as the records that the uncompressed file would have.
#pragma once

#include "formats/cloud/las_header.h"
#include "formats/cloud/laz_chunk.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace disan::laz {

// Walks through the chunks of a file. Open() has checked the chunk table against the file.
class Records {
 public:
  static Result<Records> Open(std::string_view bytes,
                              const LasHeader& header,
                              const std::string& file);

  // Writes the next record; false when the data is damaged. At most header.point_count calls.
  bool Next(uint8_t* record);

 private:
  struct Chunk {
    uint64_t points = 0;
    std::string_view bytes;
  };

  std::vector<Item> items_;
  bool layered_ = false;
  std::vector<Chunk> chunks_;
  size_t chunk_ = 0;
  uint64_t left_ = 0;  // points of the open chunk
  std::unique_ptr<ChunkReader> reader_;

  friend struct ChunkTable;
};

}  // namespace disan::laz
