#include "pipeline/inventory/cell_values.h"

#include "formats/language/inventory_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/scalars.h"
#include "pipeline/inventory/grid_code.h"
#include "pipeline/inventory/unknown_value.h"

#include <algorithm>
#include <cmath>
#include <regex>

#include <fmt/format.h>

namespace disan {
namespace {

CellReading Wrong(Text what, Text remedy) {
  return {"", Diagnostic{.what = std::move(what), .remedy = std::move(remedy)}};
}

CellReading Noted(std::string value, Severity severity, Text what, Text remedy) {
  return {std::move(value),
          Diagnostic{.severity = severity, .what = std::move(what), .remedy = std::move(remedy)}};
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7F;
  });
}

bool Holds(std::string_view text, std::initializer_list<std::string_view> signs) {
  return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
    return text.find(sign) != std::string_view::npos;
  });
}

// Marks that turn the direction of writing: what is shown is not what is written.
bool HasDirectionMarks(std::string_view text) {
  return Holds(text,
               {"\u202A",
                "\u202B",
                "\u202C",
                "\u202D",
                "\u202E",
                "\u2066",
                "\u2067",
                "\u2068",
                "\u2069",
                "\u200E",
                "\u200F"});
}

// Letters that in Unicode texts of Vietnamese do not stand inside a word and in TCVN3 are its
// commonest vowels: "Chïa Liªn Ph¸i".
bool LooksLikeTcvn3(std::string_view text) {
  return Holds(text, {"¸i", "¸n", "¸p",      "¸c",      "µn", "µ ", "ªn", "ªu", "«n",
                      "«i", "¬n", "\u00AD¬", "¨n",      "©n", "©y", "¶n", "®×", "®¹",
                      "®µ", "®Ò", "®Ç",      "®\u00AD", "®ê", "®i", "®å", "®ä"});
}

// Spaces of all kinds become one; what nobody sees goes.
std::string Tidy(std::string text) {
  for (const std::string_view gone : {"\u200B", "\uFEFF", "\u00AD", "\u200C", "\u200D"}) {
    for (size_t at = text.find(gone); at != std::string::npos; at = text.find(gone, at)) {
      text.erase(at, gone.size());
    }
  }
  for (size_t at = text.find("\u00A0"); at != std::string::npos; at = text.find("\u00A0", at)) {
    text.erase(at, 1);
    text[at] = ' ';
  }
  std::string tidy;
  for (const char c : text) {
    const char plain = c == '\t' || c == '\r' ? ' ' : c;
    if (plain == ' ' && (tidy.empty() || tidy.back() == ' ' || tidy.back() == '\n')) {
      continue;
    }
    if (plain == '\n' && !tidy.empty() && tidy.back() == ' ') {
      tidy.pop_back();
    }
    if (plain != '\n' || (!tidy.empty() && tidy.back() != '\n')) {
      tidy += plain;
    }
  }
  while (!tidy.empty() && (tidy.back() == ' ' || tidy.back() == '\n')) {
    tidy.pop_back();
  }
  return tidy;
}

// "2.326.418,25" and "2,326,418.25": with both signs, or one of them more than once, there is no
// doubt which one stands between thousands.
std::string WithoutGroups(std::string text) {
  static const std::regex kDots(R"(-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,})");
  static const std::regex kCommas(R"(-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,})");
  if (std::regex_match(text, kDots)) {
    std::erase(text, '.');
  } else if (std::regex_match(text, kCommas)) {
    std::erase(text, ',');
  }
  return text;
}

// A decimal comma, spaces between thousands and a unit or degree sign behind are what people write.
std::optional<double> NumberOf(std::string text) {
  std::erase(text, ' ');
  for (const std::string_view sign : {"°", "º", "m"}) {
    if (text.size() > sign.size() &&
        text.compare(text.size() - sign.size(), sign.size(), sign) == 0) {
      text.resize(text.size() - sign.size());
    }
  }
  text = WithoutGroups(std::move(text));
  if (std::count(text.begin(), text.end(), ',') == 1 && text.find('.') == std::string::npos) {
    std::replace(text.begin(), text.end(), ',', '.');
  }
  return ParseNumber(text);
}

// 21°00'33.5" in decimal degrees.
std::optional<double> DegreesOf(const std::string& text) {
  static const std::regex kDegrees(
      R"(^\s*(\d{1,3})\s*(?:°|º)\s*(\d{1,2})\s*(?:'|′|’)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|”|'')?)?\s*(?:N|E|B|Đ)?\s*$)");
  std::smatch found;
  if (!std::regex_match(text, found, kDegrees)) {
    return std::nullopt;
  }
  std::string seconds = found[3].matched ? found[3].str() : "0";
  std::replace(seconds.begin(), seconds.end(), ',', '.');
  return std::stod(found[1]) + std::stod(found[2]) / 60 + std::stod(seconds) / 3600;
}

