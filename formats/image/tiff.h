// TIFF through libtiff: photos in, masters out.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/decoded_picture.h"
#include "formats/image/photo.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace disan {

// 3 channels of 8 or 16 bits; strips or tiles, planes together or apart, any compression libtiff
// knows; grey is repeated, alpha is dropped, other colours are turned into 8-bit RGB. Where the
// file is cut short or damaged the picture is black, and a warning says how much.
Result<DecodedPicture> DecodeTiff(std::span<const uint8_t> bytes, uint64_t limit_pixels);

// Facts as stored, without gpano. Reads the directory only.
Result<PhotoFacts> ReadTiffFacts(const std::filesystem::path& file);

struct TiffOptions {
  std::vector<uint8_t> icc;
  std::string xmp;
  std::string description;  // ASCII or UTF-8
  std::string copyright;
};

// Row by row in strips of about a megabyte, deflate with horizontal differences; BigTIFF when the
// pixels may pass 4 GB. The same rows give the same bytes. The file is there whole or not at all.
class TiffRowWriter {
 public:
  struct Frame {
    int width_px = 0;
    int height_px = 0;
    int channels = 3;  // 1, 3, or 4 with alpha
    int bits = 16;     // 8 or 16
  };

  static Result<TiffRowWriter> Open(const std::filesystem::path& file,
                                    const Frame& frame,
                                    const TiffOptions& options = {});
  ~TiffRowWriter();
  TiffRowWriter(TiffRowWriter&&) noexcept;
  TiffRowWriter& operator=(TiffRowWriter&&) noexcept;

  // False from the first failure on; Finish says why. Samples are in the machine's byte order.
  bool Write(const uint8_t* row);
  bool Write(const uint16_t* row);
  // Nothing when all rows are there and the file is in place.
  std::optional<Diagnostic> Finish();

 private:
  struct State;
  explicit TiffRowWriter(std::unique_ptr<State> state);
  bool WriteRow(const void* row, int bits);
  std::unique_ptr<State> state_;
};

std::optional<Diagnostic> WriteTiff(const std::filesystem::path& file,
                                    const Image16& image,
                                    const TiffOptions& options = {});

}  // namespace disan
