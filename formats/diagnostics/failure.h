// The one type that a step throws when it cannot go on. Only the runner and main catch it.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <stdexcept>

namespace disan {

// Exit status of the program, the same for every command.
enum class Exit { kDone = 0, kDoubtful = 1, kUsage = 2, kUnusableInput = 3, kInterrupted = 130 };

class Failure : public std::runtime_error {
 public:
  explicit Failure(Diagnostic diagnostic, Exit exit = Exit::kUnusableInput);
  // The errors among the diagnostics say why; the first is the one that what() gives.
  explicit Failure(std::vector<Diagnostic> diagnostics, Exit exit = Exit::kUnusableInput);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  Exit exit() const { return exit_; }

 private:
  std::vector<Diagnostic> diagnostics_;
  Exit exit_;
};

// The value, or a Failure with the result's diagnostics.
template <typename T>
T ValueOrThrow(Result<T> result) {
  if (!result.value) {
    throw Failure(std::move(result.diagnostics));
  }
  return std::move(*result.value);
}

// A person asked the work to stop.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

}  // namespace disan
