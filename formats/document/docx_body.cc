#include "formats/document/docx_body.h"

#include "formats/language/unicode.h"

#include <cmath>
#include <sstream>

#include <pugixml.hpp>

namespace disan {
namespace {

// Twentieths of a point.
int Twips(double cm) {
  return static_cast<int>(std::lround(cm * 1440 / 2.54));
}
int PointTwips(double pt) {
  return static_cast<int>(std::lround(pt * 20));
}

// What XML can hold: control characters are left out.
std::string Clean(const std::string& text) {
  std::string clean;
  for (const char c : IsValidUtf8(text) ? text : std::string("?")) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      clean += c;
    }
  }
  return clean;
}

const char* WordOf(Align align) {
  switch (align) {
    case Align::kCentre:
      return "center";
    case Align::kRight:
      return "right";
    case Align::kJustify:
      return "both";
    case Align::kLeft:
      break;
  }
  return "left";
}

pugi::xml_node Child(pugi::xml_node parent, const char* name) {
  return parent.append_child(name);
}
template <typename T>
pugi::xml_node Valued(pugi::xml_node parent, const char* name, T value) {
  pugi::xml_node node = parent.append_child(name);
  node.append_attribute("w:val") = value;
  return node;
}

void Border(pugi::xml_node parent, const char* name) {
  pugi::xml_node border = Valued(parent, name, "single");
  border.append_attribute("w:sz") = 4;
  border.append_attribute("w:space") = 0;
  border.append_attribute("w:color") = "000000";
}

void AddRun(pugi::xml_node parent, const DocumentRun& run, double size_pt) {
  pugi::xml_node node = Child(parent, "w:r");
  pugi::xml_node look = Child(node, "w:rPr");
  if (run.bold) {
    Child(look, "w:b");
  }
  if (run.italic) {
    Child(look, "w:i");
  }
  if (run.capitals) {
    Child(look, "w:caps");
  }
  const int half_points =
      static_cast<int>(std::lround((run.size_pt > 0 ? run.size_pt : size_pt) * 2));
  Valued(look, "w:sz", half_points);
  Valued(look, "w:szCs", half_points);
  const std::string text = Clean(run.text);
  size_t start = 0;
  while (true) {
    const size_t end = std::min(text.find_first_of("\n\t", start), text.size());
    pugi::xml_node words = Child(node, "w:t");
    words.append_attribute("xml:space") = "preserve";
    words.text().set(text.substr(start, end - start).c_str());
    if (end == text.size()) {
      return;
    }
    Child(node, text[end] == '\t' ? "w:tab" : "w:br");
    start = end + 1;
  }
}

// The order of the elements is that of the schema; Word refuses another.
void AddParagraph(pugi::xml_node parent, const Paragraph& paragraph) {
  pugi::xml_node node = Child(parent, "w:p");
  pugi::xml_node look = Child(node, "w:pPr");
  if (paragraph.heading > 0) {
    Valued(look, "w:pStyle", paragraph.heading == 1 ? "Heading1" : "Heading2");
  }
  if (paragraph.keep_with_next) {
    Child(look, "w:keepNext");
  }
  if (paragraph.rule) {
    Border(Child(look, "w:pBdr"), "w:top");
  }
  if (paragraph.dots_to_cm > 0) {
    pugi::xml_node tab = Valued(Child(look, "w:tabs"), "w:tab", "right");
    tab.append_attribute("w:leader") = "dot";
    tab.append_attribute("w:pos") = Twips(paragraph.dots_to_cm);
  }
  pugi::xml_node spacing = Child(look, "w:spacing");
  spacing.append_attribute("w:before") = PointTwips(paragraph.before_pt);
  spacing.append_attribute("w:after") = PointTwips(paragraph.after_pt);
  spacing.append_attribute("w:line") = static_cast<int>(std::lround(paragraph.line * 240));
  spacing.append_attribute("w:lineRule") = "auto";
  pugi::xml_node indent = Child(look, "w:ind");
  indent.append_attribute("w:left") = Twips(paragraph.indent_cm);
  indent.append_attribute("w:right") = Twips(paragraph.indent_cm);
  indent.append_attribute("w:firstLine") = Twips(paragraph.first_indent_cm);
  Valued(look, "w:jc", WordOf(paragraph.align));
  for (const DocumentRun& run : paragraph.runs) {
    AddRun(node, run, paragraph.size_pt);
  }
}

