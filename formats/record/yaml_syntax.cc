#include "formats/record/yaml_syntax.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace disan {
namespace {

constexpr size_t kReportedLines = 20;

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  size_t start = 0;
  while (start <= text.size()) {
    const size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

Diagnostic At(const std::string& file, size_t index, Text what, Text remedy) {
  return {.file = file,
          .line = static_cast<int>(index) + 1,
          .what = std::move(what),
          .remedy = std::move(remedy)};
}

bool IndentedByTab(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line[first] != '#' &&
         line.substr(0, first).find('\t') != std::string_view::npos;
}

bool IsControl(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\r') || c == 0x7f;
}

bool LooksLikeUtf16(std::string_view text) {
  return text.size() >= 2 && (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF" ||
                              (text[0] != 0 && text[1] == 0) || (text[0] == 0 && text[1] != 0));
}

size_t FirstWord(std::string_view line) {
  size_t at = line.find_first_not_of(" -");
  return at == std::string_view::npos ? line.size() : at;
}

// "id:chua" where "id: chua" was meant.
bool LacksSpaceAfterColon(std::string_view line) {
  const size_t start = FirstWord(line);
  size_t at = start;
  while (at < line.size() && ((line[at] >= 'a' && line[at] <= 'z') || line[at] == '_')) {
    ++at;
  }
  return at > start && at + 1 < line.size() && line[at] == ':' && line[at + 1] != ' ' &&
         line[at + 1] != '/' && line[at + 1] != '\r';
}

// "name: Chùa: cổ" without quotes.
bool HasSecondColon(std::string_view line) {
  const size_t first = line.find(": ");
  if (first == std::string_view::npos || line.find("#") < first) {
    return false;
  }
  const size_t value = line.find_first_not_of(' ', first + 1);
  return value != std::string_view::npos && line[value] != '"' && line[value] != '\'' &&
         line[value] != '{' && line[value] != '[' &&
         line.find(": ", value) != std::string_view::npos;
}

bool OddQuotes(std::string_view line) {
  return std::count(line.begin(), line.end(), '"') % 2 != 0;
}

template <typename Predicate>
size_t FindLine(const std::vector<std::string_view>& lines, const Predicate& holds) {
  return static_cast<size_t>(std::find_if(lines.begin(), lines.end(), holds) - lines.begin());
}

struct Explanation {
  const char* complaint;  // the beginning of yaml-cpp's message
  const Message* what;
  const Message* remedy;
};

constexpr std::array kExplanations = {
    Explanation{"end of map flow", &messages::kYamlBraceOpen, &messages::kYamlBraceOpenRemedy},
    Explanation{"end of sequence flow", &messages::kYamlBraceOpen, &messages::kYamlBraceOpenRemedy},
    Explanation{"illegal flow end", &messages::kYamlBraceExtra, &messages::kYamlBraceExtraRemedy},
    Explanation{"illegal map value", &messages::kYamlColon, &messages::kYamlColonRemedy},
    Explanation{"illegal map key", &messages::kYamlColon, &messages::kYamlColonRemedy},
    Explanation{"end of map", &messages::kYamlIndent, &messages::kYamlIndentRemedy},
    Explanation{"end of sequence", &messages::kYamlIndent, &messages::kYamlIndentRemedy},
    Explanation{"illegal block entry", &messages::kYamlIndent, &messages::kYamlIndentRemedy},
    Explanation{"illegal EOF", &messages::kYamlQuoteOpen, &messages::kYamlQuoteOpenRemedy},
    Explanation{"illegal document", &messages::kYamlQuoteOpen, &messages::kYamlQuoteOpenRemedy},
    Explanation{"unknown token", &messages::kYamlSpecial, &messages::kYamlSpecialRemedy},
    Explanation{"unknown escape", &messages::kYamlBackslash, &messages::kYamlBackslashRemedy},
    Explanation{"bad character found", &messages::kYamlBackslash, &messages::kYamlBackslashRemedy},
    Explanation{"the referenced anchor", &messages::kYamlAlias, &messages::kYamlAliasRemedy},
    Explanation{"alias not found", &messages::kYamlAlias, &messages::kYamlAliasRemedy},
    Explanation{"anchor not found", &messages::kYamlAlias, &messages::kYamlAliasRemedy},
    Explanation{
        "illegal character found while", &messages::kYamlAlias, &messages::kYamlAliasRemedy},
};

}  // namespace

std::vector<Diagnostic> FindWrongBytes(std::string_view text, const std::string& file) {
  if (LooksLikeUtf16(text)) {
    return {At(file, 0, Say(messages::kYamlUtf16), Say(messages::kYamlNotUtf8Remedy))};
  }
  std::vector<Diagnostic> found;
  const std::vector<std::string_view> lines = Lines(text);
  for (size_t i = 0; i < lines.size() && found.size() < kReportedLines; ++i) {
    if (!IsValidUtf8(lines[i])) {
      found.push_back(At(file, i, Say(messages::kYamlNotUtf8), Say(messages::kYamlNotUtf8Remedy)));
    } else if (std::any_of(lines[i].begin(), lines[i].end(), IsControl)) {
      found.push_back(At(file, i, Say(messages::kYamlControl), Say(messages::kYamlControlRemedy)));
    } else if (IndentedByTab(lines[i])) {
      found.push_back(At(file, i, Say(messages::kYamlTab), Say(messages::kYamlTabRemedy)));
    }
  }
  return found;
}

Diagnostic ExplainSyntax(std::string_view text,
                         const std::string& file,
                         const SyntaxComplaint& complaint) {
  const std::vector<std::string_view> lines = Lines(text);
  const size_t last = lines.size() - 1;
  const size_t line =
      complaint.line < 0 ? last : std::min(static_cast<size_t>(complaint.line), last);
  if (const size_t at = FindLine(lines, LacksSpaceAfterColon); at < lines.size()) {
    return At(file, at, Say(messages::kYamlNoSpace), Say(messages::kYamlNoSpaceRemedy));
  }
  for (const size_t at : {line, line == 0 ? line : line - 1}) {
    if (HasSecondColon(lines[at])) {
      return At(file, at, Say(messages::kYamlColon), Say(messages::kYamlColonRemedy));
    }
  }
  const auto known =
      std::find_if(kExplanations.begin(), kExplanations.end(), [&](const Explanation& e) {
        return complaint.message.rfind(e.complaint, 0) == 0;
      });
  if (known == kExplanations.end()) {
    return At(file,
              line,
              Say(messages::kYamlOther, fmt::arg("detail", complaint.message)),
              Say(messages::kYamlIndentRemedy));
  }
  const size_t quote = FindLine(lines, OddQuotes);
  const bool in_quotes = known->what == &messages::kYamlQuoteOpen && quote < lines.size();
  return At(file, in_quotes ? quote : line, Say(*known->what), Say(*known->remedy));
}

}  // namespace disan
