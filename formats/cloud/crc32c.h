// CRC-32C (Castagnoli), the checksum of every page of an E57 file.
#pragma once

#include <cstdint>
#include <string_view>

namespace disan {

uint32_t Crc32c(std::string_view bytes);

}  // namespace disan
