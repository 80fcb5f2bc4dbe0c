// libjpeg reports errors through longjmp: every call into it stands in a function of its own
// without anything to destroy.
#include "formats/image/damaged.h"
#include "formats/image/icc.h"
#include "formats/image/jpeg_rows.h"
#include "formats/image/jpeg_segments.h"
#include "formats/image/plausible_size.h"
#include "formats/language/image_messages.h"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <optional>

#include <jerror.h>
#include <jpeglib.h>

namespace disan {

struct JpegReaderState {
  jpeg_decompress_struct codec{};
  jpeg_error_mgr errors{};
  jpeg_source_mgr source{};
  jpeg_progress_mgr progress{};
  std::jmp_buf jump{};
  std::array<char, JMSG_LENGTH_MAX> error_text{};
  std::array<char, JMSG_LENGTH_MAX> warning_text{};
  bool failed = false;
  bool damaged = false;
  bool ended_early = false;
  bool first_scan_is_whole = false;
  double missing = 0;  // of the picture, when ended_early
  std::optional<CmykConverter> cmyk;
  std::vector<uint8_t> inks;

  ~JpegReaderState() { jpeg_destroy_decompress(&codec); }
};

namespace {

// A picture of thousands of scans of nothing would take hours.
constexpr int kMostScans = 500;
constexpr std::array<JOCTET, 2> kEnd = {0xFF, JPEG_EOI};

using State = JpegReaderState;

State& StateOf(j_common_ptr codec) {
  return *static_cast<State*>(codec->client_data);
}

void Fail(j_common_ptr codec) {
  State& state = StateOf(codec);
  (*codec->err->format_message)(codec, state.error_text.data());
  state.failed = true;
  std::longjmp(state.jump, 1);
}

void Warn(j_common_ptr codec, int level) {
  if (level >= 0) {
    return;
  }
  const int code = codec->err->msg_code;
  State& state = StateOf(codec);
  const bool harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM ||
                        code == JWRN_JFIF_MAJOR || code == JWRN_JPEG_EOF;
  if (!harmless && !state.damaged) {
    state.damaged = true;
    (*codec->err->format_message)(codec, state.warning_text.data());
  }
}

void CountScans(j_common_ptr codec) {
  auto* decoder = reinterpret_cast<j_decompress_ptr>(codec);
  if (decoder->input_scan_number > kMostScans) {
    ERREXIT(codec, JERR_BAD_PROGRESSION);
  }
}

boolean ReachEnd(j_decompress_ptr decoder) {
  State& state = StateOf(reinterpret_cast<j_common_ptr>(decoder));
  if (!state.ended_early) {
    state.ended_early = true;
    const double rows = decoder->total_iMCU_rows > 0 ? decoder->total_iMCU_rows : 1;
    const double done = decoder->input_iMCU_row;
    state.first_scan_is_whole = decoder->input_scan_number > 1;
    state.missing = std::clamp(1 - done / rows, 0.0, 1.0);
  }
  decoder->src->next_input_byte = kEnd.data();
  decoder->src->bytes_in_buffer = kEnd.size();
  return TRUE;
}

void Skip(j_decompress_ptr decoder, long count) {
  const auto wanted = static_cast<size_t>(std::max(count, 0L));
  if (wanted > decoder->src->bytes_in_buffer) {
    decoder->src->fill_input_buffer(decoder);
    return;
  }
  decoder->src->next_input_byte += wanted;
  decoder->src->bytes_in_buffer -= wanted;
}

bool Start(State& state, std::span<const uint8_t> bytes, int denominator) {
  state.codec.err = jpeg_std_error(&state.errors);
  state.errors.error_exit = Fail;
  state.errors.emit_message = Warn;
  state.codec.client_data = &state;
  if (setjmp(state.jump) != 0) {
    return false;
  }
  jpeg_create_decompress(&state.codec);
  state.source.next_input_byte = bytes.data();
  state.source.bytes_in_buffer = bytes.size();
  state.source.init_source = [](j_decompress_ptr) {};
  state.source.fill_input_buffer = ReachEnd;
  state.source.skip_input_data = Skip;
  state.source.resync_to_restart = jpeg_resync_to_restart;
  state.source.term_source = [](j_decompress_ptr) {};
  state.codec.src = &state.source;
  state.progress.progress_monitor = CountScans;
  state.codec.progress = &state.progress;
  jpeg_read_header(&state.codec, TRUE);
  state.codec.scale_num = 1;
  state.codec.scale_denom = static_cast<unsigned>(denominator);
  state.codec.dct_method = JDCT_ISLOW;
  state.codec.out_color_space = state.codec.num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&state.codec);
  return true;
}

bool ReadRow(State& state, uint8_t* row) {
  if (setjmp(state.jump) != 0) {
    return false;
  }
  return jpeg_read_scanlines(&state.codec, &row, 1) == 1;
}

}  // namespace

