#include "formats/workbook/xlsx_package.h"

#include "formats/language/workbook_messages.h"

#include <algorithm>

#include <zip.h>

namespace disan {
namespace {

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

uint64_t MegaBytes(uint64_t bytes) {
  return (bytes + (1 << 20) - 1) >> 20;
}

}  // namespace

struct XlsxPackage::State {
  std::unique_ptr<zip_t, CloseZip> zip;
  std::string file;
  XlsxLimits limits;
  std::vector<std::string> parts;
  uint64_t read_bytes = 0;

  Diagnostic Broken(std::string_view part) const {
    return {.file = file,
            .place = std::string(part),
            .what = Say(messages::kWorkbookPartBroken, fmt::arg("part", part)),
            .remedy = Say(messages::kWorkbookBrokenRemedy)};
  }
  Diagnostic TooLarge(uint64_t bytes) const {
    return {.file = file,
            .what = Say(messages::kWorkbookExplodes, fmt::arg("size", MegaBytes(bytes))),
            .remedy = Say(messages::kWorkbookExplodesRemedy)};
  }
  bool Explodes(const zip_stat_t& stat) const {
    return stat.size > limits.part_bytes || read_bytes + stat.size > limits.total_bytes ||
           (stat.size > limits.ratio_from_bytes &&
            stat.size / limits.ratio > std::max<uint64_t>(stat.comp_size, 1));
  }
};

XlsxPackage::XlsxPackage() : state_(std::make_unique<State>()) {}
XlsxPackage::~XlsxPackage() = default;
XlsxPackage::XlsxPackage(XlsxPackage&&) noexcept = default;
XlsxPackage& XlsxPackage::operator=(XlsxPackage&&) noexcept = default;

Result<XlsxPackage> XlsxPackage::Open(std::string_view bytes,
                                      const std::string& file,
                                      const XlsxLimits& limits) {
  XlsxPackage package;
  State& state = *package.state_;
  state.file = file;
  state.limits = limits;
  const Diagnostic cut_short{.file = file,
                             .what = Say(messages::kWorkbookCutShort),
                             .remedy = Say(messages::kWorkbookBrokenRemedy)};
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) {
    zip_error_fini(&error);
    return Result<XlsxPackage>::Failed(cut_short);
  }
  state.zip.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  zip_error_fini(&error);
  if (!state.zip) {
    zip_source_free(source);
    return Result<XlsxPackage>::Failed(cut_short);
  }
  const auto count = static_cast<uint64_t>(zip_get_num_entries(state.zip.get(), 0));
  if (count > limits.parts) {
    return Result<XlsxPackage>::Failed(state.TooLarge(limits.total_bytes));
  }
  for (uint64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(state.zip.get(), i, ZIP_FL_ENC_RAW);
    state.parts.emplace_back(name == nullptr ? "" : name);
  }
  return {std::move(package), {}};
}

bool XlsxPackage::Has(std::string_view part) const {
  return std::find(state_->parts.begin(), state_->parts.end(), part) != state_->parts.end();
}

const std::vector<std::string>& XlsxPackage::parts() const {
  return state_->parts;
}

Result<std::string> XlsxPackage::Read(std::string_view part) {
  State& state = *state_;
  const auto found = std::find(state.parts.begin(), state.parts.end(), part);
  if (found == state.parts.end()) {
    return Result<std::string>::Failed(state.Broken(part));
  }
  const auto index = static_cast<zip_uint64_t>(found - state.parts.begin());
  zip_stat_t stat;
  zip_stat_init(&stat);
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(state.zip.get(), index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded) {
    return Result<std::string>::Failed(state.Broken(part));
  }
  if (stat.encryption_method != ZIP_EM_NONE) {
    return Result<std::string>::Failed({.file = state.file,
                                        .what = Say(messages::kWorkbookEncrypted),
                                        .remedy = Say(messages::kWorkbookEncryptedRemedy)});
  }
  if (state.Explodes(stat)) {
    return Result<std::string>::Failed(state.TooLarge(stat.size));
  }
  const std::unique_ptr<zip_file_t, CloseFile> opened(zip_fopen_index(state.zip.get(), index, 0));
  std::string bytes(opened ? stat.size : 0, '\0');
  // One byte more is asked for: the size that the directory states may be a lie, and the checksum
  // is looked at when the end is reached.
  char beyond = 0;
  if (!opened ||
      zip_fread(opened.get(), bytes.data(), bytes.size()) !=
          static_cast<zip_int64_t>(bytes.size()) ||
      zip_fread(opened.get(), &beyond, 1) != 0) {
    return Result<std::string>::Failed(state.Broken(part));
  }
  state.read_bytes += bytes.size();
  return Result<std::string>::Of(std::move(bytes));
}

}  // namespace disan
