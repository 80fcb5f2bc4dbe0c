#include "formats/image/file_window.h"

#include <algorithm>

namespace disan {

FileWindow::FileWindow(const std::filesystem::path& file) : stream_(file, std::ios::binary) {
  stream_.seekg(0, std::ios::end);
  size_ = stream_ ? static_cast<uint64_t>(stream_.tellg()) : 0;
}

bool FileWindow::Read(uint64_t offset, std::span<uint8_t> out) {
  if (offset > size_ || out.size() > size_ - offset) {
    return false;
  }
  stream_.clear();
  stream_.seekg(static_cast<std::streamoff>(offset));
  stream_.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
  return stream_.good();
}

std::vector<uint8_t> FileWindow::Head(uint64_t wanted) {
  std::vector<uint8_t> bytes(std::min(wanted, size_));
  if (!Read(0, bytes)) {
    bytes.clear();
  }
  return bytes;
}

}  // namespace disan
