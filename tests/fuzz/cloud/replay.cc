// Runs a fuzz target over the files of its corpus, and over every beginning of each: what a fuzzer
// once found stays found. With clang, -fsanitize=fuzzer takes the place of this file.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int count, char** arguments) {
  size_t files = 0;
  for (int i = 1; i < count; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
      for (size_t size = 0; size <= bytes.size(); ++size) {
        LLVMFuzzerTestOneInput(data, size);
      }
      ++files;
    }
  }
  std::printf("%zu files replayed\n", files);
  return files == 0 ? 1 : 0;
}
