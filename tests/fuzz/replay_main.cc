// Runs a fuzz target over a corpus without a fuzzer: every file, every length of it, and every byte
// turned. Usage: TARGET FOLDER
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void Run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

void RunAround(const std::string& seed) {
  for (size_t n = 0; n <= seed.size(); ++n) {
    Run(seed.substr(0, n));
  }
  for (size_t i = 0; i < seed.size(); ++i) {
    for (const int change : {0x01, 0x80, 0xFF}) {
      std::string bytes = seed;
      bytes[i] = static_cast<char>(bytes[i] ^ change);
      Run(bytes);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  size_t seeds = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      RunAround({std::istreambuf_iterator<char>(file), {}});
      ++seeds;
    }
  }
  std::printf("%zu seeds\n", seeds);
  return seeds > 0 ? 0 : 1;
}
