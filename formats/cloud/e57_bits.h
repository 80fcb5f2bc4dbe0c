// One byte stream of a compressed vector: values of 0 to 64 bits without gaps, the low bit first,
// arriving in pieces.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace disan {

class E57Bits {
 public:
  // Drops what was taken and puts `bytes` behind the rest.
  void Append(std::string_view bytes) {
    const size_t taken = at_ >> 3;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(taken));
    at_ &= 7U;
    buffer_.resize(buffer_.size() - kPadding);
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    buffer_.resize(buffer_.size() + kPadding);
  }

  uint64_t available() const { return (buffer_.size() - kPadding) * 8 - at_; }

  // The caller has looked at available().
  uint64_t Take(int bits) {
    if (bits == 0) {
      return 0;
    }
    const uint8_t* from = buffer_.data() + (at_ >> 3);
    const auto shift = static_cast<int>(at_ & 7U);
    uint64_t value = 0;
    std::memcpy(&value, from, 8);
    value >>= shift;
    if (shift + bits > 64) {
      value |= uint64_t{from[8]} << (64 - shift);
    }
    at_ += static_cast<uint64_t>(bits);
    return bits == 64 ? value : value & ((uint64_t{1} << bits) - 1);
  }

  void Skip(uint64_t bits) { at_ += bits; }

 private:
  static constexpr size_t kPadding = 9;  // so that Take may load whole words
  std::vector<uint8_t> buffer_ = std::vector<uint8_t>(kPadding);
  uint64_t at_ = 0;
};

}  // namespace disan
