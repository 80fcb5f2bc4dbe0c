#include "formats/exchange/mapping/mapping.h"

namespace disan {
namespace {

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> Split(std::string_view text, std::string_view mark) {
  std::vector<std::string> parts;
  while (true) {
    const size_t at = text.find(mark);
    parts.emplace_back(Trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + mark.size());
  }
}

Placeholder PlaceholderOf(std::string_view inside) {
  Placeholder placeholder;
  for (const std::string& alternative : Split(inside, "??")) {
    if (alternative.starts_with('\'') && alternative.ends_with('\'')) {
      placeholder.choices.push_back({.path = {alternative}});
      continue;
    }
    std::vector<std::string> parts = Split(alternative, "|");
    placeholder.choices.push_back(
        {.path = Split(parts.front(), "."), .filters = {parts.begin() + 1, parts.end()}});
  }
  return placeholder;
}

}  // namespace

bool TemplateText::IsOnePlaceholder() const {
  return placeholders.size() == 1 && literals.front().empty() && literals.back().empty();
}

std::optional<TemplateText> ParseTemplate(std::string_view text) {
  TemplateText parsed;
  std::string literal;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      literal += c;
      ++i;
    } else if (c == '{') {
      const size_t end = text.find('}', i);
      if (end == std::string_view::npos) {
        return std::nullopt;
      }
      parsed.literals.push_back(std::move(literal));
      literal.clear();
      parsed.placeholders.push_back(PlaceholderOf(text.substr(i + 1, end - i - 1)));
      i = end;
    } else if (c == '}') {
      return std::nullopt;
    } else {
      literal += c;
    }
  }
  parsed.literals.push_back(std::move(literal));
  return parsed;
}

}  // namespace disan
