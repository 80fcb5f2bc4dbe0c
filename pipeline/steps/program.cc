#include "pipeline/steps/program.h"

#include "formats/files/sha256.h"
#include "viewer/page/viewer_page.h"

#include <algorithm>
#include <vector>

namespace disan {

namespace fs = std::filesystem;

namespace {

// The portal's page joins tours, the review's belongs to disan view: neither is part of a tour.
bool IsOfATour(const fs::path& name) {
  return name != kPortalPage && !name.string().starts_with(kReviewPagePrefix);
}

}  // namespace

std::string ProgramName() {
  return "disan " DISAN_VERSION;
}

std::vector<ViewerEntry> ViewerEntries() {
  std::vector<ViewerEntry> entries;
  if (const fs::path folder = ViewerPageFolder(); !folder.empty()) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (IsOfATour(entry.path().filename())) {
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
        IsOfATour(*entry.path().lexically_relative(folder).begin())) {
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
