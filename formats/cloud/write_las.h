// LAS files of our own: for the sample world and for tests.
#pragma once

#include "formats/cloud/cloud.h"

#include <string>

namespace disan {

struct LasOptions {
  int minor_version = 4;  // 2: point formats 0 and 2; 4: 6 and 7
  double step = 0.001;    // of positions, in the cloud's unit
};

// Colours are stored with 16 bits, as the format says. The CRS of the cloud is written as WKT.
std::string EncodeLas(const Cloud& cloud, const LasOptions& options = {});

}  // namespace disan
