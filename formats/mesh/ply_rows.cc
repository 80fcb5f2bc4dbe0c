#include "formats/mesh/ply_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace disan {
namespace {

template <typename T>
double Load(const char* bytes, bool swap) {
  char copy[sizeof(T)];
  std::memcpy(copy, bytes, sizeof(T));
  if (swap) {
    std::reverse(copy, copy + sizeof(T));
  }
  T value;
  std::memcpy(&value, copy, sizeof(T));
  return static_cast<double>(value);
}

bool IsSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace

double PlyRows::Next(PlyType type) {
  return encoding_ == PlyEncoding::kAscii ? NextWord() : NextBinary(type);
}

double PlyRows::NextBinary(PlyType type) {
  const size_t size = PlySize(type);
  if (left_.size() < size) {
    failed_ = true;
    left_ = {};
    return 0;
  }
  const char* at = left_.data();
  left_.remove_prefix(size);
  const bool swap = encoding_ == PlyEncoding::kBigEndian;
  switch (type) {
    case PlyType::kInt8:
      return Load<int8_t>(at, swap);
    case PlyType::kUint8:
      return Load<uint8_t>(at, swap);
    case PlyType::kInt16:
      return Load<int16_t>(at, swap);
    case PlyType::kUint16:
      return Load<uint16_t>(at, swap);
    case PlyType::kInt32:
      return Load<int32_t>(at, swap);
    case PlyType::kUint32:
      return Load<uint32_t>(at, swap);
    case PlyType::kFloat32:
      return Load<float>(at, swap);
    case PlyType::kFloat64:
      return Load<double>(at, swap);
  }
  return 0;
}

double PlyRows::NextWord() {
  const char* at = left_.data();
  const char* const end = at + left_.size();
  while (at != end && IsSpace(*at)) {
    ++at;
  }
  if (at != end && *at == '+') {
    ++at;
  }
  double value = 0;
  const auto [stop, error] = std::from_chars(at, end, value);
  left_ = {stop, static_cast<size_t>(end - stop)};
  if (error == std::errc::result_out_of_range) {
    return std::numeric_limits<double>::infinity();
  }
  if (error != std::errc()) {
    failed_ = true;
    left_ = {};
    return 0;
  }
  return value;
}

size_t PlyRows::NextCount(const PlyProperty& list) {
  const double count = Next(list.count_type);
  const size_t least = encoding_ == PlyEncoding::kAscii ? 2 : PlySize(list.type);
  if (!(count >= 0) || count > static_cast<double>((left_.size() + 1) / least)) {
    failed_ = true;
    return 0;
  }
  return static_cast<size_t>(count);
}

void PlyRows::Skip(const PlyProperty& property) {
  const size_t count = property.is_list ? NextCount(property) : 1;
  for (size_t i = 0; i < count; ++i) {
    Next(property.type);
  }
}

}  // namespace disan
