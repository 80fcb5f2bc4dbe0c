#include "formats/image/jpeg_rows.h"
#include "formats/image/jpeg_segments.h"
#include "formats/language/image_messages.h"

#include <array>
#include <csetjmp>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

namespace disan {

struct JpegWriterState {
  jpeg_compress_struct codec{};
  jpeg_error_mgr errors{};
  jpeg_destination_mgr destination{};
  std::jmp_buf jump{};
  std::array<char, JMSG_LENGTH_MAX> error_text{};
  std::array<JOCTET, 65536> buffer{};
  ByteSink sink;
  bool failed = false;

  ~JpegWriterState() { jpeg_destroy_compress(&codec); }
  bool Flush(size_t count) {
    return sink(std::string_view(reinterpret_cast<const char*>(buffer.data()), count));
  }
};

namespace {

using State = JpegWriterState;

void Fail(j_common_ptr codec) {
  State& state = *static_cast<State*>(codec->client_data);
  (*codec->err->format_message)(codec, state.error_text.data());
  state.failed = true;
  std::longjmp(state.jump, 1);
}

void Reset(j_compress_ptr codec) {
  State& state = *static_cast<State*>(codec->client_data);
  codec->dest->next_output_byte = state.buffer.data();
  codec->dest->free_in_buffer = state.buffer.size();
}

boolean Empty(j_compress_ptr codec) {
  State& state = *static_cast<State*>(codec->client_data);
  if (!state.Flush(state.buffer.size())) {
    ERREXIT(codec, JERR_FILE_WRITE);
  }
  Reset(codec);
  return TRUE;
}

void Close(j_compress_ptr codec) {
  State& state = *static_cast<State*>(codec->client_data);
  if (!state.Flush(state.buffer.size() - codec->dest->free_in_buffer)) {
    ERREXIT(codec, JERR_FILE_WRITE);
  }
}

void SetOptions(j_compress_ptr codec, const JpegOptions& options) {
  jpeg_set_defaults(codec);
  jpeg_set_quality(codec, options.quality, TRUE);
  codec->dct_method = JDCT_ISLOW;
  if (options.full_colour_resolution) {
    codec->comp_info[0].h_samp_factor = 1;
    codec->comp_info[0].v_samp_factor = 1;
  }
  if (options.progressive) {
    jpeg_simple_progression(codec);
  }
}

// `segments` as EncodeJpegMetadata made them.
void PutSegments(j_compress_ptr codec, std::string_view segments) {
  while (segments.size() >= 4) {
    const auto byte = [&](size_t at) { return static_cast<unsigned>(segments[at]) & 0xFF; };
    const unsigned length = byte(2) << 8 | byte(3);
    jpeg_write_marker(codec,
                      static_cast<int>(byte(1)),
                      reinterpret_cast<const JOCTET*>(segments.data()) + 4,
                      length - 2);
    segments.remove_prefix(length + 2);
  }
}

bool Start(State& state,
           const JpegRowWriter::Frame& frame,
           const JpegOptions& options,
           std::string_view segments) {
  state.codec.err = jpeg_std_error(&state.errors);
  state.errors.error_exit = Fail;
  state.codec.client_data = &state;
  if (setjmp(state.jump) != 0) {
    return false;
  }
  jpeg_create_compress(&state.codec);
  state.destination.init_destination = Reset;
  state.destination.empty_output_buffer = Empty;
  state.destination.term_destination = Close;
  state.codec.dest = &state.destination;
  state.codec.image_width = static_cast<unsigned>(frame.width_px);
  state.codec.image_height = static_cast<unsigned>(frame.height_px);
  state.codec.input_components = frame.channels;
  state.codec.in_color_space = frame.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  SetOptions(&state.codec, options);
  jpeg_start_compress(&state.codec, TRUE);
  PutSegments(&state.codec, segments);
  return true;
}

bool WriteRow(State& state, const uint8_t* row) {
  if (setjmp(state.jump) != 0) {
    return false;
  }
  auto* unchanged = const_cast<JSAMPROW>(row);  // libjpeg only reads it
  return jpeg_write_scanlines(&state.codec, &unchanged, 1) == 1;
}

bool FinishPicture(State& state) {
  if (setjmp(state.jump) != 0) {
    return false;
  }
  jpeg_finish_compress(&state.codec);
  return true;
}

}  // namespace

Result<JpegRowWriter> JpegRowWriter::Open(ByteSink sink,
                                          const Frame& frame,
                                          const JpegOptions& options) {
  const Result<std::string> segments =
      EncodeJpegMetadata({.exif = options.exif, .xmp = options.xmp, .icc = options.icc});
  if (!segments) {
    return Result<JpegRowWriter>::Failed(segments.diagnostics);
  }
  auto state = std::make_unique<State>();
  state->sink = std::move(sink);
  const bool fits = frame.width_px > 0 && frame.height_px > 0 && frame.width_px <= 65500 &&
                    frame.height_px <= 65500 && (frame.channels == 1 || frame.channels == 3);
  if (!fits || !Start(*state, frame, options, *segments)) {
    const char* detail = fits ? state->error_text.data() : "1..65500 px";
    return Result<JpegRowWriter>::Failed({.what = Say(messages::kImageCannotEncode,
                                                      fmt::arg("format", "JPEG"),
                                                      fmt::arg("width", frame.width_px),
                                                      fmt::arg("height", frame.height_px),
                                                      fmt::arg("detail", detail)),
                                          .remedy = Say(messages::kImageTooLargeRemedy)});
  }
  return Result<JpegRowWriter>::Of(JpegRowWriter(std::move(state)));
}

JpegRowWriter::JpegRowWriter(std::unique_ptr<JpegWriterState> state) : state_(std::move(state)) {}
JpegRowWriter::~JpegRowWriter() = default;
JpegRowWriter::JpegRowWriter(JpegRowWriter&&) noexcept = default;
JpegRowWriter& JpegRowWriter::operator=(JpegRowWriter&&) noexcept = default;

bool JpegRowWriter::Write(const uint8_t* row) {
  return !state_->failed && state_->codec.next_scanline < state_->codec.image_height &&
         WriteRow(*state_, row);
}

bool JpegRowWriter::Finish() {
  return !state_->failed && state_->codec.next_scanline == state_->codec.image_height &&
         FinishPicture(*state_);
}

}  // namespace disan
