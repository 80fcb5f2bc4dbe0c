#include "pipeline/session/yaml_append.h"

#include "formats/language/session_messages.h"
#include "formats/record/yaml_tree.h"

#include <algorithm>
#include <optional>

namespace disan {
namespace {

struct Piece {
  size_t at = 0;      // byte offset
  size_t erased = 0;  // bytes taken away: only the "[]" of an empty list
  std::string inserted;
};
using Edit = std::vector<Piece>;  // in the order of the file

std::string Apply(std::string text, const Edit& edit) {
  for (auto piece = edit.rbegin(); piece != edit.rend(); ++piece) {
    text.replace(piece->at, piece->erased, piece->inserted);
  }
  return text;
}

class Document {
 public:
  explicit Document(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n' && i + 1 < text.size()) {
        starts_.push_back(i + 1);
      }
    }
    newline_ = text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
  }

  const std::string& newline() const { return newline_; }
  size_t lines() const { return starts_.size(); }
  size_t StartOf(size_t line) const { return line < lines() ? starts_[line] : text_.size(); }
  std::string_view LineAt(size_t line) const {
    std::string_view found = text_.substr(starts_[line], StartOf(line + 1) - starts_[line]);
    while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) {
      found.remove_suffix(1);
    }
    return found;
  }
  size_t IndentOf(size_t line) const {
    const size_t first = LineAt(line).find_first_not_of(' ');
    return first == std::string_view::npos ? LineAt(line).size() : first;
  }
  bool IsBlank(size_t line) const {
    return LineAt(line).find_first_not_of(" \t") == std::string_view::npos;
  }
  bool IsComment(size_t line) const {
    const size_t first = LineAt(line).find_first_not_of(' ');
    return first != std::string_view::npos && LineAt(line)[first] == '#';
  }
  bool EndsDocument(size_t line) const { return LineAt(line).substr(0, 3) == "..."; }

  // A new line before what is inserted after `line`, when the file lacks the last one.
  std::string BreakAfter(size_t line) const {
    const size_t end = StartOf(line + 1);
    return end > 0 && text_[end - 1] == '\n' ? "" : newline_;
  }

 private:
  std::string_view text_;
  std::vector<size_t> starts_;
  std::string newline_;
};

std::string BlockText(const std::vector<YamlLines>& entries,
                      size_t indent,
                      const std::string& newline) {
  std::string text;
  for (const YamlLines& entry : entries) {
    for (size_t i = 0; i < entry.size(); ++i) {
      text += std::string(indent, ' ') + (i == 0 ? "- " : "  ") + entry[i] + newline;
    }
  }
  return text;
}

class Appender {
 public:
  Appender(std::string_view text, const YamlNode& root)
      : text_(text), document_(text), root_(root) {}

  std::optional<Edit> Plan(const ListAddition& addition) const {
    const YamlEntry* entry = root_.Find(addition.key);
    if (entry == nullptr) {
      return AtTheEnd(addition);
    }
    if (entry->value.kind == YamlKind::kNull) {
      return AfterEmptyKey(*entry, addition);
    }
    if (!entry->value.IsSequence()) {
      return std::nullopt;
    }
    return entry->value.flow ? InBrackets(*entry, addition) : AfterBlock(*entry, addition);
  }

 private:
  Edit AtTheEnd(const ListAddition& addition) const {
    size_t line = document_.lines() - 1;
    for (size_t i = 0; i < document_.lines(); ++i) {
      if (document_.EndsDocument(i) && i > 0) {
        line = i - 1;
        break;
      }
    }
    return {{document_.StartOf(line + 1),
             0,
             document_.BreakAfter(line) + document_.newline() + addition.key + ":" +
                 document_.newline() + BlockText(addition.entries, 2, document_.newline())}};
  }

  Edit AfterEmptyKey(const YamlEntry& entry, const ListAddition& addition) const {
    const auto line = static_cast<size_t>(entry.line) - 1;
    return {{document_.StartOf(line + 1),
             0,
             document_.BreakAfter(line) + BlockText(addition.entries, 2, document_.newline())}};
  }

  // One past the last line that may belong to the entry: the next key of the file begins there.
  size_t BoundAfter(const YamlEntry& entry) const {
    size_t bound = document_.lines();
    for (const YamlEntry& other : root_.entries) {
      if (other.line > entry.line) {
        bound = std::min(bound, static_cast<size_t>(other.line) - 1);
      }
    }
    for (size_t i = static_cast<size_t>(entry.line); i < bound; ++i) {
      if (document_.EndsDocument(i)) {
        return i;
      }
    }
    return bound;
  }

  // After the last line of the list. Blank lines and comments in front of the next key stay with
  // that key; a comment that is indented like the entry's content stays with the entry.
  Edit AfterBlock(const YamlEntry& entry, const ListAddition& addition) const {
    const auto first = static_cast<size_t>(entry.value.line) - 1;
    const size_t dash = document_.IndentOf(first);
    size_t last = BoundAfter(entry) - 1;
    while (last > first && (document_.IsBlank(last) ||
                            (document_.IsComment(last) && document_.IndentOf(last) <= dash))) {
      --last;
    }
    return {{document_.StartOf(last + 1),
             0,
             document_.BreakAfter(last) + BlockText(addition.entries, dash, document_.newline())}};
  }

