#include "pipeline/inventory/mapping.h"

#include "formats/language/inventory_messages.h"
#include "formats/record/scalars.h"
#include "formats/record/validate.h"
#include "formats/record/yaml_tree.h"
#include "pipeline/inventory/columns.h"

namespace disan {
namespace {

class MappingReader {
 public:
  explicit MappingReader(const std::string& file) : file_(file) {}

  Result<InventoryMapping> Read(const YamlNode& root) {
    if (!root.IsMapping()) {
      Refuse(1, Say(messages::kMappingNotMapping), Say(messages::kMappingKeysRemedy));
      return Result<InventoryMapping>::Failed(std::move(said_));
    }
    for (const YamlEntry& entry : root.entries) {
      Entry(entry);
    }
    if (HasErrors(said_)) {
      return Result<InventoryMapping>::Failed(std::move(said_));
    }
    return {std::move(mapping_), std::move(said_)};
  }

 private:
  void Refuse(int line, Text what, Text remedy) {
    said_.push_back(
        {.file = file_, .line = line, .what = std::move(what), .remedy = std::move(remedy)});
  }

  void Entry(const YamlEntry& entry) {
    if (entry.key == "sheet") {
      mapping_.sheet = entry.value.scalar;
    } else if (entry.key == "heading_row") {
      const auto row = ParseNumber(entry.value.scalar);
      mapping_.heading_row = row && *row >= 1 && *row < 1000 ? static_cast<int>(*row) : 0;
      if (mapping_.heading_row == 0) {
        Refuse(entry.line, Say(messages::kMappingRow), Say(messages::kMappingRowRemedy));
      }
    } else if (entry.key == "columns") {
      Columns(entry.value);
    } else if (entry.key == "words") {
      Words(entry.value);
    } else {
      Refuse(entry.line,
             Say(messages::kMappingUnknownKey, fmt::arg("key", entry.key)),
             Say(messages::kMappingKeysRemedy));
    }
  }

  // Whether `key` is a column of the record; says so when it is not.
  bool IsColumn(const std::string& key, int line) {
    if (ColumnOfKey(key) != nullptr) {
      return true;
    }
    std::vector<std::string> known;
    for (const InventoryColumn& column : InventoryColumns()) {
      known.emplace_back(column.key);
    }
    const std::string nearest = NearestWord(key, known);
    Refuse(line,
           Say(messages::kMappingUnknownColumn, fmt::arg("key", key)),
           nearest.empty() ? Say(messages::kMappingColumnRemedy)
                           : Say(messages::kInventoryNearest, fmt::arg("nearest", nearest)));
    return false;
  }

  void Columns(const YamlNode& node) {
    for (const YamlEntry& entry : node.entries) {
      const bool none = entry.value.kind == YamlKind::kNull;
      if (none || IsColumn(entry.value.scalar, entry.line)) {
        mapping_.columns[Folded(entry.key)] = none ? "" : entry.value.scalar;
      }
    }
  }

  void Words(const YamlNode& node) {
    for (const YamlEntry& column : node.entries) {
      if (!IsColumn(column.key, column.line)) {
        continue;
      }
      for (const YamlEntry& word : column.value.entries) {
        mapping_.words[column.key][Folded(word.key)] = word.value.scalar;
      }
    }
  }

  const std::string& file_;
  InventoryMapping mapping_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::optional<std::string> InventoryMapping::KeyOf(const std::string& heading) const {
  const auto found = columns.find(Folded(heading));
  return found == columns.end() ? std::nullopt : std::optional(found->second);
}

Result<InventoryMapping> ParseMapping(const std::string& text, const std::string& file) {
  const Result<YamlNode> tree = ParseYaml(text, file);
  return tree ? MappingReader(file).Read(*tree)
              : Result<InventoryMapping>::Failed(tree.diagnostics);
}

}  // namespace disan
