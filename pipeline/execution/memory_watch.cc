#include "pipeline/execution/memory_watch.h"

#include <fstream>
#include <mutex>
#include <string>

namespace disan {
namespace {

std::mutex watches_mutex;
int watches = 0;

}  // namespace

uint64_t PeakMemoryBytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (uint64_t kilobytes = 0; word == "VmHWM:" && status >> kilobytes) {
      return kilobytes * 1024;
    }
  }
  return 0;
}

MemoryWatch::MemoryWatch() {
  const std::lock_guard lock(watches_mutex);
  if (watches++ == 0) {
    std::ofstream("/proc/self/clear_refs") << "5";  // sets the mark back to what is held now
  }
}

MemoryWatch::~MemoryWatch() {
  const std::lock_guard lock(watches_mutex);
  --watches;
}

}  // namespace disan
