#include "pipeline/inventory/site_yaml.h"

#include "formats/language/inventory_messages.h"
#include "formats/record/scalars.h"
#include "pipeline/inventory/columns.h"
#include "pipeline/inventory/unknown_value.h"
#include "pipeline/session/session_text.h"
#include "pipeline/session/yaml_values.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace disan {
namespace {

std::vector<std::string> SplitTexts(const std::string& text) {
  std::vector<std::string> parts;
  size_t start = 0;
  while (start <= text.size()) {
    const size_t end = std::min(text.find(';', start), text.size());
    std::string part = text.substr(start, end - start);
    part.erase(0, part.find_first_not_of(" \n"));
    part.erase(part.find_last_not_of(" \n") + 1);
    if (!part.empty()) {
      parts.push_back(part);
    }
    start = end + 1;
  }
  return parts;
}

// The value as it is written in YAML.
std::string YamlOf(const InventoryColumn& column, const std::string& value) {
  if (const std::string reason = UnknownReason(column, value); !reason.empty()) {
    return "{unknown: " + QuotedYaml(reason) + "}";
  }
  switch (column.kind) {
    case ColumnKind::kNumber:
    case ColumnKind::kFlag:
    case ColumnKind::kChoice:
    case ColumnKind::kIdentifier:
    case ColumnKind::kReference:
    case ColumnKind::kDate:
      return value;
    case ColumnKind::kTexts: {
      std::vector<std::string> quoted;
      for (const std::string& part : SplitTexts(value)) {
        quoted.push_back("{vi: " + QuotedYaml(part) + "}");
      }
      return fmt::format("[{}]", fmt::join(quoted, ", "));
    }
    default:
      return QuotedYaml(value);
  }
}

std::string Question(const char* text) {
  return fmt::format("# {}: {}\n", kOpenQuestion, text);
}

// What the record needs and `init` would ask for too.
struct Needed {
  const char* key;  // of the top level
  const char* question;
};
constexpr Needed kNeeded[] = {
    {"type",
     "loại hình? history (lịch sử), architecture-art (kiến trúc nghệ thuật), archaeology (khảo "
     "cổ), scenic (danh thắng) hay mixed (hỗn hợp)"},
    {"rank",
     "cấp xếp hạng? special-national (quốc gia đặc biệt), national (quốc gia), provincial (tỉnh, "
     "thành phố) hay inventoried (đã kiểm kê)"},
    {"address", "địa chỉ? Viết address: {vi: \"…\", ward: \"…\", city: \"…\"}"},
    {"location", "toạ độ? Viết location: {lat: 21.0093, lon: 105.8534}"},
    {"description", "vài câu giới thiệu cho người xem? Viết description: {vi: \"…\", en: \"…\"}"},
};

std::string TopOf(std::string_view key) {
  return std::string(key.substr(0, key.find('.')));
}

// The values under one key of the top level, as a tree of flow mappings: {vi: "…", ward: "…"}.
std::string GroupText(const InventoryRow& row, const std::string& prefix) {
  std::vector<std::string> parts;
  std::string last;
  for (const InventoryColumn& column : InventoryColumns()) {
    const std::string key = column.key;
    if (key.rfind(prefix + ".", 0) != 0) {
      continue;
    }
    const std::string rest = key.substr(prefix.size() + 1);
    const std::string name = TopOf(rest);
    if (name == last) {
      continue;
    }
    const std::string value = row.Get(key);
    const std::string nested = rest == name ? "" : GroupText(row, prefix + "." + name);
    if (rest == name ? !value.empty() : !nested.empty()) {
      last = name;
      parts.push_back(name + ": " + (rest == name ? YamlOf(column, value) : nested));
    }
  }
  return parts.empty() ? "" : fmt::format("{{{}}}", fmt::join(parts, ", "));
}

bool SameValue(const InventoryColumn& column, const std::string& a, const std::string& b) {
  if (column.kind == ColumnKind::kNumber) {
    const auto x = ParseNumber(a);
    const auto y = ParseNumber(b);
    return x && y && std::abs(*x - *y) < 1e-9;
  }
  return a == b;
}

// The value as one text: other names come as a list.
std::string WrittenValue(const YamlNode* node) {
  if (node == nullptr) {
    return "";
  }
  if (const std::string unknown = UnknownValueOf(*node); !unknown.empty()) {
    return unknown;
  }
  if (!node->IsSequence()) {
    return node->scalar;
  }
  std::vector<std::string> parts;
  for (const YamlNode& item : node->items) {
    const YamlNode* vi = FindValue(item, "vi");
    parts.push_back(vi == nullptr ? "" : vi->scalar);
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string Offered(const InventoryColumn& column, const std::string& value) {
  return column.kind == ColumnKind::kTexts ? fmt::format("{}", fmt::join(SplitTexts(value), "; "))
                                           : value;
}

// The question of `init` under a key that now has its answer.
std::string WithoutQuestion(std::string text, const std::string& key) {
  const size_t at = text.rfind("\n" + key + ":", std::string::npos);
  if (at == std::string::npos) {
    return text;
  }
  const size_t next = text.find('\n', at + 1);
  const std::string question = fmt::format("# {}", kOpenQuestion);
  if (next != std::string::npos && text.compare(next + 1, question.size(), question) == 0) {
    const size_t end = std::min(text.find('\n', next + 1), text.size() - 1);
    text.erase(next + 1, end - next);
  }
  return text;
}

class Updater {
 public:
  Updater(const std::string& text, const std::string& file, const InventoryRow& row)
      : file_(file), row_(row) {
    update_.text = text;
  }

  SiteUpdate Update(const InventoryRow* earlier) {
    std::string parsed = update_.text;
    Result<YamlNode> tree = ParseYaml(parsed, file_);
    for (const InventoryColumn& column : InventoryColumns()) {
      const std::string value = Offered(column, row_.Get(column.key));
      if (value.empty() || std::string_view(column.key) == "id") {
        continue;
      }
      if (parsed != update_.text) {
        parsed = update_.text;
        tree = ParseYaml(parsed, file_);
      }
      if (!tree) {
        Broken();
        break;
      }
      const YamlNode* node = FindValue(*tree, column.key);
      const std::string now = WrittenValue(node);
      if (SameValue(column, now, value)) {
        continue;
      }
      const bool ours =
          earlier != nullptr && SameValue(column, now, Offered(column, earlier->Get(column.key)));
      const bool empty = now.empty() && (node == nullptr || !node->IsMapping());
      if (empty || ours) {
        Set(column, value);
      } else {
        Kept(column, *node, now, value);
      }
    }
    return std::move(update_);
  }

 private:
  void Add(const InventoryColumn& column, Severity severity, Text what, Text remedy) {
    const auto value = row_.values.find(column.key);
    update_.problems.push_back(
        {.said = {.severity = severity,
                  .file = {},
                  .what = std::move(what),
                  .remedy = std::move(remedy)},
         .place = {row_.sheet, row_.row, value == row_.values.end() ? -1 : value->second.column}});
  }

  void Set(const InventoryColumn& column, const std::string& value) {
    Result<std::string> edited = SetValue(update_.text, file_, column.key, YamlOf(column, value));
    if (!edited) {
      Add(column,
          Severity::kWarning,
          Say(messages::kInventoryCannotSet,
              fmt::arg("offered", value),
              fmt::arg("key", column.key),
              fmt::arg("file", file_)),
          Say(messages::kInventoryCannotSetRemedy, fmt::arg("file", file_)));
      return;
    }
    update_.text = std::move(*edited);
    // The name's question asks for the English: it is answered when that is there.
    const std::string top = TopOf(column.key);
    if (top != "name" || std::string_view(column.key) == "name.en") {
      update_.text = WithoutQuestion(std::move(update_.text), top);
    }
  }

  void Kept(const InventoryColumn& column,
            const YamlNode& node,
            const std::string& now,
            const std::string& value) {
    Add(column,
        Severity::kWarning,
        Say(messages::kInventoryHandEdit,
            fmt::arg("file", file_),
            fmt::arg("kept", now),
            fmt::arg("offered", value)),
        Say(messages::kInventoryHandEditRemedy,
            fmt::arg("line", node.line),
            fmt::arg("file", file_)));
  }

  void Broken() {
    update_.problems.push_back(
        {.said = {.severity = Severity::kError,
                  .file = {},
                  .what = Say(messages::kInventorySiteBroken, fmt::arg("file", file_)),
                  .remedy = Say(messages::kInventorySiteBrokenRemedy,
                                fmt::arg("folder", file_.substr(0, file_.rfind('/'))))},
         .place = {row_.sheet, row_.row, -1}});
  }

  const std::string& file_;
  const InventoryRow& row_;
  SiteUpdate update_;
};

}  // namespace

std::string SiteYamlOf(const InventoryRow& row) {
  std::string text = fmt::format(
      "# Hồ sơ di tích, lập từ danh mục kiểm kê. Sửa tuỳ ý: nhập lại danh mục không đổi chữ bạn đã "
      "sửa.\n"
      "# Chỗ nào có “{}” là câu hỏi cho bạn; trả lời xong thì xoá dòng đó.\n"
      "# Chưa biết chắc thì ghi {{unknown: \"lý do\"}}, đừng đoán.\n"
      "disan: 1\nid: {}\n",
      kOpenQuestion,
      row.id);
  std::string last;
  for (const InventoryColumn& column : InventoryColumns()) {
    const std::string key = column.key;
    const std::string top = TopOf(key);
    if (key.empty() || key == "id" || top == last) {
      continue;
    }
    last = top;
    const std::string value = key == top ? row.Get(key) : GroupText(row, top);
    if (!value.empty()) {
      text += top + ": " + (key == top ? YamlOf(column, value) : value) + "\n";
      if (top == "name" && row.Get("name.en").empty()) {
        text += Question("tên tiếng Anh? Thêm en: \"…\" vào dòng trên");
      }
      continue;
    }
    for (const Needed& needed : kNeeded) {
      if (top == needed.key) {
        text += top + ":\n" + Question(needed.question);
      }
    }
  }
  return text;
}

SiteUpdate UpdatedSiteYaml(const std::string& text,
                           const std::string& file,
                           const InventoryRow& row,
                           const InventoryRow* earlier) {
  return Updater(text, file, row).Update(earlier);
}

}  // namespace disan
