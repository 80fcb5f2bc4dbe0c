// Help and usage errors in the reader's language; CLI11 itself speaks English only.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/text.h"

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace disan {

// Before anything is parsed: --lang, else the locale, else Vietnamese.
Language FindLanguage(const std::vector<std::string>& arguments);

// The words of the help page: "Cách dùng", "Tuỳ chọn", ...
void SpeakLanguage(CLI::App& app, Language language);

// What is wrong with the command line, with the nearest right word.
Diagnostic ExplainUsage(const CLI::App& app, const CLI::ParseError& error);

// The command that the line names, or the program itself.
const CLI::App& NamedCommand(const CLI::App& app);

}  // namespace disan
