#include "formats/files/safe_path.h"

#include "formats/language/files_messages.h"
#include "formats/language/unicode.h"

#include <algorithm>

namespace disan {
namespace {

namespace fs = std::filesystem;

Result<fs::path> Refuse(std::string_view relative) {
  return Result<fs::path>::Failed(
      {.what = Say(messages::kPathLeavesFolder, fmt::arg("path", relative)),
       .remedy = Say(messages::kPathLeavesFolderRemedy)});
}

bool LooksSafe(std::string_view relative) {
  if (relative.empty() || relative.front() == '/' || !IsValidUtf8(relative)) {
    return false;
  }
  if (std::any_of(relative.begin(), relative.end(), [](unsigned char c) {
        return c < 0x20 || c == 0x7f || c == '\\';
      })) {
    return false;
  }
  const bool drive = relative.size() > 1 && relative[1] == ':';
  const fs::path path(relative);
  return !drive &&
         std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

// The entry of `folder` whose name is `name` in whatever Unicode form it is stored.
fs::path FindEntry(const fs::path& folder, const std::string& name) {
  std::error_code error;
  if (fs::symlink_status(folder / name, error).type() != fs::file_type::not_found) {
    return folder / name;
  }
  // Such a name has no other form, and looking through a large folder for each file takes long.
  if (IsAscii(name)) {
    return folder / name;
  }
  const std::string wanted = ToNfc(name);
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (ToNfc(it->path().filename().string()) == wanted) {
      return it->path();
    }
  }
  return folder / name;
}

bool IsWithin(const fs::path& root, const fs::path& path) {
  const auto [root_end, unused] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return root_end == root.end();
}

}  // namespace

Result<fs::path> ResolveInside(const fs::path& root, std::string_view relative) {
  if (!LooksSafe(relative)) {
    return Refuse(relative);
  }
  fs::path place = root;
  for (const fs::path& part : fs::path(relative).lexically_normal()) {
    if (!part.empty() && part != ".") {
      place = FindEntry(place, part.string());
    }
  }
  std::error_code error;
  const fs::path real_root = fs::weakly_canonical(root, error);
  const fs::path real_place = fs::weakly_canonical(place, error);
  if (error || !IsWithin(real_root, real_place)) {
    return Refuse(relative);
  }
  return Result<fs::path>::Of(place);
}

}  // namespace disan
