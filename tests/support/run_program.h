// Runs a program as a person would and says what it answered.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace disan::testing {

struct ProgramRun {
  int exit_status = -1;  // 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

struct RunLimits {
  std::optional<std::chrono::milliseconds> signal_after;  // sends `signal` then
  std::filesystem::path signal_once_there;                // or when this exists
  int signal = 9;
};

// `program` is a path; no shell in between. The environment is ours with LC_ALL=C.UTF-8.
ProgramRun RunProgram(const std::filesystem::path& program,
                      const std::vector<std::string>& arguments,
                      const RunLimits& limits = {});

// The program under test: build/<preset>/disan.
std::filesystem::path Disan();
ProgramRun RunDisan(const std::vector<std::string>& arguments, const RunLimits& limits = {});

// The source tree, where ../shared may stand beside it.
std::filesystem::path SourceRoot();

}  // namespace disan::testing
