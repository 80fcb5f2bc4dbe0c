#include "pipeline/inventory/template.h"

#include "formats/workbook/workbook.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr int kFormRows = 500;

std::vector<std::string> WordsOf(const InventoryColumn& column) {
  std::vector<std::string> words;
  if (column.kind == ColumnKind::kFlag) {
    words = {"Có", "Không"};
  }
  for (const Choice& choice : column.choices) {
    words.push_back(ChoiceLabel(column, choice.word));
  }
  return words;
}

// Each column with words has one of its own on the sheet of words, in the order of the table.
int WordsColumnOf(const InventoryColumn& wanted) {
  int at = 0;
  for (const InventoryColumn& column : InventoryColumns()) {
    if (std::string_view(column.key) == wanted.key) {
      return at;
    }
    at += WordsOf(column).empty() ? 0 : 1;
  }
  return at;
}

PlannedCell TextCell(int row, int column, CellLook look, std::string text) {
  return {.row = row, .column = column, .look = look, .text = std::move(text), .formula = {}};
}

PlannedCell ExampleCell(int row, int at, const InventoryColumn& column) {
  PlannedCell cell = TextCell(row, at, CellLook::kExample, column.example);
  if (column.kind == ColumnKind::kNumber && !cell.text.empty()) {
    cell.number = std::stod(cell.text);
  }
  return cell;
}

}  // namespace

void PlanColumn(const InventoryColumn& column, int row, int at, int last_row, PlannedSheet& sheet) {
  if (sheet.widths.size() <= static_cast<size_t>(at)) {
    sheet.widths.resize(static_cast<size_t>(at) + 1, 18);
  }
  sheet.widths[static_cast<size_t>(at)] = column.width;
  const CellLook look = column.required ? CellLook::kHeadingRequired : CellLook::kHeading;
  sheet.cells.push_back(
      TextCell(row, at, look, std::string(column.heading) + (column.required ? " (*)" : "")));
  sheet.notes.push_back(
      TextCell(row, at, CellLook::kPlain, fmt::format("{}\n({})", column.hint, column.english)));
  const std::vector<std::string> words = WordsOf(column);
  DropDown drop_down{.range = {row + 1, at, last_row, at},
                     .words = {},
                     .title = column.heading,
                     .hint = column.hint};
  if (!words.empty()) {
    const std::string name = ColumnName(WordsColumnOf(column));
    drop_down.words = fmt::format("='{}'!${}$2:${}${}", kWordsSheet, name, name, words.size() + 1);
  }
  sheet.drop_downs.push_back(std::move(drop_down));
}

PlannedSheet PlanWords() {
  PlannedSheet sheet{.name = kWordsSheet};
  sheet.hidden = true;
  int at = 0;
  for (const InventoryColumn& column : InventoryColumns()) {
    const std::vector<std::string> words = WordsOf(column);
    if (words.empty()) {
      continue;
    }
    sheet.cells.push_back(TextCell(0, at, CellLook::kHeading, column.heading));
    for (size_t i = 0; i < words.size(); ++i) {
      sheet.cells.push_back(TextCell(static_cast<int>(i) + 1, at, CellLook::kText, words[i]));
    }
    sheet.widths.push_back(30);
    ++at;
  }
  return sheet;
}

PlannedSheet PlanGuide() {
  PlannedSheet sheet{.name = "Hướng dẫn", .widths = {26, 12, 58, 40, 24}};
  sheet.tab_colour = 0x6B5D4F;
  sheet.merges.push_back({{0, 0, 0, 4}, "HƯỚNG DẪN ĐIỀN DANH MỤC", CellLook::kTitle});
  const char* steps[] = {
      "1. Mỗi di tích một dòng ở trang “Di tích”. Chỉ cột có dấu (*) là bắt buộc; chưa biết thì để "
      "trống, đừng đoán.",
      "2. Bấm vào ô để xem gợi ý; ô có mũi tên thì chọn trong danh sách.",
      "3. Dòng có chữ VD ở cột STT là dòng ví dụ, không được nhập; có thể xoá.",
      "4. Thêm cột riêng thoải mái: nội dung được giữ lại và có mặt khi xuất danh mục.",
      "5. Không gộp ô ở cột mã và tên. Dùng phông Unicode (Times New Roman), không dùng .VnTime.",
      "6. Điền xong, chạy: disan inventory import TỆP.xlsx. Ô nào sai sẽ được nêu rõ trang, dòng, "
      "cột và cách sửa.",
  };
  int row = 2;
  for (const char* step : steps) {
    sheet.merges.push_back({{row, 0, row, 4}, step, CellLook::kProse});
    sheet.heights.emplace_back(row, 20);
    ++row;
  }
  ++row;
  const char* headings[] = {"Cột", "Bắt buộc", "Ghi gì", "Ví dụ", "Mục trong hồ sơ"};
  for (int i = 0; i < 5; ++i) {
    sheet.cells.push_back(TextCell(row, i, CellLook::kHeading, headings[i]));
  }
  sheet.repeated_row = row;
  for (const InventoryColumn& column : InventoryColumns()) {
    ++row;
    std::string hint = column.hint;
    if (const std::vector<std::string> words = WordsOf(column); !words.empty()) {
      hint += fmt::format(": {}", fmt::join(words, "; "));
    }
    sheet.cells.push_back(TextCell(row, 0, CellLook::kTotal, column.heading));
    sheet.cells.push_back(TextCell(
        row, 1, column.required ? CellLook::kYes : CellLook::kText, column.required ? "Có" : ""));
    sheet.cells.push_back(TextCell(row, 2, CellLook::kText, hint));
    sheet.cells.push_back(TextCell(row, 3, CellLook::kText, column.example));
    sheet.cells.push_back(TextCell(row, 4, CellLook::kText, column.key));
  }
  return sheet;
}

PlannedWorkbook InventoryTemplate() {
  PlannedSheet form{.name = kFormSheet};
  form.merges.push_back({{0, 0, 0, 7}, "DANH MỤC KIỂM KÊ DI TÍCH", CellLook::kTitle});
  form.merges.push_back({{1, 0, 1, 7},
                         "Phường, xã: ……………………………   Ngày lập: ……/……/20……   Người lập: ……………………………",
                         CellLook::kSubtitle});
  constexpr int kHeading = 3;
  form.heights = {{0, 28}, {1, 20}, {kHeading, 36}};
  int at = 0;
  for (const InventoryColumn& column : InventoryColumns()) {
    PlanColumn(column, kHeading, at, kHeading + kFormRows, form);
    form.cells.push_back(ExampleCell(kHeading + 1, at, column));
    for (int row = kHeading + 2; row < kHeading + 32; ++row) {
      form.cells.push_back(TextCell(row, at, CellLook::kText, ""));
    }
    ++at;
  }
  form.frozen_rows = kHeading + 1;
  form.frozen_columns = 3;
  form.repeated_row = kHeading;
  form.landscape = true;
  return {.title = "Danh mục kiểm kê di tích",
          .sheets = {std::move(form), PlanGuide(), PlanWords()}};
}

}  // namespace disan
