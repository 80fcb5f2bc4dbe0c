// What of a tour goes into a page in one file.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <vector>

namespace disan {

struct SingleTour {
  std::string id;
  std::string name;  // Vietnamese
  std::string json;  // tour.json as the page carries it
  // Paths below web/, each once. `first` is what the page needs before it shows anything.
  std::vector<std::string> first;
  std::vector<std::string> rest;
  // Folders of decoders that the models need: "draco", "basis".
  std::vector<std::string> decoders;
  size_t scenes = 0;
  size_t objects = 0;
};

// Scenes lose their tiles: the whole picture of at most 4096 px takes their place. Objects keep
// their smallest model and lose the package for Apple's AR, which cannot be opened out of a page.
// No value when the text is no tour of our version.
Result<SingleTour> SingleTourOf(const std::string& tour_json);

}  // namespace disan
