#include "formats/record/validate.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/scalar_checks.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

std::string Joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

class Validator {
 public:
  Validator(const std::string& file, std::vector<Diagnostic>& diagnostics)
      : checks_(file, diagnostics) {}

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
        checks_.Scalar(node, shape, subject);
    }
  }

  void Mapping(const YamlNode& node, const Shape& shape, const Subject& subject) {
    std::vector<std::string> keys;
    for (const Field& field : shape.fields) {
      keys.emplace_back(field.key);
    }
    if (!node.IsMapping()) {
      checks_.Error(node.line,
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
        checks_.Error(
            value == nullptr ? node.line : node.Find(field.key)->line,
            Say(messages::kRecordMissingKey, fmt::arg("key", field.key)),
            SayIn(messages::kRecordMissingKeyRemedy, "title", {field.vi, field.en}, field.key));
      }
    }
  }

 private:
  void UnknownKey(const YamlEntry& entry, const std::vector<std::string>& keys) {
    const std::string nearest = NearestWord(entry.key, keys);
    checks_.Error(entry.line,
                  Say(messages::kRecordUnknownKey, fmt::arg("key", Shortened(entry.key))),
                  nearest.empty() ? Say(messages::kRecordKnownKeys, fmt::arg("keys", Joined(keys)))
                                  : Say(messages::kRecordDidYouMean, fmt::arg("nearest", nearest)));
  }

  void Unknown(const YamlNode& node, const Shape& shape, const Subject& subject) {
    const bool needed = shape.kind == ValueKind::kIdentifier || shape.kind == ValueKind::kVersion ||
                        shape.kind == ValueKind::kPath || shape.kind == ValueKind::kPaths;
    if (needed) {
      checks_.Error(node.line,
                    Say(messages::kRecordMayNotBeUnknown, fmt::arg("key", subject.key)),
                    SayIn(messages::kRecordMissingKeyRemedy, "title", subject.title, subject.key));
      return;
    }
    const YamlNode* reason = node.Get("unknown");
    const bool said = reason != nullptr && ((reason->IsScalar() && !reason->scalar.empty()) ||
                                            (reason->IsMapping() && !reason->entries.empty()));
    if (!said) {
      checks_.Error(node.line,
                    Say(messages::kRecordUnknownNoReason, fmt::arg("key", subject.key)),
                    Say(messages::kRecordUnknownNoReasonRemedy, fmt::arg("key", subject.key)));
    }
  }

  void Table(const YamlNode& node, const Shape& shape, const Subject& subject) {
    if (!node.IsMapping()) {
      checks_.Error(node.line,
                    Say(messages::kRecordNotMapping, fmt::arg("key", subject.key)),
                    Say(messages::kRecordNotMappingRemedy, fmt::arg("keys", "san-truoc: …")));
      return;
    }
    for (const YamlEntry& entry : node.entries) {
      checks_.Identifier(entry.key, entry.line);
      if (entry.value.kind != YamlKind::kNull) {
        Value(entry.value, *shape.element, {entry.key, subject.title});
      }
    }
  }

  void List(const YamlNode& node, const Shape& shape, const Subject& subject) {
    if (!node.IsSequence()) {
      checks_.Error(node.line,
                    Say(messages::kRecordNotList, fmt::arg("key", subject.key)),
                    Say(messages::kRecordNotListRemedy));
      return;
    }
    if (shape.items > 0 && node.items.size() != static_cast<size_t>(shape.items)) {
      checks_.Error(node.line,
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
      checks_.Scalar(node, {ValueKind::kPath}, subject);
      return;
    }
    for (const YamlNode& item : node.items) {
      checks_.Scalar(item, {ValueKind::kPath}, subject);
    }
  }

  void Bilingual(const YamlNode& node, const Subject& subject) {
    if (node.IsScalar()) {
      checks_.PlainText(node, subject);
      EnglishMissing(node.line, subject, node.scalar);
      return;
    }
    if (!node.IsMapping()) {
      checks_.Error(node.line,
                    Say(messages::kRecordNotBilingual, fmt::arg("key", subject.key)),
                    Say(messages::kRecordNotBilingualRemedy));
      return;
    }
    const std::vector<std::string> keys = {"vi", "en", "lzh"};
    for (const YamlEntry& entry : node.entries) {
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) {
        UnknownKey(entry, keys);
      } else if (entry.value.kind != YamlKind::kNull) {
        checks_.Scalar(
            entry.value, {ValueKind::kText}, {subject.key + "." + entry.key, subject.title});
      }
    }
    const auto written = [&](const char* key) {
      const YamlNode* value = node.Get(key);
      return value != nullptr && value->IsScalar() && !value->scalar.empty();
    };
    if (written("vi") && !written("en")) {
      EnglishMissing(node.line, subject, node.Get("vi")->scalar);
    } else if (!written("vi") && written("en")) {
      checks_.Add(Severity::kWarning,
                  node.line,
                  Say(messages::kRecordVietnameseMissing, fmt::arg("key", subject.key)),
                  Say(messages::kRecordVietnameseMissingRemedy));
    }
  }

  void EnglishMissing(int line, const Subject& subject, const std::string& vietnamese) {
    if (!vietnamese.empty()) {
      checks_.Add(
          Severity::kWarning,
          line,
          Say(messages::kRecordEnglishMissing, fmt::arg("key", subject.key)),
          Say(messages::kRecordEnglishMissingRemedy, fmt::arg("text", Shortened(vietnamese))));
    }
  }

  ScalarChecks checks_;
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
