#include "formats/exchange/mapping/display_words.h"

#include "formats/exchange/mapping/record_view.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

namespace disan {
namespace {

using canonical::Words;

// A number as each language writes it.
std::string Number(double value, bool vietnamese) {
  std::string text = fmt::format("{}", value);
  if (vietnamese) {
    std::replace(text.begin(), text.end(), '.', ',');
  }
  return text;
}

// "ngày 28 tháng 4 năm 1962", "năm 1962"; what is no date stays as it is written.
std::string VietnameseDay(const std::string& date) {
  const bool digits = std::all_of(
      date.begin(), date.end(), [](unsigned char c) { return (c >= '0' && c <= '9') || c == '-'; });
  if (digits && date.size() == 4) {
    return "năm " + date;
  }
  if (digits && date.size() == 7 && date[4] == '-') {
    return fmt::format("tháng {} năm {}", std::stoi(date.substr(5)), date.substr(0, 4));
  }
  if (digits && date.size() == 10 && date[4] == '-' && date[7] == '-') {
    return fmt::format("ngày {} tháng {} năm {}",
                       std::stoi(date.substr(8)),
                       std::stoi(date.substr(5, 2)),
                       date.substr(0, 4));
  }
  return date;
}

std::string Joined(std::initializer_list<std::string> parts, const std::string& between) {
  std::string joined;
  for (const std::string& part : parts) {
    joined += part.empty() || joined.empty() ? part : between + part;
  }
  return joined;
}

// The pattern with the value in it; nothing without one.
std::string With(const char* pattern, const std::string& value) {
  return value.empty() ? "" : fmt::format(fmt::runtime(pattern), value);
}

std::string Titled(const std::string& title, const std::string& text) {
  return Joined({title, text}, ": ");
}

}  // namespace

Words DisplayOf(const canonical::Decision& decision) {
  Words words;
  words.vi = Joined({With("số {}", decision.number),
                     VietnameseDay(decision.date),
                     With("của {}", decision.issuer)},
                    " ");
  words.en = Joined({With("no. {}", decision.number),
                     With("of {}", decision.date),
                     With("by {}", decision.issuer)},
                    " ");
  words.vi = With("Quyết định {}", words.vi);
  words.en = With("Decision {}", words.en);
  return words;
}

Words DisplayOf(const canonical::Condition& condition) {
  Words words{.vi = Titled(BuiltInWord("state", condition.state, "vi"), condition.text.vi),
              .en = Titled(BuiltInWord("state", condition.state, "en"), condition.text.en)};
  if (!words.empty()) {
    words.vi = Joined({words.vi, With("(đánh giá {})", VietnameseDay(condition.date))}, " ");
    words.en = Joined({words.en, With("(assessed {})", condition.date)}, " ");
  }
  return words;
}

Words DisplayOf(const canonical::Zone& zone) {
  const auto area = [&](bool vietnamese) {
    return zone.area_m2 ? "(" + Number(*zone.area_m2, vietnamese) + " m²)" : std::string();
  };
  return {
      .vi = Joined({Titled(BuiltInWord("zone", zone.kind, "vi"), zone.text.vi), area(true)}, " "),
      .en = Joined({Titled(BuiltInWord("zone", zone.kind, "en"), zone.text.en), area(false)}, " ")};
}

Words DisplayOf(const canonical::Dimensions& dimensions) {
  struct Side {
    const std::optional<double>& value;
    const char* vi;
    const char* en;
    const char* unit;
  };
  Words words;
  for (const Side& side : {Side{dimensions.height_mm, "cao", "height", "mm"},
                           Side{dimensions.width_mm, "rộng", "width", "mm"},
                           Side{dimensions.depth_mm, "dày", "depth", "mm"},
                           Side{dimensions.diameter_mm, "đường kính", "diameter", "mm"},
                           Side{dimensions.weight_kg, "nặng", "weight", "kg"}}) {
    if (side.value) {
      const auto add = [&](std::string& text, const char* name, bool vietnamese) {
        text += fmt::format("{}{} {} {}",
                            text.empty() ? "" : ", ",
                            name,
                            Number(*side.value, vietnamese),
                            side.unit);
      };
      add(words.vi, side.vi, true);
      add(words.en, side.en, false);
    }
  }
  return words;
}

Words DisplayOf(const canonical::Dating& dating) {
  Words words = dating.text;
  words.vi = words.vi.empty() ? dating.edtf : words.vi;
  words.en = words.en.empty() ? dating.edtf : words.en;
  return words;
}

Words DisplayOf(const canonical::Vn2000& grid) {
  const std::string text =
      fmt::format("VN-2000 ({}): X {:.3f} m, Y {:.3f} m", grid.crs, grid.x, grid.y);
  return {.vi = text, .en = text};
}

Words FormerAddress(const canonical::Address& address) {
  const std::string text = Joined({address.former_ward, address.former_district}, ", ");
  return {.vi = text, .en = text};
}

}  // namespace disan
