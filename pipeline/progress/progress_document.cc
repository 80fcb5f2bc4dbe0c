// The report as an administrative document: Nghị định 30/2020/NĐ-CP, Phụ lục I (thể thức) and
// mẫu 1.4 (báo cáo). What only the office knows is left as dots. In Vietnamese throughout.
#include "formats/language/progress_messages.h"
#include "pipeline/progress/progress_report.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

constexpr char kShade[] = "F3ECE2";
constexpr double kBodySize = 14;
constexpr double kTextWidthCm = 16.5;  // A4 less the margins of an administrative document

Paragraph Words(
    std::string text, Align align, double size_pt, bool bold = false, bool italic = false) {
  return {.runs = {{.text = std::move(text), .bold = bold, .italic = italic}},
          .align = align,
          .size_pt = size_pt};
}

// The line under a name: a third to a half of its length.
Paragraph Rule(double indent_cm) {
  return {.runs = {}, .align = Align::kCentre, .size_pt = 6, .indent_cm = indent_cm, .rule = true};
}

DocumentCell Cell(std::string text, Align align, bool bold = false, std::string shade = {}) {
  return {.paragraphs = {Words(std::move(text), align, 11, bold)}, .shade = std::move(shade)};
}

std::string Dotted(const std::string& text, const char* dots) {
  return text.empty() ? dots : text;
}

class Writer {
 public:
  explicit Writer(const ProgressReport& report) : report_(report) {}

  Document Write() {
    document_.title = "Báo cáo tiến độ số hoá di tích";
    Head();
    Title();
    Opening();
    Results();
    Missing();
    Next();
    Foot();
    Appendix();
    return std::move(document_);
  }

 private:
  void Add(Paragraph paragraph) {
    document_.blocks.push_back({.paragraph = std::move(paragraph), .table = {}});
  }
  void Add(DocumentTable table) {
    document_.blocks.push_back({.paragraph = {}, .table = std::move(table)});
  }

  void Body(std::string text) {
    Paragraph paragraph = Words(std::move(text), Align::kJustify, kBodySize);
    paragraph.first_indent_cm = 1.27;
    paragraph.after_pt = 6;
    paragraph.line = 1.15;
    Add(std::move(paragraph));
  }

  void Heading(std::string text, int level) {
    Paragraph paragraph = Words(std::move(text), Align::kJustify, kBodySize, true);
    paragraph.first_indent_cm = 1.27;
    paragraph.before_pt = level == 1 ? 10 : 4;
    paragraph.after_pt = 6;
    paragraph.keep_with_next = true;
    paragraph.heading = level;
    Add(std::move(paragraph));
  }

  void Space(double size_pt) { Add(Words("", Align::kLeft, size_pt)); }

  // A line to be filled in by hand: as long as it says in any font.
  static Paragraph Dots(double from_cm, double to_cm) {
    Paragraph paragraph = Words("\t", Align::kLeft, kBodySize);
    paragraph.first_indent_cm = from_cm;
    paragraph.dots_to_cm = to_cm;
    paragraph.after_pt = 6;
    paragraph.line = 1.15;
    return paragraph;
  }

  static Paragraph Named(const std::string& office, bool bold) {
    if (office.empty()) {
      return Dots(0.4, 5.4);
    }
    Paragraph name = Words(office, Align::kCentre, 13, bold);
    name.runs.front().capitals = true;
    return name;
  }

