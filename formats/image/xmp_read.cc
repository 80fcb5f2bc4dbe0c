// GPano out of any XMP packet. Not an XML parser: the properties are plain names with plain values,
// as attributes or as elements, and looking for just these cannot be led astray by hostile nesting.
#include "formats/image/xmp.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace disan {
namespace {

constexpr std::string_view kNamespace = "http://ns.google.com/photos/1.0/panorama/";
constexpr std::string_view kSpace = " \t\r\n";

// The prefix that the packet gives to the namespace: "GPano" in all that was ever seen.
std::string FindPrefix(std::string_view packet) {
  const size_t at = packet.find(kNamespace);
  if (at == std::string_view::npos) {
    return "";
  }
  const size_t start = packet.rfind("xmlns:", at);
  const size_t equals = packet.find('=', start == std::string_view::npos ? at : start);
  if (start == std::string_view::npos || equals > at) {
    return "";
  }
  std::string_view prefix = packet.substr(start + 6, equals - start - 6);
  prefix = prefix.substr(0, prefix.find_first_of(kSpace));
  return std::string(prefix.substr(0, 64));
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// Empty unless it is a word that can be written again.
std::string PlainWord(std::string_view text) {
  const bool plain =
      text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7F && std::string_view("&<>\"").find(c) == std::string_view::npos;
      });
  return plain ? std::string(text) : "";
}

// What follows the name is ="value", ='value' or >value<.
std::optional<std::string_view> ValueAfter(std::string_view rest) {
  const size_t start = rest.find_first_not_of(kSpace);
  if (start == std::string_view::npos) {
    return std::nullopt;
  }
  if (rest[start] == '=') {
    const size_t quote = rest.find_first_not_of(kSpace, start + 1);
    if (quote == std::string_view::npos || (rest[quote] != '"' && rest[quote] != '\'')) {
      return std::nullopt;
    }
    const size_t end = rest.find(rest[quote], quote + 1);
    return end == std::string_view::npos ? std::nullopt
                                         : std::optional(rest.substr(quote + 1, end - quote - 1));
  }
  const size_t open = rest.find('>', start);
  const size_t close = open == std::string_view::npos ? open : rest.find('<', open);
  if (close == std::string_view::npos || (start != 0 && rest[start] != '>')) {
    return std::nullopt;
  }
  return Trimmed(rest.substr(open + 1, close - open - 1));
}

class Properties {
 public:
  Properties(std::string_view packet, std::string prefix)
      : packet_(packet), prefix_(std::move(prefix)) {}

  std::optional<std::string_view> Find(std::string_view name) const {
    const std::string key = prefix_ + ":" + std::string(name);
    for (size_t at = packet_.find(key); at != std::string_view::npos;
         at = packet_.find(key, at + 1)) {
      const bool begins = at > 0 && (packet_[at - 1] == '<' ||
                                     kSpace.find(packet_[at - 1]) != std::string_view::npos);
      const std::string_view rest = packet_.substr(at + key.size());
      const bool ends = !rest.empty() && (rest[0] == '=' || rest[0] == '>' ||
                                          kSpace.find(rest[0]) != std::string_view::npos);
      if (begins && ends) {
        if (const auto value = ValueAfter(rest)) {
          return value;
        }
      }
    }
    return std::nullopt;
  }

  std::optional<double> Number(std::string_view name) const {
    std::string_view text = Trimmed(Find(name).value_or(""));
    if (text.starts_with('+')) {
      text.remove_prefix(1);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value)
               ? std::optional(value)
               : std::nullopt;
  }

  // 0 when it is missing or makes no sense.
  int Pixels(std::string_view name) const {
    const double value = Number(name).value_or(0);
    return value > 0 && value < 1e9 ? static_cast<int>(std::lround(value)) : 0;
  }

 private:
  std::string_view packet_;
  std::string prefix_;
};

}  // namespace

std::optional<GPano> ParseGPano(std::string_view packet) {
  const std::string prefix = FindPrefix(packet);
  if (prefix.empty()) {
    return std::nullopt;
  }
  const Properties properties(packet, prefix);
  const std::string projection = PlainWord(Trimmed(properties.Find("ProjectionType").value_or("")));
  GPano pano;
  pano.full_width_px = properties.Pixels("FullPanoWidthPixels");
  pano.full_height_px = properties.Pixels("FullPanoHeightPixels");
  if (projection.empty() && pano.full_width_px == 0) {
    return std::nullopt;
  }
  if (!projection.empty()) {
    pano.projection = projection;
  }
  pano.cropped_left_px = properties.Pixels("CroppedAreaLeftPixels");
  pano.cropped_top_px = properties.Pixels("CroppedAreaTopPixels");
  pano.cropped_width_px = properties.Pixels("CroppedAreaImageWidthPixels");
  pano.cropped_height_px = properties.Pixels("CroppedAreaImageHeightPixels");
  pano.heading_deg = properties.Number("PoseHeadingDegrees");
  pano.pitch_deg = properties.Number("PosePitchDegrees");
  pano.roll_deg = properties.Number("PoseRollDegrees");
  return pano;
}

}  // namespace disan
