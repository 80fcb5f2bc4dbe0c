#include "formats/language/panorama_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/tiles/tile_panorama.h"

#include <cstdio>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>

namespace disan {
namespace {

struct Arguments {
  std::string input;
  std::string output;
  bool equirect_only = false;
  bool cube_only = false;
  int quality = 85;
  int tile_px = 512;
  int threads = 0;
  uint64_t memory_bytes = uint64_t{4} << 30;
};

Exit Run(const Arguments& arguments, const CommandContext& context) {
  const TileOptions options{.equirect = !arguments.cube_only || arguments.equirect_only,
                            .cube = !arguments.equirect_only || arguments.cube_only,
                            .quality = arguments.quality,
                            .tile_px = arguments.tile_px};
  Execution execution;
  execution.threads = arguments.threads > 0 ? arguments.threads
                                            : static_cast<int>(std::thread::hardware_concurrency());
  execution.memory_bytes = arguments.memory_bytes;
  execution.cancelled = context.cancelled;
  const Result<TileSummary> made =
      TilePanorama(arguments.input, arguments.output, options, execution);
  Show(made.diagnostics, context.language);
  if (!made) {
    return Exit::kUnusableInput;
  }
  Tell(context,
       Say(messages::kTilesDone,
           fmt::arg("tiles", made->tiles),
           fmt::arg("width", made->width_px),
           fmt::arg("height", made->height_px),
           fmt::arg("folder", arguments.output)));
  if (context.json) {
    std::printf("{\"width\":%d,\"height\":%d,\"tiles\":%llu}\n",
                made->width_px,
                made->height_px,
                static_cast<unsigned long long>(made->tiles));
  }
  return made.diagnostics.empty() ? Exit::kDone : Exit::kDoubtful;
}

}  // namespace

void AddTilesCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* tiles = app.add_subcommand("tiles", say(messages::kCommandTiles));
  tiles->add_option("PANO", arguments->input, say(messages::kTilesOptionInput))->required();
  tiles->add_option("-o,--output", arguments->output, say(messages::kTilesOptionOutput))
      ->required();
  tiles->add_flag("--equirect", arguments->equirect_only, say(messages::kTilesOptionEquirect));
  tiles->add_flag("--cube", arguments->cube_only, say(messages::kTilesOptionCube));
  tiles->add_option("--quality", arguments->quality, say(messages::kTilesOptionQuality))
      ->check(CLI::Range(1, 100));
  tiles->add_option("--tile-size", arguments->tile_px, say(messages::kTilesOptionSize))
      ->check(CLI::Range(64, 4096));
  tiles->add_option("-j,--threads", arguments->threads, say(messages::kTilesOptionThreads))
      ->check(CLI::Range(1, 1024));
  tiles->add_option("--memory", arguments->memory_bytes, say(messages::kTilesOptionMemory))
      ->transform(CLI::AsSizeValue(false));
  tiles->callback([arguments, &invocation] {
    invocation.large_pages = true;
    invocation.run = [arguments](const CommandContext& context) {
      return Run(*arguments, context);
    };
  });
}

}  // namespace disan
