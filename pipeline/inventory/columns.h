// The columns of an inventory workbook, as data: what they are called, what may stand in them,
// where in site.yaml it belongs. Reader, template, guide and export all go by this table.
#pragma once

#include "formats/record/shape.h"

#include <span>
#include <string>
#include <string_view>

namespace disan {

enum class ColumnKind {
  kOrdinal,  // a row's number for people; not kept
  kIdentifier,
  kReference,  // the id of another row or site
  kText,
  kTexts,  // several, with semicolons between
  kChoice,
  kFlag,
  kDate,  // a day, month or year
  kEdtf,
  kNumber,
  kUri,
  kEmail,
  kPhone,
  kGrid,  // a system of VN-2000: its code, or zone and central meridian
};

struct InventoryColumn {
  const char* key;  // the path in site.yaml: "address.ward"
  ColumnKind kind;
  const char* heading;  // as the template has it
  const char* english;
  const char* aliases;  // other headings, as Folded() gives them, with | between
  const char* hint;     // what to write
  const char* example;
  double width = 18;  // characters
  bool required = false;
  std::span<const Choice> choices = {};
  const char* synonyms = "";  // of choices: "special-national=quoc gia dac biet|national=quoc gia"
};

std::span<const InventoryColumn> InventoryColumns();
const InventoryColumn* ColumnOfKey(std::string_view key);  // nullptr when there is none

// Lower case without diacritics, one space between words, nothing but letters and digits.
std::string Folded(std::string_view text);

// The column that a heading names, nullptr when none does.
const InventoryColumn* ColumnOfHeading(std::string_view heading);
// The heading that was probably meant, empty when none is near.
std::string NearestHeading(std::string_view heading);

// The word of site.yaml for what a person wrote into a choice; empty when it is none of them.
std::string ChoiceWord(const InventoryColumn& column, std::string_view written);
// As people write the word, with a capital: "Quốc gia đặc biệt".
std::string ChoiceLabel(const InventoryColumn& column, std::string_view word);
std::string NearestChoice(const InventoryColumn& column, std::string_view written);

}  // namespace disan
