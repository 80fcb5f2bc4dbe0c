#include "pipeline/steps/program.h"

#include "formats/files/sha256.h"
#include "viewer/page/viewer_page.h"

#include <algorithm>
#include <vector>

namespace disan {

namespace fs = std::filesystem;

std::string ProgramName() {
  return "disan " DISAN_VERSION;
}

std::vector<ViewerEntry> ViewerEntries() {
  std::vector<ViewerEntry> entries;
  if (const fs::path folder = ViewerPageFolder(); !folder.empty()) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (IsPartOfTours(entry.path().filename())) {
        entries.push_back({entry.path().filename().string(), entry.is_directory()});
      }
    }
  }
  std::sort(entries.begin(), entries.end(), [](const ViewerEntry& a, const ViewerEntry& b) {
    return a.name < b.name;
  });
  return entries;
}

std::string ViewerDigest() {
  const fs::path folder = ViewerPageFolder();
  if (folder.empty()) {
    return "";
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() &&
        IsPartOfTours(*entry.path().lexically_relative(folder).begin())) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  Sha256 sum;
  for (const fs::path& file : files) {
    sum.Add(file.lexically_relative(folder).string() + "\n");
    sum.Add(Sha256OfFile(file).value.value_or("") + "\n");
  }
  return sum.Hex();
}

}  // namespace disan
