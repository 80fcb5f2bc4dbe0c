#include "formats/exchange/mapping/known_paths.h"
#include "formats/exchange/mapping/mapping.h"
#include "formats/language/exchange_messages.h"
#include "formats/record/yaml_tree.h"

#include <set>

namespace disan {
namespace {

using NodeShape = MapNode::Shape;

constexpr YamlLimits kLimits{.bytes = size_t{2} << 20, .nodes = 100'000, .depth = 120};

class MappingReader {
 public:
  explicit MappingReader(const std::string& name) : name_(name) {}

  Mapping Read(const YamlNode& root) {
    mapping_.target = TextAt(root, "target");
    ReadWords(root);
    if (const YamlNode* parts = root.Get("parts")) {
      for (const YamlEntry& part : parts->entries) {
        for (const YamlNode& item : part.value.items) {
          mapping_.parts[part.key].push_back(ElementNode(item));
        }
      }
    }
    if (const YamlNode* documents = root.Get("documents")) {
      for (const YamlNode& document : documents->items) {
        ReadDocument(document);
      }
    }
    if (mapping_.documents.empty()) {
      Say(root.line, messages::kMappingNoDocument, "");
    }
    return std::move(mapping_);
  }

  std::vector<Diagnostic> Take() { return std::move(said_); }

 private:
  void Say(int line, const Message& what, const std::string& word) {
    said_.push_back({.file = name_,
                     .line = line,
                     .what = disan::Say(what, fmt::arg("word", word)),
                     .remedy = disan::Say(messages::kMappingRemedy)});
  }

  std::string TextAt(const YamlNode& node, std::string_view key) {
    const YamlNode* found = node.Get(key);
    return found != nullptr && found->IsScalar() ? found->scalar : "";
  }

  void ReadWords(const YamlNode& root) {
    const YamlNode* words = root.Get("words");
    if (words == nullptr) {
      return;
    }
    for (const YamlEntry& table : words->entries) {
      for (const YamlEntry& word : table.value.entries) {
        for (const YamlEntry& key : word.value.entries) {
          mapping_.words[table.key][word.key][key.key] = key.value.scalar;
        }
      }
    }
  }

  TemplateText TextOf(const YamlNode& node) {
    std::optional<TemplateText> parsed = ParseTemplate(node.scalar);
    if (!parsed) {
      Say(node.line, messages::kMappingBrace, node.scalar);
      return {.literals = {""}};
    }
    parsed->quoted = node.quoted;
    return std::move(*parsed);
  }

  std::optional<Each> EachOf(const YamlNode& node) { return EachIn(node.scalar, node.line); }

  std::optional<Each> EachIn(const std::string& words, int line) {
    const size_t in = words.find(" in ");
    const std::optional<TemplateText> list =
        in == std::string::npos ? std::nullopt : ParseTemplate("{" + words.substr(in + 4) + "}");
    if (!list || !list->IsOnePlaceholder()) {
      Say(line, messages::kMappingEach, words);
      return std::nullopt;
    }
    return Each{.variable = words.substr(0, in), .list = list->placeholders.front()};
  }

  // "object in records.objects, line in object.inscriptions"
  void ReadRows(const YamlNode& node, MapDocument& document) {
    constexpr std::string_view kBetween = ", ";
    std::string rest = node.scalar;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(kBetween), rest.size());
      if (std::optional<Each> each = EachIn(rest.substr(0, end), node.line)) {
        document.rows.push_back(std::move(*each));
      }
      rest.erase(0, end + kBetween.size());
    }
  }

  // The keys that begin with $; false when the key is none of them.
  bool ReadDirective(const YamlEntry& entry, MapNode& node) {
    if (entry.key == "$each") {
      node.each = EachOf(entry.value);
    } else if (entry.key == "$if") {
      node.condition = TextOf(entry.value);
    } else if (entry.key == "$unless") {
      node.unless = TextOf(entry.value);
    } else if (entry.key == "$keep") {
      node.keep = entry.value.scalar == "true";
    } else if (entry.key == "$use") {
      node.use = entry.value.scalar;
    } else if (entry.key == "$text") {
      node.text = TextOf(entry.value);
    } else {
      return false;
    }
    return true;
  }

  // - element: text, or [children], or {"@attribute": text, $each: ..., $children: [...]}
  MapNode ElementNode(const YamlNode& item) {
    MapNode node{.shape = NodeShape::kElement, .line = item.line};
    if (!item.IsMapping() || item.entries.size() != 1) {
      Say(item.line, messages::kMappingElement, "");
      return node;
    }
    const YamlEntry& entry = item.entries.front();
    if (entry.key == "$use") {
      node.use = entry.value.scalar;
      return node;
    }
    node.name = entry.key;
    if (entry.value.IsScalar()) {
      node.text = TextOf(entry.value);
    } else if (entry.value.IsSequence()) {
      ReadElements(entry.value, node);
    } else {
      ReadElementKeys(entry.value, node);
    }
    return node;
  }

