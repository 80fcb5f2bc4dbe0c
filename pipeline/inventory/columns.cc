#include "pipeline/inventory/columns.h"

#include "formats/language/unicode.h"
#include "formats/record/validate.h"

#include <map>
#include <vector>

namespace disan {
namespace {

// One line a column, as tables are read: the formatter keeps off.
// clang-format off
constexpr InventoryColumn kColumns[] = {
    {"", ColumnKind::kOrdinal, "STT", "No.", "tt|so tt|so thu tu|no|number", "Số thứ tự; dòng có chữ VD là dòng ví dụ, không được nhập", "VD", 6},
    {"id", ColumnKind::kIdentifier, "Mã di tích", "Site ID", "ma|ma so|ma di tich|id|site id|ma dinh danh", "Chữ thường không dấu, chữ số, gạch nối; vĩnh viễn, không đổi khi xếp hạng hay sáp nhập. Để trống thì lấy theo tên", "chua-lien-phai", 20},
    {"name.vi", ColumnKind::kText, "Tên di tích", "Name (Vietnamese)", "ten|ten di tich tieng viet|ten goi|di tich|ten di tich danh thang|name|name vi", "Tên đầy đủ bằng tiếng Việt, có dấu", "Chùa Liên Phái", 30, true},
    {"name.en", ColumnKind::kText, "Tên tiếng Anh", "Name (English)", "ten di tich tieng anh|name en|english name", "Tên cho khách nước ngoài", "Liên Phái Pagoda", 28},
    {"name.lzh", ColumnKind::kText, "Tên Hán-Nôm", "Name (Hán-Nôm)", "ten han nom|ten chu han|chu han|name lzh", "Tên chữ Hán, chữ Nôm nếu có", "蓮派寺", 14},
    {"other_names", ColumnKind::kTexts, "Tên gọi khác", "Other names", "ten khac|other names", "Nhiều tên thì cách nhau bằng dấu chấm phẩy", "Liên Hoa; Liên Tông", 24},
    {"type", ColumnKind::kChoice, "Loại hình", "Type", "loai hinh di tich|loai di tich|loai|type", "Chọn trong danh sách", "Kiến trúc nghệ thuật", 24, false, {}, "history=lich su|history=lich su van hoa|history=lich su cach mang|history=luu niem su kien|history=luu niem danh nhan|architecture-art=kien truc nghe thuat|architecture-art=nghe thuat|architecture-art=kien truc|archaeology=khao co|archaeology=khao co hoc|scenic=danh lam thang canh|scenic=danh thang|scenic=thang canh|mixed=hon hop|mixed=lich su va kien truc nghe thuat|mixed=lich su kien truc nghe thuat"},
    {"rank", ColumnKind::kChoice, "Cấp xếp hạng", "Rank", "xep hang|hang|cap|cap di tich|hang di tich|rank", "Chọn trong danh sách", "Quốc gia", 24, false, {}, "special-national=quoc gia dac biet|special-national=dac biet|special-national=qgdb|national=quoc gia|national=qg|provincial=tinh|provincial=thanh pho|provincial=tinh thanh pho|provincial=tp|inventoried=chua xep hang|inventoried=da kiem ke|inventoried=kiem ke|inventoried=trong danh muc kiem ke"},
    {"registration", ColumnKind::kText, "Số kiểm kê", "Inventory number", "so dang ky|so ho so|ma kiem ke|registration", "Số trong danh mục kiểm kê của phường, xã", "BM-001", 14},
    {"decision.number", ColumnKind::kText, "Số quyết định", "Decision number", "quyet dinh|so qd|qd so|quyet dinh xep hang|so quyet dinh xep hang|decision number", "Số, ký hiệu quyết định xếp hạng", "313-VH/VP", 18},
    {"decision.date", ColumnKind::kDate, "Ngày quyết định", "Decision date", "ngay qd|ngay ky|ngay thang quyet dinh|ngay xep hang|nam xep hang|decision date", "Ngày/tháng/năm, hoặc chỉ ghi năm", "28/04/1962", 16},
    {"decision.issuer", ColumnKind::kText, "Cơ quan ban hành", "Issued by", "co quan ky|noi ban hanh|decision issuer|issuer", "Cơ quan ký quyết định", "Bộ Văn hóa", 20},
    {"address.vi", ColumnKind::kText, "Địa chỉ", "Address (Vietnamese)", "dia diem|vi tri|dia chi hien nay|address|address vi", "Số nhà, ngõ, đường, phường, thành phố", "Ngõ Chùa Liên Phái, phố Bạch Mai", 34},
    {"address.en", ColumnKind::kText, "Địa chỉ tiếng Anh", "Address (English)", "address en|english address", "Địa chỉ cho khách nước ngoài", "Chùa Liên Phái Alley, Bạch Mai Street", 30},
    {"address.hamlet", ColumnKind::kText, "Thôn, tổ dân phố", "Hamlet or quarter", "thon|to dan pho|thon to dan pho|ap|hamlet", "Thôn, tổ dân phố", "", 18},
    {"address.ward", ColumnKind::kText, "Phường, xã", "Ward", "phuong|xa|phuong xa moi|phuong xa hien nay|ward", "Phường, xã hiện nay", "Bạch Mai", 18},
    {"address.former_ward", ColumnKind::kText, "Phường, xã cũ", "Former ward", "phuong cu|xa cu|phuong xa truoc sap nhap|phuong xa truoc day|former ward", "Phường, xã trước khi sắp xếp", "Cầu Dền", 18},
    {"address.former_district", ColumnKind::kText, "Quận, huyện cũ", "Former district", "quan|huyen|quan huyen|quan huyen truoc day|former district", "Quận, huyện trước đây", "Hai Bà Trưng", 18},
    {"address.city", ColumnKind::kText, "Tỉnh, thành phố", "Province or city", "tinh|thanh pho|tinh tp|city|province", "Tỉnh, thành phố", "Hà Nội", 16},
    {"location.lat", ColumnKind::kNumber, "Vĩ độ", "Latitude", "lat|latitude|vi do wgs84", "WGS84, độ thập phân, từ 8 đến 24", "21.0093", 12},
    {"location.lon", ColumnKind::kNumber, "Kinh độ", "Longitude", "lon|lng|longitude|kinh do wgs84", "WGS84, độ thập phân, từ 102 đến 118", "105.8534", 12},
    {"location.x", ColumnKind::kNumber, "X (VN-2000)", "X (VN-2000)", "x|toa do x|x vn2000|vn 2000 x", "Mét, hướng bắc; dùng thay cho vĩ độ, kinh độ", "", 14},
    {"location.y", ColumnKind::kNumber, "Y (VN-2000)", "Y (VN-2000)", "y|toa do y|y vn2000|vn 2000 y", "Mét, hướng đông", "", 14},
    {"location.crs", ColumnKind::kGrid, "Hệ toạ độ", "Coordinate system", "he toa do vn 2000|crs|epsg", "Bắt buộc khi ghi X, Y. Ví dụ: múi 3, kinh tuyến trục 105°00'; hoặc EPSG:3405", "", 14},
    {"dating.text.vi", ColumnKind::kText, "Niên đại", "Dating", "thoi gian xay dung|nam xay dung|nien dai xay dung|thoi ky|dating", "Như người ta thường nói", "Khởi dựng năm 1726", 22},
    {"dating.edtf", ColumnKind::kEdtf, "Niên đại (EDTF)", "Dating (EDTF)", "edtf|dating edtf", "Cho máy: 1726, 17XX, 1720/1729, 1726~", "1726", 14},
    {"description.vi", ColumnKind::kText, "Giới thiệu", "Description (Vietnamese)", "mo ta|gioi thieu tieng viet|noi dung|tom tat|description|description vi", "Vài câu cho người xem", "Ngôi chùa cổ ở phố Bạch Mai, nổi bật với tháp Diệu Quang.", 44},
    {"description.en", ColumnKind::kText, "Giới thiệu tiếng Anh", "Description (English)", "mo ta tieng anh|description en", "Bản tiếng Anh của phần giới thiệu", "An old pagoda on Bạch Mai Street, known for its Diệu Quang tower.", 44},
    {"part_of", ColumnKind::kReference, "Thuộc quần thể", "Part of", "thuoc cum di tich|thuoc cum|quan the|thuoc di tich|part of", "Mã của quần thể, cụm di tích lớn hơn", "", 20},
    {"manager.name.vi", ColumnKind::kText, "Đơn vị quản lý", "Managed by", "ban quan ly|don vi quan ly su dung|nguoi trong coi|quan ly|manager", "Ban quản lý, người trông coi", "Ban Quản lý di tích phường Bạch Mai", 28},
    {"manager.phone", ColumnKind::kPhone, "Điện thoại", "Telephone", "so dien thoai|dt|sdt|phone", "Số điện thoại của đơn vị", "024 3863 0000", 16},
    {"manager.email", ColumnKind::kEmail, "Thư điện tử", "E-mail", "email|e mail|hop thu", "Địa chỉ thư công vụ", "", 22},
    {"condition.state", ColumnKind::kChoice, "Tình trạng bảo tồn", "Condition", "tinh trang|hien trang|tinh trang di tich|condition", "Chọn trong danh sách", "Tốt", 20, false, {}, "good=tot|good=con tot|fair=kha|fair=trung binh|poor=xuong cap|ruined=hu hong nang|ruined=phe tich|ruined=xuong cap nghiem trong|lost=da mat|lost=mat|lost=khong con"},
    {"condition.text.vi", ColumnKind::kText, "Mô tả tình trạng", "Condition in words", "mo ta hien trang|condition text", "Hạng mục nào xuống cấp, ra sao", "Hệ mái mới tu bổ", 26},
    {"condition.date", ColumnKind::kDate, "Ngày đánh giá", "Assessed on", "ngay kiem tra|condition date", "Ngày/tháng/năm", "12/03/2026", 16},
    {"restrictions.vi", ColumnKind::kText, "Hạn chế công bố", "Restrictions", "dieu khong duoc cong bo|han che|restrictions", "Điều không được làm hoặc công bố", "", 24},
    {"sensitive", ColumnKind::kFlag, "Nhạy cảm", "Sensitive", "di tich nhay cam|sensitive", "Có: không đưa toạ độ và điểm chụp ra bản công khai", "Không", 12},
    {"rights.holder", ColumnKind::kText, "Chủ sở hữu quyền", "Rights holder", "nguoi giu quyen|rights holder", "Ai giữ quyền đối với ảnh và bản quét", "UBND phường Bạch Mai", 24},
    {"rights.statement", ColumnKind::kUri, "Tuyên bố quyền", "Rights statement", "giay phep|rights statement|license", "Địa chỉ bắt đầu bằng http", "http://rightsstatements.org/vocab/InC/1.0/", 28},
    {"rights.access", ColumnKind::kChoice, "Phạm vi công bố", "Access", "quyen truy cap|access", "Chọn trong danh sách", "Ai cũng xem được", 20, false, {}, "public=cong khai|public=moi nguoi|restricted=noi bo|restricted=can bo|closed=khong cong khai|closed=mat"},
};
// clang-format on

std::span<const Choice> ChoicesOf(std::string_view key) {
  return key == "type"              ? RelicTypeChoices()
         : key == "rank"            ? RelicRankChoices()
         : key == "condition.state" ? ConditionStateChoices()
         : key == "rights.access"   ? AccessChoices()
                                    : std::span<const Choice>();
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

using HeadingTable = std::map<std::string, const InventoryColumn*, std::less<>>;

const HeadingTable& Headings() {
  static const HeadingTable kTable = [] {
    HeadingTable table;
    for (const InventoryColumn& column : InventoryColumns()) {
      table.emplace(Folded(column.heading), &column);
      table.emplace(Folded(column.english), &column);
      for (const std::string& alias : Split(column.aliases, '|')) {
        table.emplace(alias, &column);
      }
    }
    return table;
  }();
  return kTable;
}

// "Cấp quốc gia đặc biệt" and "Di tích quốc gia đặc biệt" are the same rank.
std::string WithoutLead(std::string folded) {
  for (const std::string_view lead : {"di tich ", "cap ", "loai hinh ", "di tich cap "}) {
    if (folded.rfind(lead, 0) == 0 && folded.size() > lead.size()) {
      folded.erase(0, lead.size());
    }
  }
  return folded;
}

}  // namespace

std::span<const InventoryColumn> InventoryColumns() {
  // The choices come from the record's own tables, which no constant expression can name.
  static const std::vector<InventoryColumn> kAll = [] {
    std::vector<InventoryColumn> columns(std::begin(kColumns), std::end(kColumns));
    for (InventoryColumn& column : columns) {
      column.choices = ChoicesOf(column.key);
    }
    return columns;
  }();
  return kAll;
}

const InventoryColumn* ColumnOfKey(std::string_view key) {
  for (const InventoryColumn& column : InventoryColumns()) {
    if (key == column.key && !key.empty()) {
      return &column;
    }
  }
  return nullptr;
}

std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : FoldForSearch(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      folded += c;
    } else if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  if (!folded.empty() && folded.back() == ' ') {
    folded.pop_back();
  }
  return folded;
}

const InventoryColumn* ColumnOfHeading(std::string_view heading) {
  // "Tên di tích (*)" and "Tên di tích:" are the same heading; the folding takes the signs away.
  const std::string folded = Folded(heading);
  const auto found = Headings().find(folded);
  if (found != Headings().end()) {
    return found->second;
  }
  return ColumnOfKey(heading);
}

std::string NearestHeading(std::string_view heading) {
  const std::string folded = Folded(heading);
  std::string nearest;
  int least = folded.size() >= 12 ? 3 : folded.size() > 4 ? 2 : 1;  // “Kinh phí” is not “Kinh độ”
  for (const InventoryColumn& column : InventoryColumns()) {
    if (const int distance = EditDistance(folded, Folded(column.heading)); distance < least) {
      least = distance;
      nearest = column.heading;
    }
  }
  return nearest;
}

std::string ChoiceWord(const InventoryColumn& column, std::string_view written) {
  const std::string folded = Folded(written);
  const std::string bare = WithoutLead(folded);
  for (const Choice& choice : column.choices) {
    if (folded == Folded(choice.word) || bare == WithoutLead(Folded(choice.vi)) ||
        folded == Folded(choice.en)) {
      return choice.word;
    }
  }
  for (const std::string& synonym : Split(column.synonyms, '|')) {
    const size_t equals = synonym.find('=');
    if (bare == synonym.substr(equals + 1)) {
      return synonym.substr(0, equals);
    }
  }
  return "";
}

std::string ChoiceLabel(const InventoryColumn& column, std::string_view word) {
  for (const Choice& choice : column.choices) {
    if (word == choice.word) {
      std::string label = choice.vi;
      for (const std::string_view lead : {"di tích ", "cấp "}) {
        if (label.rfind(lead, 0) == 0) {
          label.erase(0, lead.size());
        }
      }
      if (label[0] >= 'a' && label[0] <= 'z') {
        label[0] = static_cast<char>(label[0] - 'a' + 'A');
      } else if (label.rfind("đ", 0) == 0) {
        label.replace(0, std::string_view("đ").size(), "Đ");
      }
      return label;
    }
  }
  return std::string(word);
}

std::string NearestChoice(const InventoryColumn& column, std::string_view written) {
  const std::string bare = WithoutLead(Folded(written));
  std::string nearest;
  int least = bare.size() > 5 ? 4 : 2;
  for (const Choice& choice : column.choices) {
    const std::string label = ChoiceLabel(column, choice.word);
    if (const int distance = EditDistance(bare, Folded(label)); distance < least) {
      least = distance;
      nearest = label;
    }
  }
  return nearest;
}

}  // namespace disan
