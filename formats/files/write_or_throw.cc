#include "formats/files/write_or_throw.h"

#include "formats/files/atomic_write.h"

namespace disan {

void WriteFileOrThrow(const std::filesystem::path& file, std::string_view bytes, Exit exit) {
  if (std::optional<Diagnostic> failed = WriteFileAtomically(file, bytes)) {
    throw Failure(std::move(*failed), exit);
  }
}

}  // namespace disan
