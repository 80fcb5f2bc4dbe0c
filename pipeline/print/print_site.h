// One site as its pages show it: plain data, no folder behind it.
#pragma once

#include "formats/image/image.h"
#include "formats/language/text.h"

#include <optional>
#include <string>
#include <vector>

namespace disan {

struct PrintPlace {
  bool object = false;
  Text name;
  std::string code;              // empty: it gets no plate
  std::string address;           // what its QR code says
  Image8 picture;                // for the infographic; may be empty
  std::optional<double> plan_x;  // fractions of the plan
  std::optional<double> plan_y;
};

struct PrintFact {
  Text label;
  Text value;
};

struct PrintNumber {
  std::string value;
  Text label;
};

struct PrintSite {
  std::string id;
  Text name;
  std::string name_hannom;
  std::string code;
  std::string address;
  Text type;
  Text description;
  std::vector<PrintFact> facts;      // rank, decision, address ...
  std::vector<PrintNumber> numbers;  // at most six are shown
  Image8 picture;                    // wide; may be empty
  Image8 plan;
  std::vector<PrintPlace> places;  // scenes, then objects
  std::string rights;
  std::string date;  // of the last capture, ISO 8601
  bool draft = false;
};

}  // namespace disan
