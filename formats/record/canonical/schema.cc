#include "formats/record/canonical/fields.h"

#include <algorithm>
#include <type_traits>

#include <nlohmann/json.hpp>

namespace disan::canonical {
namespace {

using Json = nlohmann::ordered_json;

class SchemaPrinter {
 public:
  Json Take() {
    Json schema{{"type", "object"}, {"properties", std::move(properties_)}};
    if (!required_.empty()) {
      schema["required"] = std::move(required_);
    }
    schema["additionalProperties"] = false;
    return schema;
  }

  template <class T>
  void Required(const char* key, T& value) {
    required_.push_back(key);
    Field(key, value);
  }
  void RequiredOneOf(const char* key, std::string& value, std::span<const disan::Choice> choices) {
    required_.push_back(key);
    OneOf(key, value, choices);
  }
  void OneOf(const char* key, std::string&, std::span<const disan::Choice> choices) {
    Json words = Json::array();
    for (const disan::Choice& choice : choices) {
      words.push_back(choice.word);
    }
    properties_[key] = {{"enum", std::move(words)}};
  }
  template <class T>
  void Field(const char* key, T& value) {
    properties_[key] = SchemaOf(value);
  }

 private:
  static Json SchemaOf(std::string&) { return {{"type", "string"}, {"minLength", 1}}; }
  static Json SchemaOf(bool&) { return {{"type", "boolean"}}; }
  static Json SchemaOf(int&) { return {{"type", "integer"}}; }
  static Json SchemaOf(uint64_t&) { return {{"type", "integer"}, {"minimum", 0}}; }
  static Json SchemaOf(double&) { return {{"type", "number"}}; }
  static Json SchemaOf(JsonText&) { return {{"type", "object"}}; }
  static Json SchemaOf(Words&) { return {{"$ref", "#/$defs/words"}}; }
  static Json SchemaOf(Unknown&) {
    return {{"type", "object"}, {"additionalProperties", {{"$ref", "#/$defs/words"}}}};
  }
  template <class T>
  static Json SchemaOf(std::optional<T>&) {
    T value{};
    return SchemaOf(value);
  }
  template <class T>
  static Json SchemaOf(std::vector<T>&) {
    T value{};
    return {{"type", "array"}, {"items", SchemaOf(value)}};
  }
  template <class T>
  requires std::is_class_v<T>
  static Json SchemaOf(T& value) {
    SchemaPrinter inner;
    Describe(inner, value);
    return inner.Take();
  }

  Json properties_ = Json::object();
  Json required_ = Json::array();
};

class PathLister {
 public:
  PathLister(std::string prefix, std::vector<std::string>& paths)
      : prefix_(std::move(prefix)), paths_(paths) {}

  template <class T>
  void Required(const char* key, T& value) {
    Field(key, value);
  }
  void RequiredOneOf(const char* key, std::string&, std::span<const disan::Choice>) {
    paths_.push_back(prefix_ + key);
  }
  void OneOf(const char* key, std::string&, std::span<const disan::Choice>) {
    paths_.push_back(prefix_ + key);
  }
  template <class T>
  void Field(const char* key, T& value) {
    List(prefix_ + key, value);
  }

 private:
  template <class T>
  void List(const std::string& path, std::optional<T>&) {
    T value{};
    List(path, value);
  }
  template <class T>
  void List(const std::string& path, std::vector<T>&) {
    T value{};
    List(path, value);
  }
  void List(const std::string& path, std::string&) { paths_.push_back(path); }
  void List(const std::string& path, JsonText&) { paths_.push_back(path); }
  void List(const std::string& path, Unknown&) { paths_.push_back(path); }
  template <class T>
  void List(const std::string& path, T& value) {
    paths_.push_back(path);
    if constexpr (std::is_class_v<T>) {
      PathLister inner(path + ".", paths_);
      Describe(inner, value);
    }
  }

  std::string prefix_;
  std::vector<std::string>& paths_;
};

}  // namespace

std::string RecordSchema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"$id", "urn:disan:schema:record:1"},
              {"title", "Hồ sơ chuẩn của một di tích / Canonical record of a site"}};
  Record record;
  SchemaPrinter printer;
  Describe(printer, record);
  const Json body = printer.Take();
  for (const auto& [key, value] : body.items()) {
    schema[key] = value;
  }
  schema["properties"]["disan_record"] = {{"const", kRecordVersion}};
  schema["properties"]["@context"] = {{"type", "object"}};
  schema["properties"]["@id"] = {{"type", "string"}, {"pattern", "^urn:disan:site:"}};
  schema["properties"]["@type"] = {{"const", "disan:Record"}};
  schema["$defs"]["words"] = {
      {"type", "object"},
      {"properties",
       {{"vi", {{"type", "string"}}}, {"en", {{"type", "string"}}}, {"lzh", {{"type", "string"}}}}},
      {"additionalProperties", false}};
  return schema.dump(1) + "\n";
}

std::vector<std::string> RecordPaths() {
  std::vector<std::string> paths;
  PathLister lister("", paths);
  Record record;
  Describe(lister, record);
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace disan::canonical