void AddCell(pugi::xml_node row, const DocumentCell& cell, double width_cm) {
  pugi::xml_node node = Child(row, "w:tc");
  pugi::xml_node look = Child(node, "w:tcPr");
  pugi::xml_node width = Child(look, "w:tcW");
  width.append_attribute("w:w") = Twips(width_cm);
  width.append_attribute("w:type") = "dxa";
  if (!cell.shade.empty()) {
    pugi::xml_node shade = Valued(look, "w:shd", "clear");
    shade.append_attribute("w:color") = "auto";
    shade.append_attribute("w:fill") = cell.shade.c_str();
  }
  for (const Paragraph& paragraph : cell.paragraphs) {
    AddParagraph(node, paragraph);
  }
  if (cell.paragraphs.empty()) {
    AddParagraph(node, {});
  }
}

void AddTable(pugi::xml_node parent, const DocumentTable& table) {
  pugi::xml_node node = Child(parent, "w:tbl");
  pugi::xml_node look = Child(node, "w:tblPr");
  double total_cm = 0;
  for (const double width : table.widths_cm) {
    total_cm += width;
  }
  pugi::xml_node width = Child(look, "w:tblW");
  width.append_attribute("w:w") = Twips(total_cm);
  width.append_attribute("w:type") = "dxa";
  Valued(look, "w:jc", "center");
  if (table.borders) {
    pugi::xml_node borders = Child(look, "w:tblBorders");
    for (const char* side : {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"}) {
      Border(borders, side);
    }
  }
  Child(look, "w:tblLayout").append_attribute("w:type") = "fixed";
  pugi::xml_node grid = Child(node, "w:tblGrid");
  for (const double one : table.widths_cm) {
    Child(grid, "w:gridCol").append_attribute("w:w") = Twips(one);
  }
  bool first = true;
  for (const auto& cells : table.rows) {
    pugi::xml_node row = Child(node, "w:tr");
    pugi::xml_node row_look = Child(row, "w:trPr");
    Child(row_look, "w:cantSplit");
    if (first && table.heading_row) {
      Child(row_look, "w:tblHeader");
    }
    first = false;
    for (size_t i = 0; i < cells.size() && i < table.widths_cm.size(); ++i) {
      AddCell(row, cells[i], table.widths_cm[i]);
    }
  }
}

// A4 with the margins of Nghị định 30: 20 above and below, 30 left, 15 right (mm); pages from 1.
void AddSection(pugi::xml_node parent) {
  pugi::xml_node section = Child(parent, "w:sectPr");
  pugi::xml_node header = Child(section, "w:headerReference");
  header.append_attribute("w:type") = "default";
  header.append_attribute("r:id") = "rIdHeader";
  pugi::xml_node size = Child(section, "w:pgSz");
  size.append_attribute("w:w") = Twips(21.0);
  size.append_attribute("w:h") = Twips(29.7);
  pugi::xml_node margin = Child(section, "w:pgMar");
  margin.append_attribute("w:top") = Twips(2.0);
  margin.append_attribute("w:right") = Twips(1.5);
  margin.append_attribute("w:bottom") = Twips(2.0);
  margin.append_attribute("w:left") = Twips(3.0);
  margin.append_attribute("w:header") = Twips(1.0);
  margin.append_attribute("w:footer") = Twips(1.0);
  margin.append_attribute("w:gutter") = 0;
  Child(section, "w:pgNumType").append_attribute("w:start") = 1;
  Child(section, "w:titlePg");
}

// The section of what came before stands in a last paragraph of its own, the smallest there is.
void EndPart(pugi::xml_node body) {
  pugi::xml_node look = Child(Child(body, "w:p"), "w:pPr");
  pugi::xml_node spacing = Child(look, "w:spacing");
  spacing.append_attribute("w:line") = 20;
  spacing.append_attribute("w:lineRule") = "exact";
  AddSection(look);
}

}  // namespace

std::string DocumentXml(const Document& document) {
  pugi::xml_document xml;
  pugi::xml_node declaration = xml.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  declaration.append_attribute("standalone") = "yes";
  pugi::xml_node root = xml.append_child("w:document");
  root.append_attribute("xmlns:w") = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  root.append_attribute("xmlns:r") =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  pugi::xml_node body = root.append_child("w:body");
  for (const DocumentBlock& block : document.blocks) {
    if (block.paragraph.new_part) {
      EndPart(body);
    }
    if (block.table.rows.empty()) {
      AddParagraph(body, block.paragraph);
    } else {
      AddTable(body, block.table);
    }
  }
  AddSection(body);
  std::ostringstream out;
  xml.save(out, "", pugi::format_raw);
  return out.str();
}

}  // namespace disan