  // The offset of the bracket that closes the one at `open`.
  std::optional<size_t> Closing(size_t open) const {
    int depth = 0;
    char quote = 0;
    for (size_t i = open; i < text_.size(); ++i) {
      const char c = text_[i];
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          ++i;
        } else if (c == quote) {
          quote = 0;
        }
      } else if ((c == '"' || c == '\'') &&
                 std::string_view(" [{,:\n").find(text_[i - 1]) != std::string_view::npos) {
        quote = c;
      } else if (c == '#' && (text_[i - 1] == ' ' || text_[i - 1] == '\n')) {
        i = std::min(text_.find('\n', i), text_.size());
      } else if (c == '[' || c == '{') {
        ++depth;
      } else if ((c == ']' || c == '}') && --depth == 0) {
        return i;
      }
    }
    return std::nullopt;
  }

  std::optional<Edit> InBrackets(const YamlEntry& entry, const ListAddition& addition) const {
    const size_t open = text_.find('[', document_.StartOf(static_cast<size_t>(entry.line) - 1));
    const std::optional<size_t> close =
        open == std::string_view::npos || open == 0 ? std::nullopt : Closing(open);
    if (!close) {
      return std::nullopt;
    }
    if (entry.value.items.empty()) {
      const auto line = static_cast<size_t>(entry.line) - 1;
      if (*close >= document_.StartOf(line + 1)) {
        return std::nullopt;
      }
      // "scenes: []  # comment": the brackets go, the comment stays before the new entries.
      return Edit{
          {open, *close + 1 - open, {}},
          {document_.StartOf(line + 1),
           0,
           document_.BreakAfter(line) + BlockText(addition.entries, 2, document_.newline())}};
    }
    std::string inserted;
    size_t before = *close;
    while (before > 0 &&
           std::string_view(" \r\n").find(text_[before - 1]) != std::string_view::npos) {
      --before;
    }
    bool comma = text_[before - 1] == ',';
    for (const std::string& one : addition.flow) {
      inserted += (comma ? " " : ", ") + one;
      comma = false;
    }
    return Edit{{before, 0, inserted}};
  }

  std::string_view text_;
  Document document_;
  const YamlNode& root_;
};

// Whether `after` is `before` with so many more entries at the end of the lists.
bool IsExtension(const YamlNode& before,
                 const YamlNode& after,
                 const std::vector<ListAddition>& additions) {
  for (const YamlEntry& entry : before.entries) {
    const YamlNode* now = after.Get(entry.key);
    const bool extended = std::any_of(additions.begin(),
                                      additions.end(),
                                      [&](const ListAddition& a) { return a.key == entry.key; });
    if (now == nullptr || (!extended && !SameTree(entry.value, *now))) {
      return false;
    }
  }
  for (const ListAddition& addition : additions) {
    const YamlNode* old_list = before.Get(addition.key);
    const YamlNode* new_list = after.Get(addition.key);
    const size_t had = old_list == nullptr ? 0 : old_list->items.size();
    if (new_list == nullptr || new_list->items.size() != had + addition.entries.size()) {
      return false;
    }
    for (size_t i = 0; i < had; ++i) {
      if (!SameTree(old_list->items[i], new_list->items[i])) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

bool SameTree(const YamlNode& a, const YamlNode& b) {
  if (a.kind != b.kind || a.scalar != b.scalar || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size()) {
    return false;
  }
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!SameTree(a.items[i], b.items[i])) {
      return false;
    }
  }
  for (size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key || !SameTree(a.entries[i].value, b.entries[i].value)) {
      return false;
    }
  }
  return true;
}

Result<std::string> AppendToLists(std::string_view text,
                                  const std::string& file,
                                  const std::vector<ListAddition>& additions) {
  const Result<YamlNode> before = ParseYaml(text, file);
  if (!before) {
    return Result<std::string>::Failed(before.diagnostics);
  }
  std::string edited(text);
  Result<YamlNode> now = before;
  for (const ListAddition& addition : additions) {
    if (addition.entries.empty()) {
      continue;
    }
    const Appender appender(edited, *now);
    const std::optional<Edit> edit = now->IsMapping() ? appender.Plan(addition) : std::nullopt;
    if (edit) {
      std::string next = Apply(edited, *edit);
      now = ParseYaml(next, file);
      edited = std::move(next);
    }
    if (!edit || !now) {
      now = Result<YamlNode>();
      break;
    }
  }
  if (!now || !IsExtension(*before, *now, additions)) {
    return Result<std::string>::Failed({.file = file,
                                        .what = Say(messages::kSessionCannotAppend),
                                        .remedy = Say(messages::kSessionCannotAppendRemedy)});
  }
  return Result<std::string>::Of(std::move(edited));
}

}  // namespace disan
