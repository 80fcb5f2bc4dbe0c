#include "viewer/server/served_files.h"

#include "formats/files/safe_path.h"
#include "formats/language/view_messages.h"
#include "viewer/server/request_path.h"

#include <algorithm>
#include <array>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kContentTypes = {{
    {".avif", "image/avif"},
    {".bin", "application/octet-stream"},
    {".css", "text/css; charset=utf-8"},
    {".gif", "image/gif"},
    {".glb", "model/gltf-binary"},
    {".gltf", "model/gltf+json"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".jsonld", "application/ld+json; charset=utf-8"},
    {".ktx2", "image/ktx2"},
    {".m4a", "audio/mp4"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},
    {".ogg", "audio/ogg"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".usdz", "model/vnd.usdz+zip"},
    {".vtt", "text/vtt; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".webm", "video/webm"},
    {".webmanifest", "application/manifest+json"},
    {".webp", "image/webp"},
    {".xml", "application/xml; charset=utf-8"},
}};

std::string LowerExtension(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return extension;
}

bool IsFile(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error);
}

Result<ServedFiles> NothingToShow(const fs::path& path) {
  return Result<ServedFiles>::Failed(
      {.what = Say(messages::kViewNothingToShow, fmt::arg("path", path.string())),
       .remedy = Say(messages::kViewNothingToShowRemedy)});
}

Result<ServedFiles> ServeOneFile(const fs::path& file, const fs::path& dist) {
  const std::string extension = LowerExtension(file);
  const bool is_model = extension == ".glb";
  const bool is_picture =
      extension == ".jpg" || extension == ".jpeg" || extension == ".png" || extension == ".webp";
  if (!is_model && !is_picture) {
    return NothingToShow(file);
  }
  // A name of our own: the file's may hold what an address cannot.
  const std::string name = "opened" + extension;
  return Result<ServedFiles>::Of(
      {.mounts = {{.prefix = name, .place = file}, {.prefix = "", .place = dist}},
       .start = std::string(is_model ? "?model=" : "?panorama=") + name +
                "&name=" + EncodePercent(file.stem().string())});
}

Result<ServedFiles> ServeFolder(const fs::path& folder, const fs::path& dist) {
  const fs::path web = folder / "web";
  ServedFiles served;
  if (IsFile(web / "tour.json") || IsFile(web / "index.html")) {
    served.mounts = {{.prefix = "", .place = web},
                     {.prefix = "web", .place = web}};  // the report's links, as on disk
    if (IsFile(folder / "report.html")) {
      served.mounts.push_back(
          {.prefix = "report.html", .place = folder / "report.html", .is_report = true});
      served.mounts.push_back(
          {.prefix = std::string(kReportTimes), .place = folder / kReportTimes});
      // Of what lies beside the web only the pictures of the report.
      served.mounts.push_back({.prefix = "masters/models",
                               .place = folder / "masters/models",
                               .only = ".deviation.png"});
    }
  } else if (IsFile(folder / "tour.json") || IsFile(folder / "index.html")) {
    served.mounts = {{.prefix = "", .place = folder}};
  } else {
    return NothingToShow(folder);
  }
  // An output that does not bring the viewer along is shown with ours.
  served.mounts.push_back({.prefix = "", .place = dist});
  return Result<ServedFiles>::Of(std::move(served));
}

std::optional<FoundFile> FindInFolder(const Mount& mount, std::string_view rest) {
  const bool wants_index = rest.empty() || rest.back() == '/';
  const std::string relative = std::string(rest) + (wants_index ? "index.html" : "");
  const Result<fs::path> place = ResolveInside(mount.place, relative);
  std::error_code error;
  if (!place) {
    return std::nullopt;
  }
  const fs::file_status status = fs::status(*place, error);
  if (!mount.only.empty() &&
      (relative.find('/') != std::string::npos || !relative.ends_with(mount.only))) {
    return std::nullopt;
  }
  if (fs::is_directory(status)) {
    return FoundFile{.file = *place, .is_folder = true};
  }
  if (!fs::is_regular_file(status)) {
    return std::nullopt;
  }
  return FoundFile{.file = *place, .is_report = mount.is_report};
}

std::optional<FoundFile> FindIn(const Mount& mount, std::string_view path) {
  std::error_code error;
  if (fs::is_regular_file(mount.place, error)) {
    return path == mount.prefix
               ? std::optional(FoundFile{.file = mount.place, .is_report = mount.is_report})
               : std::nullopt;
  }
  if (mount.prefix.empty()) {
    return FindInFolder(mount, path);
  }
  if (path.substr(0, mount.prefix.size()) != mount.prefix) {
    return std::nullopt;
  }
  const std::string_view rest = path.substr(mount.prefix.size());
  if (rest.empty() && mount.only.empty()) {
    return FoundFile{.file = mount.place, .is_folder = true};
  }
  return rest.starts_with('/') ? FindInFolder(mount, rest.substr(1)) : std::nullopt;
}

}  // namespace

Result<ServedFiles> ChooseServedFiles(const fs::path& path, const fs::path& viewer_dist) {
  if (!IsFile(viewer_dist / "index.html")) {
    return Result<ServedFiles>::Failed(
        {.what = Say(messages::kViewNoPage, fmt::arg("path", viewer_dist.string())),
         .remedy = Say(messages::kViewNoPageRemedy)});
  }
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error) {
    return Result<ServedFiles>::Failed(
        {.what = Say(messages::kViewNotFound, fmt::arg("path", path.string())),
         .remedy = Say(messages::kViewNotFoundRemedy)});
  }
  return fs::is_directory(real) ? ServeFolder(real, viewer_dist) : ServeOneFile(real, viewer_dist);
}

std::optional<FoundFile> FindServed(const ServedFiles& served, std::string_view path) {
  for (const Mount& mount : served.mounts) {
    if (auto found = FindIn(mount, path)) {
      return found;
    }
  }
  return std::nullopt;
}

std::string_view ContentTypeOf(const fs::path& file) {
  const std::string extension = LowerExtension(file);
  const auto found =
      std::lower_bound(kContentTypes.begin(),
                       kContentTypes.end(),
                       extension,
                       [](const auto& entry, const auto& key) { return entry.first < key; });
  return found != kContentTypes.end() && found->first == extension ? found->second
                                                                   : "application/octet-stream";
}

}  // namespace disan
