#include "pipeline/cli/large_pages.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include <unistd.h>

namespace disan {

void StartWithLargePages(char** arguments) {
  constexpr const char* kVariable = "GLIBC_TUNABLES";
  const std::string wish = "glibc.malloc.hugetlb=";
  const char* given = std::getenv(kVariable);
  const std::string tunables = given == nullptr ? "" : given;
  if (tunables.find(wish) != std::string::npos) {
    return;
  }
  ::setenv(kVariable, (tunables + (tunables.empty() ? "" : ":") + wish + "1").c_str(), 1);
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    ::execv(program.c_str(), arguments);
  }
}

}  // namespace disan
