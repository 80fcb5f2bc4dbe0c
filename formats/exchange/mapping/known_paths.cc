#include "formats/exchange/mapping/known_paths.h"

#include "formats/exchange/mapping/record_view.h"
#include "formats/language/exchange_messages.h"
#include "formats/language/unicode.h"

#include <algorithm>
#include <set>

namespace disan {
namespace {

// What a variable of $each stands for: a path of the record, or the pieces of a text.
using Variables = std::map<std::string, std::string>;

constexpr const char* kFilters[] = {
    "languages", "url", "first", "count", "iiif", "licence", "year", "not"};

class PlaceChecker {
 public:
  PlaceChecker(const Mapping& mapping, const std::string& name)
      : mapping_(mapping), name_(name), paths_(KnownPaths()) {}

  std::vector<Diagnostic> Check() {
    for (const MapDocument& document : mapping_.documents) {
      Variables variables{{"records", ""}, {"portal", "portal"}};
      if (!document.each_record.empty()) {
        variables[document.each_record] = "";
      }
      if (document.items) {
        CheckEach(*document.items, variables, 0);
      }
      CheckText(document.file, variables, 0);
      if (document.condition) {
        CheckText(*document.condition, variables, 0);
      }
      for (const Each& each : document.rows) {
        CheckEach(each, variables, 0);
      }
      for (const MapColumn& column : document.columns) {
        CheckText(column.value, variables, 0);
      }
      CheckNode(document.root, variables, 0);
    }
    return std::move(said_);
  }

 private:
  void Say(int line, const Message& what, const std::string& word, const std::string& nearest) {
    said_.push_back({.file = name_,
                     .line = line,
                     .what = disan::Say(what, fmt::arg("word", word)),
                     .remedy = nearest.empty() ? disan::Say(messages::kMappingRemedy)
                                               : disan::Say(messages::kMappingNearest,
                                                            fmt::arg("nearest", nearest))});
  }

  std::string Nearest(const std::string& path) const {
    std::string nearest;
    int least = 6;
    for (const std::string& known : paths_) {
      const int distance = EditDistance(path, known);
      if (distance < least) {
        least = distance;
        nearest = known;
      }
    }
    return nearest;
  }

  // The path of the record that a choice names, "" with a word said when there is none.
  std::string CheckChoice(const Placeholder::Choice& choice, const Variables& variables, int line) {
    if (choice.path.front().starts_with('\'')) {
      return "";
    }
    const auto variable = variables.find(choice.path.front());
    std::string path;
    for (size_t i = variable == variables.end() ? 0 : 1; i < choice.path.size(); ++i) {
      path += (path.empty() ? "" : ".") + choice.path[i];
    }
    if (variable != variables.end() && !variable->second.empty()) {
      path = variable->second + (path.empty() ? "" : "." + path);
    }
    for (const std::string& filter : choice.filters) {
      CheckFilter(filter, line);
    }
    const bool whole = variable != variables.end() && choice.path.size() == 1;
    if (path == "lang" || path.starts_with("languages") || whole ||
        std::binary_search(paths_.begin(), paths_.end(), path)) {
      return path;
    }
    Say(line, messages::kMappingPlace, path, Nearest(path));
    return path;
  }

  void CheckFilter(const std::string& filter, int line) {
    if (std::find(std::begin(kFilters), std::end(kFilters), filter) != std::end(kFilters) ||
        filter.starts_with("is:")) {
      return;
    }
    const std::string table = filter.substr(0, filter.find('.'));
    if (mapping_.words.count(table) == 0 && !IsBuiltInTable(table)) {
      Say(line, messages::kMappingFilter, filter, "");
    }
  }

  void CheckText(const TemplateText& text, const Variables& variables, int line) {
    for (const Placeholder& placeholder : text.placeholders) {
      for (const Placeholder::Choice& choice : placeholder.choices) {
        CheckChoice(choice, variables, line);
      }
    }
  }

  void CheckEach(const Each& each, Variables& variables, int line) {
    for (const Placeholder::Choice& choice : each.list.choices) {
      const std::string path = CheckChoice(choice, variables, line);
      const bool languages = std::find(choice.filters.begin(), choice.filters.end(), "languages") !=
                             choice.filters.end();
      variables[each.variable] = languages ? "languages" : path;
    }
  }

  void CheckNode(const MapNode& node, Variables variables, int depth) {
    if (node.each) {
      CheckEach(*node.each, variables, node.line);
    }
    for (const auto* text : {&node.condition, &node.unless, &node.text}) {
      if (*text) {
        CheckText(**text, variables, node.line);
      }
    }
    for (const auto& [name, text] : node.attributes) {
      CheckText(text, variables, node.line);
    }
    for (const MapNode& child : node.children) {
      CheckNode(child, variables, depth);
    }
    if (node.use.empty()) {
      return;
    }
    const auto part = mapping_.parts.find(node.use);
    constexpr int kDeepest = 8;  // parts that use one another in a circle
    if (part == mapping_.parts.end() || depth > kDeepest) {
      Say(node.line, messages::kMappingPart, node.use, "");
      return;
    }
    for (const MapNode& child : part->second) {
      CheckNode(child, variables, depth + 1);
    }
  }

  const Mapping& mapping_;
  const std::string& name_;
  const std::vector<std::string> paths_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<Diagnostic> CheckPlaces(const Mapping& mapping, const std::string& name) {
  return PlaceChecker(mapping, name).Check();
}

}  // namespace disan
