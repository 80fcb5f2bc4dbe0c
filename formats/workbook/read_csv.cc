#include "formats/workbook/read_csv.h"

#include "formats/language/unicode.h"
#include "formats/language/workbook_messages.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace disan {
namespace {

void AppendUtf8(uint32_t point, std::string& text) {
  const auto add = [&](uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0 | (point >> 6));
    add(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    add(0xE0 | (point >> 12));
    add(0x80 | ((point >> 6) & 0x3F));
    add(0x80 | (point & 0x3F));
  } else {
    add(0xF0 | (point >> 18));
    add(0x80 | ((point >> 12) & 0x3F));
    add(0x80 | ((point >> 6) & 0x3F));
    add(0x80 | (point & 0x3F));
  }
}

// Lone halves of a pair become U+FFFD, as does a last odd byte.
std::string FromUtf16(std::string_view bytes, bool big_endian) {
  std::string text;
  const auto unit = [&](size_t i) {
    const auto first = static_cast<uint8_t>(bytes[i]);
    const auto second = static_cast<uint8_t>(bytes[i + 1]);
    return static_cast<uint32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    uint32_t point = unit(i);
    if (point >= 0xD800 && point < 0xE000) {
      const bool pair =
          point < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
      point = pair ? 0x10000 + ((point - 0xD800) << 10) + (unit(i + 2) - 0xDC00) : 0xFFFD;
      i += pair ? 2 : 0;
    }
    AppendUtf8(point, text);
  }
  if (bytes.size() % 2 == 1) {
    AppendUtf8(0xFFFD, text);
  }
  return text;
}

// Without a mark: every other byte of plain text is zero.
std::optional<bool> LooksBigEndian(std::string_view bytes) {
  size_t zeros[2] = {0, 0};
  const size_t looked_at = std::min<size_t>(bytes.size(), 512);
  for (size_t i = 0; i < looked_at; ++i) {
    zeros[i % 2] += bytes[i] == '\0' ? 1U : 0U;
  }
  if (zeros[0] + zeros[1] < looked_at / 8 + 1) {
    return std::nullopt;
  }
  return zeros[0] > zeros[1];
}

int LineOfFirstWrongByte(std::string_view bytes) {
  int line = 1;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    if (!IsValidUtf8(bytes.substr(0, end))) {
      return line;
    }
    bytes.remove_prefix(end);
    ++line;
  }
  return line;
}

Result<std::string> Decoded(std::string_view bytes,
                            const std::string& file,
                            TextEncoding encoding) {
  if (encoding != TextEncoding::kUnicode) {
    return Result<std::string>::Of(encoding == TextEncoding::kVni ? FromVni(bytes)
                                                                  : FromTcvn3(bytes));
  }
  if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF") {
    return Result<std::string>::Of(ToNfc(FromUtf16(bytes.substr(2), bytes[0] == '\xFE')));
  }
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
    bytes.remove_prefix(3);
  }
  if (const std::optional<bool> big_endian = LooksBigEndian(bytes)) {
    return Result<std::string>::Of(ToNfc(FromUtf16(bytes, *big_endian)));
  }
  if (!IsValidUtf8(bytes)) {
    return Result<std::string>::Failed({.file = file,
                                        .line = LineOfFirstWrongByte(bytes),
                                        .what = Say(messages::kCsvNotUnicode),
                                        .remedy = Say(messages::kCsvNotUnicodeRemedy)});
  }
  return Result<std::string>::Of(ToNfc(bytes));
}

using Record = std::vector<std::string>;

