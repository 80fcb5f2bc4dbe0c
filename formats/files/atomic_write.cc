#include "formats/files/atomic_write.h"

#include "formats/files/atomic_file.h"

namespace disan {

std::optional<Diagnostic> WriteFileAtomically(const std::filesystem::path& file,
                                              std::string_view bytes) {
  Result<AtomicFile> out = AtomicFile::Open(file);
  if (!out) {
    return std::move(out.diagnostics.front());
  }
  out->Write(bytes);
  return out->Commit();
}

}  // namespace disan
