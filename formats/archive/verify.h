// Is a folder still what its manifests say? Names every file that is missing, changed, extra or
// renamed.
#pragma once

#include "formats/archive/digests.h"
#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace disan {

enum class Finding { kMissing, kChanged, kExtra, kRenamed, kUnreadable };

struct VerifyFinding {
  Finding finding = Finding::kMissing;
  std::string path;
  std::string now;  // kRenamed: where the content is now
};

struct Verification {
  uint64_t files = 0;
  uint64_t bytes = 0;
  std::vector<VerifyFinding> findings;  // by path
  std::vector<Diagnostic> problems;     // of the manifests and of the bag itself

  bool intact() const;
};

// `folder` is a bag (it has bagit.txt) or an output of ours (record/checksums-sha256.txt). Names
// are compared in NFC, so that a copy over a Mac is still the same. Links are errors: a bag holds
// its content itself. No value when the folder is neither.
Result<Verification> VerifyFolder(const std::filesystem::path& folder,
                                  const ReadProgress& progress = {});

inline constexpr char kOutputManifest[] = "record/checksums-sha256.txt";

// The findings as sentences with remedies.
std::vector<Diagnostic> Explain(const Verification& verification);

}  // namespace disan
