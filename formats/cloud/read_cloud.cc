#include "formats/cloud/read_cloud.h"

#include "formats/cloud/cloud_error.h"
#include "formats/cloud/e57.h"
#include "formats/cloud/las.h"
#include "formats/cloud/pcd.h"
#include "formats/cloud/ply_cloud.h"
#include "formats/cloud/text_cloud.h"
#include "formats/files/read_file.h"

#include <algorithm>
#include <array>

namespace disan {

namespace {

std::string Extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return extension;
}

// The reader that a name promises, for a file whose content does not show what it is: its complaint
// says what is wrong with it.
Result<Cloud> ReadByExtension(std::string_view bytes, const std::string& file) {
  const std::string extension = Extension(file);
  if (extension == ".e57") {
    return ReadE57(bytes, file);
  }
  if (extension == ".las" || extension == ".laz") {
    return ReadLas(bytes, file);
  }
  if (extension == ".pcd") {
    return ReadPcd(bytes, file);
  }
  if (extension == ".ptx") {
    return ReadPtx(bytes, file);
  }
  return Result<Cloud>::Failed(
      CloudError(file, messages::kCloudUnknown, messages::kCloudUnknownRemedy));
}

}  // namespace

bool HasCloudExtension(const std::filesystem::path& path) {
  static constexpr std::array kExtensions{
      ".e57", ".las", ".laz", ".pcd", ".ptx", ".pts", ".xyz", ".asc", ".csv", ".txt"};
  const std::string extension = Extension(path);
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

Result<Cloud> ReadCloudFromBytes(std::string_view bytes, const std::string& file) {
  if (bytes.empty()) {
    return Result<Cloud>::Failed(
        CloudError(file, messages::kCloudEmpty, messages::kCloudEmptyRemedy));
  }
  if (LooksLikeE57(bytes)) {
    return ReadE57(bytes, file);
  }
  if (LooksLikeLas(bytes)) {
    return ReadLas(bytes, file);
  }
  if (LooksLikePcd(bytes)) {
    return ReadPcd(bytes, file);
  }
  if (LooksLikePly(bytes)) {
    return ReadPlyCloud(bytes, file);
  }
  if (LooksLikePtx(bytes)) {
    return ReadPtx(bytes, file);
  }
  if (LooksLikeTextCloud(bytes)) {
    return ReadTextCloud(bytes, file);
  }
  return ReadByExtension(bytes, file);
}

Result<Cloud> ReadCloud(const std::filesystem::path& path, const std::string& file) {
  Result<std::string> bytes = ReadFile(path);
  if (!bytes) {
    return Result<Cloud>::Failed(std::move(bytes.diagnostics));
  }
  return ReadCloudFromBytes(*bytes, file);
}

Result<Cloud> ReadCloud(const std::filesystem::path& path) {
  return ReadCloud(path, path.string());
}

}  // namespace disan
