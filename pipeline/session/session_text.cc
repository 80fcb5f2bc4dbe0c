#include "pipeline/session/session_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return quoted + "\"";
}

// Without quotes where nobody could read it as anything but a path.
std::string PathText(const std::string& path) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '.' || c == '-';
  });
  const bool letter_first = !path.empty() && ((path[0] | 0x20) >= 'a' && (path[0] | 0x20) <= 'z');
  return plain && letter_first && path.find('/') != std::string::npos ? path : Quoted(path);
}

std::string PathsText(const std::vector<std::string>& paths) {
  if (paths.size() == 1) {
    return PathText(paths.front());
  }
  std::vector<std::string> texts;
  for (const std::string& path : paths) {
    texts.push_back(PathText(path));
  }
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string Question(const std::string& text) {
  return fmt::format("# {}: {}", kOpenQuestion, text);
}

const char* PictureKey(GroupKind kind) {
  return kind == GroupKind::kScenePanorama      ? "panorama"
         : kind == GroupKind::kSceneDualFisheye ? "dual_fisheye"
                                                : "photos";
}

std::string ScansText(const std::vector<std::string>& scans) {
  std::vector<std::string> texts;
  for (const std::string& scan : scans) {
    texts.push_back(PathText(scan));
  }
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

void AskNames(const NewEntry& entry, YamlLines& lines) {
  const char* what = IsSceneKind(entry.kind) ? "điểm chụp" : "hiện vật";
  lines.push_back(
      Question(entry.name_is_guess
                   ? fmt::format("tên {} này là gì? Viết name: {{vi: \"…\", en: \"…\"}}", what)
                   : fmt::format("tên tiếng Anh của {} này? Viết name: {{vi: {}, en: \"…\"}}",
                                 what,
                                 Quoted(entry.name))));
}

YamlLines LinesOf(const NewEntry& entry) {
  YamlLines lines{"id: " + entry.id, fmt::format("name: {{vi: {}}}", Quoted(entry.name))};
  AskNames(entry, lines);
  if (!entry.replaces.empty()) {
    lines.push_back(
        fmt::format("# Thay cho lần chụp ở {} trong chuyến tham quan.", entry.replaces));
  }
  if (!entry.scans.empty()) {
    lines.push_back("scans: " + ScansText(entry.scans));
    lines.push_back(
        Question("đơn vị của bản quét là mm, cm hay m, trục nào hướng lên? Viết units: mm và up: z "
                 "(hoặc up: y); tệp đã ghi thì "
                 "bỏ qua"));
    if (!entry.repeated_scans.empty()) {
      lines.push_back("# Cùng tên, dạng tệp khác, coi là cùng một bản quét nên không dùng: " +
                      PathsText(entry.repeated_scans));
    }
    if (entry.scans.size() > 1) {
      lines.push_back(
          Question("các bản quét này có đúng là của cùng một hiện vật không? Nếu không, tách thành "
                   "nhiều mục"));
    }
  }
  if (!entry.pictures.empty()) {
    const std::string remark = entry.remark.empty() ? "" : "  # " + entry.remark;
    lines.push_back(
        fmt::format("{}: {}{}", PictureKey(entry.kind), PathsText(entry.pictures), remark));
  }
  if (entry.brackets > 1 && IsSceneKind(entry.kind)) {
    lines.push_back(fmt::format(
        "brackets: {}  # chụp bù sáng, {} ảnh mỗi hướng", entry.brackets, entry.brackets));
  }
  if (entry.ask_kind && entry.kind == GroupKind::kScenePhotos) {
    lines.push_back(
        Question("đây có đúng là ảnh chụp xoay tại một chỗ không? Nếu là ảnh chụp vòng quanh "
                 "một hiện vật, chuyển mục này xuống objects"));
  }
  return lines;
}

std::string FlowOf(const NewEntry& entry) {
  std::string text = fmt::format("{{id: {}, name: {{vi: {}}}", entry.id, Quoted(entry.name));
  if (!entry.scans.empty()) {
    text += ", scans: " + ScansText(entry.scans);
  }
  if (!entry.pictures.empty()) {
    text += fmt::format(", {}: {}", PictureKey(entry.kind), PathsText(entry.pictures));
  }
  if (entry.brackets > 1 && IsSceneKind(entry.kind)) {
    text += fmt::format(", brackets: {}", entry.brackets);
  }
  return text + "}";
}

std::string Filled(const char* key, const std::string& value, const std::string& question) {
  return value.empty() ? fmt::format("  {}:\n  {}\n", key, Question(question))
                       : fmt::format("  {}: {}\n", key, Quoted(value));
}

}  // namespace

bool IsSceneKind(GroupKind kind) {
  return kind == GroupKind::kScenePhotos || kind == GroupKind::kScenePanorama ||
         kind == GroupKind::kSceneDualFisheye;
}

std::string NewSiteYaml(const std::string& id, const std::string& name) {
  return fmt::format(R"(# Hồ sơ di tích. Sửa tuỳ ý: disan không bao giờ ghi đè tệp này.
# Chỗ nào có “{question}” là câu hỏi cho bạn; trả lời xong thì xoá dòng đó.
# Chưa biết chắc thì ghi {{unknown: "lý do"}}, đừng đoán.
disan: 1
id: {id}
# {question}: mã di tích ở trên có đúng không? Mã là vĩnh viễn, không ghi cấp xếp hạng hay địa danh
name: {{vi: {name}}}
# {question}: tên đầy đủ bằng tiếng Việt và tiếng Anh? Viết name: {{vi: "…", en: "…"}}
type:
# {question}: history (lịch sử), architecture-art (kiến trúc nghệ thuật), archaeology (khảo cổ), scenic (danh thắng) hay mixed (hỗn hợp)?
rank:
# {question}: special-national (quốc gia đặc biệt), national (quốc gia), provincial (tỉnh, thành phố) hay inventoried (đã kiểm kê)?
decision:
# {question}: quyết định xếp hạng? Viết decision: {{number: "…", date: 1962-04-28, issuer: "…"}}
address:
# {question}: địa chỉ? Viết address: {{vi: "…", ward: "…", former_ward: "…", city: "…"}}
location:
# {question}: toạ độ? Viết location: {{lat: 21.0093, lon: 105.8534}} hoặc VN-2000 {{x: …, y: …, crs: "EPSG:3405"}}
description:
# {question}: vài câu giới thiệu cho người xem? Viết description: {{vi: "…", en: "…"}}
)",
                     fmt::arg("question", kOpenQuestion),
                     fmt::arg("id", id),
                     fmt::arg("name", Quoted(name)));
}