  void Head() {
    const ReportOffice& office = report_.office;
    DocumentCell left;
    left.paragraphs = {Named(office.superior, false),
                       Named(office.agency, true),
                       Rule(2.4),
                       Words("Số:          /BC-………", Align::kCentre, 13)};
    DocumentCell right;
    right.paragraphs = {Words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Align::kCentre, 12.5, true),
                        Words("Độc lập - Tự do - Hạnh phúc", Align::kCentre, 13.5, true),
                        Rule(2.2),
                        Words(Dotted(office.place, "………………") + ", " + DayInWords(),
                              Align::kCentre,
                              13.5,
                              false,
                              true)};
    Add(DocumentTable{
        .widths_cm = {6.2, 10.5}, .rows = {{std::move(left), std::move(right)}}, .borders = false});
  }

  // Decree 30/2020: a nought before days below 10 and before the months 1 and 2, no other.
  std::string DayInWords() const {
    const unsigned month = report_.day.month;
    return fmt::format("ngày {:02} tháng {}{} năm {}",
                       report_.day.day,
                       month <= 2 ? "0" : "",
                       month,
                       report_.day.year);
  }

  void Title() {
    Space(10);
    Add(Words("BÁO CÁO", Align::kCentre, 14, true));
    Paragraph about =
        Words(fmt::format("Tiến độ số hoá di tích lịch sử - văn hoá và danh lam thắng cảnh\n{}",
                          report_.period.name.vi),
              Align::kCentre,
              14,
              true);
    Add(std::move(about));
    Add(Rule(6.2));
    Space(6);
  }

  static std::string Of(size_t count, size_t total) {
    return fmt::format(
        "{}/{} di tích ({})",
        count,
        total,
        Percent(total == 0 ? 0 : static_cast<double>(count) / static_cast<double>(total),
                Language::kVietnamese));
  }

  size_t Count(Criterion criterion) const {
    return report_.tally.all.reached[static_cast<size_t>(criterion)];
  }

  void Opening() {
    const size_t total = report_.tally.all.total;
    Body(
        fmt::format("Thực hiện chế độ báo cáo định kỳ {} (hạn nộp ngày {}), {} báo cáo tiến độ số "
                    "hoá di tích trên địa bàn, số liệu tính đến ngày {}, như sau:",
                    report_.period.name.vi,
                    Shown(report_.period.due).vi,
                    Dotted(report_.office.agency, "……………… "),
                    Shown(report_.day).vi));
    Heading("I. TÌNH HÌNH CHUNG", 1);
    Body(report_.inventory.empty()
             ? fmt::format("Số di tích đã được xử lý: {}. Tỷ lệ trong báo cáo tính trên số di tích "
                           "này do chưa có danh mục kiểm kê kèm theo.",
                           total)
             : fmt::format("Tổng số di tích trong danh mục kiểm kê (tệp {}): {}. Mọi tỷ lệ trong "
                           "báo cáo tính trên tổng số này.",
                           report_.inventory,
                           total));
    std::string ranks;
    for (const GroupTally& group : report_.tally.by_rank) {
      ranks += fmt::format(
          "{}{}: {} di tích", ranks.empty() ? "" : "; ", RankLabel(group.word).vi, group.total);
    }
    if (!ranks.empty()) {
      Body("Chia theo cấp xếp hạng: " + ranks + ".");
    }
  }

  void Results() {
    const size_t total = report_.tally.all.total;
    Heading("II. KẾT QUẢ SỐ HOÁ", 1);
    Heading("1. Kết quả chung", 2);
    Body(fmt::format("Đã lập hồ sơ số cho {}; hoàn thành đầy đủ các tiêu chí {}. Cụ thể:",
                     Of(Count(Criterion::kRecorded), total),
                     Of(Count(Criterion::kComplete), total)));
    CriteriaTable();
    Heading("2. Kết quả theo cấp xếp hạng", 2);
    GroupTable("Cấp xếp hạng", report_.tally.by_rank, RankLabel);
    Heading("3. Kết quả theo loại hình", 2);
    GroupTable("Loại hình", report_.tally.by_type, TypeLabel);
    Heading("4. So với kỳ trước", 2);
    Changes();
  }

  void CriteriaTable() {
    DocumentTable table{.widths_cm = {3.2, 2.0, 2.0, 2.2, 7.1}, .rows = {}, .heading_row = true};
    std::vector<DocumentCell> heading;
    for (const char* word : {"Tiêu chí", "Số di tích", "Tỷ lệ", "So với\nkỳ trước", "Cách tính"}) {
      heading.push_back(Cell(word, Align::kCentre, true, kShade));
    }
    table.rows.push_back(std::move(heading));
    for (size_t i = 0; i < kCriteria; ++i) {
      const auto criterion = static_cast<Criterion>(i);
      const size_t now = report_.tally.all.reached[i];
      const std::string change =
          report_.previous ? fmt::format("{:+}",
                                         static_cast<long>(now) -
                                             static_cast<long>(report_.previous->Count(criterion)))
                           : "—";
      table.rows.push_back(
          {Cell(Criteria()[i].name.vi, Align::kLeft, true),
           Cell(std::to_string(now), Align::kCentre),
           Cell(Percent(report_.tally.all.Share(criterion), Language::kVietnamese), Align::kCentre),
           Cell(change == "+0" ? "0" : change, Align::kCentre),
           Cell(Criteria()[i].meaning.vi, Align::kJustify)});
    }
    Add(std::move(table));
    Space(6);
  }

  void GroupTable(const char* heading,
                  const std::vector<GroupTally>& groups,
                  Text (*label)(const std::string&)) {
    constexpr Criterion kShown[] = {Criterion::kRecorded,
                                    Criterion::kMetadata,
                                    Criterion::kEnglish,
                                    Criterion::kPanoramas,
                                    Criterion::kModels,
                                    Criterion::kApproved,
                                    Criterion::kComplete};
    DocumentTable table{.widths_cm = {3.1, 1.4}, .rows = {}, .heading_row = true};
    std::vector<DocumentCell> top = {Cell(heading, Align::kCentre, true, kShade),
                                     Cell("Tổng số", Align::kCentre, true, kShade)};
    for (const Criterion criterion : kShown) {
      table.widths_cm.push_back(1.73);
      top.push_back(
          Cell(Criteria()[static_cast<size_t>(criterion)].name.vi, Align::kCentre, true, kShade));
    }
    table.rows.push_back(std::move(top));
    const auto add = [&](const std::string& name, const GroupTally& group, bool bold) {
      std::vector<DocumentCell> row = {Cell(name, Align::kLeft, bold),
                                       Cell(std::to_string(group.total), Align::kCentre, bold)};
      for (const Criterion criterion : kShown) {
        row.push_back(Cell(
            std::to_string(group.reached[static_cast<size_t>(criterion)]), Align::kCentre, bold));
      }
      table.rows.push_back(std::move(row));
    };
    for (const GroupTally& group : groups) {
      add(label(group.word).vi, group, false);
    }
    add("Cộng", report_.tally.all, true);
    Add(std::move(table));
    Space(6);
  }

  void Changes() {
    if (!report_.previous) {
      Body("Đây là kỳ báo cáo đầu tiên, chưa có số liệu kỳ trước để so sánh.");
      return;
    }
    const std::string day = Shown(*ParseReportDay(report_.previous->date)).vi;
    if (report_.changes.empty()) {
      Body(fmt::format("Không có thay đổi so với báo cáo ngày {}.", day));
      return;
    }
    Body(fmt::format(
        "So với báo cáo ngày {}, có {} di tích thay đổi; nổi bật:", day, report_.changes.size()));
    constexpr size_t kMost = 10;
    for (size_t i = 0; i < std::min(report_.changes.size(), kMost); ++i) {
      Body(fmt::format("- {}: {}.", report_.changes[i].name.vi, Described(report_.changes[i]).vi));
    }
  }

  void Missing() {
    Heading("III. TỒN TẠI, HẠN CHẾ", 1);
    const size_t total = report_.tally.all.total;
    bool any = false;
    for (size_t i = 0; i + 1 < kCriteria; ++i) {
      const size_t open = total - report_.tally.all.reached[i];
      if (open > 0) {
        any = true;
        Body(fmt::format("- Chưa đạt tiêu chí “{}”: {}.", Criteria()[i].name.vi, Of(open, total)));
      }
    }
    Body(any ? "Chi tiết từng di tích tại Phụ lục kèm theo."
             : "Tất cả di tích đã đạt các tiêu chí.");
  }

  void Next() {
    Heading("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TIẾP THEO", 1);
    Add(Dots(1.27, kTextWidthCm));
    Add(Dots(0, kTextWidthCm));
    Heading("V. KIẾN NGHỊ, ĐỀ XUẤT", 1);
    Add(Dots(1.27, kTextWidthCm));
    Add(Dots(0, kTextWidthCm));
    Body(fmt::format("Trên đây là báo cáo tiến độ số hoá di tích {} của {}./.",
                     report_.period.name.vi,
                     Dotted(report_.office.agency, "………………")));
  }

  void Foot() {
    Space(8);
    DocumentCell left;
    left.paragraphs = {Words("Nơi nhận:", Align::kLeft, 12, true, true)};
    for (const char* line :
         {"- ………………………… (để báo cáo);", "- ………………………… (để phối hợp);", "- Lưu: VT, ……"}) {
      left.paragraphs.push_back(Words(line, Align::kLeft, 11));
    }
    DocumentCell right;
    right.paragraphs = {Words("QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", Align::kCentre, 13.5, true),
                        Words("(Chữ ký, dấu của cơ quan)", Align::kCentre, 12, false, true)};
    for (int i = 0; i < 3; ++i) {
      right.paragraphs.push_back(Words("", Align::kCentre, 14));
    }
    right.paragraphs.push_back(Words("Họ và tên", Align::kCentre, 14, true));
    Add(DocumentTable{
        .widths_cm = {7.0, 9.5}, .rows = {{std::move(left), std::move(right)}}, .borders = false});
  }

  void Appendix() {
    // A part of its own with what it belongs to (Decree 30/2020, annex I, part III).
    Paragraph title = Words("Phụ lục", Align::kCentre, 14, true);
    title.new_part = true;
    title.keep_with_next = true;
    title.heading = 1;
    Add(std::move(title));
    Paragraph name = Words("NỘI DUNG CÒN THIẾU CỦA TỪNG DI TÍCH", Align::kCentre, 14, true);
    name.keep_with_next = true;
    Add(std::move(name));
    Paragraph belongs_to = Words(fmt::format("(Kèm theo Báo cáo số          /BC-……… {} của {})",
                                             DayInWords(),
                                             Dotted(report_.office.agency, "………………")),
                                 Align::kCentre,
                                 14,
                                 false,
                                 true);
    belongs_to.keep_with_next = true;
    belongs_to.after_pt = 10;
    Add(std::move(belongs_to));
    DocumentTable table{.widths_cm = {1.4, 4.4, 2.8, 7.9}, .rows = {}, .heading_row = true};
    std::vector<DocumentCell> heading;
    for (const char* word : {"STT", "Di tích", "Cấp xếp hạng", "Còn thiếu"}) {
      heading.push_back(Cell(word, Align::kCentre, true, kShade));
    }
    table.rows.push_back(std::move(heading));
    int ordinal = 0;
    for (const SiteLine& line : report_.tally.sites) {
      DocumentCell missing;
      for (const Text& one : line.missing) {
        missing.paragraphs.push_back(Words("- " + one.vi, Align::kLeft, 12));
      }
      if (line.missing.empty()) {
        missing.paragraphs.push_back(Words("Đã đủ", Align::kLeft, 12));
      }
      table.rows.push_back(
          {Cell(std::to_string(++ordinal), Align::kCentre),
           Cell(line.name.vi, Align::kLeft),
           Cell(line.counted ? RankLabel(line.rank).vi : "Ngoài danh mục", Align::kLeft),
           std::move(missing)});
    }
    Add(std::move(table));
  }

  const ProgressReport& report_;
  Document document_;
};

}  // namespace

Document ProgressDocument(const ProgressReport& report) {
  return Writer(report).Write();
}

}  // namespace disan
