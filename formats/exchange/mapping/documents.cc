#include "formats/exchange/mapping/documents.h"

#include "formats/exchange/markup.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace disan {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;
using NodeShape = MapNode::Shape;

// What a node came to, and whether anything of the record is in it.
template <class T>
struct Made {
  T content{};
  bool seeks = false;  // it draws on the record
  bool found = false;  // and met something there

  void Join(const Filled& filled) {
    seeks = seeks || filled.has_places;
    found = found || (filled.has_places && filled.found);
  }
  template <class U>
  void Join(const Made<U>& inner) {
    seeks = seeks || inner.seeks;
    found = found || inner.found;
  }
};

bool Applies(const MapNode& node, const DocumentContext& context, const Scope& scope) {
  return (!node.condition || context.values.Holds(*node.condition, scope)) &&
         (!node.unless || !context.values.Holds(*node.unless, scope));
}

class XmlRenderer {
 public:
  explicit XmlRenderer(const DocumentContext& context) : context_(context) {}

  Made<std::string> Nodes(const std::vector<MapNode>& nodes, const Scope& scope, int depth) const {
    Made<std::string> made;
    for (const MapNode& node : nodes) {
      const auto add = [&](const Scope& inner) {
        const Made<std::string> one = Node(node, inner, depth);
        made.content += one.content;
        made.Join(one);
      };
      if (node.each) {
        made.seeks = true;
        context_.ForEach(*node.each, scope, add);
      } else {
        add(scope);
      }
    }
    return made;
  }

 private:
  Made<std::string> Node(const MapNode& node, const Scope& scope, int depth) const {
    if (!Applies(node, context_, scope)) {
      return {};
    }
    if (node.name.empty()) {
      return Nodes(context_.mapping.parts.at(node.use), scope, depth);
    }
    Made<std::string> made;
    std::string attributes;
    for (const auto& [name, text] : node.attributes) {
      const Filled value = context_.values.Fill(text, scope);
      if (value.found) {
        attributes += " " + name + "=\"" + EscapeMarkup(Values::TextOf(value.value)) + "\"";
      }
      made.Join(value);
    }
    const std::string inside = Inside(node, scope, depth, made);
    if (made.seeks && !made.found && !node.keep) {
      made.content.clear();
      return made;
    }
    made.content = std::string(static_cast<size_t>(depth), ' ') + "<" + node.name + attributes +
                   (inside.empty() ? "/>\n" : ">" + inside + "</" + node.name + ">\n");
    return made;
  }

  std::string Inside(const MapNode& node,
                     const Scope& scope,
                     int depth,
                     Made<std::string>& made) const {
    if (node.text) {
      const Filled value = context_.values.Fill(*node.text, scope);
      made.Join(value);
      if (value.has_places && !value.found) {
        made.found = false;  // an attribute alone does not make up for the text
      }
      return value.found ? EscapeMarkup(Values::TextOf(value.value)) : "";
    }
    if (node.children.empty()) {
      return "";
    }
    const Made<std::string> children = Nodes(node.children, scope, depth + 1);
    if (children.seeks && !children.found) {
      made.found = false;
    }
    made.Join(children);
    return children.content.empty()
               ? ""
               : "\n" + children.content + std::string(static_cast<size_t>(depth), ' ');
  }

  const DocumentContext& context_;
};

class JsonRenderer {
 public:
  explicit JsonRenderer(const DocumentContext& context) : context_(context) {}

  Made<Ordered> Value(const MapNode& node, const Scope& scope) const {
    switch (node.shape) {
      case NodeShape::kObject:
        return Object(node, scope);
      case NodeShape::kList:
        return List(node, scope);
      default:
        break;
    }
    Made<Ordered> made;
    const Filled filled = context_.values.Fill(*node.text, scope);
    made.Join(filled);
    if (filled.found) {
      made.content = Ordered(filled.value);
    }
    return made;
  }

 private:
  static bool Drops(const MapNode& node, const Made<Ordered>& made) {
    return (made.seeks && !made.found && !node.keep) || made.content.is_null();
  }

  void AddFields(const std::vector<MapNode>& fields,
                 const Scope& scope,
                 Made<Ordered>& object) const {
    for (const MapNode& field : fields) {
      if (!Applies(field, context_, scope)) {
        continue;
      }
      Made<Ordered> value = Value(field, scope);
      object.Join(value);
      if (!Drops(field, value)) {
        object.content[field.name] = std::move(value.content);
      }
    }
  }

