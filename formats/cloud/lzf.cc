#include "formats/cloud/lzf.h"

namespace disan {

namespace {

struct Unpacker {
  std::string_view packed;
  size_t at = 0;
  std::string& out;
  size_t size;

  bool Byte(size_t& value) {
    if (at == packed.size()) {
      return false;
    }
    value = static_cast<uint8_t>(packed[at++]);
    return true;
  }

  bool Literals(size_t count) {
    if (packed.size() - at < count || size - out.size() < count) {
      return false;
    }
    out.append(packed.substr(at, count));
    at += count;
    return true;
  }

  // Three bits of length and thirteen of distance; a full length goes on in the next byte.
  bool Reference(size_t control) {
    size_t length = control >> 5;
    size_t more = 0;
    if (length == 7) {
      if (!Byte(more)) {
        return false;
      }
      length += more;
    }
    if (!Byte(more)) {
      return false;
    }
    length += 2;
    const size_t distance = ((control & 31U) << 8 | more) + 1;
    if (distance > out.size() || size - out.size() < length) {
      return false;
    }
    for (size_t from = out.size() - distance; length > 0; --length) {
      out.push_back(out[from++]);  // may overlap with itself
    }
    return true;
  }
};

}  // namespace

bool UnpackLzf(std::string_view packed, size_t size, std::string& unpacked) {
  unpacked.clear();
  // A reference of three bytes stands for at most 264: no file unpacks to more than that.
  if (size / 88 > packed.size() + 1) {
    return false;
  }
  unpacked.reserve(size);
  Unpacker unpacker{packed, 0, unpacked, size};
  size_t control = 0;
  while (unpacked.size() < size) {
    if (!unpacker.Byte(control)) {
      return false;
    }
    if (!(control < 32 ? unpacker.Literals(control + 1) : unpacker.Reference(control))) {
      return false;
    }
  }
  return true;
}

}  // namespace disan
