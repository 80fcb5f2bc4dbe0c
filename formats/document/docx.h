// A text document to be written as DOCX (ECMA-376), as data: paragraphs and tables in Times New
// Roman on A4 with the margins of Vietnamese administrative documents. The same plan gives the same
// bytes.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <string>
#include <vector>

namespace disan {

enum class Align { kLeft, kCentre, kRight, kJustify };

struct DocumentRun {
  std::string text;
  bool bold = false;
  bool italic = false;
  bool capitals = false;  // shown in capitals, whatever the letters are
  double size_pt = 0;     // 0: of the paragraph
};

struct Paragraph {
  std::vector<DocumentRun> runs;
  Align align = Align::kLeft;
  double size_pt = 14;
  double first_indent_cm = 0;
  double indent_cm = 0;  // both sides; with `rule` the length of the line
  double before_pt = 0;
  double after_pt = 0;
  double line = 1;        // spacing of lines
  double dots_to_cm = 0;  // a tab in the text is filled with dots up to here, whatever the font
  bool rule = false;      // a thin line below: under the name of an office
  bool keep_with_next = false;
  bool new_part = false;  // on a page of its own, whose pages are numbered from 1: an annex
  int heading = 0;        // 1, 2: for the outline
};

struct DocumentCell {
  std::vector<Paragraph> paragraphs;
  std::string shade;  // "F3ECE2", empty for none
};

struct DocumentTable {
  std::vector<double> widths_cm;
  std::vector<std::vector<DocumentCell>> rows;
  bool borders = true;
  bool heading_row = false;  // the first row comes again on each page
};

// A paragraph or, when it has rows, a table.
struct DocumentBlock {
  Paragraph paragraph;
  DocumentTable table;
};

struct Document {
  std::string title;
  std::vector<DocumentBlock> blocks;
};

// The bytes of the file. Pages are numbered at the top from the second on.
Result<std::string> WriteDocx(const Document& document);

}  // namespace disan