CellReading ReadNumber(const Cell& cell, const std::string& text) {
  if (cell.kind == CellKind::kDate) {
    return Wrong(Say(messages::kInventoryNumberIsDate, fmt::arg("value", text)),
                 Say(messages::kInventoryNumberIsDateRemedy));
  }
  if (const std::optional<double> number = NumberOf(text)) {
    return {NumberText(*number), std::nullopt};
  }
  if (const std::optional<double> degrees = DegreesOf(text)) {
    const std::string decimal = fmt::format("{:.6f}", *degrees);
    return Noted(
        decimal,
        Severity::kInfo,
        Say(messages::kInventoryDegrees, fmt::arg("value", text), fmt::arg("decimal", decimal)),
        {});
  }
  return Wrong(Say(messages::kInventoryNotNumber, fmt::arg("value", text)),
               Say(messages::kInventoryNotNumberRemedy));
}

CellReading ReadDate(const Cell& cell, const std::string& text) {
  static const std::regex kMonth(R"(^(\d{1,2})[/.-](\d{4})$)");
  static const std::regex kShortYear(R"(^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$)");
  static const std::regex kShape(R"(^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$)");
  if (cell.kind == CellKind::kDate || IsDate(text)) {
    return {text, std::nullopt};
  }
  if (cell.kind == CellKind::kNumber && cell.number > 9999 && cell.number < 100'000) {
    const std::string date = DateOfSerial(cell.number, false);
    return Wrong(Say(messages::kInventoryDateSerial, fmt::arg("value", text)),
                 Say(messages::kInventoryDateSerialRemedy, fmt::arg("date", date)));
  }
  if (const std::string iso = IsoFromVietnameseDate(text); !iso.empty()) {
    return Noted(
        iso,
        Severity::kInfo,
        Say(messages::kInventoryDateAsText, fmt::arg("value", text), fmt::arg("date", iso)),
        {});
  }
  std::smatch found;
  if (std::regex_match(text, found, kMonth) &&
      IsDate(fmt::format("{}-{:02}", found[2].str(), std::stoi(found[1])))) {
    return {fmt::format("{}-{:02}", found[2].str(), std::stoi(found[1])), std::nullopt};
  }
  if (std::regex_match(text, kShortYear)) {
    return Wrong(Say(messages::kInventoryShortYear, fmt::arg("value", text)),
                 Say(messages::kInventoryShortYearRemedy));
  }
  return Wrong(Say(std::regex_match(text, kShape) ? messages::kInventoryNoSuchDay
                                                  : messages::kInventoryNotDate,
                   fmt::arg("value", text)),
               Say(messages::kInventoryNotDateRemedy));
}

CellReading ReadChoice(const std::string& text,
                       const InventoryColumn& column,
                       const InventoryMapping& mapping) {
  const auto words = mapping.words.find(column.key);
  const std::string mapped = words != mapping.words.end() && words->second.count(Folded(text)) > 0
                                 ? words->second.at(Folded(text))
                                 : text;
  if (const std::string word = ChoiceWord(column, mapped); !word.empty()) {
    return {word, std::nullopt};
  }
  std::vector<std::string> labels;
  for (const Choice& choice : column.choices) {
    labels.push_back(ChoiceLabel(column, choice.word));
  }
  const std::string nearest = NearestChoice(column, text);
  return Wrong(Say(messages::kInventoryNotChoice,
                   fmt::arg("value", text),
                   fmt::arg("heading", column.heading)),
               nearest.empty() ? Say(messages::kInventoryChoices,
                                     fmt::arg("words", fmt::format("{}", fmt::join(labels, "; "))))
                               : Say(messages::kInventoryNearest, fmt::arg("nearest", nearest)));
}

CellReading ReadFlag(const Cell& cell, const std::string& text) {
  const std::string folded = Folded(text);
  if (cell.kind == CellKind::kBoolean) {
    return {cell.number > 0 ? "true" : "false", std::nullopt};
  }
  for (const char* yes : {"co", "x", "true", "yes", "1", "dung"}) {
    if (folded == yes) {
      return {"true", std::nullopt};
    }
  }
  for (const char* no : {"khong", "false", "no", "0", "sai"}) {
    if (folded == no) {
      return {"false", std::nullopt};
    }
  }
  return Wrong(Say(messages::kInventoryNotFlag, fmt::arg("value", text)),
               Say(messages::kInventoryNotFlagRemedy));
}

