#include "pipeline/session/yaml_values.h"

#include "formats/language/session_messages.h"
#include "pipeline/session/yaml_append.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace disan {
namespace {

std::vector<std::string> Keys(std::string_view path) {
  std::vector<std::string> keys;
  while (!path.empty()) {
    const size_t dot = std::min(path.find('.'), path.size());
    keys.emplace_back(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return keys;
}

// {ward: "..."} for the keys that are missing.
std::string Nested(const std::vector<std::string>& keys, size_t from, const std::string& value) {
  std::string text = value;
  for (size_t i = keys.size(); i > from; --i) {
    text = "{" + keys[i - 1] + ": " + text + "}";
  }
  return text;
}

class Setter {
 public:
  Setter(std::string_view text, const std::vector<std::string>& keys, const std::string& value)
      : text_(text), keys_(keys), value_(value) {
    starts_.push_back(0);
    for (size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '\n') {
        starts_.push_back(i + 1);
      }
    }
    newline_ = text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
  }

  std::optional<std::string> Set(const YamlNode& root) const {
    const YamlNode* mapping = &root;
    for (size_t depth = 0; mapping->IsMapping(); ++depth) {
      const YamlEntry* entry = mapping->Find(keys_[depth]);
      if (entry == nullptr) {
        return Add(*mapping, depth, mapping == &root);
      }
      if (depth + 1 == keys_.size() || !entry->value.IsMapping()) {
        return Replace(*entry, depth + 1);
      }
      mapping = &entry->value;
    }
    return std::nullopt;
  }

 private:
  // The byte at a place that the parser gives in lines and characters.
  std::optional<size_t> OffsetOf(int line, int column) const {
    if (line < 1 || static_cast<size_t>(line) > starts_.size()) {
      return std::nullopt;
    }
    size_t at = starts_[static_cast<size_t>(line) - 1];
    for (int left = column - 1; left > 0 && at < text_.size(); --left) {
      ++at;
      while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80) {
        ++at;
      }
    }
    return at;
  }

  std::string Replaced(size_t at, size_t length, const std::string& inserted) const {
    std::string edited(text_);
    edited.replace(at, length, inserted);
    return edited;
  }

  size_t LineEnd(size_t at) const {
    const size_t end = std::min(text_.find('\n', at), text_.size());
    return end > at && text_[end - 1] == '\r' ? end - 1 : end;
  }

  std::optional<std::string> Replace(const YamlEntry& entry, size_t from) const {
    if (entry.value.kind == YamlKind::kNull) {
      return AfterColon(entry, Nested(keys_, from, value_));
    }
    if (!entry.value.IsScalar()) {
      return std::nullopt;
    }
    const std::optional<size_t> start = OffsetOf(entry.value.line, entry.value.column);
    const size_t length = start ? LengthOfScalar(*start) : 0;
    if (length == 0) {
      return std::nullopt;
    }
    if (from == keys_.size()) {
      return Replaced(*start, length, value_);
    }
    if (from + 1 == keys_.size() && keys_[from] == "vi") {
      return Replaced(*start, length, value_);
    }
    if (from + 1 == keys_.size() && (keys_[from] == "en" || keys_[from] == "lzh")) {
      // `name: Chùa A` is Vietnamese; the other language makes two of it.
      const std::string old = QuotedYaml(entry.value.scalar);
      return Replaced(*start, length, "{vi: " + old + ", " + keys_[from] + ": " + value_ + "}");
    }
    return std::nullopt;
  }

  // Bytes of the scalar that starts there, 0 when it does not end on its line.
  size_t LengthOfScalar(size_t start) const {
    const size_t end = LineEnd(start);
    if (start >= end || text_[start] == '|' || text_[start] == '>' || text_[start] == '&') {
      return 0;
    }
    const char first = text_[start];
    if (first == '"' || first == '\'') {
      for (size_t i = start + 1; i < end; ++i) {
        if (first == '"' && text_[i] == '\\') {
          ++i;
        } else if (text_[i] == first) {
          if (first == '\'' && i + 1 < end && text_[i + 1] == '\'') {
            ++i;
            continue;
          }
          return i + 1 - start;
        }
      }
      return 0;
    }
    size_t i = start;
    while (i < end && !EndsPlain(i)) {
      ++i;
    }
    while (i > start && (text_[i - 1] == ' ' || text_[i - 1] == '\t')) {
      --i;
    }
    return i - start;
  }

  // A comment, or what ends a value inside { } or [ ]. A comma in block style belongs to the text;
  // what comes out wrong is caught by reading the result back.
  bool EndsPlain(size_t i) const {
    const bool after_space = text_[i - 1] == ' ';
    if (text_[i] == '#' && after_space) {
      return true;
    }
    return InFlow(i) && (text_[i] == ',' || text_[i] == '}' || text_[i] == ']');
  }
  bool InFlow(size_t at) const {
    const size_t start =
        text_.rfind('\n', at) == std::string_view::npos ? 0 : text_.rfind('\n', at);
    const std::string_view before = text_.substr(start, at - start);
    return std::count(before.begin(), before.end(), '{') >
               std::count(before.begin(), before.end(), '}') ||
           std::count(before.begin(), before.end(), '[') >
               std::count(before.begin(), before.end(), ']');
  }

  std::optional<std::string> AfterColon(const YamlEntry& entry, const std::string& inserted) const {
    const std::optional<size_t> key = OffsetOf(entry.line, entry.column);
    if (!key) {
      return std::nullopt;
    }
    const size_t colon = text_.find(':', *key);
    if (colon == std::string_view::npos || colon >= LineEnd(*key)) {
      return std::nullopt;
    }
    size_t rest = colon + 1;
    while (rest < LineEnd(*key) && text_[rest] == ' ') {
      ++rest;
    }
    // "address: ~" and "address: null" are as empty as "address:".
    size_t length = rest - colon - 1;
    for (const std::string_view null : {"~", "null"}) {
      length += text_.substr(rest, null.size()) == null ? null.size() : 0;
    }
    const bool more = colon + 1 + length < LineEnd(*key);
    return Replaced(colon + 1, length, " " + inserted + (more ? "  " : ""));
  }

  std::optional<std::string> Add(const YamlNode& mapping, size_t depth, bool at_root) const {
    const std::string entry = keys_[depth] + ": " + Nested(keys_, depth + 1, value_);
    if (mapping.flow) {
      return InBraces(mapping, entry);
    }
    if (at_root) {
      return AtTheEnd(entry);
    }
    if (mapping.entries.empty()) {
      return std::nullopt;
    }
    const YamlEntry& first = mapping.entries.front();
    const size_t line = starts_[static_cast<size_t>(first.line) - 1];
    return Replaced(
        line, 0, std::string(static_cast<size_t>(first.column) - 1, ' ') + entry + newline_);
  }

  std::optional<std::string> InBraces(const YamlNode& mapping, const std::string& entry) const {
    const std::optional<size_t> open = OffsetOf(mapping.line, mapping.column);
    if (!open || *open >= text_.size() || text_[*open] != '{') {
      return std::nullopt;
    }
    return Replaced(*open + 1, 0, mapping.entries.empty() ? entry : entry + ", ");
  }

  std::string AtTheEnd(const std::string& entry) const {
    for (size_t i = 1; i < starts_.size(); ++i) {
      if (text_.substr(starts_[i], 3) == "...") {
        return Replaced(starts_[i], 0, entry + newline_);
      }
    }
    const bool ended = text_.empty() || text_.back() == '\n';
    return Replaced(text_.size(), 0, (ended ? "" : newline_) + entry + newline_);
  }

  std::string_view text_;
  const std::vector<std::string>& keys_;
  const std::string& value_;
  std::vector<size_t> starts_;
  std::string newline_;
};

// Whether `after` is `before` but for the value at the keys from `depth` on.
bool SameBut(const YamlNode& before,
             const YamlNode& after,
             const std::vector<std::string>& keys,
             size_t depth) {
  if (depth == keys.size() || before.kind == YamlKind::kNull) {
    return true;
  }
  if (before.IsScalar()) {  // a plain name that became {vi, en}
    const YamlNode* vi = after.Get("vi");
    return after.IsScalar() ||
           (vi != nullptr && vi->scalar == before.scalar && after.entries.size() == 2);
  }
  if (!before.IsMapping() || !after.IsMapping()) {
    return false;
  }
  size_t added = 1;
  for (const YamlEntry& entry : before.entries) {
    const YamlNode* now = after.Get(entry.key);
    if (entry.key == keys[depth]) {
      added = 0;
    }
    if (now == nullptr || (entry.key == keys[depth] ? !SameBut(entry.value, *now, keys, depth + 1)
                                                    : !SameTree(entry.value, *now))) {
      return false;
    }
  }
  return after.entries.size() == before.entries.size() + added;
}

}  // namespace

