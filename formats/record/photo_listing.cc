#include "formats/record/photo_listing.h"

#include "formats/files/safe_path.h"
#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/photo_names.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr size_t kNamedFiles = 4;

void Inform(const Place& place, int line, Text what, std::vector<Diagnostic>& said) {
  said.push_back({.severity = Severity::kInfo,
                  .file = place.file,
                  .line = line,
                  .what = std::move(what),
                  .remedy = {}});
}

std::string Names(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(files.size(), kNamedFiles); ++i) {
    names.push_back(ToNfc(files[i].filename().string()));
  }
  return fmt::format("{}{}", fmt::join(names, ", "), files.size() > kNamedFiles ? ", …" : "");
}

// A link in the folder may lead out of the site although the folder does not.
bool LeadsOut(const fs::path& file, const Place& place) {
  std::error_code error;
  if (!fs::is_symlink(file, error)) {
    return false;
  }
  const fs::path relative = fs::relative(file.parent_path(), place.root, error);
  return error || !ResolveInside(place.root, (relative / file.filename()).string()).ok();
}

void RefuseLink(const fs::path& file, const Place& place, int line, std::vector<Diagnostic>& said) {
  const std::string name = ToNfc(file.filename().string());
  Diagnostic refused = ResolveInside(place.root, "../" + name).diagnostics.front();
  refused.file = place.file;
  refused.line = line;
  said.push_back(std::move(refused));
}

struct Sorted {
  std::vector<fs::path> photos;
  std::vector<fs::path> raws;
  std::vector<fs::path> others;
};

Sorted SortFolder(const SourcePath& folder, const Place& place, std::vector<Diagnostic>& said) {
  Sorted sorted;
  for (fs::path& file : FilesIn(folder.resolved)) {
    if (LeadsOut(file, place)) {
      RefuseLink(file, place, folder.line, said);
      continue;
    }
    const FileClass kind = ClassOfName(file);
    (kind == FileClass::kPhoto      ? sorted.photos
     : kind == FileClass::kRawPhoto ? sorted.raws
                                    : sorted.others)
        .push_back(std::move(file));
  }
  return sorted;
}

void ListFolder(const SourcePath& folder,
                const Place& place,
                PhotoListing& listing,
                std::vector<Diagnostic>& said) {
  Sorted sorted = SortFolder(folder, place, said);
  std::set<std::string> stems;
  for (const fs::path& photo : sorted.photos) {
    stems.insert(FoldForSearch(photo.stem().string()));
  }
  std::vector<fs::path> photos = std::move(sorted.photos);
  size_t companions = 0;
  for (fs::path& raw : sorted.raws) {
    if (stems.count(FoldForSearch(raw.stem().string())) != 0) {
      listing.raw_companions.push_back(std::move(raw));
      ++companions;
    } else {
      photos.push_back(std::move(raw));
    }
  }
  std::sort(photos.begin(), photos.end(), NameLess);
  if (companions > 0) {
    Inform(place,
           folder.line,
           Say(messages::kRawCompanions,
               fmt::arg("count", companions),
               fmt::arg("path", folder.written)),
           said);
  }
  if (!sorted.others.empty()) {
    Inform(place,
           folder.line,
           Say(messages::kNotAPhotoIgnored,
               fmt::arg("count", sorted.others.size()),
               fmt::arg("path", folder.written),
               fmt::arg("files", Names(sorted.others))),
           said);
  }
  if (photos.empty()) {
    said.push_back({.file = place.file,
                    .line = folder.line,
                    .what = Say(messages::kFolderWithoutPhotos, fmt::arg("path", folder.written)),
                    .remedy = Say(messages::kFolderWithoutPhotosRemedy)});
  }
  std::move(photos.begin(), photos.end(), std::back_inserter(listing.photos));
}

}  // namespace

PhotoListing ListPhotos(const std::vector<SourcePath>& paths,
                        const Place& place,
                        std::vector<Diagnostic>& diagnostics) {
  PhotoListing listing;
  for (const SourcePath& path : paths) {
    std::error_code error;
    if (!path.exists) {
      continue;
    }
    if (fs::is_directory(path.resolved, error)) {
      ListFolder(path, place, listing, diagnostics);
    } else {
      listing.photos.push_back(path.resolved);
    }
  }
  return listing;
}

}  // namespace disan
