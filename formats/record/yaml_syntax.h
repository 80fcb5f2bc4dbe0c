// What is wrong with a YAML file that cannot be parsed, in the words of a person who has never
// heard of a parser.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace disan {

// Bytes that are no text at all (another encoding, control characters) and tabs in the indentation,
// each with its line.
std::vector<Diagnostic> FindWrongBytes(std::string_view text, const std::string& file);

// Where and what the parser complained of.
struct SyntaxComplaint {
  int line = -1;  // 0-based, -1 when it does not say
  int column = 0;
  std::string message;
};

Diagnostic ExplainSyntax(std::string_view text,
                         const std::string& file,
                         const SyntaxComplaint& complaint);

}  // namespace disan
