// `disan view PATH`: shows a model, a panorama, an output or a website on this machine until
// Ctrl-C.
#include "formats/language/view_messages.h"
#include "pipeline/cli/command.h"
#include "pipeline/export/oai_repository.h"
#include "pipeline/review/review_desk.h"
#include "viewer/page/viewer_page.h"
#include "viewer/server/preview_server.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

struct ViewArguments {
  std::string path;
  std::string host = "127.0.0.1";
  std::optional<int> port;
  bool oai = false;
};

std::string Now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

// The records of the outputs at `path`, read once.
auto OaiAnswers(const std::string& path) {
  const std::vector<OutputFolder> outputs = ValueOrThrow(ReadOutputs({path}));
  const auto repository = std::make_shared<const OaiRepository>(MakeOaiRepository(outputs));
  return [repository](const std::map<std::string, std::string>& query, const std::string& host) {
    OaiRepository here = *repository;
    here.base_url = "http://" + host + "/oai";
    return AnswerOai(here, query, Now());
  };
}

// The desk of an output whose site folder is known; nothing for whatever else is opened.
std::shared_ptr<ReviewDesk> DeskOf(const std::string& path, const CommandContext& context) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::path(path) / canonical::kRecordFile, error)) {
    return nullptr;
  }
  Result<std::vector<OutputFolder>> outputs = ReadOutputs({path});
  if (!outputs || outputs->size() != 1) {
    Show(outputs.diagnostics, context.language);
    return nullptr;
  }
  const Result<std::filesystem::path> site = FindSite(outputs->front(), "");
  if (!site) {
    Tell(context, Say(messages::kViewNoReview));
    return nullptr;
  }
  return std::make_shared<ReviewDesk>(std::move(outputs->front()), *site);
}

ReviewBackend BackendOf(const std::shared_ptr<ReviewDesk>& desk) {
  return {.state = [desk] { return desk->State(); },
          .about = [desk](std::string_view path) { return desk->About(path); },
          .find = [desk](std::string_view path) { return desk->Find(path); },
          .add =
              [desk](std::string_view body) {
                ReviewAnswer answer = desk->Add(body, Now());
                return std::pair(answer.status, std::move(answer.json));
              }};
}

Exit RunView(const ViewArguments& arguments, const CommandContext& context) {
  ServedFiles served = ValueOrThrow(ChooseServedFiles(arguments.path, ViewerPageFolder()));
  PreviewOptions options{.host = arguments.host, .port = arguments.port};
  if (arguments.oai) {
    options.oai = OaiAnswers(arguments.path);
  }
  const bool open_to_others = !IsLoopback(arguments.host);
  const auto desk = DeskOf(arguments.path, context);
  if (desk) {
    options.review = BackendOf(desk);
    options.open_to_read = !open_to_others;
  }
  options.token = open_to_others || desk ? MakeToken() : "";
  PreviewServer server(std::move(served), std::move(options));
  if (auto problem = server.Start()) {
    throw Failure(*problem);
  }
  const std::string address = server.Address();
  if (context.json) {
    nlohmann::json opened{{"address", address}, {"port", server.port()}};
    if (desk) {
      opened["review"] = server.ReviewAddress();
    }
    std::puts(opened.dump().c_str());
    std::fflush(stdout);
  }
  Tell(context,
       Say(messages::kViewOpened, fmt::arg("path", arguments.path), fmt::arg("address", address)));
  if (desk) {
    Tell(context, Say(messages::kViewReview, fmt::arg("address", server.ReviewAddress())));
  }
  if (arguments.oai) {
    const std::string oai = fmt::format("http://{}:{}/oai", arguments.host, server.port());
    Tell(context, Say(messages::kViewOai, fmt::arg("address", oai)));
  }
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
  command->add_flag("--oai", arguments->oai, say(messages::kViewOptionOai));
  command->add_option("--host", arguments->host, say(messages::kViewOptionHost));
  command->callback([arguments, &invocation] {
    invocation.run = [arguments](const CommandContext& context) {
      return RunView(*arguments, context);
    };
  });
}

}  // namespace disan
