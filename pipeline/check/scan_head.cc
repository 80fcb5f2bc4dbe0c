#include "pipeline/check/scan_head.h"

#include "formats/files/read_file.h"
#include "formats/language/session_messages.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>

namespace disan {
namespace {

struct Mark {
  std::string_view extension;
  std::string_view begins;
};

constexpr std::array kMarks = {Mark{".ply", "ply"},
                               Mark{".glb", "glTF"},
                               Mark{".las", "LASF"},
                               Mark{".laz", "LASF"},
                               Mark{".e57", "ASTM-E57"},
                               Mark{".off", "OFF"}};

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

std::optional<Diagnostic> CheckScanHead(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return CannotRead(file, EACCES);
  }
  std::string head(16, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(stream.gcount()));
  if (head.empty()) {
    return Diagnostic{.file = file.string(),
                      .what = Say(messages::kScanEmpty),
                      .remedy = Say(messages::kScanAgainRemedy)};
  }
  const std::string extension = Lower(file.extension().string());
  const auto promised = std::find_if(
      kMarks.begin(), kMarks.end(), [&](const Mark& mark) { return mark.extension == extension; });
  if (promised == kMarks.end() || head.rfind(promised->begins, 0) == 0) {
    return std::nullopt;
  }
  const auto real = std::find_if(kMarks.begin(), kMarks.end(), [&](const Mark& mark) {
    return mark.extension != ".off" && head.rfind(mark.begins, 0) == 0;
  });
  if (real != kMarks.end()) {
    return Diagnostic{.severity = Severity::kWarning,
                      .file = file.string(),
                      .what = Say(messages::kScanWrongExtension,
                                  fmt::arg("real", real->extension),
                                  fmt::arg("extension", extension)),
                      .remedy = Say(messages::kScanWrongExtensionRemedy)};
  }
  return Diagnostic{.file = file.string(),
                    .what = Say(messages::kScanNotOne, fmt::arg("extension", extension)),
                    .remedy = Say(messages::kScanAgainRemedy)};
}

}  // namespace disan
