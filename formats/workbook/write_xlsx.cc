#include "formats/workbook/write_xlsx.h"

#include "formats/files/read_file.h"
#include "formats/language/unicode.h"
#include "formats/language/workbook_messages.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace disan {
namespace {

constexpr size_t kMostCellCharacters = 32'767;
constexpr time_t kCreated = 946'684'800;  // 2000-01-01: no clock in an output
constexpr char kFont[] = "Times New Roman";

// Colours keep 4.5:1 against their ground.
constexpr unsigned kInk = 0x241C15, kSoft = 0x6B5D4F, kAccent = 0x8C2F1B, kLine = 0xC9BBA8;
constexpr unsigned kPaper = 0xFBF8F3, kExampleGround = 0xFFF7DC;
constexpr unsigned kGreen = 0x2C6E3F, kGreenGround = 0xE6F2E8, kRed = 0xA3211B,
                   kRedGround = 0xFBE9E7;

class TemporaryName {
 public:
  TemporaryName() {
    std::error_code error;
    std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    name_ = ((error ? std::filesystem::path("/tmp") : folder) / "disan-workbook-XXXXXX").string();
    descriptor_ = ::mkstemp(name_.data());
  }
  ~TemporaryName() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
      ::unlink(name_.c_str());
    }
  }
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  int descriptor_ = -1;
};

constexpr uint8_t kA4 = 9;  // as Excel counts papers
constexpr uint8_t kA3 = 8;
constexpr double kMostOnA4 = 200;  // characters: on a sheet that lies, more than that is too small

// What fits into a cell: valid UTF-8 of at most so many characters.
std::string Fitting(const std::string& text, size_t most = kMostCellCharacters) {
  std::string fitting = text;
  if (!IsValidUtf8(fitting)) {
    for (char& c : fitting) {
      c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
  }
  size_t characters = 0;
  for (size_t i = 0; i < fitting.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(fitting[i]) & 0xC0) != 0x80;
    if (starts && ++characters > most) {
      fitting.resize(i);
    }
  }
  return fitting;
}

class Writer {
 public:
  explicit Writer(const std::string& name) : book_(workbook_new(name.c_str())) {
    for (int i = 0; i < kCellLooks; ++i) {
      looks_[static_cast<size_t>(i)] = NewFormat(static_cast<CellLook>(i));
    }
  }

  lxw_error Write(const PlannedWorkbook& plan) {
    std::string title = Fitting(plan.title);
    char author[] = "disan";
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.author = author;
    properties.created = kCreated;
    workbook_set_properties(book_, &properties);
    for (const PlannedSheet& sheet : plan.sheets) {
      Add(sheet);
    }
    const lxw_error closed = workbook_close(book_);
    return first_error_ == LXW_NO_ERROR ? closed : first_error_;
  }

 private:
  lxw_format* LookOf(CellLook look) const { return looks_[static_cast<size_t>(look)]; }

