// How a record becomes what others ask for, as data: a tree of elements or fields, with texts that
// name places of the record. Read from YAML (or JSON, which is YAML), so that a new specification
// needs a file and no code. The README tells how to write one.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// {site.name.vi|filter ?? site.id ?? 'a word of its own'}
struct Placeholder {
  struct Choice {
    std::vector<std::string> path;
    std::vector<std::string> filters;
  };
  std::vector<Choice> choices;  // the first that is not empty counts
};

// Words with placeholders between them: literals[0] placeholders[0] literals[1] ...
struct TemplateText {
  std::vector<std::string> literals;
  std::vector<Placeholder> placeholders;
  bool quoted = true;  // false: a bare true, 12 or null of the YAML stays what it is

  bool IsOnePlaceholder() const;
};

struct Each {
  std::string variable;
  Placeholder list;
};

struct MapNode {
  enum class Shape { kScalar, kObject, kList, kElement };
  Shape shape = Shape::kScalar;
  int line = 0;
  std::string name;  // of the element or field; empty in lists
  std::optional<Each> each;
  std::optional<TemplateText> condition;
  std::optional<TemplateText> unless;
  bool keep = false;  // stays although nothing of the record is in it
  std::string use;    // a part, put here
  std::vector<std::pair<std::string, TemplateText>> attributes;
  std::optional<TemplateText> text;
  std::vector<MapNode> children;
};

struct MapColumn {
  std::string heading;
  TemplateText value;
  std::string note_vi;
  std::string note_en;
};

enum class MapFormat { kXml, kJson, kCsv };

struct MapDocument {
  MapFormat format = MapFormat::kXml;
  TemplateText file;        // its name, below the export's folder
  std::string each_record;  // the variable under which each record stands; empty: one file for all
  std::optional<Each> items;              // within the record: one file for each item of a list
  std::optional<TemplateText> condition;  // records without it get no file
  std::vector<Each> rows;  // of a table, each list inside the one before; empty: one row
  std::vector<MapColumn> columns;
  std::string sheet;       // the name of the table in a workbook; empty: that of the file
  std::string dictionary;  // the file that explains the columns; empty: none
  MapNode root;
};

struct Mapping {
  std::string target;  // "lido"
  // table -> word of the record -> key (vi, en, uri) -> text
  std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> words;
  std::map<std::string, std::vector<MapNode>> parts;
  std::vector<MapDocument> documents;
};

// Every problem in one go, each with line and remedy: unknown directives, places that no record
// has (with the nearest right one), parts and tables that are not there. `name` is the file as the
// person knows it.
Result<Mapping> ReadMapping(std::string_view text, const std::string& name);

// "{...}" texts alone; nothing when a brace stays open.
std::optional<TemplateText> ParseTemplate(std::string_view text);

}  // namespace disan
