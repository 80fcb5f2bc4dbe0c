#include "formats/record/validate.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/scalars.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace disan {
namespace {

// One argument that reads differently in the two languages.
Text SayIn(const Message& message, const char* name, const Text& value, std::string_view key = {}) {
  return {Say(message, fmt::arg(name, value.vi), fmt::arg("key", key)).vi,
          Say(message, fmt::arg(name, value.en), fmt::arg("key", key)).en};
}

std::string Joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

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

// A short form of the text for a message.
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

// What is being looked at, for the messages.
struct Subject {
  std::string key;
  Text title;
};

class Validator {
 public:
  Validator(const std::string& file, std::vector<Diagnostic>& diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  void Value(const YamlNode& node, const Shape& shape, const Subject& subject) {
    if (IsUnknown(node)) {
      Unknown(node, shape, subject);
      return;
    }
    switch (shape.kind) {
      case ValueKind::kMapping:
        Mapping(node, shape, subject);
        return;
      case ValueKind::kTable:
        Table(node, shape, subject);
        return;
      case ValueKind::kList:
        List(node, shape, subject);
        return;
      case ValueKind::kPaths:
        Paths(node, subject);
        return;
      case ValueKind::kBilingual:
        Bilingual(node, subject);
        return;
      default:
        Scalar(node, shape, subject);
    }
  }

  void Mapping(const YamlNode& node, const Shape& shape, const Subject& subject) {
    std::vector<std::string> keys;
    for (const Field& field : shape.fields) {
      keys.emplace_back(field.key);
    }
    if (!node.IsMapping()) {
      Error(node.line,
            Say(messages::kRecordNotMapping, fmt::arg("key", subject.key)),
            Say(messages::kRecordNotMappingRemedy, fmt::arg("keys", Joined(keys))));
      return;
    }
    for (const YamlEntry& entry : node.entries) {
      const auto field = std::find_if(shape.fields.begin(),
                                      shape.fields.end(),
                                      [&](const Field& f) { return entry.key == f.key; });
      if (field == shape.fields.end()) {
        UnknownKey(entry, keys);
      } else if (entry.value.kind != YamlKind::kNull) {
        Value(entry.value, *field->shape, {field->key, {field->vi, field->en}});
      }
    }
    for (const Field& field : shape.fields) {
      const YamlNode* value = node.Get(field.key);
      if (field.required && (value == nullptr || value->kind == YamlKind::kNull)) {
        Error(value == nullptr ? node.line : node.Find(field.key)->line,
              Say(messages::kRecordMissingKey, fmt::arg("key", field.key)),
              SayIn(messages::kRecordMissingKeyRemedy, "title", {field.vi, field.en}, field.key));
      }
    }
  }

 private:
  void Add(Severity severity, int line, Text what, Text remedy) {
    diagnostics_.push_back({.severity = severity,
                            .file = file_,
                            .line = line,
                            .what = std::move(what),
                            .remedy = std::move(remedy)});
  }
  void Error(int line, Text what, Text remedy) {
    Add(Severity::kError, line, std::move(what), std::move(remedy));
  }

  void UnknownKey(const YamlEntry& entry, const std::vector<std::string>& keys) {
    const std::string nearest = NearestWord(entry.key, keys);
    Error(entry.line,
          Say(messages::kRecordUnknownKey, fmt::arg("key", Shortened(entry.key))),
          nearest.empty() ? Say(messages::kRecordKnownKeys, fmt::arg("keys", Joined(keys)))
                          : Say(messages::kRecordDidYouMean, fmt::arg("nearest", nearest)));
  }

  void Unknown(const YamlNode& node, const Shape& shape, const Subject& subject) {
    const bool needed = shape.kind == ValueKind::kIdentifier || shape.kind == ValueKind::kVersion ||
                        shape.kind == ValueKind::kPath || shape.kind == ValueKind::kPaths;
    if (needed) {
      Error(node.line,
            Say(messages::kRecordMayNotBeUnknown, fmt::arg("key", subject.key)),
            SayIn(messages::kRecordMissingKeyRemedy, "title", subject.title, subject.key));
      return;
    }
    const YamlNode* reason = node.Get("unknown");
    const bool said = reason != nullptr && ((reason->IsScalar() && !reason->scalar.empty()) ||
                                            (reason->IsMapping() && !reason->entries.empty()));
    if (!said) {
      Error(node.line,
            Say(messages::kRecordUnknownNoReason, fmt::arg("key", subject.key)),
            Say(messages::kRecordUnknownNoReasonRemedy, fmt::arg("key", subject.key)));
    }
  }

  void Table(const YamlNode& node, const Shape& shape, const Subject& subject) {
    if (!node.IsMapping()) {
      Error(node.line,
            Say(messages::kRecordNotMapping, fmt::arg("key", subject.key)),
            Say(messages::kRecordNotMappingRemedy, fmt::arg("keys", "san-truoc: …")));
      return;
    }
    for (const YamlEntry& entry : node.entries) {
      CheckIdentifier(entry.key, entry.line);
      if (entry.value.kind != YamlKind::kNull) {
        Value(entry.value, *shape.element, {entry.key, subject.title});
      }
    }
  }

  void List(const YamlNode& node, const Shape& shape, const Subject& subject) {
    if (!node.IsSequence()) {
      Error(node.line,
            Say(messages::kRecordNotList, fmt::arg("key", subject.key)),
            Say(messages::kRecordNotListRemedy));
      return;
    }
    if (shape.items > 0 && node.items.size() != static_cast<size_t>(shape.items)) {
      Error(node.line,
            Say(messages::kRecordListLength,
                fmt::arg("key", subject.key),
                fmt::arg("count", shape.items)),
            Say(messages::kRecordListLengthRemedy));
    }
    for (const YamlNode& item : node.items) {
      Value(item, *shape.element, subject);
    }
  }

  void Paths(const YamlNode& node, const Subject& subject) {
    if (!node.IsSequence()) {
      Scalar(node, {ValueKind::kPath}, subject);
      return;
    }
    for (const YamlNode& item : node.items) {
      Scalar(item, {ValueKind::kPath}, subject);
    }
  }

  void Bilingual(const YamlNode& node, const Subject& subject) {
    if (node.IsScalar()) {
      CheckText(node, subject);
      EnglishMissing(node.line, subject, node.scalar);
      return;
    }
    if (!node.IsMapping()) {
      Error(node.line,
            Say(messages::kRecordNotBilingual, fmt::arg("key", subject.key)),
            Say(messages::kRecordNotBilingualRemedy));
      return;
    }
    const std::vector<std::string> keys = {"vi", "en", "lzh"};
    for (const YamlEntry& entry : node.entries) {
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) {
        UnknownKey(entry, keys);
      } else if (entry.value.kind != YamlKind::kNull) {
        Scalar(entry.value, {ValueKind::kText}, {subject.key + "." + entry.key, subject.title});
      }
    }
    const auto written = [&](const char* key) {
      const YamlNode* value = node.Get(key);
      return value != nullptr && value->IsScalar() && !value->scalar.empty();
    };
    if (written("vi") && !written("en")) {
      EnglishMissing(node.line, subject, node.Get("vi")->scalar);
    } else if (!written("vi") && written("en")) {
      Add(Severity::kWarning,
          node.line,
          Say(messages::kRecordVietnameseMissing, fmt::arg("key", subject.key)),
          Say(messages::kRecordVietnameseMissingRemedy));
    }
  }

