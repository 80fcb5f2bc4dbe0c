#include "pipeline/inventory/grid_code.h"

#include "pipeline/inventory/columns.h"

#include <array>
#include <regex>

namespace disan {
namespace {

// Central meridians in minutes of arc. A UTM zone is 6° wide, a TM-3 zone 3°.
struct Zone {
  int meridian_min;
  int code;
};
constexpr std::array kWide = {Zone{105 * 60, 3405}, Zone{111 * 60, 3406}};
constexpr std::array kNarrow = {Zone{102 * 60, 5896},
                                Zone{103 * 60, 9205},
                                Zone{104 * 60, 9206},
                                Zone{104 * 60 + 30, 9207},
                                Zone{104 * 60 + 45, 9208},
                                Zone{105 * 60, 5897},
                                Zone{105 * 60 + 30, 9209},
                                Zone{105 * 60 + 45, 9210},
                                Zone{106 * 60, 9211},
                                Zone{106 * 60 + 15, 9212},
                                Zone{106 * 60 + 30, 9213},
                                Zone{107 * 60, 9214},
                                Zone{107 * 60 + 15, 9215},
                                Zone{107 * 60 + 30, 9216},
                                Zone{107 * 60 + 45, 5899},
                                Zone{108 * 60, 5898},
                                Zone{108 * 60 + 15, 9217},
                                Zone{108 * 60 + 30, 9218}};

template <class Zones>
std::string CodeAt(const Zones& zones, int meridian_min) {
  for (const Zone& zone : zones) {
    if (zone.meridian_min == meridian_min) {
      return "EPSG:" + std::to_string(zone.code);
    }
  }
  return "";
}

}  // namespace

std::string GridCode(const std::string& text) {
  // Folded keeps letters and digits and a space for the rest: "vn 2000 mui 3 ktt 105 00".
  static const std::regex kCode("(?:epsg ?)?([0-9]{4,5})");
  static const std::regex kMeridian("\\b(10[2-8]|111)(?: ?do)?(?: ([0-9]{2}))?\\b");
  static const std::regex kThree("\\b(?:mui|mui chieu|zone) 3\\b|\\btm ?3\\b|\\b3 do\\b");
  static const std::regex kSix("\\b(?:mui|mui chieu|zone) (?:6|48|49)\\b|\\butm\\b|\\b6 do\\b");
  const std::string folded = Folded(text);
  std::smatch found;
  if (folded.size() > 200) {
    return "";
  }
  if (std::regex_match(folded, found, kCode)) {
    return "EPSG:" + found[1].str();
  }
  if (!std::regex_search(folded, found, kMeridian)) {
    return "";
  }
  const int meridian_min = std::stoi(found[1]) * 60 + (found[2].matched ? std::stoi(found[2]) : 0);
  const std::string narrow = CodeAt(kNarrow, meridian_min);
  const std::string wide = CodeAt(kWide, meridian_min);
  const bool three = std::regex_search(folded, kThree);
  const bool six = std::regex_search(folded, kSix);
  if (three != six) {
    return three ? narrow : wide;
  }
  // Without the zone only a meridian that one kind has says which it is.
  return three || (!narrow.empty() && !wide.empty()) ? "" : narrow + wide;
}

}  // namespace disan
