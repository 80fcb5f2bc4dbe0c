#include "formats/archive/verify.h"

#include "formats/language/archive_messages.h"
#include "pipeline/cli/command.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

const char* WordOf(Finding finding) {
  switch (finding) {
    case Finding::kChanged:
      return "changed";
    case Finding::kExtra:
      return "extra";
    case Finding::kRenamed:
      return "renamed";
    case Finding::kUnreadable:
      return "unreadable";
    case Finding::kMissing:
      break;
  }
  return "missing";
}

void PrintJson(const Verification& verification) {
  nlohmann::ordered_json json{{"intact", verification.intact()},
                              {"files", verification.files},
                              {"bytes", verification.bytes},
                              {"findings", nlohmann::json::array()},
                              {"problems", nlohmann::json::array()}};
  for (const VerifyFinding& finding : verification.findings) {
    json["findings"].push_back({{"finding", WordOf(finding.finding)}, {"path", finding.path}});
    if (!finding.now.empty()) {
      json["findings"].back()["now"] = finding.now;
    }
  }
  for (const Diagnostic& problem : verification.problems) {
    json["problems"].push_back(
        {{"file", problem.file}, {"vi", problem.what.vi}, {"en", problem.what.en}});
  }
  std::puts(json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

Exit Verify(const std::string& folder, const CommandContext& context) {
  const ReadProgress check_cancelled = [&](uint64_t) {
    if (context.cancelled->load()) {
      throw Interrupted();
    }
  };
  const Verification verification = ValueOrThrow(VerifyFolder(folder, check_cancelled));
  Show(Explain(verification), context.language);
  if (context.json) {
    PrintJson(verification);
  } else if (verification.intact()) {
    Tell(context,
         Say(messages::kVerifyIntact,
             fmt::arg("files", verification.files),
             fmt::arg("bytes", verification.bytes)));
  } else {
    Tell(context,
         Say(messages::kVerifyNotIntact,
             fmt::arg("count", verification.findings.size() + verification.problems.size())));
  }
  return verification.intact() ? Exit::kDone : Exit::kDoubtful;
}

}  // namespace

void AddVerifyCommand(CLI::App& app, Invocation& invocation, Language language) {
  CLI::App* command = app.add_subcommand("verify", Say(messages::kCommandVerify).In(language));
  const auto folder = std::make_shared<std::string>();
  command->add_option("DIR", *folder, Say(messages::kVerifyFolderArgument).In(language))
      ->required();
  command->callback([folder, &invocation] {
    invocation.run = [folder](const CommandContext& context) { return Verify(*folder, context); };
  });
}

}  // namespace disan
