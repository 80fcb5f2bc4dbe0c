// A ZIP file in memory whose bytes depend on its content only.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace disan {

// Empty when libzip refuses, which for a buffer in memory means that there is no memory left.
std::string ZipOf(const std::vector<std::pair<std::string, std::string>>& parts);

}  // namespace disan
