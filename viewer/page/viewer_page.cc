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

fs::path SinglePageFolder() {
  const fs::path viewer = ViewerPageFolder();
  const fs::path folder = viewer.parent_path() / (viewer.filename().string() + "-single");
  std::error_code error;
  return !viewer.empty() && fs::is_regular_file(folder / "single.html", error) ? folder
                                                                               : fs::path();
}

}  // namespace disan