  void EnglishMissing(int line, const Subject& subject, const std::string& vietnamese) {
    if (!vietnamese.empty()) {
      Add(Severity::kWarning,
          line,
          Say(messages::kRecordEnglishMissing, fmt::arg("key", subject.key)),
          Say(messages::kRecordEnglishMissingRemedy, fmt::arg("text", Shortened(vietnamese))));
    }
  }

  void Scalar(const YamlNode& node, const Shape& shape, const Subject& subject) {
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
        CheckVersion(node);
        return;
      case ValueKind::kIdentifier:
        CheckIdentifier(node.scalar, node.line);
        return;
      case ValueKind::kDay:
      case ValueKind::kDate:
      case ValueKind::kEdtf:
        CheckDate(node, shape.kind, subject);
        return;
      case ValueKind::kNumber:
      case ValueKind::kInteger:
        CheckNumber(node, shape, subject);
        return;
      case ValueKind::kFlag:
        CheckFlag(node, subject);
        return;
      case ValueKind::kChoice:
        CheckChoice(node, shape, subject);
        return;
      case ValueKind::kUri:
        CheckUri(node);
        return;
      default:
        CheckText(node, subject);
    }
  }

  void CheckVersion(const YamlNode& node) {
    if (node.scalar != "1") {
      Error(node.line,
            Say(messages::kRecordBadVersion, fmt::arg("value", Shortened(node.scalar))),
            Say(messages::kRecordBadVersionRemedy));
    }
  }

