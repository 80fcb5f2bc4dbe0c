#include "formats/record/canonical/context.h"
#include "formats/record/canonical/fields.h"

#include <cmath>

namespace disan::canonical {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  Json Take() { return std::move(json_); }

  template <class T>
  void Required(const char* key, T& value) {
    json_[key] = JsonOf(value);
  }
  void RequiredOneOf(const char* key, std::string& value, std::span<const disan::Choice>) {
    json_[key] = value;
  }
  void OneOf(const char* key, std::string& value, std::span<const disan::Choice>) {
    Field(key, value);
  }
  template <class T>
  void Field(const char* key, T& value) {
    Json json = JsonOf(value);
    const bool none = json.is_null() || (json.is_string() && value_is_empty(json)) ||
                      (json.is_structured() && json.empty()) || json == Json(false) ||
                      (json.is_number_integer() && json == Json(0));
    if (!none) {
      json_[key] = std::move(json);
    }
  }

 private:
  static bool value_is_empty(const Json& json) {
    return json.get_ref<const std::string&>().empty();
  }
  static Json JsonOf(std::string& value) { return value; }
  static Json JsonOf(bool value) { return value; }
  static Json JsonOf(int value) { return value; }
  static Json JsonOf(uint64_t value) { return value; }
  static Json JsonOf(double value) { return std::isfinite(value) ? Json(value) : Json(); }
  static Json JsonOf(JsonText& value) {
    Json json = Json::parse(value.text, nullptr, false);
    return json.is_discarded() ? Json() : json;
  }
  template <class T>
  static Json JsonOf(std::optional<T>& value) {
    return value ? JsonOf(*value) : Json();
  }
  template <class T>
  static Json JsonOf(std::vector<T>& list) {
    Json json = Json::array();
    for (T& value : list) {
      json.push_back(JsonOf(value));
    }
    return json;
  }
  static Json JsonOf(Unknown& table) {
    Json json = Json::object();
    for (auto& [key, value] : table) {
      json[key] = JsonOf(value);
    }
    return json;
  }
  template <class T>
  requires std::is_class_v<T>
  static Json JsonOf(T& value) {
    Writer inner;
    Describe(inner, value);
    return inner.Take();
  }

  Json json_ = Json::object();
};

}  // namespace

const Asset* Record::FindAsset(std::string_view path) const {
  for (const Asset& asset : assets) {
    if (asset.path == path) {
      return &asset;
    }
  }
  return nullptr;
}

std::string WriteRecord(Record record) {
  Json json{{"@context", RecordContext()},
            {"@id", "urn:disan:site:" + record.site.id},
            {"@type", "disan:Record"}};
  Writer writer;
  Describe(writer, record);
  const Json fields = writer.Take();
  for (const auto& [key, value] : fields.items()) {
    json[key] = value;
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace disan::canonical
