// A YAML file as a tree whose every node knows its line. Read by events, so that a file built to
// explode (aliases, depth, size) is stopped before it costs memory, and duplicate keys stay
// visible.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

enum class YamlKind { kNull, kScalar, kSequence, kMapping };

struct YamlEntry;

struct YamlNode {
  YamlKind kind = YamlKind::kNull;
  int line = 0;         // 1-based
  int column = 0;       // 1-based, in characters
  bool flow = false;    // written in { } or [ ]
  bool quoted = false;  // a scalar in quotes or as a block
  std::string scalar;
  std::vector<YamlNode> items;     // of a sequence
  std::vector<YamlEntry> entries;  // of a mapping, in the order of the file; the first of a
                                   // duplicate key counts

  const YamlEntry* Find(std::string_view key) const;
  const YamlNode* Get(std::string_view key) const;  // nullptr when missing
  bool IsScalar() const { return kind == YamlKind::kScalar; }
  bool IsMapping() const { return kind == YamlKind::kMapping; }
  bool IsSequence() const { return kind == YamlKind::kSequence; }
};

struct YamlEntry {
  std::string key;
  int line = 0;
  int column = 0;
  YamlNode value;
};

struct YamlLimits {
  size_t bytes = size_t{4} << 20;
  size_t nodes = 200'000;
  int depth = 24;
};

// `text` is the whole file; `file` is how diagnostics name it. All text is composed to NFC. Errors
// of syntax leave no value; duplicate keys are diagnostics beside a value.
Result<YamlNode> ParseYaml(std::string_view text,
                           const std::string& file,
                           const YamlLimits& limits = {});

}  // namespace disan