class Parser {
 public:
  Parser(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool AtEnd() const { return at_ >= text_.size(); }
  // The line on which a quotation mark was opened and never closed, 0 when all are closed.
  int open_quote_line() const { return open_quote_line_; }

  Record Next() {
    Record record;
    while (true) {
      record.push_back(Field());
      if (AtEnd()) {
        return record;
      }
      const char c = text_[at_++];
      if (c == separator_) {
        if (AtEnd()) {
          record.emplace_back();
          return record;
        }
        continue;
      }
      if (c == '\r' && !AtEnd() && text_[at_] == '\n') {
        ++at_;
      }
      ++line_;
      return record;
    }
  }

 private:
  bool EndsField(char c) const { return c == separator_ || c == '\n' || c == '\r'; }

  std::string Field() {
    if (!AtEnd() && text_[at_] == '"') {
      return Quoted();
    }
    const size_t start = at_;
    while (!AtEnd() && !EndsField(text_[at_])) {
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  std::string Quoted() {
    const int opened = line_;
    std::string field;
    for (++at_; !AtEnd(); ++at_) {
      if (text_[at_] != '"') {
        line_ += text_[at_] == '\n' ? 1 : 0;
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += '"';
        ++at_;
      } else {
        ++at_;
        while (!AtEnd() && !EndsField(text_[at_])) {
          field += text_[at_++];  // what stands after the closing mark, as other programs take it
        }
        return field;
      }
    }
    open_quote_line_ = open_quote_line_ == 0 ? opened : open_quote_line_;
    return field;
  }

  std::string_view text_;
  char separator_;
  size_t at_ = 0;
  int line_ = 1;
  int open_quote_line_ = 0;
};

// The separator by which the first records fall into the most columns, alike in number.
char FindSeparator(std::string_view text) {
  char best = ',';
  size_t best_score = 0;
  for (const char candidate : {';', ',', '\t'}) {
    Parser parser(text, candidate);
    size_t score = 0;
    size_t columns = 0;
    for (int i = 0; i < 12 && !parser.AtEnd(); ++i) {
      const size_t found = parser.Next().size();
      score += found > 1 ? found + (found == columns ? 2 * found : 0) : 0;
      columns = found;
    }
    if (score > best_score) {
      best_score = score;
      best = candidate;
    }
  }
  return best;
}

// Nothing when there are more cells than may be kept.
std::optional<Sheet> SheetOf(Parser& parser, size_t cells_left) {
  Sheet sheet;
  for (int number = 1; !parser.AtEnd(); ++number) {
    SheetRow row{.number = number, .hidden = false, .cells = {}};
    Record record = parser.Next();
    for (size_t i = 0; i < record.size(); ++i) {
      if (!record[i].empty()) {
        if (cells_left == 0) {
          return std::nullopt;
        }
        row.cells.push_back(
            {.column = static_cast<int>(i), .text = std::move(record[i]), .formula = {}});
        --cells_left;
      }
    }
    if (!row.cells.empty()) {
      sheet.rows.push_back(std::move(row));
    }
  }
  return sheet;
}

}  // namespace

Result<Workbook> ReadCsv(std::string_view bytes,
                         const std::string& file,
                         const CsvOptions& options) {
  const Result<std::string> decoded = Decoded(bytes, file, options.encoding);
  if (!decoded) {
    return Result<Workbook>::Failed(decoded.diagnostics);
  }
  std::string_view text = *decoded;
  char separator = 0;
  if (text.substr(0, 4) == "sep=" && text.size() > 4) {
    separator = text[4];
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  Parser parser(text, separator == 0 ? FindSeparator(text) : separator);
  std::optional<Sheet> sheet = SheetOf(parser, options.cells);
  if (!sheet) {
    return Result<Workbook>::Failed({.file = file,
                                     .what = Say(messages::kWorkbookTooManyCells),
                                     .remedy = Say(messages::kWorkbookExplodesRemedy)});
  }
  if (parser.open_quote_line() > 0) {
    return Result<Workbook>::Failed({.file = file,
                                     .line = parser.open_quote_line(),
                                     .what = Say(messages::kCsvOpenQuote),
                                     .remedy = Say(messages::kCsvOpenQuoteRemedy)});
  }
  Workbook workbook;
  sheet->name = ToNfc(std::filesystem::path(file).stem().string());
  workbook.sheets.push_back(std::move(*sheet));
  return Result<Workbook>::Of(std::move(workbook));
}

}  // namespace disan
