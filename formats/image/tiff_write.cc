#include "formats/files/atomic_file.h"
#include "formats/image/tiff.h"
#include "formats/image/tiff_handle.h"
#include "formats/language/image_messages.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace disan {
namespace {

constexpr size_t kStripBytes = size_t{1} << 20;
// The rest of the 4 GB is for directories and for what deflate cannot shrink.
constexpr uint64_t kClassicLimit = uint64_t{3900} << 20;

size_t RowBytes(const TiffRowWriter::Frame& frame) {
  return static_cast<size_t>(frame.width_px) * static_cast<size_t>(frame.channels) *
         static_cast<size_t>(frame.bits / 8);
}

void SetFields(TIFF* tiff, const TiffRowWriter::Frame& frame, uint32_t rows_per_strip) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<uint32_t>(frame.width_px));
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<uint32_t>(frame.height_px));
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, frame.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, frame.channels);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(
      tiff, TIFFTAG_PHOTOMETRIC, frame.channels == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  // Differences of 16-bit photographs hardly shrink further at higher levels, only slower.
  TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, 3);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows_per_strip);
  if (frame.channels == 4) {
    const uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  }
}

void SetMetadata(TIFF* tiff, const TiffOptions& options) {
  if (!options.icc.empty()) {
    TIFFSetField(
        tiff, TIFFTAG_ICCPROFILE, static_cast<uint32_t>(options.icc.size()), options.icc.data());
  }
  if (!options.xmp.empty()) {
    TIFFSetField(
        tiff, TIFFTAG_XMLPACKET, static_cast<uint32_t>(options.xmp.size()), options.xmp.data());
  }
  if (!options.description.empty()) {
    TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, options.description.c_str());
  }
  if (!options.copyright.empty()) {
    TIFFSetField(tiff, TIFFTAG_COPYRIGHT, options.copyright.c_str());
  }
}

Diagnostic CannotEncode(const std::filesystem::path& file, const TiffRowWriter::Frame& frame) {
  return {.file = file.string(),
          .what = Say(messages::kImageCannotEncode,
                      fmt::arg("format", "TIFF"),
                      fmt::arg("width", frame.width_px),
                      fmt::arg("height", frame.height_px),
                      fmt::arg("detail", "frame")),
          .remedy = Say(messages::kImageTooLargeRemedy)};
}

}  // namespace

struct TiffRowWriter::State {
  AtomicFile file;
  std::filesystem::path name;
  Frame frame;
  uint32_t rows_per_strip = 1;
  int rows = 0;
  std::vector<uint8_t> strip;
  TiffHandle tiff;

  bool Flush() {
    const auto strip_index = static_cast<uint32_t>(rows - 1) / rows_per_strip;
    errno = 0;
    if (TIFFWriteEncodedStrip(
            tiff.get(), strip_index, strip.data(), static_cast<tmsize_t>(strip.size())) < 0) {
      file.Fail(errno);
      return false;
    }
    strip.clear();
    return true;
  }
};

Result<TiffRowWriter> TiffRowWriter::Open(const std::filesystem::path& file,
                                          const Frame& frame,
                                          const TiffOptions& options) {
  const bool fits = frame.width_px > 0 && frame.height_px > 0 &&
                    (frame.channels == 1 || frame.channels == 3 || frame.channels == 4) &&
                    (frame.bits == 8 || frame.bits == 16);
  if (!fits) {
    return Result<TiffRowWriter>::Failed(CannotEncode(file, frame));
  }
  Result<AtomicFile> out = AtomicFile::Open(file);
  if (!out) {
    return Result<TiffRowWriter>::Failed(std::move(out.diagnostics));
  }
  const TiffOpenOptions quiet = QuietTiff();
  const uint64_t bytes = uint64_t{RowBytes(frame)} * static_cast<uint64_t>(frame.height_px);
  const char* mode = bytes > kClassicLimit ? "w8l" : "wl";
  auto state = std::make_unique<State>(State{
      .file = std::move(*out),
      .name = file,
      .frame = frame,
      .rows_per_strip = static_cast<uint32_t>(std::max<size_t>(1, kStripBytes / RowBytes(frame)))});
  // libtiff closes what it is given.
  const int own = ::dup(state->file.descriptor());
  state->tiff.reset(own < 0 ? nullptr : TIFFFdOpenExt(own, "master.tif", mode, quiet.get()));
  if (!state->tiff) {
    return Result<TiffRowWriter>::Failed(CannotEncode(file, frame));
  }
  SetFields(state->tiff.get(), frame, state->rows_per_strip);
  SetMetadata(state->tiff.get(), options);
  state->strip.reserve(state->rows_per_strip * RowBytes(frame));
  return Result<TiffRowWriter>::Of(TiffRowWriter(std::move(state)));
}

TiffRowWriter::TiffRowWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
TiffRowWriter::~TiffRowWriter() = default;
TiffRowWriter::TiffRowWriter(TiffRowWriter&&) noexcept = default;
TiffRowWriter& TiffRowWriter::operator=(TiffRowWriter&&) noexcept = default;

bool TiffRowWriter::WriteRow(const void* row, int bits) {
  State& state = *state_;
  if (bits != state.frame.bits || state.rows >= state.frame.height_px) {
    state.file.Fail(EINVAL);
    return false;
  }
  const auto* bytes = static_cast<const uint8_t*>(row);
  state.strip.insert(state.strip.end(), bytes, bytes + RowBytes(state.frame));
  ++state.rows;
  const bool full = static_cast<uint32_t>(state.rows) % state.rows_per_strip == 0;
  return full || state.rows == state.frame.height_px ? state.Flush() : true;
}

bool TiffRowWriter::Write(const uint8_t* row) {
  return WriteRow(row, 8);
}

bool TiffRowWriter::Write(const uint16_t* row) {
  return WriteRow(row, 16);
}

std::optional<Diagnostic> TiffRowWriter::Finish() {
  State& state = *state_;
  if (state.rows != state.frame.height_px) {
    state.file.Fail(EINVAL);
  }
  errno = 0;
  if (TIFFWriteDirectory(state.tiff.get()) == 0) {
    state.file.Fail(errno);
  }
  state.tiff.reset();
  return state.file.Commit();
}

std::optional<Diagnostic> WriteTiff(const std::filesystem::path& file,
                                    const Image16& image,
                                    const TiffOptions& options) {
  Result<TiffRowWriter> writer = TiffRowWriter::Open(
      file,
      {.width_px = image.width, .height_px = image.height, .channels = image.channels, .bits = 16},
      options);
  if (!writer) {
    return std::move(writer.diagnostics.front());
  }
  for (int y = 0; y < image.height && writer->Write(image.At(0, y)); ++y) {
  }
  return writer->Finish();
}

}  // namespace disan