const YamlNode* FindValue(const YamlNode& root, std::string_view path) {
  const YamlNode* node = &root;
  for (const std::string& key : Keys(path)) {
    if (node->IsScalar() && key == "vi") {
      return node;
    }
    node = node->Get(key);
    if (node == nullptr) {
      return nullptr;
    }
  }
  return node;
}

Result<std::string> SetValue(std::string_view text,
                             const std::string& file,
                             std::string_view path,
                             const std::string& value) {
  const Result<YamlNode> before = ParseYaml(text, file);
  if (!before) {
    return Result<std::string>::Failed(before.diagnostics);
  }
  const std::vector<std::string> keys = Keys(path);
  const Result<YamlNode> wanted = ParseYaml(value, file);
  const std::optional<std::string> edited = before->IsMapping() && !keys.empty() && wanted
                                                ? Setter(text, keys, value).Set(*before)
                                                : std::nullopt;
  if (edited) {
    const Result<YamlNode> after = ParseYaml(*edited, file);
    const YamlNode* now = after ? FindValue(*after, path) : nullptr;
    if (now != nullptr && SameTree(*now, *wanted) && SameBut(*before, *after, keys, 0)) {
      return Result<std::string>::Of(*edited);
    }
  }
  return Result<std::string>::Failed({.file = file,
                                      .what = Say(messages::kSessionCannotAppend),
                                      .remedy = Say(messages::kSessionCannotAppendRemedy)});
}

std::string QuotedYaml(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else {
      quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return quoted + "\"";
}

}  // namespace disan