Result<JpegRowReader> JpegRowReader::Open(std::span<const uint8_t> bytes,
                                          int denominator,
                                          const JpegLimits& limits) {
  if (bytes.empty()) {
    return Result<JpegRowReader>::Failed(
        {.what = Say(messages::kImageEmptyFile), .remedy = Say(messages::kImageCopyAgainRemedy)});
  }
  const std::optional<JpegHead> head = ParseJpegHead(bytes);
  if (!head || !head->complete()) {
    return Result<JpegRowReader>::Failed(DamagedPicture("JPEG", "the head is not whole"));
  }
  const ClaimedSize claimed{static_cast<uint64_t>(head->width_px),
                            static_cast<uint64_t>(head->height_px),
                            bytes.size() - head->scan_offset};
  if (auto refused = RefuseImplausibleSize(claimed, limits.pixels)) {
    return Result<JpegRowReader>::Failed(std::move(*refused));
  }
  auto state = std::make_unique<State>();
  if (!Start(*state, bytes, denominator)) {
    return Result<JpegRowReader>::Failed(DamagedPicture("JPEG", state->error_text.data()));
  }
  if (state->codec.out_color_space == JCS_CMYK) {
    state->cmyk.emplace(FindIcc(*head), state->codec.saw_Adobe_marker != 0);
    state->inks.resize(size_t{state->codec.output_width} * 4);
  }
  return Result<JpegRowReader>::Of(JpegRowReader(std::move(state)));
}

JpegRowReader::JpegRowReader(std::unique_ptr<JpegReaderState> state) : state_(std::move(state)) {}
JpegRowReader::~JpegRowReader() = default;
JpegRowReader::JpegRowReader(JpegRowReader&&) noexcept = default;
JpegRowReader& JpegRowReader::operator=(JpegRowReader&&) noexcept = default;

int JpegRowReader::width() const {
  return static_cast<int>(state_->codec.output_width);
}

int JpegRowReader::height() const {
  return static_cast<int>(state_->codec.output_height);
}

bool JpegRowReader::Read(uint8_t* row) {
  if (state_->failed || state_->codec.output_scanline >= state_->codec.output_height) {
    return false;
  }
  if (!state_->cmyk) {
    return ReadRow(*state_, row);
  }
  if (!ReadRow(*state_, state_->inks.data())) {
    return false;
  }
  state_->cmyk->Convert(state_->inks.data(), row, width());
  return true;
}

std::vector<Diagnostic> JpegRowReader::Diagnostics() const {
  std::vector<Diagnostic> said;
  if (state_->failed) {
    said.push_back(DamagedPicture("JPEG", state_->error_text.data()));
  }
  if (state_->ended_early) {
    Diagnostic cut = TruncatedPicture(state_->missing);
    if (state_->first_scan_is_whole) {
      cut.what = Say(messages::kImageTruncatedDetail);
    }
    said.push_back(std::move(cut));
  } else if (state_->damaged) {
    said.push_back({.severity = Severity::kWarning,
                    .what = Say(messages::kImagePartlyDamaged,
                                fmt::arg("format", "JPEG"),
                                fmt::arg("detail", state_->warning_text.data())),
                    .remedy = Say(messages::kImageCopyAgainRemedy)});
  }
  return said;
}

}  // namespace disan
