// A YAML tree against a shape: every key, type, word, date and number that does not fit, each with
// its line and the nearest right word.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/record/shape.h"
#include "formats/record/yaml_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace disan {

void Validate(const YamlNode& root,
              const Shape& shape,
              const std::string& file,
              std::vector<Diagnostic>& diagnostics);

// Whether `node` is `{unknown: "reason"}` or the bare word.
bool IsUnknown(const YamlNode& node);

// The candidate that a person most likely meant, or empty when none is near.
std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace disan