  void ReadElements(const YamlNode& list, MapNode& node) {
    for (const YamlNode& child : list.items) {
      node.children.push_back(ElementNode(child));
    }
  }

  void ReadElementKeys(const YamlNode& keys, MapNode& node) {
    for (const YamlEntry& key : keys.entries) {
      if (key.key.starts_with("@")) {
        node.attributes.emplace_back(key.key.substr(1), TextOf(key.value));
      } else if (key.key == "$children") {
        ReadElements(key.value, node);
      } else if (!ReadDirective(key, node)) {
        Say(key.line, messages::kMappingKey, key.key);
      }
    }
  }

  // A value of JSON, written as itself. {$each: ..., $item: ...} is a list.
  MapNode ValueNode(const YamlNode& value, const std::string& name, bool in_list) {
    MapNode node{.line = value.line, .name = name};
    if (value.IsSequence()) {
      node.shape = NodeShape::kList;
      for (const YamlNode& item : value.items) {
        node.children.push_back(ValueNode(item, "", true));
      }
    } else if (!value.IsMapping()) {
      node.text = TextOf(value);
    } else if (const YamlNode* item = value.Get("$item"); item != nullptr) {
      MapNode inner = ValueNode(*item, "", true);
      for (const YamlEntry& entry : value.entries) {
        ReadDirective(entry, inner);
      }
      if (in_list) {
        return inner;
      }
      node.shape = NodeShape::kList;
      node.children.push_back(std::move(inner));
    } else {
      ReadFields(value, node);
    }
    return node;
  }

  void ReadFields(const YamlNode& value, MapNode& node) {
    node.shape = NodeShape::kObject;
    for (const YamlEntry& entry : value.entries) {
      if (entry.key.starts_with("$")) {
        if (!ReadDirective(entry, node)) {
          Say(entry.line, messages::kMappingKey, entry.key);
        }
      } else {
        node.children.push_back(ValueNode(entry.value, entry.key, false));
      }
    }
  }

  void ReadColumns(const YamlNode& columns, MapDocument& document) {
    for (const YamlNode& column : columns.items) {
      const YamlNode* value = column.Get("value");
      if (value == nullptr || TextAt(column, "heading").empty()) {
        Say(column.line, messages::kMappingColumn, "");
        continue;
      }
      document.columns.push_back({.heading = TextAt(column, "heading"),
                                  .value = TextOf(*value),
                                  .note_vi = TextAt(column, "vi"),
                                  .note_en = TextAt(column, "en")});
    }
  }

  void ReadDocument(const YamlNode& node) {
    MapDocument document{.each_record = TextAt(node, "each"),
                         .sheet = TextAt(node, "sheet"),
                         .dictionary = TextAt(node, "dictionary")};
    if (const YamlNode* file = node.Get("file")) {
      document.file = TextOf(*file);
    } else {
      Say(node.line, messages::kMappingNoFile, "");
      document.file.literals = {"export"};
    }
    if (const YamlNode* items = node.Get("items")) {
      document.items = EachOf(*items);
    }
    if (const YamlNode* condition = node.Get("if")) {
      document.condition = TextOf(*condition);
    }
    const std::string format = TextAt(node, "format");
    const YamlNode* root = node.Get("root");
    if (const YamlNode* columns = node.Get("columns"); columns != nullptr && format == "csv") {
      document.format = MapFormat::kCsv;
      ReadColumns(*columns, document);
      if (const YamlNode* rows = node.Get("rows")) {
        ReadRows(*rows, document);
      }
    } else if (root != nullptr && format == "xml") {
      document.root =
          ElementNode(root->IsSequence() && !root->items.empty() ? root->items.front() : *root);
    } else if (root != nullptr && format == "json") {
      document.format = MapFormat::kJson;
      document.root = ValueNode(*root, "", true);
    } else {
      Say(node.line, messages::kMappingFormat, format);
      return;
    }
    mapping_.documents.push_back(std::move(document));
  }

  const std::string& name_;
  Mapping mapping_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Result<Mapping> ReadMapping(std::string_view text, const std::string& name) {
  Result<YamlNode> tree = ParseYaml(text, name, kLimits);
  if (!tree) {
    return Result<Mapping>::Failed(std::move(tree.diagnostics));
  }
  MappingReader reader(name);
  Mapping mapping = reader.Read(*tree);
  std::vector<Diagnostic> said = reader.Take();
  const std::vector<Diagnostic> places = CheckPlaces(mapping, name);
  said.insert(said.end(), places.begin(), places.end());
  if (HasErrors(said)) {
    return Result<Mapping>::Failed(std::move(said));
  }
  return {std::move(mapping), std::move(said)};
}

}  // namespace disan
