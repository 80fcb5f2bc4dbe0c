// `disan view PATH`: shows a model, a panorama, an output or a website on this machine until
// Ctrl-C.
#include "formats/language/view_messages.h"
#include "pipeline/cli/command.h"
#include "viewer/page/viewer_page.h"
#include "viewer/server/preview_server.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

struct ViewArguments {
  std::string path;
  std::string host = "127.0.0.1";
  std::optional<int> port;
};

Exit RunView(const ViewArguments& arguments, const CommandContext& context) {
  ServedFiles served = ValueOrThrow(ChooseServedFiles(arguments.path, ViewerPageFolder()));
  const bool open_to_others = !IsLoopback(arguments.host);
  PreviewServer server(
      std::move(served),
      {.host = arguments.host, .port = arguments.port, .token = open_to_others ? MakeToken() : ""});
  if (auto problem = server.Start()) {
    throw Failure(*problem);
  }
  const std::string address = server.Address();
  if (context.json) {
    std::puts(nlohmann::json{{"address", address}, {"port", server.port()}}.dump().c_str());
    std::fflush(stdout);
  }
  Tell(context,
       Say(messages::kViewOpened, fmt::arg("path", arguments.path), fmt::arg("address", address)));
  if (open_to_others) {
    Tell(context, Say(messages::kViewTokenNote));
  }
  while (!context.cancelled->load()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  server.Stop();
  Tell(context, Say(messages::kViewStopped));
  return Exit::kDone;
}

}  // namespace

void AddViewCommand(CLI::App& app, Invocation& invocation, Language language) {
  const auto say = [language](const Message& message) { return Say(message).In(language); };
  auto arguments = std::make_shared<ViewArguments>();
  CLI::App* command = app.add_subcommand("view", say(messages::kCommandView));
  command->add_option("PATH", arguments->path, say(messages::kViewOptionPath))->required();
  command->add_option("--port", arguments->port, say(messages::kViewOptionPort))
      ->check(CLI::Range(0, 65535));
  command->add_option("--host", arguments->host, say(messages::kViewOptionHost));
  command->callback([arguments, &invocation] {
    invocation.run = [arguments](const CommandContext& context) {
      return RunView(*arguments, context);
    };
  });
}

}  // namespace disan