  void CheckIdentifier(const std::string& id, int line) {
    if (!IsIdentifier(id)) {
      const std::string made = ToIdentifier(id).substr(0, 64);
      Error(line,
            Say(messages::kRecordBadId, fmt::arg("id", Shortened(id))),
            Say(messages::kRecordBadIdRemedy, fmt::arg("nearest", made.empty() ? "bia-1" : made)));
    }
  }

  void CheckDate(const YamlNode& node, ValueKind kind, const Subject& subject) {
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

  void CheckNumber(const YamlNode& node, const Shape& shape, const Subject& subject) {
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

  void CheckFlag(const YamlNode& node, const Subject& subject) {
    if (ParseFlag(node.scalar)) {
      return;
    }
    const std::string word = FoldForSearch(node.scalar);
    const bool yes = word == "yes" || word == "co" || word == "1" || word == "on" || word == "x";
    const bool no = word == "no" || word == "khong" || word == "0" || word == "off";
    Error(node.line,
          Say(messages::kRecordNotFlag, fmt::arg("key", subject.key)),
          yes || no
              ? Say(messages::kRecordWriteInstead, fmt::arg("nearest", yes ? "true" : "false"))
              : SayIn(messages::kRecordNotTextRemedy, "title", subject.title));
  }

  // The word that the value means: its own, or the one whose meaning in either language it is.
  static std::string NearestChoice(const std::string& value, std::span<const Choice> choices) {
    std::vector<std::string> words;
    for (const Choice& choice : choices) {
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
    for (const Choice& choice : choices) {
      meanings.emplace_back(choice.vi);
    }
    const std::string meaning = NearestWord(value, meanings);
    const auto found = std::find(meanings.begin(), meanings.end(), meaning);
    return found == meanings.end() ? ""
                                   : choices[static_cast<size_t>(found - meanings.begin())].word;
  }

  void CheckChoice(const YamlNode& node, const Shape& shape, const Subject& subject) {
    Text all;
    for (const Choice& choice : shape.choices) {
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

  void CheckUri(const YamlNode& node) {
    if (!IsHttpUri(node.scalar)) {
      Error(node.line,
            Say(messages::kRecordBadUri, fmt::arg("value", Shortened(node.scalar))),
            Say(messages::kRecordBadUriRemedy));
    }
  }

  void CheckText(const YamlNode& node, const Subject& subject) {
    if (HasInvisibleMarks(node.scalar)) {
      Add(Severity::kWarning,
          node.line,
          Say(messages::kRecordInvisibleMarks, fmt::arg("key", subject.key)),
          Say(messages::kYamlControlRemedy));
    }
  }

  const std::string& file_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

bool IsUnknown(const YamlNode& node) {
  if (node.IsScalar()) {
    return !node.quoted && node.scalar == "unknown";
  }
  return node.IsMapping() && node.entries.size() == 1 && node.entries.front().key == "unknown";
}

std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr size_t kLongest = 80;
  if (word.size() > kLongest) {
    return {};
  }
  std::string nearest;
  int least = std::max(3, static_cast<int>(word.size()) / 3 + 1);
  for (const std::string& candidate : candidates) {
    const int distance = EditDistance(word, candidate);
    if (distance < least && distance < static_cast<int>(candidate.size())) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

void Validate(const YamlNode& root,
              const Shape& shape,
              const std::string& file,
              std::vector<Diagnostic>& diagnostics) {
  if (root.kind == YamlKind::kNull) {
    diagnostics.push_back({.file = file,
                           .what = Say(messages::kRecordEmpty),
                           .remedy = Say(messages::kRecordEmptyRemedy)});
  } else if (!root.IsMapping()) {
    diagnostics.push_back({.file = file,
                           .line = root.line,
                           .what = Say(messages::kRecordNotARecord),
                           .remedy = Say(messages::kRecordEmptyRemedy)});
  } else {
    Validator(file, diagnostics).Mapping(root, shape, {file, {}});
  }
}

}  // namespace disan
