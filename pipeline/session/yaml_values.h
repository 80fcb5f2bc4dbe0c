// Sets single values of a YAML file that a person edits: every other byte stays as it is, comments
// included.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/yaml_tree.h"

#include <string>
#include <string_view>

namespace disan {

// The scalar at "address.ward"; a plain `name: Chùa A` answers for "name.vi". Nullptr when there is
// none.
const YamlNode* FindValue(const YamlNode& root, std::string_view path);

// The text with `value` at `path`. `value` is YAML on one line: a quoted text, a number, [a, b].
// Keys that are missing are added: inside a mapping that is there, else at the end of the file. No
// value when the place is written in a way that cannot be changed safely (text over several lines,
// an anchor), or when the result would not read back as the old content with this one change.
Result<std::string> SetValue(std::string_view text,
                             const std::string& file,
                             std::string_view path,
                             const std::string& value);

// A text in double quotes, on one line.
std::string QuotedYaml(std::string_view text);

}  // namespace disan
