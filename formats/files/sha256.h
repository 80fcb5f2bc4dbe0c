// SHA-256 of bytes and of files: the name under which the store keeps content, and the fixity of
// the archive.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace disan {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& Add(std::span<const uint8_t> bytes);
  Sha256& Add(std::string_view text);
  // Lower-case hexadecimal, 64 characters. The object is spent afterwards.
  std::string Hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string Sha256Hex(std::string_view bytes);

// Streams the file; memory does not grow with its size.
Result<std::string> Sha256OfFile(const std::filesystem::path& file);

}  // namespace disan