  Made<Ordered> Object(const MapNode& node, const Scope& scope) const {
    Made<Ordered> object;
    object.content = Ordered::object();
    AddFields(node.children, scope, object);
    return object;
  }

  Made<Ordered> List(const MapNode& node, const Scope& scope) const {
    Made<Ordered> list;
    list.content = Ordered::array();
    for (const MapNode& item : node.children) {
      const auto add = [&](const Scope& inner) {
        if (!Applies(item, context_, inner)) {
          return;
        }
        Made<Ordered> value = Value(item, inner);
        list.Join(value);
        if (!Drops(item, value)) {
          list.content.push_back(std::move(value.content));
        }
      };
      if (item.each) {
        list.seeks = true;
        context_.ForEach(*item.each, scope, add);
      } else {
        add(scope);
      }
    }
    return list;
  }

  const DocumentContext& context_;
};

bool LooksLikeFormula(const std::string& text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) {
    return false;
  }
  return !std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isdigit(c) != 0 || c == '.' || c == '-' || c == '+';
  });
}

std::string Cell(std::string text) {
  if (LooksLikeFormula(text)) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n;") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string Row(const std::vector<std::string>& cells) {
  std::string row;
  for (const std::string& cell : cells) {
    row += (&cell == &cells.front() ? "" : ",") + Cell(cell);
  }
  return row + "\r\n";
}

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

}  // namespace

void DocumentContext::ForEach(const Each& each,
                              const Scope& inner,
                              const std::function<void(const Scope&)>& body) const {
  if (each.list.choices.front().path.front() != "records") {
    values.ForEach(each, inner, body);
    return;
  }
  // "object in records.objects" runs over all records, then over the list of each.
  Each of_record = each;
  std::vector<std::string>& rest = of_record.list.choices.front().path;
  rest.erase(rest.begin());
  for (const Json& record : records) {
    const Scope fields{&inner, "", &record};
    if (rest.empty()) {
      body({&fields, each.variable, &record});
    } else {
      values.ForEach(of_record, fields, body);
    }
  }
}

std::string RenderXml(const MapNode& root, const DocumentContext& context) {
  const XmlRenderer renderer(context);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
         renderer.Nodes({root}, context.scope, 0).content;
}

std::string RenderJson(const MapNode& root, const DocumentContext& context) {
  const JsonRenderer renderer(context);
  return renderer.Value(root, context.scope)
             .content.dump(1, ' ', false, Ordered::error_handler_t::replace) +
         "\n";
}

namespace {

// The rows of the lists from the `level`th on.
void WalkRows(const MapDocument& document,
              const DocumentContext& context,
              size_t level,
              const Scope& scope,
              const std::function<void(const Scope&)>& body) {
  if (level == document.rows.size()) {
    body(scope);
    return;
  }
  context.ForEach(document.rows[level], scope, [&](const Scope& item) {
    WalkRows(document, context, level + 1, item, body);
  });
}

}  // namespace

void ForEachRow(const MapDocument& document,
                const DocumentContext& context,
                const std::function<void(TableRow)>& add) {
  WalkRows(document, context, 0, context.scope, [&](const Scope& scope) {
    TableRow cells;
    for (const MapColumn& column : document.columns) {
      Filled filled = context.values.Fill(column.value, scope);
      cells.push_back(filled.found ? std::move(filled.value) : Json());
    }
    add(std::move(cells));
  });
}

std::string RenderTable(const MapDocument& document, const DocumentContext& context) {
  std::vector<std::string> headings;
  for (const MapColumn& column : document.columns) {
    headings.push_back(column.heading);
  }
  std::string table = kByteOrderMark + Row(headings);
  ForEachRow(document, context, [&](const TableRow& row) {
    std::vector<std::string> cells;
    for (const Json& cell : row) {
      cells.push_back(Values::TextOf(cell));
    }
    table += Row(cells);
  });
  return table;
}

std::string PlacesOf(const MapColumn& column) {
  std::string places;
  for (const Placeholder& placeholder : column.value.placeholders) {
    for (const Placeholder::Choice& choice : placeholder.choices) {
      for (const std::string& part : choice.path) {
        places += (&part == &choice.path.front() ? (places.empty() ? "" : "; ") : ".") + part;
      }
    }
  }
  return places;
}

std::string RenderDictionary(const MapDocument& document) {
  std::string table =
      kByteOrderMark + Row({"Cột", "Ý nghĩa", "Meaning in English", "Trường của hồ sơ chuẩn"});
  for (const MapColumn& column : document.columns) {
    table += Row({column.heading, column.note_vi, column.note_en, PlacesOf(column)});
  }
  return table;
}

}  // namespace disan
