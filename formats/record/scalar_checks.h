// One value of a YAML file against its shape. Private to this folder: Validate() asks it.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/messages.h"
#include "formats/record/shape.h"
#include "formats/record/yaml_tree.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace disan {

// What is being looked at, for the messages.
struct Subject {
  std::string key;
  Text title;
};

// One argument that reads differently in the two languages.
Text SayIn(const Message& message, const char* name, const Text& value, std::string_view key = {});

// A short form of the text for a message.
std::string Shortened(const std::string& text);

class ScalarChecks {
 public:
  ScalarChecks(const std::string& file, std::vector<Diagnostic>& diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  void Scalar(const YamlNode& node, const Shape& shape, const Subject& subject);
  void Identifier(const std::string& id, int line);
  void PlainText(const YamlNode& node, const Subject& subject);

  void Add(Severity severity, int line, Text what, Text remedy);
  void Error(int line, Text what, Text remedy);

 private:
  void Version(const YamlNode& node);
  void Date(const YamlNode& node, ValueKind kind, const Subject& subject);
  void Number(const YamlNode& node, const Shape& shape, const Subject& subject);
  void Flag(const YamlNode& node, const Subject& subject);
  void Choice(const YamlNode& node, const Shape& shape, const Subject& subject);
  void Uri(const YamlNode& node);

  const std::string& file_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace disan
