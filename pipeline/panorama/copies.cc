#include "pipeline/panorama/copies.h"

#include <map>

namespace disan::panorama {

std::vector<int> FirstOfSame(const PhotoSet& photos) {
  std::map<std::string, int> seen;
  std::vector<int> first;
  for (const InputPhoto& photo : photos) {
    const int own = static_cast<int>(first.size());
    first.push_back(photo.content.empty() ? own : seen.emplace(photo.content, own).first->second);
  }
  return first;
}

}  // namespace disan::panorama
