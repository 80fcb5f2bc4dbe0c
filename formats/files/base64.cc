#include "formats/files/base64.h"

namespace disan {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Three bytes, of which the last ones may be missing, as four characters.
void AppendGroup(std::string& text, std::string_view bytes) {
  const auto byte = [&](size_t i) {
    return i < bytes.size() ? static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])) : 0U;
  };
  const uint32_t group = byte(0) << 16 | byte(1) << 8 | byte(2);
  for (size_t i = 0; i < 4; ++i) {
    text += i <= bytes.size() ? kAlphabet[group >> (18 - 6 * i) & 63] : '=';
  }
}

}  // namespace

std::string Base64::Add(std::string_view bytes) {
  std::string text;
  text.reserve(Base64Length(held_.size() + bytes.size()));
  while (!held_.empty() && held_.size() < 3 && !bytes.empty()) {
    held_ += bytes.front();
    bytes.remove_prefix(1);
  }
  if (held_.size() == 3) {
    AppendGroup(text, held_);
    held_.clear();
  }
  while (bytes.size() >= 3) {
    AppendGroup(text, bytes.substr(0, 3));
    bytes.remove_prefix(3);
  }
  held_ += bytes;
  return text;
}

std::string Base64::Finish() {
  std::string text;
  if (!held_.empty()) {
    AppendGroup(text, held_);
  }
  held_.clear();
  return text;
}

std::string Base64Of(std::string_view bytes) {
  Base64 encoder;
  std::string text = encoder.Add(bytes);
  return text + encoder.Finish();
}

}  // namespace disan
