// JPEG row by row, for pictures that should not be in memory whole. Rows are 8-bit, interleaved.
#pragma once

#include "formats/image/jpeg.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace disan {

struct JpegReaderState;
struct JpegWriterState;

class JpegRowReader {
 public:
  // `bytes` must outlive the reader. Rows come at 1/`denominator` (1, 2, 4, 8) of the size, always
  // with 3 channels (see DecodeJpeg).
  static Result<JpegRowReader> Open(std::span<const uint8_t> bytes,
                                    int denominator = 1,
                                    const JpegLimits& limits = {});
  ~JpegRowReader();
  JpegRowReader(JpegRowReader&&) noexcept;
  JpegRowReader& operator=(JpegRowReader&&) noexcept;

  int width() const;
  int height() const;

  // The next row, width() * 3 bytes. False when there is none: the end, or damage that cannot be
  // stepped over. Where the file is cut short, the rest is grey.
  bool Read(uint8_t* row);

  // What is to be said about the rows read so far: warnings when some are made up, an error when
  // reading stopped.
  std::vector<Diagnostic> Diagnostics() const;

 private:
  explicit JpegRowReader(std::unique_ptr<JpegReaderState> state);
  std::unique_ptr<JpegReaderState> state_;
};

// Takes bytes in order; false stops the writing.
using ByteSink = std::function<bool(std::string_view bytes)>;

class JpegRowWriter {
 public:
  struct Frame {
    int width_px = 0;
    int height_px = 0;
    int channels = 3;  // 1 or 3
  };

  // Fails above 65,500 px a side and on metadata that does not fit. Not for options.progressive
  // without need: that keeps the whole picture in memory.
  static Result<JpegRowWriter> Open(ByteSink sink, const Frame& frame, const JpegOptions& options);
  ~JpegRowWriter();
  JpegRowWriter(JpegRowWriter&&) noexcept;
  JpegRowWriter& operator=(JpegRowWriter&&) noexcept;

  // False when the sink refused or all rows are written.
  bool Write(const uint8_t* row);
  // True when all rows were written and taken.
  bool Finish();

 private:
  explicit JpegRowWriter(std::unique_ptr<JpegWriterState> state);
  std::unique_ptr<JpegWriterState> state_;
};

}  // namespace disan
