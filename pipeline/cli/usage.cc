#include "pipeline/cli/usage.h"

#include "formats/language/cli_messages.h"
#include "formats/language/unicode.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <regex>

#include <CLI/CLI.hpp>

namespace disan {
namespace {

std::string LanguageNamed(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) {
      return arguments[i + 1];
    }
    if (arguments[i].rfind("--lang=", 0) == 0) {
      return arguments[i].substr(7);
    }
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') {
      return value;
    }
  }
  return "vi";
}

std::string NearestWord(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(command->get_name());
  }
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
    for (const CLI::Option* option : level->get_options()) {
      known.push_back(option->get_name());
    }
  }
  std::string nearest;
  int least = 3;
  for (const std::string& candidate : known) {
    if (const int distance = EditDistance(word, candidate); distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string FirstExtra(const CLI::App& app) {
  for (const CLI::App* level : {&NamedCommand(app), &app}) {
    if (const auto extra = level->remaining(); !extra.empty()) {
      return extra.front();
    }
  }
  return "";
}

// The option or argument that one of CLI11's English sentences is about.
std::string ArgumentIn(const std::string& sentence) {
  static const std::regex kArgument(R"((--?[a-z][a-z0-9-]*|\b[A-Z]{2,}\b))");
  std::smatch found;
  return std::regex_search(sentence, found, kArgument) ? found.str() : sentence;
}

// What a checked option takes, from the English that CLI11 keeps beside its type: "TEXT:{vi,en}",
// "ENUM:value in {fill->0,leave->2} OR {0,2}", "INT:INT in [1 - 100]", "FLOAT:POSITIVE",
// "UINT:SIZE [b, kb, ...]".
struct Taken {
  std::string choices;  // "fill, leave"
  std::string least;
  std::string most;
  bool size = false;
  bool positive = false;
};

Taken TakenBy(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  static const std::regex kRange(R"(in \[(\S+) - (\S+)\])");
  static const std::regex kEnumerator(R"(->[^,]*)");
  const auto holds = [&](const char* mark) { return type.find(mark) != std::string::npos; };
  Taken taken{.size = holds(":SIZE"), .positive = holds(":POSITIVE")};
  std::smatch range;
  if (const auto brace = type.find('{'); brace != std::string::npos && !taken.size) {
    const std::string words = type.substr(brace + 1, type.find('}') - brace - 1);
    taken.choices =
        std::regex_replace(std::regex_replace(words, kEnumerator, ""), std::regex(","), ", ");
  } else if (std::regex_search(type, range, kRange)) {
    taken.least = range[1];
    taken.most = range[2];
  }
  return taken;
}

class Formatter : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    const Taken taken = TakenBy(*option);
    const std::string value = !taken.choices.empty() ? "{" + taken.choices + "}"
                              : !taken.least.empty() ? taken.least + ".." + taken.most
                                                     : "";
    const bool number = taken.size || taken.positive;
    if (value.empty() && !number) {
      return CLI::Formatter::make_option_opts(option);
    }
    return " " + (number ? "N" : value) +
           (option->get_required() ? " " + get_label("REQUIRED") : "");
  }
};

const CLI::Option* OptionNamed(const CLI::App& command, const std::string& name) {
  for (const CLI::App* level = &command; level != nullptr; level = level->get_parent()) {
    if (const CLI::Option* option = level->get_option_no_throw(name); option != nullptr) {
      return option;
    }
  }
  return nullptr;
}

// What would have been right, if more can be said than where to read it.
std::optional<Text> RightValue(const CLI::App& command, const std::string& argument) {
  const CLI::Option* option = OptionNamed(command, argument);
  if (option == nullptr) {
    return std::nullopt;
  }
  const Taken taken = TakenBy(*option);
  if (taken.size) {
    return Say(messages::kUsageSize);
  }
  if (taken.positive) {
    return Say(messages::kUsagePositive);
  }
  if (!taken.choices.empty()) {
    return Say(messages::kUsageChoose, fmt::arg("choices", taken.choices));
  }
  if (!taken.least.empty()) {
    return Say(messages::kUsageRange, fmt::arg("least", taken.least), fmt::arg("most", taken.most));
  }
  return std::nullopt;
}

// The command's groups in `language`, its help by `formatter`; the same for all below it.
void Dress(CLI::App& app, const std::shared_ptr<Formatter>& formatter, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  app.formatter(formatter);
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) {
      command->group(say(messages::kHelpCommands));
    }
    Dress(*command, formatter, language);
  }
  for (CLI::Option* option : app.get_options()) {
    if (!option->get_positional() && !option->get_group().empty()) {
      option->group(say(messages::kHelpOptions));
    }
  }
}

}  // namespace

Language FindLanguage(const std::vector<std::string>& arguments) {
  return LanguageNamed(arguments).rfind("en", 0) == 0 ? Language::kEnglish : Language::kVietnamese;
}

void SpeakLanguage(CLI::App& app, Language language) {
  const auto say = [&](const Message& message) { return Say(message).In(language); };
  const auto formatter = std::make_shared<Formatter>();
  formatter->label("Usage", say(messages::kHelpUsage));
  formatter->label("OPTIONS", say(messages::kHelpOptionsMark));
  formatter->label("SUBCOMMAND", say(messages::kHelpCommandMark));
  formatter->label("Positionals", say(messages::kHelpPositionals));
  formatter->label("REQUIRED", say(messages::kHelpRequired));
  formatter->label("TEXT", "");
  for (const char* number : {"INT", "UINT", "FLOAT"}) {
    formatter->label(number, "N");
  }
  formatter->column_width(34);
  Dress(app, formatter, language);
}

const CLI::App& NamedCommand(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

Diagnostic ExplainUsage(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = NamedCommand(app);
  const std::string name = &command == &app ? "disan" : "disan " + command.get_name();
  const std::string sentence = error.what();
  Diagnostic said{.what = Say(messages::kUsageBadValue, fmt::arg("argument", ArgumentIn(sentence))),
                  .remedy = Say(messages::kUsageSeeHelp, fmt::arg("command", name))};
  const std::string extra = FirstExtra(app);
  if (&command == &app && extra.empty() &&
      dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    said.what = Say(messages::kUsageMissingCommand);
  } else if (!extra.empty()) {
    said.what = Say(messages::kUsageUnknown, fmt::arg("argument", extra));
    if (const std::string nearest = NearestWord(command, extra); !nearest.empty()) {
      said.remedy = Say(messages::kUsageUnknownNearest, fmt::arg("nearest", nearest));
    }
  } else if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr ||
             dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    said.what = Say(messages::kUsageMissing, fmt::arg("argument", ArgumentIn(sentence)));
  } else if (const auto right = RightValue(command, ArgumentIn(sentence))) {
    said.remedy = *right;
  }
  return said;
}

}  // namespace disan
