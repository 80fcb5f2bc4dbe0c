#include "formats/record/yaml_tree.h"

#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/yaml_syntax.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace disan {

const YamlEntry* YamlNode::Find(std::string_view key) const {
  const auto found = std::find_if(
      entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const YamlNode* YamlNode::Get(std::string_view key) const {
  const YamlEntry* entry = Find(key);
  return entry == nullptr ? nullptr : &entry->value;
}

namespace {

// Leaves the parser from inside an event; caught below.
struct Stop {
  Diagnostic why;
};

// A stack of open nodes. A mapping takes turns between key and value.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, const YamlLimits& limits) : file_(file), limits_(limits) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw Stop{ProblemAt(
          mark, Say(messages::kYamlSecondDocument), Say(messages::kYamlSecondDocumentRemedy))};
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Add(NodeAt(mark, YamlKind::kNull));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Stop{ProblemAt(mark, Say(messages::kYamlAlias), Say(messages::kYamlAliasRemedy))};
  }
  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t,
                const std::string& value) override {
    YamlNode node = NodeAt(mark, YamlKind::kScalar);
    node.scalar = value;
    node.quoted = tag == "!";
    Add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string&,
                       YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    Open(mark, YamlKind::kSequence, style);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark,
                  const std::string&,
                  YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    Open(mark, YamlKind::kMapping, style);
  }
  void OnMapEnd() override { Close(); }

  YamlNode TakeRoot() { return std::move(root_); }
  std::vector<Diagnostic> TakeDiagnostics() { return std::move(diagnostics_); }

 private:
  struct OpenNode {
    YamlNode node;
    bool key_is_next = true;
    std::set<std::string> seen;
    bool drop_next = false;  // the value of a duplicate key
    YamlEntry pending;
  };

  Diagnostic ProblemAt(const YAML::Mark& mark, Text what, Text remedy) const {
    return {.file = file_, .line = mark.line + 1, .what = what, .remedy = remedy};
  }

  YamlNode NodeAt(const YAML::Mark& mark, YamlKind kind) {
    if (++nodes_ > limits_.nodes) {
      throw Stop{ProblemAt(mark, Say(messages::kYamlTooMuch), Say(messages::kYamlTooMuchRemedy))};
    }
    YamlNode node;
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  void Open(const YAML::Mark& mark, YamlKind kind, YAML::EmitterStyle::value style) {
    if (open_.size() >= static_cast<size_t>(limits_.depth)) {
      throw Stop{ProblemAt(mark, Say(messages::kYamlTooDeep), Say(messages::kYamlTooDeepRemedy))};
    }
    OpenNode opened;
    opened.node = NodeAt(mark, kind);
    opened.node.flow = style == YAML::EmitterStyle::Flow;
    open_.push_back(std::move(opened));
  }

  void Close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Add(std::move(node));
  }

  void Add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    OpenNode& parent = open_.back();
    if (parent.node.kind == YamlKind::kSequence) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.key_is_next) {
      TakeKey(parent, std::move(node));
    } else {
      parent.key_is_next = true;
      parent.pending.value = std::move(node);
      if (!parent.drop_next) {
        parent.node.entries.push_back(std::move(parent.pending));
      }
    }
  }

  void TakeKey(OpenNode& parent, YamlNode key) {
    parent.key_is_next = false;
    if (key.kind != YamlKind::kScalar) {
      throw Stop{{.file = file_,
                  .line = key.line,
                  .what = Say(messages::kYamlKeyNotText),
                  .remedy = Say(messages::kYamlKeyNotTextRemedy)}};
    }
    parent.drop_next = !parent.seen.insert(key.scalar).second;
    if (parent.drop_next) {
      const YamlEntry* first = parent.node.Find(key.scalar);
      diagnostics_.push_back({.file = file_,
                              .line = key.line,
                              .what = Say(messages::kYamlDuplicateKey,
                                          fmt::arg("key", key.scalar),
                                          fmt::arg("line", first == nullptr ? 0 : first->line)),
                              .remedy = Say(messages::kYamlDuplicateKeyRemedy)});
    }
    parent.pending = {};
    parent.pending.key = std::move(key.scalar);
    parent.pending.line = key.line;
    parent.pending.column = key.column;
  }

  const std::string& file_;
  const YamlLimits& limits_;
  size_t nodes_ = 0;
  int documents_ = 0;
  YamlNode root_;
  std::vector<OpenNode> open_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

Result<YamlNode> ParseYaml(std::string_view text,
                           const std::string& file,
                           const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    return Result<YamlNode>::Failed({.file = file,
                                     .what = Say(messages::kYamlTooMuch),
                                     .remedy = Say(messages::kYamlTooMuchRemedy)});
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    text.remove_prefix(3);
  }
  if (std::vector<Diagnostic> wrong = FindWrongBytes(text, file); !wrong.empty()) {
    return Result<YamlNode>::Failed(std::move(wrong));
  }
  const std::string composed = ToNfc(text);
  TreeBuilder builder(file, limits);
  try {
    // The end mark makes the parser notice a quotation mark that is still open.
    const bool ends = composed.empty() || composed.back() == '\n';
    std::istringstream stream(composed + (ends ? "...\n" : "\n...\n"));
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    return Result<YamlNode>::Failed(stop.why);
  } catch (const YAML::Exception& error) {
    return Result<YamlNode>::Failed(
        ExplainSyntax(composed, file, {error.mark.line, error.mark.column, error.msg}));
  } catch (const std::exception& error) {  // a fault inside the parser; still only bad input
    return Result<YamlNode>::Failed(ExplainSyntax(composed, file, {-1, 0, error.what()}));
  }
  return {builder.TakeRoot(), builder.TakeDiagnostics()};
}

}  // namespace disan
