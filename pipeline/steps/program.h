// The program itself as far as a result depends on it: its name and version, and the built viewer
// that it carries.
#pragma once

#include <string>
#include <vector>

namespace disan {

// "disan 0.1.0": stands in every asset's provenance.
std::string ProgramName();

// What lies at the top of the built viewer's folder, by name.
struct ViewerEntry {
  std::string name;
  bool folder = false;
};
std::vector<ViewerEntry> ViewerEntries();

// Of all their names and contents: a new viewer makes the step that copies it stale. Empty when
// there is none.
std::string ViewerDigest();

}  // namespace disan