CellReading ReadIdentifier(const std::string& text) {
  if (IsIdentifier(text)) {
    return {text, std::nullopt};
  }
  const std::string suggestion = ToIdentifier(text).substr(0, 64);
  return Wrong(Say(messages::kInventoryNotIdentifier, fmt::arg("value", text)),
               suggestion.empty()
                   ? Say(messages::kInventoryIdentifierRemedy)
                   : Say(messages::kInventoryNearest, fmt::arg("nearest", suggestion)));
}

// What is not understood stays as it is: the row's checks say so, with the coordinates at hand.
CellReading ReadGrid(const std::string& text) {
  const std::string code = GridCode(text);
  if (code.empty() || code == text) {
    return {text, std::nullopt};
  }
  return Noted(code,
               Severity::kInfo,
               Say(messages::kInventoryGridTaken, fmt::arg("value", text), fmt::arg("code", code)),
               {});
}

CellReading ReadMatching(const std::string& text,
                         const std::regex& shape,
                         const Message& what,
                         const Message& remedy) {
  return std::regex_match(text, shape) ? CellReading{text, std::nullopt}
                                       : Wrong(Say(what, fmt::arg("value", text)), Say(remedy));
}

CellReading ReadByKind(const Cell& cell,
                       const std::string& text,
                       const InventoryColumn& column,
                       const InventoryMapping& mapping) {
  static const std::regex kEmail(R"(^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$)");
  static const std::regex kPhone(
      R"(^\+?[0-9][0-9 .()\-]{6,20}( *[,;/] *\+?[0-9][0-9 .()\-]{6,20})*$)");
  static const std::regex kUri(R"(^https?://[^\s]+$)");
  switch (column.kind) {
    case ColumnKind::kIdentifier:
    case ColumnKind::kReference:
      return ReadIdentifier(text);
    case ColumnKind::kChoice:
      return ReadChoice(text, column, mapping);
    case ColumnKind::kFlag:
      return ReadFlag(cell, text);
    case ColumnKind::kDate:
      return ReadDate(cell, text);
    case ColumnKind::kNumber:
      return ReadNumber(cell, text);
    case ColumnKind::kGrid:
      return ReadGrid(text);
    case ColumnKind::kEdtf:
      return IsEdtf(text) ? CellReading{text, std::nullopt}
                          : Wrong(Say(messages::kInventoryNotEdtf, fmt::arg("value", text)),
                                  Say(messages::kInventoryNotEdtfRemedy));
    case ColumnKind::kUri:
      return ReadMatching(text, kUri, messages::kInventoryNotUri, messages::kInventoryNotUriRemedy);
    case ColumnKind::kEmail:
      return ReadMatching(
          text, kEmail, messages::kInventoryNotEmail, messages::kInventoryNotEmailRemedy);
    case ColumnKind::kPhone:
      return ReadMatching(
          text, kPhone, messages::kInventoryNotPhone, messages::kInventoryNotPhoneRemedy);
    case ColumnKind::kText:
    case ColumnKind::kTexts:
    case ColumnKind::kOrdinal:
      break;
  }
  return {text, std::nullopt};
}

}  // namespace

CellReading ReadCell(const Cell& cell,
                     const InventoryColumn& column,
                     const InventoryMapping& mapping) {
  if (cell.kind == CellKind::kError) {
    return Wrong(Say(messages::kInventoryErrorValue, fmt::arg("value", cell.text)),
                 Say(messages::kInventoryErrorValueRemedy));
  }
  if (cell.text.empty() && !cell.formula.empty()) {
    return Wrong(Say(messages::kInventoryNotComputed), Say(messages::kInventoryNotComputedRemedy));
  }
  if (HasControl(cell.text)) {
    return Wrong(Say(messages::kInventoryControl), Say(messages::kInventoryControlRemedy));
  }
  if (HasDirectionMarks(cell.text)) {
    return Wrong(Say(messages::kInventoryDirection), Say(messages::kInventoryControlRemedy));
  }
  if (!IsValidUtf8(cell.text) || Holds(cell.text, {"\uFFFD"})) {
    return Wrong(Say(messages::kInventoryLostLetters), Say(messages::kInventoryLostLettersRemedy));
  }
  const std::string text = Tidy(cell.text);
  if (text.empty()) {
    return {};
  }
  if (LooksLikeTcvn3(text)) {
    return Wrong(Say(messages::kInventoryOldFont, fmt::arg("value", text)),
                 Say(messages::kInventoryOldFontRemedy));
  }
  if (const std::string reason = ReasonInCell(column, text); !reason.empty()) {
    return {UnknownValue(reason), std::nullopt};
  }
  return ReadByKind(cell, text, column, mapping);
}

}  // namespace disan
