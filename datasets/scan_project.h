// The scans of the court as a surveyor hands them over: one registered project.
#pragma once

#include "datasets/objects.h"

namespace disan::world {

// A scanner and what it measured, in its own frame.
struct Scanned {
  Scanner scanner;
  std::vector<ColouredPoint> points;
};

// scans/ID.e57: every scan with its pose, in metres about the world's origin, z up as the format
// wants. scans/ID.las: the same points joined, in VN-2000 / UTM zone 48N. truth/ID.scan.truth.json
// says where the world's origin lies in either.
void WriteScanProject(const std::string& id,
                      const std::vector<Scanned>& scans,
                      const Output& output);

}  // namespace disan::world
