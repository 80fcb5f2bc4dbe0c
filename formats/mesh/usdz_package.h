// The zip around a USDZ's files. Private to this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace disan {

// (name, content) in this order, stored, each content at a multiple of 64 bytes, dated 1980-01-01.
std::string PackUsdz(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace disan
