// The shape of every complaint of this room: the file is named, a remedy goes with it.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"
#include "formats/language/cloud_messages.h"

#include <string>
#include <utility>
#include <vector>

namespace disan {

template <typename... Arguments>
Diagnostic CloudComplaint(Severity severity,
                          const std::string& file,
                          const Message& what,
                          const Message& remedy,
                          const Arguments&... arguments) {
  return {.severity = severity,
          .file = file,
          .what = Say(what, fmt::arg("file", file), arguments...),
          .remedy = Say(remedy)};
}

template <typename... Arguments>
Diagnostic CloudError(const std::string& file,
                      const Message& what,
                      const Message& remedy,
                      const Arguments&... arguments) {
  return CloudComplaint(Severity::kError, file, what, remedy, arguments...);
}

template <typename... Arguments>
Diagnostic CloudWarning(const std::string& file,
                        const Message& what,
                        const Message& remedy,
                        const Arguments&... arguments) {
  return CloudComplaint(Severity::kWarning, file, what, remedy, arguments...);
}

// The notes of a reader begin with what it left out, if anything.
inline std::vector<Diagnostic> LeftOutNotes(uint64_t count, const std::string& file) {
  std::vector<Diagnostic> notes;
  if (count > 0) {
    notes.push_back(CloudWarning(
        file, messages::kCloudLeftOut, messages::kCloudNothingToDo, fmt::arg("count", count)));
  }
  return notes;
}

// What a reader ends with: its points and its notes, or the complaint that there are no points.
inline Result<Cloud> CloudWithNotes(Cloud cloud,
                                    std::vector<Diagnostic> notes,
                                    const std::string& file) {
  Result<Cloud> result;
  result.diagnostics = std::move(notes);
  if (cloud.points.empty()) {
    result.diagnostics.push_back(
        CloudError(file, messages::kCloudEmpty, messages::kCloudEmptyRemedy));
  } else {
    result.value = std::move(cloud);
  }
  return result;
}

}  // namespace disan
