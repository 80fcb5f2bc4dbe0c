// E57 files of our own: for the sample world and for tests. Valid pages and checksums, one section
// of uncompressed floats or scaled integers a scan.
#pragma once

#include "formats/cloud/cloud.h"

#include <string>

namespace disan {

struct E57Options {
  // 0: doubles. Else positions are integers in this step (metres), packed into as few bits as the
  // bounds need.
  double step_m = 0.0;
};

// The scans' poses are undone for what is stored, as the format wants: reading gives the same
// cloud.
std::string EncodeE57(const Cloud& cloud, const E57Options& options = {});

}  // namespace disan
