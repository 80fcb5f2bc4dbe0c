#include "pipeline/ktx2/ktx2_encoder.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/model_messages.h"
#include "pipeline/ktx2/worker_process.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace disan {
namespace {

namespace fs = std::filesystem;

// Blocks of 4 by 4 pixels cannot hold what a JPEG holds; this is what a visitor does not see.
constexpr double kMostColourPsnr = 40;
constexpr size_t kHeadBytes = 12;

std::string NodeProgram() {
  const char* named = std::getenv("DISAN_NODE");
  return named != nullptr && *named != '\0' ? named : "node";
}

[[noreturn]] void ThrowNoNode(int error) {
  throw Failure({.what = Say(messages::kKtx2NoNode,
                             fmt::arg("program", NodeProgram()),
                             fmt::arg("reason", std::generic_category().message(error))),
                 .remedy = Say(messages::kKtx2NoNodeRemedy)});
}

// The last line with words in it: Node.js ends its complaints with its own version.
std::string LastWords(const std::string& err) {
  const size_t at = err.find("Error: ");
  const std::string line = err.substr(at == std::string::npos ? 0 : at);
  return line.substr(0, line.find('\n'));
}

[[noreturn]] void ThrowFailed(const std::string& name, const WorkerRun& run) {
  const std::string words = LastWords(run.err);
  throw Failure(
      {.file = name,
       .what =
           Say(messages::kKtx2Failed,
               fmt::arg("detail", words.empty() ? fmt::format("exit {}", run.exit_status) : words)),
       .remedy = Say(messages::kKtx2FailedRemedy)});
}

std::vector<std::string> Command(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{NodeProgram(), (Ktx2WorkerFolder() / "encode.mjs").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

const char* WordFor(TextureUse use) {
  return use == TextureUse::kColour ? "colour" : use == TextureUse::kNormals ? "normals" : "data";
}

std::string_view View(const std::vector<uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

EncodedTexture Parsed(const std::string& name, const WorkerRun& run, const Image8& image) {
  uint32_t length = 0;
  double psnr = 0;
  if (run.out.size() >= kHeadBytes) {
    std::memcpy(&length, run.out.data(), sizeof length);
    std::memcpy(&psnr, run.out.data() + sizeof length, sizeof psnr);
  }
  if (length == 0 || run.out.size() != kHeadBytes + length + image.pixels.size()) {
    ThrowFailed(name, run);
  }
  EncodedTexture encoded{
      .texture = {name + ".ktx2", "image/ktx2", run.out.substr(kHeadBytes, length)},
      .shown = Image8(image.width, image.height, 3),
      .psnr_db = psnr};
  std::memcpy(encoded.shown.pixels.data(),
              run.out.data() + kHeadBytes + length,
              encoded.shown.pixels.size());
  return encoded;
}

}  // namespace

fs::path Ktx2WorkerFolder() {
  std::error_code error;
  const auto is_whole = [&](const fs::path& folder) {
    return fs::is_regular_file(folder / "encode.mjs", error) &&
           fs::is_directory(folder / "node_modules/ktx2-encoder", error);
  };
  if (const char* named = std::getenv("DISAN_KTX2_WORKER"); named != nullptr && *named != '\0') {
    return is_whole(named) ? fs::path(named) : fs::path();
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share/disan/ktx2";
  for (const fs::path& folder : {installed, fs::path(DISAN_KTX2_WORKER)}) {
    if (is_whole(folder)) {
      return folder;
    }
  }
  return {};
}

void RequireKtx2(const Execution& execution) {
  if (Ktx2WorkerFolder().empty()) {
    throw Failure(
        {.what = Say(messages::kKtx2NoWorker), .remedy = Say(messages::kKtx2NoWorkerRemedy)});
  }
  const WorkerRun run = RunWorker(Command({"--check"}), {}, execution);
  if (run.start_error != 0) {
    ThrowNoNode(run.start_error);
  }
  if (run.exit_status != 0) {
    ThrowFailed("encode.mjs", run);
  }
}

TextureEncoder Ktx2Encoder(const Execution& execution) {
  return [&execution](const std::string& name,
                      const Image8& image,
                      TextureUse use,
                      const TextureGoal& goal) -> EncodedTexture {
    const double psnr_db =
        use == TextureUse::kColour ? std::min(goal.psnr_db, kMostColourPsnr) : goal.psnr_db;
    const size_t pixels = image.pixels.size() / 3;
    const std::vector<uint8_t> all(goal.covered.empty() ? pixels : 0, 1);
    const std::array<std::string_view, 2> input{View(image.pixels),
                                                View(goal.covered.empty() ? all : goal.covered)};
    const WorkerRun run = RunWorker(Command({fmt::format("{}", image.width),
                                             fmt::format("{}", image.height),
                                             WordFor(use),
                                             fmt::format("{:.2f}", psnr_db)}),
                                    input,
                                    execution);
    if (run.start_error != 0) {
      ThrowNoNode(run.start_error);
    }
    if (run.exit_status != 0) {
      ThrowFailed(name, run);
    }
    return Parsed(name, run, image);
  };
}

}  // namespace disan
