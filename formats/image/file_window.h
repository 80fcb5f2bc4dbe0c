// Random access to a file, so that what stands at the end of a large one costs nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

namespace disan {

class FileWindow {
 public:
  explicit FileWindow(const std::filesystem::path& file);

  // False when the bytes are not all there.
  bool Read(uint64_t offset, std::span<uint8_t> out);
  // As many of the first bytes as there are.
  std::vector<uint8_t> Head(uint64_t wanted);

  uint64_t size() const { return size_; }

 private:
  std::ifstream stream_;
  uint64_t size_ = 0;
};

}  // namespace disan
