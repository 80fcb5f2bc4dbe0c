#include "formats/record/scalar_checks.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/scalars.h"
#include "formats/record/validate.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

namespace disan {
namespace {

bool HasInvisibleMarks(std::string_view text) {
  // U+202A..U+202E and U+2066..U+2069.
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '\xE2' &&
        ((text[i + 1] == '\x80' && text[i + 2] >= '\xAA' && text[i + 2] <= '\xAE') ||
         (text[i + 1] == '\x81' && text[i + 2] >= '\xA6' && text[i + 2] <= '\xA9'))) {
      return true;
    }
  }
  return false;
}

// The word that the value means: its own, or the one whose meaning in either language it is.
std::string NearestChoice(const std::string& value, std::span<const disan::Choice> choices) {
  std::vector<std::string> words;
  for (const disan::Choice& choice : choices) {
    const std::string folded = FoldForSearch(value);
    if (folded == FoldForSearch(choice.vi) || folded == FoldForSearch(choice.en)) {
      return choice.word;
    }
    words.emplace_back(choice.word);
  }
  const std::string nearest = NearestWord(value, words);
  if (!nearest.empty()) {
    return nearest;
  }
  std::vector<std::string> meanings;
  for (const disan::Choice& choice : choices) {
    meanings.emplace_back(choice.vi);
  }
  const std::string meaning = NearestWord(value, meanings);
  const auto found = std::find(meanings.begin(), meanings.end(), meaning);
  return found == meanings.end() ? "" : choices[static_cast<size_t>(found - meanings.begin())].word;
}

}  // namespace

Text SayIn(const Message& message, const char* name, const Text& value, std::string_view key) {
  return {Say(message, fmt::arg(name, value.vi), fmt::arg("key", key)).vi,
          Say(message, fmt::arg(name, value.en), fmt::arg("key", key)).en};
}

std::string Shortened(const std::string& text) {
  constexpr size_t kMost = 40;
  if (text.size() <= kMost) {
    return text;
  }
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return text.substr(0, end) + "…";
}

void ScalarChecks::Add(Severity severity, int line, Text what, Text remedy) {
  diagnostics_.push_back({.severity = severity,
                          .file = file_,
                          .line = line,
                          .what = std::move(what),
                          .remedy = std::move(remedy)});
}
void ScalarChecks::Error(int line, Text what, Text remedy) {
  Add(Severity::kError, line, std::move(what), std::move(remedy));
}

void ScalarChecks::Scalar(const YamlNode& node, const Shape& shape, const Subject& subject) {
  if (!node.IsScalar()) {
    if (node.kind != YamlKind::kNull) {
      Error(node.line,
            Say(messages::kRecordNotText, fmt::arg("key", subject.key)),
            SayIn(messages::kRecordNotTextRemedy, "title", subject.title));
    }
    return;
  }
  switch (shape.kind) {
    case ValueKind::kVersion:
      Version(node);
      return;
    case ValueKind::kIdentifier:
      Identifier(node.scalar, node.line);
      return;
    case ValueKind::kDay:
    case ValueKind::kDate:
    case ValueKind::kEdtf:
      Date(node, shape.kind, subject);
      return;
    case ValueKind::kNumber:
    case ValueKind::kInteger:
      Number(node, shape, subject);
      return;
    case ValueKind::kFlag:
      Flag(node, subject);
      return;
    case ValueKind::kChoice:
      Choice(node, shape, subject);
      return;
    case ValueKind::kUri:
      Uri(node);
      return;
    default:
      PlainText(node, subject);
  }
}

void ScalarChecks::Version(const YamlNode& node) {
  if (node.scalar != "1") {
    Error(node.line,
          Say(messages::kRecordBadVersion, fmt::arg("value", Shortened(node.scalar))),
          Say(messages::kRecordBadVersionRemedy));
  }
}

void ScalarChecks::Identifier(const std::string& id, int line) {
  if (!IsIdentifier(id)) {
    const std::string made = ToIdentifier(id).substr(0, 64);
    Error(line,
          Say(messages::kRecordBadId, fmt::arg("id", Shortened(id))),
          Say(messages::kRecordBadIdRemedy, fmt::arg("nearest", made.empty() ? "bia-1" : made)));
  }
}

