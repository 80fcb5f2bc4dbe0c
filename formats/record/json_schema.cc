#include "formats/record/json_schema.h"

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

Json Ref(const char* definition) {
  return {{"$ref", std::string("#/$defs/") + definition}};
}

Json SchemaOf(const Shape& shape);

Json ChoiceSchema(const Shape& shape) {
  Json words = Json::array();
  std::string vi;
  std::string en;
  for (const Choice& choice : shape.choices) {
    words.push_back(
        {{"const", choice.word}, {"title", std::string(choice.vi) + " / " + choice.en}});
  }
  return {{"oneOf", words}};
}

Json MappingSchema(const Shape& shape) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}};
  Json required = Json::array();
  Json properties = Json::object();
  for (const Field& field : shape.fields) {
    Json value = SchemaOf(*field.shape);
    const bool optional = !field.required && field.shape->kind != ValueKind::kIdentifier &&
                          field.shape->kind != ValueKind::kPath &&
                          field.shape->kind != ValueKind::kPaths;
    if (field.required) {
      required.push_back(field.key);
    }
    Json described = {{"title", field.vi},
                      {"description", std::string(field.vi) + " / " + field.en}};
    if (optional) {
      described["anyOf"] = Json::array({value, Ref("unknown"), {{"type", "null"}}});
    } else if (!field.required) {
      described["anyOf"] = Json::array({value, {{"type", "null"}}});
    } else {
      described.update(value);
    }
    properties[field.key] = std::move(described);
  }
  if (!required.empty()) {
    schema["required"] = std::move(required);
  }
  schema["properties"] = std::move(properties);
  return schema;
}

Json ListSchema(const Shape& shape) {
  Json schema = {{"type", "array"}, {"items", SchemaOf(*shape.element)}};
  if (shape.items > 0) {
    schema["minItems"] = shape.items;
    schema["maxItems"] = shape.items;
  }
  return schema;
}

Json SchemaOf(const Shape& shape) {
  switch (shape.kind) {
    case ValueKind::kVersion:
      return {{"const", 1}};
    case ValueKind::kIdentifier:
      return Ref("identifier");
    case ValueKind::kText:
      return {{"type", Json::array({"string", "number"})}};
    case ValueKind::kBilingual:
      return Ref("bilingual");
    case ValueKind::kUri:
      return {{"type", "string"}, {"format", "uri"}, {"pattern", "^https?://"}};
    case ValueKind::kDay:
      return Ref("day");
    case ValueKind::kDate:
      return Ref("date");
    case ValueKind::kEdtf:
      return {{"type", Json::array({"string", "integer"})}};
    case ValueKind::kNumber:
    case ValueKind::kInteger:
      return {{"type", shape.kind == ValueKind::kNumber ? "number" : "integer"},
              {"minimum", shape.least},
              {"maximum", shape.most}};
    case ValueKind::kFlag:
      return {{"type", "boolean"}};
    case ValueKind::kChoice:
      return ChoiceSchema(shape);
    case ValueKind::kPath:
      return Ref("path");
    case ValueKind::kPaths:
      return {{"anyOf", Json::array({Ref("path"), {{"type", "array"}, {"items", Ref("path")}}})}};
    case ValueKind::kMapping:
      return MappingSchema(shape);
    case ValueKind::kList:
      return ListSchema(shape);
    case ValueKind::kTable:
      return {{"type", "object"},
              {"propertyNames", Ref("identifier")},
              {"additionalProperties", SchemaOf(*shape.element)}};
  }
  return Json::object();
}

Json Definitions() {
  const Json text = {{"type", "string"}};
  return {
      {"identifier",
       {{"type", "string"},
        {"pattern", "^[a-z0-9]+(-[a-z0-9]+)*$"},
        {"maxLength", 64},
        {"description", "chữ thường không dấu, chữ số, gạch nối / lower case, digits, hyphens"}}},
      {"bilingual",
       {{"description", "{vi, en}; chữ Hán-Nôm ở lzh / {vi, en}; Hán-Nôm as lzh"},
        {"anyOf",
         Json::array({text,
                      {{"type", "object"},
                       {"additionalProperties", false},
                       {"properties", {{"vi", text}, {"en", text}, {"lzh", text}}}}})}}},
      {"unknown",
       {{"description", "không rõ, kèm lý do / unknown, with the reason"},
        {"type", "object"},
        {"additionalProperties", false},
        {"required", Json::array({"unknown"})},
        {"properties", {{"unknown", Ref("bilingual")}}}}},
      {"day", {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}},
      {"date",
       {{"anyOf",
         Json::array({{{"type", "string"}, {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}},
                      {{"type", "integer"}, {"minimum", 1}, {"maximum", 9999}}})}}},
      {"path",
       {{"type", "string"},
        {"minLength", 1},
        {"pattern", "^(?!/)(?!.*\\\\)(?!(.*/)?\\.\\.(/|$)).*$"},
        {"description",
         "đường dẫn tương đối trong thư mục di tích / a relative path inside the site's folder"}}}};
}

}  // namespace

std::string JsonSchema(const Shape& shape, const SchemaTitle& title) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"$id", "https://disan.example/schemas/" + std::string(title.file)},
                 {"title", std::string(title.vi) + " / " + std::string(title.en)}};
  schema.update(SchemaOf(shape));
  schema["$defs"] = Definitions();
  return schema.dump(2) + "\n";
}

}  // namespace disan
