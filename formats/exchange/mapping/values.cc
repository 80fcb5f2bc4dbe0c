#include "formats/exchange/mapping/values.h"

#include "formats/exchange/mapping/record_view.h"
#include "formats/exchange/markup.h"

namespace disan {
namespace {

using Json = nlohmann::json;

constexpr const char* kLanguages[] = {"vi", "en", "lzh"};

const Json* Lookup(const std::vector<std::string>& path, const Scope& scope) {
  const Json* value = nullptr;
  size_t at = 0;
  for (const Scope* level = &scope; level != nullptr && value == nullptr; level = level->outer) {
    if (level->name == path.front()) {
      value = level->value;
      at = 1;
    } else if (level->name.empty() && level->value->contains(path.front())) {
      value = level->value;
    }
  }
  for (; value != nullptr && at < path.size(); ++at) {
    const auto found = value->is_object() ? value->find(path[at]) : value->end();
    value = value->is_object() && found != value->end() ? &*found : nullptr;
  }
  return value;
}

Json InLanguages(const Json& words) {
  Json list = Json::array();
  for (const char* language : kLanguages) {
    if (words.is_object() && words.contains(language)) {
      list.push_back({{"lang", language}, {"text", words[language]}});
    }
  }
  return list;
}

// {"vi": ["..."]}: a language map of IIIF.
Json LanguageLists(const Json& value) {
  Json map = Json::object();
  if (value.is_object()) {
    for (const auto& [language, text] : value.items()) {
      map[language] = Json::array({text});
    }
  } else if (!Values::IsEmpty(value)) {
    map["none"] = Json::array({Values::TextOf(value)});
  }
  return map;
}

// Licences and rights statements are named by their http address, whatever a person pasted; another
// address is no licence.
std::string LicenceUri(std::string uri) {
  if (uri.starts_with("https://")) {
    uri.erase(4, 1);
  }
  return uri.starts_with("http://creativecommons.org/") ||
                 uri.starts_with("http://rightsstatements.org/")
             ? uri
             : "";
}

Json First(const Json& value) {
  if (value.is_array()) {
    return value.empty() ? Json() : value.front();
  }
  for (const char* language : kLanguages) {
    if (value.is_object() && value.contains(language)) {
      return value[language];
    }
  }
  return value;
}

}  // namespace

bool Values::IsEmpty(const Json& value) {
  return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
         (value.is_structured() && value.empty()) || value == Json(false);
}

std::string Values::TextOf(const Json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_array()) {
    std::string joined;
    for (const Json& item : value) {
      joined += (joined.empty() ? "" : "; ") + TextOf(item);
    }
    return joined;
  }
  if (value.is_object()) {
    const Json first = First(value);
    return first.is_string() ? first.get<std::string>() : "";
  }
  return value.is_null() ? "" : value.dump();
}

std::string Values::WordIn(const std::string& table,
                           const std::string& key,
                           const std::string& word) const {
  if (const auto found = mapping_.words.find(table); found != mapping_.words.end()) {
    if (const auto row = found->second.find(word); row != found->second.end()) {
      if (const auto cell = row->second.find(key); cell != row->second.end()) {
        return cell->second;
      }
    }
  }
  return BuiltInWord(table, word, key);
}

Json Values::Filtered(Json value, const std::string& filter) const {
  if (filter == "languages") {
    return InLanguages(value);
  }
  if (filter == "iiif") {
    return LanguageLists(value);
  }
  if (filter == "first") {
    return First(value);
  }
  if (filter == "count") {
    return value.is_array() ? Json(value.size()) : Json();
  }
  if (filter == "not") {
    return IsEmpty(value);
  }
  if (filter.starts_with("is:")) {
    return TextOf(value) == filter.substr(3);
  }
  if (IsEmpty(value)) {
    return value;
  }
  if (filter == "url") {
    return EscapeUrlPath(TextOf(value));
  }
  if (filter == "licence") {
    return LicenceUri(TextOf(value));
  }
  if (filter == "year") {
    return TextOf(value).substr(0, 4);
  }
  const size_t dot = filter.find('.');
  return WordIn(filter.substr(0, dot),
                dot == std::string::npos ? "vi" : filter.substr(dot + 1),
                TextOf(value));
}

Json Values::Find(const Placeholder& placeholder, const Scope& scope) {
  for (const Placeholder::Choice& choice : placeholder.choices) {
    const std::string& first = choice.path.front();
    if (first.size() > 1 && first.front() == '\'') {
      return first.substr(1, first.size() - 2);
    }
    const Json* found = Lookup(choice.path, scope);
    Json value = found == nullptr ? Json() : *found;
    for (const std::string& filter : choice.filters) {
      value = Filtered(std::move(value), filter);
    }
    if (!IsEmpty(value)) {
      return value;
    }
  }
  return {};
}

Filled Values::Fill(const TemplateText& text, const Scope& scope) {
  Filled filled{.has_places = !text.placeholders.empty()};
  if (!filled.has_places && !text.quoted) {
    Json bare = Json::parse(text.literals.front(), nullptr, false);
    filled.value = bare.is_discarded() ? Json(text.literals.front()) : std::move(bare);
    return filled;
  }
  if (text.IsOnePlaceholder()) {
    filled.value = Find(text.placeholders.front(), scope);
    filled.found = !IsEmpty(filled.value);
    return filled;
  }
  std::string words = text.literals.front();
  for (size_t i = 0; i < text.placeholders.size(); ++i) {
    const Json value = Find(text.placeholders[i], scope);
    filled.found = filled.found && !IsEmpty(value);
    words += TextOf(value) + text.literals[i + 1];
  }
  filled.value = std::move(words);
  return filled;
}

bool Values::Holds(const TemplateText& text, const Scope& scope) {
  const Filled filled = Fill(text, scope);
  return filled.found && !IsEmpty(filled.value);
}

void Values::ForEach(const Each& each,
                     const Scope& scope,
                     const std::function<void(const Scope&)>& body) {
  // Lists of the record are walked where they stand; only filtered ones are made anew.
  const Placeholder::Choice& only = each.list.choices.front();
  Json made;
  const Json* list = nullptr;
  if (each.list.choices.size() == 1 && only.filters.empty()) {
    list = Lookup(only.path, scope);
  } else {
    made = Find(each.list, scope);
    list = &made;
  }
  if (list == nullptr || IsEmpty(*list)) {
    return;
  }
  if (!list->is_array()) {
    body({&scope, each.variable, list});
    return;
  }
  for (const Json& item : *list) {
    body({&scope, each.variable, &item});
  }
}

}  // namespace disan
