#include "formats/language/record_messages.h"
#include "formats/record/canonical/fields.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

namespace disan::canonical {
namespace {

using Json = nlohmann::ordered_json;

struct Reading {
  const std::string& name;
  std::vector<Diagnostic> said;

  void Add(Severity severity, const std::string& place, const Message& what) {
    said.push_back({.severity = severity,
                    .file = name,
                    .place = place,
                    .what = Say(what, fmt::arg("place", place)),
                    .remedy = Say(messages::kRecordRemedy)});
  }
};

class Reader {
 public:
  Reader(const Json& json, std::string place, Reading& reading)
      : json_(json), place_(std::move(place)), reading_(reading) {}

  template <class T>
  void Required(const char* key, T& value) {
    if (!json_.contains(key)) {
      reading_.Add(Severity::kError, PlaceOf(key), messages::kRecordMissing);
    }
    Field(key, value);
  }
  void RequiredOneOf(const char* key, std::string& value, std::span<const disan::Choice> choices) {
    if (!json_.contains(key)) {
      reading_.Add(Severity::kError, PlaceOf(key), messages::kRecordMissing);
    }
    OneOf(key, value, choices);
  }
  void OneOf(const char* key, std::string& value, std::span<const disan::Choice> choices) {
    Field(key, value);
    const bool known =
        value.empty() || std::any_of(choices.begin(), choices.end(), [&](const auto& choice) {
          return value == choice.word;
        });
    if (!known) {
      reading_.Add(Severity::kError, PlaceOf(key), messages::kRecordChoice);
      value.clear();
    }
  }
  template <class T>
  void Field(const char* key, T& value) {
    seen_.insert(key);
    if (const auto found = json_.find(key); found != json_.end()) {
      Read(*found, PlaceOf(key), value);
    }
  }

  void WarnOfOthers() {
    for (const auto& [key, value] : json_.items()) {
      if (key.front() != '@' && !seen_.contains(key)) {
        reading_.Add(Severity::kWarning, PlaceOf(key), messages::kRecordOtherKey);
      }
    }
  }

 private:
  std::string PlaceOf(const std::string& key) const {
    return place_.empty() ? key : place_ + "." + key;
  }

  bool Expect(bool right, const std::string& place) {
    if (!right) {
      reading_.Add(Severity::kError, place, messages::kRecordWrongKind);
    }
    return right;
  }

  void Read(const Json& json, const std::string& place, std::string& value) {
    if (Expect(json.is_string(), place)) {
      value = json.get<std::string>();
    }
  }
  void Read(const Json& json, const std::string& place, bool& value) {
    if (Expect(json.is_boolean(), place)) {
      value = json.get<bool>();
    }
  }
  void Read(const Json& json, const std::string& place, int& value) {
    const bool fits = json.is_number_integer() && json <= std::numeric_limits<int>::max() &&
                      json >= std::numeric_limits<int>::min();
    if (Expect(fits, place)) {
      value = json.get<int>();
    }
  }
  void Read(const Json& json, const std::string& place, uint64_t& value) {
    if (Expect(json.is_number_unsigned(), place)) {
      value = json.get<uint64_t>();
    }
  }
  void Read(const Json& json, const std::string& place, double& value) {
    if (Expect(json.is_number(), place)) {
      value = json.get<double>();
    }
  }
  void Read(const Json& json, const std::string&, JsonText& value) { value.text = json.dump(); }
  template <class T>
  void Read(const Json& json, const std::string& place, std::optional<T>& value) {
    Read(json, place, value.emplace());
  }
  template <class T>
  void Read(const Json& json, const std::string& place, std::vector<T>& list) {
    if (Expect(json.is_array(), place)) {
      for (const Json& item : json) {
        const std::string where = place + "[" + std::to_string(list.size()) + "]";
        Read(item, where, list.emplace_back());
      }
    }
  }
  void Read(const Json& json, const std::string& place, Unknown& table) {
    if (Expect(json.is_object(), place)) {
      for (const auto& [key, value] : json.items()) {
        Read(value, place + "." + key, table[key]);
      }
    }
  }
  template <class T>
  requires std::is_class_v<T>
  void Read(const Json& json, const std::string& place, T& value) {
    if (Expect(json.is_object(), place)) {
      Reader inner(json, place, reading_);
      Describe(inner, value);
      inner.WarnOfOthers();
    }
  }

  const Json& json_;
  std::string place_;
  Reading& reading_;
  std::set<std::string, std::less<>> seen_;
};

// What is nested deeper than any record is stopped before it becomes a tree.
bool IsShallow(std::string_view text) {
  constexpr int kDeepest = 64;
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size() && depth <= kDeepest; ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else {
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    }
  }
  return depth <= kDeepest;
}

}  // namespace

Result<Record> ReadRecord(std::string_view text, const std::string& name) {
  Reading reading{name, {}};
  const Json json = IsShallow(text) ? Json::parse(text, nullptr, false) : Json();
  if (!json.is_object() || !json.contains("disan_record")) {
    reading.Add(Severity::kError, "", messages::kRecordNone);
    return Result<Record>::Failed(std::move(reading.said));
  }
  Record record;
  Reader reader(json, "", reading);
  Describe(reader, record);
  reader.WarnOfOthers();
  if (record.version > kRecordVersion) {
    reading.Add(Severity::kWarning, "disan_record", messages::kRecordNewer);
  }
  if (HasErrors(reading.said)) {
    return Result<Record>::Failed(std::move(reading.said));
  }
  return {std::move(record), std::move(reading.said)};
}

}  // namespace disan::canonical
