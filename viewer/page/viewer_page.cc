#include "viewer/page/viewer_page.h"

#include <cstdlib>

namespace disan {

namespace fs = std::filesystem;

fs::path ViewerPageFolder() {
  std::error_code error;
  const auto holds_page = [&](const fs::path& folder) {
    return fs::is_regular_file(folder / "index.html", error);
  };
  if (const char* named = std::getenv("DISAN_VIEWER_DIST"); named != nullptr && *named != '\0') {
    return holds_page(named) ? fs::path(named) : fs::path();
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share/disan/viewer";
  for (const fs::path& folder : {installed, fs::path(DISAN_VIEWER_DIST)}) {
    if (holds_page(folder)) {
      return folder;
    }
  }
  return {};
}

}  // namespace disan
