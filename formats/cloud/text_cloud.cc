#include "formats/cloud/text_cloud.h"

#include "formats/cloud/cloud_builder.h"
#include "formats/cloud/cloud_error.h"
#include "formats/cloud/intensity_range.h"
#include "formats/cloud/text_columns.h"
#include "formats/cloud/text_numbers.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>
#include <cmath>

namespace disan {

namespace {

constexpr size_t kSampleRows = 1000;
constexpr size_t kHeaderLines = 64;  // lines that may come before the first point

bool IsRemark(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#' || line.substr(first, 2) == "//";
}

bool IsCount(size_t numbers, double first) {
  return numbers == 1 && first >= 0.0 && first < 1e12 && first == std::floor(first);
}

// How the file is laid out, from its first lines.
struct Layout {
  bool found = false;
  Punctuation punctuation = Punctuation::kCommaSeparates;
  TextColumns columns;
  bool counted = false;  // PTS
};

Layout LookAt(std::string_view text) {
  Layout layout;
  std::optional<TextColumns> named;
  std::vector<TextRow> rows;
  TextCursor lines(text);
  std::string_view line;
  size_t others = 0;
  while (rows.size() < kSampleRows && others < kHeaderLines && lines.NextLine(line)) {
    if (rows.empty() && !named) {
      named = ColumnsFromNames(line);
    }
    if (IsRemark(line)) {
      continue;
    }
    if (rows.empty()) {
      layout.punctuation = GuessPunctuation(line);
    }
    TextRow row{};
    const size_t count = ParseNumbers(line, layout.punctuation, row);
    if (rows.empty() && IsCount(count, row[0])) {
      layout.counted = true;
    } else if (count != kNotNumbers && count >= 3 &&
               (rows.empty() || count == layout.columns.count)) {
      layout.columns.count = count;
      rows.push_back(row);
    } else {
      ++others;
    }
  }
  layout.found = !rows.empty();
  if (named && layout.found && named->count == layout.columns.count) {
    layout.columns = *named;
  } else if (layout.found) {
    layout.columns = ColumnsFromNumbers(rows, layout.columns.count);
  }
  return layout;
}

class TextReader {
 public:
  TextReader(const Layout& layout, Cloud& cloud)
      : layout_(layout), columns_(layout.columns), cloud_(cloud), builder_(cloud) {}

  void Read(std::string_view text) {
    TextCursor lines(text);
    std::string_view line;
    TextRow row{};
    while (lines.NextLine(line)) {
      const size_t count = ParseNumbers(line, layout_.punctuation, row);
      if (layout_.counted && IsCount(count, row[0])) {
        StartBlock(static_cast<uint64_t>(row[0]));
      } else if (count == columns_.count) {
        Take(row);
      } else if (!IsRemark(line)) {
        NoteBadLine(lines.line_number());
      }
    }
    Finish();
  }

  uint64_t left_out() const { return builder_.left_out(); }
  uint64_t rows() const { return rows_; }
  uint64_t promised() const { return promised_; }
  uint64_t bad_lines() const { return bad_lines_; }
  int first_bad_line() const { return first_bad_line_; }

 private:
  void StartBlock(uint64_t count) {
    promised_ += count;
    if (cloud_.scans.size() == kMostScans) {
      return;  // the scan numbers of points have 16 bits
    }
    cloud_.scans.emplace_back();
  }

  void Take(const TextRow& row) {
    ++rows_;
    const auto& p = columns_.position;
    if (!builder_.Add({row[p[0]], row[p[1]], row[p[2]]})) {
      return;
    }
    if (cloud_.scans.size() > 1) {
      cloud_.scan_of_points.resize(cloud_.size() - 1, 0);
      cloud_.scan_of_points.push_back(static_cast<uint16_t>(cloud_.scans.size() - 1));
    }
    if (columns_.colour) {
      const auto part = [&](size_t k) {
        const double value = row[(*columns_.colour)[k]] * columns_.colour_scale;
        return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
      };
      cloud_.colours.push_back({part(0), part(1), part(2)});
    }
    if (columns_.normal) {
      const auto& n = *columns_.normal;
      cloud_.normals.push_back({static_cast<float>(row[n[0]]),
                                static_cast<float>(row[n[1]]),
                                static_cast<float>(row[n[2]])});
    }
    if (columns_.intensity) {
      intensities_.push_back(static_cast<float>(row[*columns_.intensity]));
    }
  }

  void NoteBadLine(int number) { first_bad_line_ = bad_lines_++ == 0 ? number : first_bad_line_; }

  void Finish() {
    if (cloud_.scans.empty()) {
      cloud_.scans.emplace_back();
    }
    cloud_.intensities = SpreadIntensities(intensities_);
  }

  const Layout& layout_;
  const TextColumns& columns_;
  Cloud& cloud_;
  CloudBuilder builder_;
  std::vector<float> intensities_;
  uint64_t rows_ = 0;
  uint64_t promised_ = 0;
  uint64_t bad_lines_ = 0;
  int first_bad_line_ = 0;
};

std::optional<Diagnostic> Refusal(const TextReader& reader, const std::string& file) {
  if (reader.rows() < reader.promised()) {
    return CloudError(file,
                      messages::kCloudFewerPoints,
                      messages::kCloudCopyAgain,
                      fmt::arg("said", reader.promised()),
                      fmt::arg("there", reader.rows()));
  }
  // A few lines may be remarks of some program; many mean that this is no cloud.
  if (reader.bad_lines() > kHeaderLines + reader.rows() / 100) {
    Diagnostic wrong = CloudError(file, messages::kCloudUnknown, messages::kCloudUnknownRemedy);
    wrong.line = reader.first_bad_line();
    return wrong;
  }
  return std::nullopt;
}

}  // namespace

bool LooksLikeTextCloud(std::string_view bytes) {
  constexpr size_t kStart = 1 << 16;
  const std::string_view start = bytes.substr(0, kStart);
  return start.find('\0') == std::string_view::npos && LookAt(start).found;
}

Result<Cloud> ReadTextCloud(std::string_view bytes, const std::string& file) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  const Layout layout = LookAt(bytes);
  if (!layout.found) {
    return Result<Cloud>::Failed(
        CloudError(file, messages::kCloudUnknown, messages::kCloudUnknownRemedy));
  }
  Cloud cloud;
  TextReader reader(layout, cloud);
  reader.Read(bytes);
  if (auto wrong = Refusal(reader, file)) {
    return Result<Cloud>::Failed(std::move(*wrong));
  }
  std::vector<Diagnostic> notes = LeftOutNotes(reader.left_out(), file);
  if (layout.columns.doubtful) {
    notes.push_back(CloudWarning(file,
                                 messages::kTextColumns,
                                 messages::kTextColumnsRemedy,
                                 fmt::arg("count", layout.columns.count)));
  }
  if (reader.bad_lines() > 0) {
    Diagnostic skipped = CloudWarning(file,
                                      messages::kTextLines,
                                      messages::kTextLinesRemedy,
                                      fmt::arg("count", reader.bad_lines()));
    skipped.line = reader.first_bad_line();
    notes.push_back(std::move(skipped));
  }
  return CloudWithNotes(std::move(cloud), std::move(notes), file);
}

}  // namespace disan
