// Adds entries to the lists of a YAML file that a person edits: every byte that is there stays as
// it is, in its order.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/yaml_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace disan {

// One entry of a list: its lines without "- " and without indentation, comments included.
using YamlLines = std::vector<std::string>;

struct ListAddition {
  std::string key;                 // a list at the top of the file: "scenes"
  std::vector<YamlLines> entries;  // block form
  std::vector<std::string> flow;   // the same entries on one line each, for a list in [ ]
};

// The text with the entries at the end of their lists; lists that are missing are added at the
// end of the file. No value when the file cannot be parsed or when the result would not read back
// as the old entries followed by the new ones.
Result<std::string> AppendToLists(std::string_view text,
                                  const std::string& file,
                                  const std::vector<ListAddition>& additions);

// Whether two files say the same, however they are written.
bool SameTree(const YamlNode& a, const YamlNode& b);

}  // namespace disan
