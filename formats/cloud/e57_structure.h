// What the XML part of an E57 file says of its scans: poses, limits, and how each number of a point
// is stored.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// What a number of a point means; kOther is stored, so it must be stepped over, but not kept.
enum class E57Meaning {
  kOther,
  kX,
  kY,
  kZ,
  kRange,
  kAzimuth,
  kElevation,
  kInvalid,  // 0: the position holds
  kRed,
  kGreen,
  kBlue,
  kColourInvalid,
  kIntensity,
  kNormalX,
  kNormalY,
  kNormalZ,
  kCount,
};

struct E57Field {
  E57Meaning meaning = E57Meaning::kOther;
  enum class Storage { kInteger, kFloat, kDouble, kText } storage = Storage::kInteger;
  int bits = 0;         // of one value; 0 when every value is `minimum`; text varies
  int64_t minimum = 0;  // added to the stored number
  double scale = 1.0;
  double offset = 0.0;
  double low = 0.0;  // the range that the file promises, after scale and offset
  double high = 0.0;
};

struct E57Limits {
  double low = 0.0;
  double high = 0.0;
};

struct E57Scan {
  Scan scan;
  std::vector<E57Field> fields;  // in the order of the byte streams
  uint64_t section_at = 0;       // physical
  uint64_t record_count = 0;
  std::array<std::optional<E57Limits>, 3> colour_limits;
  std::optional<E57Limits> intensity_limits;
};

struct E57Structure {
  std::vector<E57Scan> scans;
  std::vector<EmbeddedImage> images;
  std::string crs;
};

// Complains about XML that is none, and about a scan whose points cannot be made out.
Result<E57Structure> ReadE57Structure(std::string_view xml, const std::string& file);

}  // namespace disan
