// Names for what was grouped: the session, the id, and where each file goes.
#pragma once

#include "formats/record/site.h"
#include "pipeline/session/grouping.h"
#include "pipeline/session/session_text.h"

#include <map>
#include <string>
#include <vector>

namespace disan {

struct PlannedFile {
  size_t file = 0;          // index into the capture
  std::string destination;  // below the session's folder
};

struct PlannedGroup {
  Group group;
  std::string session;      // "sessions/2026-05-10"
  NewEntry entry;           // id empty: loose photos, other files
  bool adds_entry = false;  // false: its photos join the folder of an entry that is there
  std::vector<PlannedFile> files;
};

// The same groups and sessions give the same names. An id that a person's folder names may repeat
// an earlier session's (a new capture of the same spot); one that is made up never does.
std::vector<PlannedGroup> PlanDestinations(const std::vector<CapturedFile>& files,
                                           std::vector<Group> groups,
                                           const std::vector<Session>& sessions);

}  // namespace disan
