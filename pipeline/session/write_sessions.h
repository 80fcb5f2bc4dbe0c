// session.yaml of every visit that a capture holds: new, or with the new entries added.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/session/destinations.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

struct WrittenSessions {
  std::vector<std::string> sessions;  // "sessions/2026-05-10"
  std::vector<Diagnostic> wrong;      // the first that could not be written ends it
};

// What a person wrote stays as it is. Sets the remarks of the plan's entries.
WrittenSessions WriteSessions(const std::filesystem::path& site,
                              const std::vector<CapturedFile>& files,
                              std::vector<PlannedGroup>& plan);

}  // namespace disan
