// The checksums of what was taken in, in the form that sha256sum -c reads from the site's folder.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace disan {

inline constexpr char kManifestName[] = "manifest-sha256.txt";

// Path below the site's folder -> SHA-256.
using Manifest = std::map<std::string, std::string>;

// Empty when there is none; lines that are none are left out.
Manifest ReadManifest(const std::filesystem::path& file);
std::optional<Diagnostic> WriteManifest(const std::filesystem::path& file,
                                        const Manifest& manifest);

}  // namespace disan
