// What may stand in the three YAML files, as data: the reader checks against it and the published
// JSON Schemas are printed from it, so that they cannot disagree.
#pragma once

#include <span>

namespace disan {

enum class ValueKind {
  kVersion,     // the number 1
  kIdentifier,  // san-truoc
  kText,        // plain text
  kBilingual,   // {vi, en}; Hán-Nôm as lzh
  kUri,
  kDay,      // 2026-05-10
  kDate,     // 1962, 1962-04 or 1962-04-28
  kEdtf,     // 18XX, 1726~, 1720/1729
  kNumber,   // within `least` and `most`
  kInteger,  // within `least` and `most`
  kFlag,     // true or false
  kChoice,   // one of `choices`
  kPath,     // a file or folder below the site
  kPaths,    // one of them, or a list
  kMapping,  // `fields`
  kList,     // of `element`
  kTable,    // from identifiers to `element`
};

// A word of an enumeration; the n-th belongs to the enumerator n + 1 (0 is "unstated").
struct Choice {
  const char* word;
  const char* vi;
  const char* en;
};

struct Field;

struct Shape {
  ValueKind kind = ValueKind::kText;
  std::span<const Field> fields;
  const Shape* element = nullptr;
  std::span<const Choice> choices;
  double least = 0;
  double most = 0;
  int items = 0;  // of a list: exactly so many, 0 for any number
};

struct Field {
  const char* key;
  const Shape* shape;
  bool required = false;
  const char* vi = "";  // what to write here
  const char* en = "";
};

const Shape& SiteShape();
const Shape& SessionShape();
const Shape& TourShape();

std::span<const Choice> RelicTypeChoices();
std::span<const Choice> RelicRankChoices();
std::span<const Choice> AccessChoices();
std::span<const Choice> ObjectClassChoices();
std::span<const Choice> LengthUnitChoices();
std::span<const Choice> UpAxisChoices();
std::span<const Choice> ZoneKindChoices();
std::span<const Choice> ConditionStateChoices();

}  // namespace disan