  static void Frame(lxw_format* format) {
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, kLine);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  }

  static void Numeric(lxw_format* format, CellLook look) {
    const bool percent = look == CellLook::kPercent || look == CellLook::kTotalPercent;
    format_set_num_format(format, percent ? "0.0%" : "#,##0");
    format_set_align(format, LXW_ALIGN_RIGHT);
  }

  static void Mark(lxw_format* format, unsigned ink, unsigned ground) {
    format_set_font_color(format, ink);
    format_set_bg_color(format, ground);
    format_set_align(format, LXW_ALIGN_CENTER);
  }

  static void Head(lxw_format* format, CellLook look) {
    format_set_bold(format);
    format_set_font_color(format, look == CellLook::kHeading ? kInk : 0xFFFFFF);
    format_set_bg_color(format, look == CellLook::kHeading ? 0xEADFD0 : kAccent);
    format_set_align(format, LXW_ALIGN_CENTER);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  }

  lxw_format* NewFormat(CellLook look) {
    lxw_format* format = workbook_add_format(book_);
    format_set_font_name(format, kFont);
    format_set_font_size(format, 12);
    format_set_font_color(format, kInk);
    switch (look) {
      case CellLook::kTitle:
        format_set_font_size(format, 18);
        format_set_bold(format);
        format_set_font_color(format, kAccent);
        break;
      case CellLook::kSubtitle:
        format_set_font_color(format, kSoft);
        format_set_italic(format);
        break;
      case CellLook::kSection:
        format_set_font_size(format, 14);
        format_set_bold(format);
        break;
      case CellLook::kBold:
        format_set_bold(format);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        break;
      case CellLook::kProse:
        format_set_text_wrap(format);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        break;
      case CellLook::kPlain:
        break;
      default:
        Frame(format);
        Framed(format, look);
    }
    return format;
  }

  static void Framed(lxw_format* format, CellLook look) {
    switch (look) {
      case CellLook::kHeading:
      case CellLook::kHeadingRequired:
        Head(format, look);
        break;
      case CellLook::kHeadingHint:
        format_set_font_size(format, 9);
        format_set_italic(format);
        format_set_font_color(format, kSoft);
        format_set_bg_color(format, kPaper);
        break;
      case CellLook::kExample:
        format_set_italic(format);
        format_set_font_color(format, kSoft);
        format_set_bg_color(format, kExampleGround);
        break;
      case CellLook::kTotal:
        format_set_bold(format);
        format_set_bg_color(format, kPaper);
        break;
      case CellLook::kTotalNumber:
      case CellLook::kTotalPercent:
        format_set_bold(format);
        format_set_bg_color(format, kPaper);
        Numeric(format, look);
        break;
      case CellLook::kNumber:
      case CellLook::kPercent:
        Numeric(format, look);
        break;
      case CellLook::kYes:
        Mark(format, kGreen, kGreenGround);
        break;
      case CellLook::kNo:
        Mark(format, kRed, kRedGround);
        break;
      default:
        break;
    }
  }

  void Keep(lxw_error error) {
    if (first_error_ == LXW_NO_ERROR) {
      first_error_ = error;
    }
  }

  void Add(const PlannedSheet& plan) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, plan.name.c_str());
    if (sheet == nullptr) {
      Keep(LXW_ERROR_PARAMETER_VALIDATION);
      return;
    }
    for (size_t i = 0; i < plan.widths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      Keep(worksheet_set_column(sheet, column, column, plan.widths[i], LookOf(CellLook::kPlain)));
    }
    for (const auto& [row, height] : plan.heights) {
      Keep(worksheet_set_row(sheet, static_cast<lxw_row_t>(row), height, nullptr));
    }
    for (const PlannedMerge& merge : plan.merges) {
      const auto [first_row, first_column, last_row, last_column] = Corners(merge.range);
      Keep(worksheet_merge_range(sheet,
                                 first_row,
                                 first_column,
                                 last_row,
                                 last_column,
                                 Fitting(merge.text).c_str(),
                                 LookOf(merge.look)));
    }
    for (const PlannedCell& cell : plan.cells) {
      AddCell(sheet, cell);
    }
    for (const PlannedCell& note : plan.notes) {
      AddNote(sheet, note);
    }
    for (const DropDown& drop_down : plan.drop_downs) {
      AddDropDown(sheet, drop_down);
    }
    for (const PlannedChart& chart : plan.charts) {
      AddChart(sheet, chart);
    }
    SetView(sheet, plan);
  }

  struct CornerCells {
    lxw_row_t first_row;
    lxw_col_t first_column;
    lxw_row_t last_row;
    lxw_col_t last_column;
  };
  static CornerCells Corners(const PlannedRange& range) {
    return {static_cast<lxw_row_t>(range.first_row),
            static_cast<lxw_col_t>(range.first_column),
            static_cast<lxw_row_t>(range.last_row),
            static_cast<lxw_col_t>(range.last_column)};
  }

  void AddCell(lxw_worksheet* sheet, const PlannedCell& cell) {
    const auto row = static_cast<lxw_row_t>(cell.row);
    const auto column = static_cast<lxw_col_t>(cell.column);
    lxw_format* format = LookOf(cell.look);
    if (!cell.formula.empty()) {
      const std::string formula = "=" + Fitting(cell.formula, 8000);
      Keep(cell.number
               ? worksheet_write_formula_num(
                     sheet, row, column, formula.c_str(), format, *cell.number)
               : worksheet_write_formula_str(
                     sheet, row, column, formula.c_str(), format, Fitting(cell.text).c_str()));
    } else if (cell.number) {
      Keep(worksheet_write_number(sheet, row, column, *cell.number, format));
    } else if (cell.text.empty()) {
      Keep(worksheet_write_blank(sheet, row, column, format));
    } else {
      Keep(worksheet_write_string(sheet, row, column, Fitting(cell.text).c_str(), format));
    }
  }

  void AddNote(lxw_worksheet* sheet, const PlannedCell& note) {
    lxw_comment_options options{};
    char author[] = "disan";
    char font[] = "Times New Roman";
    options.author = author;
    options.font_name = font;
    options.font_size = 10;
    options.width = 260;
    options.height = static_cast<uint16_t>(40 + 15 * (note.text.size() / 40));
    Keep(worksheet_write_comment_opt(sheet,
                                     static_cast<lxw_row_t>(note.row),
                                     static_cast<lxw_col_t>(note.column),
                                     Fitting(note.text).c_str(),
                                     &options));
  }

  void AddDropDown(lxw_worksheet* sheet, const DropDown& drop_down) {
    std::string words = drop_down.words;
    std::string title = Fitting(drop_down.title, 32);
    std::string hint = Fitting(drop_down.hint, 255);
    lxw_data_validation rule{};
    rule.validate = words.empty() ? LXW_VALIDATION_TYPE_ANY : LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = words.empty() ? nullptr : words.data();
    rule.input_title = title.data();
    rule.input_message = hint.data();
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    const auto [first_row, first_column, last_row, last_column] = Corners(drop_down.range);
    Keep(worksheet_data_validation_range(
        sheet, first_row, first_column, last_row, last_column, &rule));
  }

  void AddChart(lxw_worksheet* sheet, const PlannedChart& plan) {
    lxw_chart* chart =
        workbook_add_chart(book_, plan.horizontal ? LXW_CHART_BAR : LXW_CHART_COLUMN);
    for (const ChartSeries& one : plan.series) {
      lxw_chart_series* series =
          chart_add_series(chart, one.categories.c_str(), one.values.c_str());
      chart_series_set_name(series, one.name.c_str());
      lxw_chart_fill fill{};
      fill.color = one.colour;
      chart_series_set_fill(series, &fill);
      chart_series_set_labels(series);
      chart_series_set_labels_num_format(series, plan.percent ? "0%" : "0");
    }
    chart_title_set_name(chart, plan.title.c_str());
    lxw_chart_font title_font{};
    title_font.size = 13;
    title_font.bold = LXW_TRUE;
    chart_title_set_name_font(chart, &title_font);
    // Bars are read from the top: the category axis is turned, the value axis stays below.
    lxw_chart_axis* values = plan.horizontal ? chart->x_axis : chart->y_axis;
    if (plan.horizontal) {
      chart_axis_set_reverse(chart->y_axis);
    }
    chart_axis_set_min(values, 0);
    if (plan.percent) {
      chart_axis_set_max(values, 1);
    }
    chart_axis_set_num_format(values, plan.percent ? "0%" : "0");
    if (plan.series.size() > 1) {
      chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    } else {
      chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    }
    lxw_chart_options options{};
    options.x_scale = plan.width_px / 480.0;
    options.y_scale = plan.height_px / 288.0;
    Keep(worksheet_insert_chart_opt(sheet,
                                    static_cast<lxw_row_t>(plan.row),
                                    static_cast<lxw_col_t>(plan.column),
                                    chart,
                                    &options));
  }

  void SetView(lxw_worksheet* sheet, const PlannedSheet& plan) {
    if (plan.filter) {
      const auto [first_row, first_column, last_row, last_column] = Corners(*plan.filter);
      Keep(worksheet_autofilter(sheet, first_row, first_column, last_row, last_column));
    }
    if (plan.frozen_rows > 0 || plan.frozen_columns > 0) {
      worksheet_freeze_panes(sheet,
                             static_cast<lxw_row_t>(plan.frozen_rows),
                             static_cast<lxw_col_t>(plan.frozen_columns));
    }
    if (plan.repeated_row >= 0) {
      const auto row = static_cast<lxw_row_t>(plan.repeated_row);
      Keep(worksheet_repeat_rows(sheet, row, row));
    }
    if (plan.landscape) {
      worksheet_set_landscape(sheet);
    }
    if (plan.hidden) {
      worksheet_hide(sheet);
    }
    const double across = std::accumulate(plan.widths.begin(), plan.widths.end(), 0.0);
    worksheet_set_paper(sheet, across > kMostOnA4 ? kA3 : kA4);
    worksheet_set_margins(sheet, 0.6, 0.4, 0.6, 0.6);
    // A chart that the end of a page cuts in two tells nothing.
    worksheet_fit_to_pages(sheet, 1, plan.charts.empty() ? 0 : 1);
    Keep(worksheet_set_footer(sheet, "&C&P/&N"));
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_tab_color(sheet, plan.tab_colour);
  }

  lxw_workbook* book_;
  std::array<lxw_format*, kCellLooks> looks_{};
  lxw_error first_error_ = LXW_NO_ERROR;
};

}  // namespace

Result<std::string> WriteXlsx(const PlannedWorkbook& plan) {
  const TemporaryName temporary;
  lxw_error error = Writer(temporary.name()).Write(plan);
  if (error == LXW_NO_ERROR) {
    return ReadFile(temporary.name());
  }
  return Result<std::string>::Failed(
      {.what = Say(messages::kWorkbookCannotWrite, fmt::arg("reason", lxw_strerror(error))),
       .remedy = Say(messages::kWorkbookCannotWriteRemedy)});
}

}  // namespace disan
