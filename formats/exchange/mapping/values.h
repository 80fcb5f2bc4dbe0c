// What a text with placeholders comes to for one record. Private to this folder.
#pragma once

#include "formats/exchange/mapping/mapping.h"

#include <deque>
#include <functional>
#include <string>

#include <nlohmann/json.hpp>

namespace disan {

// Names and what they stand for, innermost first; ends at the record itself.
struct Scope {
  const Scope* outer = nullptr;
  std::string name;  // empty: the fields of the value are names themselves
  const nlohmann::json* value = nullptr;
};

// A filled text: `found` is false when a placeholder met nothing.
struct Filled {
  nlohmann::json value;
  bool has_places = false;
  bool found = true;
};

class Values {
 public:
  explicit Values(const Mapping& mapping) : mapping_(mapping) {}

  Filled Fill(const TemplateText& text, const Scope& scope);
  // Not empty, and not false.
  bool Holds(const TemplateText& text, const Scope& scope);
  // Every item of the list, or the one value; nothing for what is empty.
  void ForEach(const Each& each, const Scope& scope, const std::function<void(const Scope&)>& body);

  static bool IsEmpty(const nlohmann::json& value);
  // As a person reads it: lists joined, of several languages the first.
  static std::string TextOf(const nlohmann::json& value);

 private:
  nlohmann::json Find(const Placeholder& placeholder, const Scope& scope);
  nlohmann::json Filtered(nlohmann::json value, const std::string& filter) const;
  std::string WordIn(const std::string& table,
                     const std::string& key,
                     const std::string& word) const;

  const Mapping& mapping_;
};

}  // namespace disan