void ScalarChecks::Date(const YamlNode& node, ValueKind kind, const Subject& subject) {
  const std::string& text = node.scalar;
  const bool right = kind == ValueKind::kDay    ? IsDay(text)
                     : kind == ValueKind::kDate ? IsDate(text)
                                                : IsEdtf(text);
  if (right) {
    return;
  }
  const std::string iso = IsoFromVietnameseDate(text);
  if (!iso.empty() && (kind != ValueKind::kDay || IsDay(iso))) {
    Error(node.line,
          Say(messages::kRecordDateOrder, fmt::arg("value", Shortened(text))),
          Say(messages::kRecordWriteInstead, fmt::arg("nearest", iso)));
    return;
  }
  Error(node.line,
        Say(messages::kRecordBadDate,
            fmt::arg("value", Shortened(text)),
            fmt::arg("key", subject.key)),
        Say(kind == ValueKind::kDay    ? messages::kRecordBadDayRemedy
            : kind == ValueKind::kDate ? messages::kRecordBadDateRemedy
                                       : messages::kRecordBadEdtfRemedy));
}

void ScalarChecks::Number(const YamlNode& node, const Shape& shape, const Subject& subject) {
  const std::optional<double> value = ParseNumber(node.scalar);
  if (!value) {
    std::string pointed = node.scalar;
    std::replace(pointed.begin(), pointed.end(), ',', '.');
    if (pointed != node.scalar && ParseNumber(pointed)) {
      Error(node.line,
            Say(messages::kRecordDecimalComma, fmt::arg("value", node.scalar)),
            Say(messages::kRecordWriteInstead, fmt::arg("nearest", pointed)));
      return;
    }
  }
  if (!value || (shape.kind == ValueKind::kInteger && *value != std::floor(*value))) {
    Error(node.line,
          Say(messages::kRecordNotNumber,
              fmt::arg("value", Shortened(node.scalar)),
              fmt::arg("key", subject.key)),
          SayIn(messages::kRecordNotNumberRemedy, "title", subject.title));
    return;
  }
  if (*value < shape.least || *value > shape.most) {
    Error(node.line,
          Say(messages::kRecordOutOfRange,
              fmt::arg("key", subject.key),
              fmt::arg("value", Shortened(node.scalar)),
              fmt::arg("least", shape.least),
              fmt::arg("most", shape.most)),
          SayIn(messages::kRecordOutOfRangeRemedy, "title", subject.title));
  }
}

void ScalarChecks::Flag(const YamlNode& node, const Subject& subject) {
  if (ParseFlag(node.scalar)) {
    return;
  }
  const std::string word = FoldForSearch(node.scalar);
  const bool yes = word == "yes" || word == "co" || word == "1" || word == "on" || word == "x";
  const bool no = word == "no" || word == "khong" || word == "0" || word == "off";
  Error(node.line,
        Say(messages::kRecordNotFlag, fmt::arg("key", subject.key)),
        yes || no ? Say(messages::kRecordWriteInstead, fmt::arg("nearest", yes ? "true" : "false"))
                  : SayIn(messages::kRecordNotTextRemedy, "title", subject.title));
}

void ScalarChecks::Choice(const YamlNode& node, const Shape& shape, const Subject& subject) {
  Text all;
  for (const disan::Choice& choice : shape.choices) {
    if (node.scalar == choice.word) {
      return;
    }
    all.vi += fmt::format("{}{} ({})", all.vi.empty() ? "" : ", ", choice.word, choice.vi);
    all.en += fmt::format("{}{} ({})", all.en.empty() ? "" : ", ", choice.word, choice.en);
  }
  const std::string nearest = NearestChoice(node.scalar, shape.choices);
  Error(node.line,
        Say(messages::kRecordBadChoice,
            fmt::arg("value", Shortened(node.scalar)),
            fmt::arg("key", subject.key)),
        nearest.empty() ? SayIn(messages::kRecordChoices, "choices", all)
                        : Say(messages::kRecordDidYouMean, fmt::arg("nearest", nearest)));
}

void ScalarChecks::Uri(const YamlNode& node) {
  if (!IsHttpUri(node.scalar)) {
    Error(node.line,
          Say(messages::kRecordBadUri, fmt::arg("value", Shortened(node.scalar))),
          Say(messages::kRecordBadUriRemedy));
  }
}

void ScalarChecks::PlainText(const YamlNode& node, const Subject& subject) {
  if (HasInvisibleMarks(node.scalar)) {
    Add(Severity::kWarning,
        node.line,
        Say(messages::kRecordInvisibleMarks, fmt::arg("key", subject.key)),
        Say(messages::kYamlControlRemedy));
  }
}

}  // namespace disan
