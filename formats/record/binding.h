// From a checked tree to plain structs. What does not fit has been reported by Validate(); here it
// simply stays empty.
#pragma once

#include "formats/record/scalars.h"
#include "formats/record/shape.h"
#include "formats/record/site.h"
#include "formats/record/yaml_tree.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// Lines, and what is unknown with its reason.
Written WrittenOf(const YamlNode& mapping);

std::string TextOf(const YamlNode& mapping, std::string_view key);
Text BilingualOf(const YamlNode& mapping, std::string_view key);
Name NameOf(const YamlNode& mapping, std::string_view key);
std::optional<double> NumberOf(const YamlNode& mapping, std::string_view key);
bool FlagOf(const YamlNode& mapping, std::string_view key);

// The mapping under `key`, or an empty one.
const YamlNode& MappingOf(const YamlNode& mapping, std::string_view key);
// The mappings of the list under `key`.
std::vector<const YamlNode*> MappingsOf(const YamlNode& mapping, std::string_view key);

template <typename Enum>
Enum ChoiceOf(const YamlNode& mapping, std::string_view key, std::span<const Choice> choices) {
  const std::string word = TextOf(mapping, key);
  for (size_t i = 0; i < choices.size(); ++i) {
    if (word == choices[i].word) {
      return static_cast<Enum>(i + 1);
    }
  }
  return Enum{};
}

// A file that is being read: names and places for its paths and diagnostics.
struct Place {
  std::filesystem::path root;    // of the site
  std::filesystem::path folder;  // of the file; paths start here, else at the root
  std::string folder_name;       // the folder as a person knows it
  std::string file;              // the file as diagnostics name it
};

// Paths that are refused or not there are reported.
SourcePath PathOf(const YamlNode& mapping,
                  std::string_view key,
                  const Place& place,
                  std::vector<Diagnostic>& diagnostics);
std::vector<SourcePath> PathsOf(const YamlNode& mapping,
                                std::string_view key,
                                const Place& place,
                                std::vector<Diagnostic>& diagnostics);

Location LocationOf(const YamlNode& mapping,
                    std::string_view key,
                    const std::string& file,
                    std::vector<Diagnostic>& diagnostics);
Dating DatingOf(const YamlNode& mapping, std::string_view key);
Condition ConditionOf(const YamlNode& mapping, std::string_view key);
Rights RightsOf(const YamlNode& mapping, std::string_view key);

// Reads and parses a file of the site and checks it against `shape`. No value when it is no
// mapping.
Result<YamlNode> ReadRecordFile(const std::filesystem::path& path,
                                const std::string& file,
                                const Shape& shape);

}  // namespace disan
