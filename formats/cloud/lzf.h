// LZF, the compression of binary PCD files (M. Lehmann's liblzf format): runs of literal bytes and
// references into what was already unpacked.
#pragma once

#include <string>
#include <string_view>

namespace disan {

// True when `packed` unpacks to exactly `size` bytes.
bool UnpackLzf(std::string_view packed, size_t size, std::string& unpacked);

}  // namespace disan
