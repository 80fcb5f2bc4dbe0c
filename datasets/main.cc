// disan-world: makes the sample world's captures, or one picture of it.
#include "datasets/capture.h"
#include "datasets/generate.h"
#include "formats/diagnostics/failure.h"
#include "formats/language/world_messages.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>

namespace disan::world {
namespace {

std::atomic<bool> cancelled{false};

extern "C" void HandleInterrupt(int) {
  cancelled = true;
}

Language FindLanguage() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') {
      return std::string(value).rfind("en", 0) == 0 ? Language::kEnglish : Language::kVietnamese;
    }
  }
  return Language::kVietnamese;
}

struct Arguments {
  GenerateOptions generate;
  std::string size = "tiny", hero;
  int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  int hero_width_px = 1600;
};

void Declare(CLI::App& app, Arguments& arguments, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  app.set_help_flag("-h,--help", say(messages::kWorldHelp));
  app.add_option("FOLDER", arguments.generate.folder, say(messages::kWorldFolder));
  app.add_option("--size", arguments.size, say(messages::kWorldSize))
      ->check(CLI::IsMember({"tiny", "demo"}));
  app.add_option("--seed", arguments.generate.seed, say(messages::kWorldSeed));
  app.add_flag("--site", arguments.generate.site, say(messages::kWorldSite));
  app.add_option("--only", arguments.generate.only, say(messages::kWorldOnly));
  app.add_option("--hero", arguments.hero, say(messages::kWorldHero));
  app.add_option("--hero-width", arguments.hero_width_px, say(messages::kWorldHeroWidth))
      ->check(CLI::Range(64, 16384));
  app.add_option("-j", arguments.threads, say(messages::kWorldThreads))->check(CLI::Range(1, 256));
}

void Run(const Arguments& arguments, Language language) {
  const Execution execution{.threads = arguments.threads, .cancelled = &cancelled};
  if (!arguments.hero.empty()) {
    const World world = ValueOrThrow(World::Build(
        {.detail = arguments.generate.size, .seed = arguments.generate.seed}, execution));
    WriteJpeg(
        arguments.hero, RenderHero(world, arguments.hero_width_px, execution), {.quality = 93});
  }
  if (arguments.generate.folder.empty()) {
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const GenerateSummary summary =
      Generate(arguments.generate, execution, [&](const std::string& unit) {
        std::printf("%6.1f s  %s\n", seconds(), unit.c_str());
        std::fflush(stdout);
      });
  const Text said = Say(messages::kWorldDone,
                        fmt::arg("made", summary.made.size()),
                        fmt::arg("kept", summary.kept.size()),
                        fmt::arg("folder", arguments.generate.folder.string()),
                        fmt::arg("seconds", fmt::format("{:.1f}", seconds())));
  std::puts(said.In(language).c_str());
}

Exit Main(int argc, char** argv) {
  const Language language = FindLanguage();
  Arguments arguments;
  CLI::App app(Say(messages::kWorldDescription).In(language), "disan-world");
  Declare(app, arguments, language);
  try {
    app.parse(argc, argv);
    if (arguments.generate.folder.empty() && arguments.hero.empty()) {
      throw CLI::RequiredError("FOLDER");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? Exit::kDone : Exit::kUsage;
  }
  arguments.generate.size = arguments.size == "demo" ? Detail::kDemo : Detail::kTiny;
  try {
    Run(arguments, language);
    return Exit::kDone;
  } catch (const Interrupted&) {
    return Exit::kInterrupted;
  } catch (const Failure& failure) {
    for (const Diagnostic& diagnostic : failure.diagnostics()) {
      std::fprintf(stderr, "%s\n", Line(diagnostic, language).c_str());
    }
    return failure.exit();
  }
}

}  // namespace
}  // namespace disan::world

int main(int argc, char** argv) {
  std::signal(SIGINT, disan::world::HandleInterrupt);
  std::signal(SIGTERM, disan::world::HandleInterrupt);
  return static_cast<int>(disan::world::Main(argc, argv));
}
