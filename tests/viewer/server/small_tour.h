// An output folder and a viewer page small enough for a test to write.
#pragma once

#include "formats/files/atomic_write.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>

namespace disan::testing {

inline constexpr char kSecretWords[] = "nobody may read this";

struct SmallTour {
  TemporaryFolder folder;
  std::filesystem::path out = folder / "out";
  std::filesystem::path dist = folder / "dist";

  SmallTour() {
    Write(dist / "index.html", "<!doctype html><title>viewer</title>");
    Write(dist / "assets/page.js", "export {};");
    Write(out / "web/tour.json", "{}");
    Write(out / "web/scenes/a/preview.jpg", std::string(5000, 'j'));
    Write(out / "web/empty.txt", "");
    Write(out / "report.html", "<!doctype html><title>report</title>");
    Write(out / ".disan/times.js", "const times = {};");
    Write(out / ".disan/journal", kSecretWords);
    Write(out / "record/record.json", kSecretWords);
    Write(folder / "secret.txt", kSecretWords);
    std::filesystem::create_symlink(folder / "secret.txt", out / "web/link.txt");
    std::filesystem::create_directory_symlink(folder.path(), out / "web/up");
  }
  static void Write(const std::filesystem::path& file, const std::string& bytes) {
    WriteFileAtomically(file, bytes);
  }
};

}  // namespace disan::testing