std::vector<ListAddition> AdditionsOf(const std::vector<NewEntry>& entries) {
  ListAddition scenes{.key = "scenes"};
  ListAddition objects{.key = "objects"};
  for (const NewEntry& entry : entries) {
    ListAddition& list = IsSceneKind(entry.kind) ? scenes : objects;
    list.entries.push_back(LinesOf(entry));
    list.flow.push_back(FlowOf(entry));
  }
  return {std::move(scenes), std::move(objects)};
}

std::string NewSessionYaml(const VisitFacts& visit, const std::vector<NewEntry>& entries) {
  std::string text = fmt::format(
      "# Phiên chụp ngày {}/{}/{}. Sửa tuỳ ý: chạy lại disan init chỉ thêm mục mới,\n"
      "# không đổi chữ nào bạn đã viết. Chỗ nào có “{}” là câu hỏi cho bạn;\n"
      "# trả lời xong thì xoá dòng đó.\n"
      "disan: 1\ncapture:\n  date: {}\n",
      visit.day.substr(8, 2),
      visit.day.substr(5, 2),
      visit.day.substr(0, 4),
      kOpenQuestion,
      visit.day);
  if (visit.day_is_guess) {
    text +=
        "  " + Question("ngày này lấy từ tệp vì ảnh không ghi ngày chụp; có đúng không?") + "\n";
  }
  text += Filled("operator", visit.artist, "ai chụp?");
  text += Filled("device", visit.device, "máy ảnh, máy quét nào?");
  if (!visit.lens.empty()) {
    text += fmt::format("  lens: {}\n", Quoted(visit.lens));
  }
  text += Filled("conditions", "", "thời tiết, ánh sáng lúc chụp?");
  text += Filled("permission", "", "ai cho phép chụp, giấy phép số mấy?");
  text += "rights:\n";
  text += Filled("holder", visit.copyright, "ai giữ quyền đối với ảnh và bản quét?");
  text += Filled("statement",
                 "",
                 "quyền sử dụng? Ví dụ \"http://rightsstatements.org/vocab/InC/1.0/\" "
                 "(giữ mọi quyền) hoặc \"https://creativecommons.org/licenses/by/4.0/\"");
  text += Filled("access", "", "ai được xem: public (mọi người), restricted (cán bộ) hay closed?");
  for (const std::string& file : visit.loose) {
    text += "# Ảnh lẻ, chưa thuộc điểm chụp nào: " + file + "\n";
  }
  for (const ListAddition& list : AdditionsOf(entries)) {
    if (list.entries.empty()) {
      continue;
    }
    text += list.key + ":\n";
    for (const YamlLines& lines : list.entries) {
      for (size_t i = 0; i < lines.size(); ++i) {
        text += (i == 0 ? "  - " : "    ") + lines[i] + "\n";
      }
    }
  }
  return text;
}

}  // namespace disan
