// Numbers out of bytes and into bytes, low byte first, as E57, LAS and PCD store them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace disan {

static_assert(std::endian::native == std::endian::little, "the cloud readers copy numbers as is");

// The caller has checked that sizeof(T) bytes are there.
template <typename T>
T LoadLittle(const void* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

template <typename T>
T LoadLittle(std::string_view bytes, size_t offset) {
  return LoadLittle<T>(bytes.data() + offset);
}

template <typename T>
void AppendLittle(std::string& bytes, T value) {
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  bytes.append(raw, sizeof(T));
}

// `count` bytes from `offset` lie inside `size`, without overflow.
inline bool Lies(uint64_t offset, uint64_t count, uint64_t size) {
  return offset <= size && count <= size - offset;
}

}  // namespace disan
