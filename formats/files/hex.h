// Bytes in words: two lower-case hexadecimal digits each.
#pragma once

#include <span>
#include <string>

namespace disan {

std::string HexOf(std::span<const unsigned char> bytes);

}  // namespace disan
