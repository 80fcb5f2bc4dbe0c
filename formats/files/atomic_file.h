// A large file in the making: written piece by piece under a temporary name in the same folder, and
// either committed whole or gone.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace disan {

class AtomicFile {
 public:
  // Makes missing folders.
  static Result<AtomicFile> Open(const std::filesystem::path& file);
  ~AtomicFile();  // without Commit nothing stays
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&& other) noexcept;

  // False from the first failure on; Commit says why.
  bool Write(std::string_view bytes);
  // For libraries that write by themselves; tell a failure with Fail(errno).
  int descriptor() const { return descriptor_; }
  void Fail(int error);

  // Synced and renamed; nothing when it went well.
  std::optional<Diagnostic> Commit();

  // Closed under its temporary name, neither synced nor renamed: both are then the caller's.
  Result<std::string> Leave();

 private:
  AtomicFile() = default;
  void Discard();

  std::filesystem::path file_;
  std::string temporary_;
  int descriptor_ = -1;
  int error_ = 0;
};

}  // namespace disan
