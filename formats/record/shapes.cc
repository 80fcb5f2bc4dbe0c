// The shapes of site.yaml and of what site, session and object share; session and tour follow in
// files of their own. One line an entry, as tables are read: the formatter keeps off.
#include "formats/record/shapes.h"

namespace disan {
namespace shapes {
namespace {

// clang-format off
constexpr Choice kTypes[] = {
    {"history", "di tích lịch sử", "historical"},
    {"architecture-art", "di tích kiến trúc nghệ thuật", "architecture and art"},
    {"archaeology", "di tích khảo cổ", "archaeological"},
    {"scenic", "danh lam thắng cảnh", "scenic place"},
    {"mixed", "di tích hỗn hợp", "mixed"},
};
constexpr Choice kRanks[] = {
    {"special-national", "cấp quốc gia đặc biệt", "special national"},
    {"national", "cấp quốc gia", "national"},
    {"provincial", "cấp tỉnh, thành phố", "provincial or city"},
    {"inventoried", "đã kiểm kê, chưa xếp hạng", "inventoried, not ranked"},
};
constexpr Choice kAccess[] = {
    {"public", "ai cũng xem được", "for everyone"},
    {"restricted", "chỉ cán bộ quản lý", "for staff only"},
    {"closed", "không công bố", "not published"},
};
constexpr Choice kClasses[] = {
    {"relic", "di vật", "relic"},
    {"antiquity", "cổ vật", "antiquity"},
    {"national-treasure", "bảo vật quốc gia", "national treasure"},
};
constexpr Choice kUnits[] = {
    {"mm", "milimét", "millimetres"},
    {"cm", "xentimét", "centimetres"},
    {"m", "mét", "metres"},
};
constexpr Choice kUps[] = {
    {"y", "trục y hướng lên", "y is up"},
    {"z", "trục z hướng lên", "z is up"},
};
constexpr Choice kZoneKinds[] = {
    {"protection-1", "khu vực bảo vệ I", "protection area I"},
    {"protection-2", "khu vực bảo vệ II", "protection area II"},
    {"buffer", "vùng đệm", "buffer zone"},
};
constexpr Choice kStates[] = {
    {"good", "tốt", "good"},
    {"fair", "khá", "fair"},
    {"poor", "xuống cấp", "poor"},
    {"ruined", "hư hỏng nặng, phế tích", "ruined"},
    {"lost", "đã mất", "lost"},
};

constexpr Shape kAccessWord{ValueKind::kChoice, {}, nullptr, kAccess};
constexpr Shape kType{ValueKind::kChoice, {}, nullptr, kTypes};
constexpr Shape kRank{ValueKind::kChoice, {}, nullptr, kRanks};
constexpr Shape kZoneKind{ValueKind::kChoice, {}, nullptr, kZoneKinds};
constexpr Shape kState{ValueKind::kChoice, {}, nullptr, kStates};
// Wide enough that a swapped pair gets the better message of location.cc.
constexpr Shape kLatitude{ValueKind::kNumber, {}, nullptr, {}, -180, 180};
constexpr Shape kLongitude{ValueKind::kNumber, {}, nullptr, {}, -180, 180};
constexpr Shape kGridMetres{ValueKind::kNumber, {}, nullptr, {}, 0, 10'000'000};
constexpr Shape kArea{ValueKind::kNumber, {}, nullptr, {}, 0, 1e10};
constexpr Shape kPixels{ValueKind::kNumber, {}, nullptr, {}, 0, 1'000'000};
constexpr Shape kPixelSize{ValueKind::kNumber, {}, nullptr, {}, 1, 1'000'000};
constexpr Shape kTexts{ValueKind::kList, {}, &kBilingual};

constexpr Field kLocationFields[] = {
    {"lat", &kLatitude, false, "vĩ độ WGS84, độ thập phân: 21.0093", "WGS84 latitude, decimal degrees: 21.0093"},
    {"lon", &kLongitude, false, "kinh độ WGS84, độ thập phân: 105.8534", "WGS84 longitude, decimal degrees: 105.8534"},
    {"x", &kGridMetres, false, "X của VN-2000 (hướng bắc), mét", "X of VN-2000 (north), metres"},
    {"y", &kGridMetres, false, "Y của VN-2000 (hướng đông), mét", "Y of VN-2000 (east), metres"},
    {"crs", &kText, false, "hệ toạ độ VN-2000: \"EPSG:3405\"", "the VN-2000 system: \"EPSG:3405\""},
};
constexpr Field kDatingFields[] = {
    {"edtf", &kEdtf, false, "niên đại theo EDTF: 1726, 17XX, 1720/1729, 1726~", "date in EDTF: 1726, 17XX, 1720/1729, 1726~"},
    {"text", &kBilingual, false, "niên đại như người ta nói: thế kỷ XVIII", "the date as people say it: 18th century"},
    {"original", &kText, false, "nguyên văn trên hiện vật: 保泰七年", "as inscribed: 保泰七年"},
};
constexpr Field kConditionFields[] = {
    {"state", &kState, false, "tình trạng", "state"},
    {"text", &kBilingual, false, "mô tả tình trạng", "the condition in words"},
    {"date", &kDate, false, "ngày đánh giá", "when it was assessed"},
};
constexpr Field kRightsFields[] = {
    {"holder", &kText, false, "ai giữ quyền đối với ảnh và bản quét", "who holds the rights in the photos and scans"},
    {"statement", &kUri, false, "địa chỉ của tuyên bố quyền hoặc giấy phép", "address of the rights statement or licence"},
    {"access", &kAccessWord, false, "ai được xem", "who may see it"},
    {"credit", &kText, false, "dòng ghi công cho người xem", "the credit line that visitors see"},
    {"consent", &kText, false, "sự đồng ý của người có mặt trong ảnh", "consent of the people in the photos"},
};
constexpr Field kBlurFields[] = {
    {"yaw_deg", &kYaw, false, "hướng ngang của tâm, độ", "yaw of the centre, degrees"},
    {"pitch_deg", &kPitch, false, "hướng đứng của tâm, độ", "pitch of the centre, degrees"},
    {"width_deg", &kAngle, false, "bề rộng, độ", "width, degrees"},
    {"height_deg", &kAngle, false, "bề cao, độ", "height, degrees"},
    {"photo", &kText, false, "tên tệp ảnh, khi ghi vùng theo điểm ảnh của ảnh đó", "name of the photo, when the region is given in its pixels"},
    {"left_px", &kPixels, false, "cách mép trái của ảnh, điểm ảnh", "from the photo's left edge, pixels"},
    {"top_px", &kPixels, false, "cách mép trên của ảnh, điểm ảnh", "from the photo's top edge, pixels"},
    {"width_px", &kPixelSize, false, "bề rộng, điểm ảnh", "width, pixels"},
    {"height_px", &kPixelSize, false, "bề cao, điểm ảnh", "height, pixels"},
    {"reason", &kText, false, "vì sao làm mờ", "why it is blurred"},
};
constexpr Shape kBlur{ValueKind::kMapping, kBlurFields};
constexpr Shape kBlurs{ValueKind::kList, {}, &kBlur};
constexpr Field kPrivacyFields[] = {
    {"blur", &kBlurs, false, "các vùng phải làm mờ", "the regions to blur"},
};
constexpr Field kFaceFields[] = {
    {"face_model", &kPath, false, "tệp ONNX của bộ tìm mặt người FaceDetectorYN (OpenCV)", "the ONNX file of OpenCV's FaceDetectorYN"},
};
constexpr Shape kFaces{ValueKind::kMapping, kFaceFields};
constexpr Field kDecisionFields[] = {
    {"number", &kText, false, "số quyết định xếp hạng", "number of the ranking decision"},
    {"date", &kDate, false, "ngày hoặc năm của quyết định", "its day or year"},
    {"issuer", &kText, false, "cơ quan ban hành", "who issued it"},
    {"document", &kPath, false, "tệp bản chụp quyết định", "a file with its scan"},
};
constexpr Field kAddressFields[] = {
    {"vi", &kText, false, "địa chỉ bằng tiếng Việt", "the address in Vietnamese"},
    {"en", &kText, false, "địa chỉ bằng tiếng Anh", "the address in English"},
    {"hamlet", &kText, false, "thôn, tổ dân phố", "hamlet or quarter"},
    {"ward", &kText, false, "phường, xã hiện nay", "ward or commune today"},
    {"former_ward", &kText, false, "phường, xã trước sáp nhập", "ward or commune before the merger"},
    {"former_district", &kText, false, "quận, huyện trước đây", "former district"},
    {"city", &kText, false, "tỉnh, thành phố", "province or city"},
};
constexpr Field kZoneFields[] = {
    {"kind", &kZoneKind, true, "loại khu vực", "kind of zone"},
    {"text", &kBilingual, false, "mô tả ranh giới", "the boundary in words"},
    {"area_m2", &kArea, false, "diện tích, mét vuông", "area, square metres"},
    {"boundary", &kPath, false, "tệp ranh giới (GeoJSON, bản đồ)", "a file with the boundary (GeoJSON, a map)"},
};
constexpr Field kManagerFields[] = {
    {"name", &kBilingual, false, "ban quản lý, người trông coi", "who manages or keeps it"},
    {"phone", &kText, false, "điện thoại", "telephone"},
    {"email", &kText, false, "thư điện tử", "e-mail"},
};
constexpr Shape kDecision{ValueKind::kMapping, kDecisionFields};
constexpr Shape kAddress{ValueKind::kMapping, kAddressFields};
constexpr Shape kZone{ValueKind::kMapping, kZoneFields};
constexpr Shape kZones{ValueKind::kList, {}, &kZone};
constexpr Shape kManager{ValueKind::kMapping, kManagerFields};

constexpr Field kSiteFields[] = {
    {"disan", &kVersion, true, "phiên bản của cách ghi: 1", "version of this format: 1"},
    {"id", &kIdentifier, true, "mã di tích, không bao giờ đổi: chua-lien-phai", "permanent id of the site: chua-lien-phai"},
    {"name", &kBilingual, true, "tên di tích", "name of the site"},
    {"other_names", &kTexts, false, "các tên gọi khác", "other names"},
    {"type", &kType, false, "loại hình di tích", "type of the relic"},
    {"rank", &kRank, false, "cấp xếp hạng", "rank"},
    {"registration", &kText, false, "số trong danh mục kiểm kê", "number in the inventory"},
    {"part_of", &kIdentifier, false, "mã của quần thể lớn hơn", "id of the larger site"},
    {"decision", &kDecision, false, "quyết định xếp hạng", "the ranking decision"},
    {"address", &kAddress, false, "địa chỉ", "address"},
    {"location", &kLocation, false, "toạ độ: {lat, lon} hoặc VN-2000 {x, y, crs}", "coordinates: {lat, lon} or VN-2000 {x, y, crs}"},
    {"dating", &kDating, false, "niên đại", "dating"},
    {"description", &kBilingual, false, "giới thiệu cho người xem", "description for visitors"},
    {"zones", &kZones, false, "khu vực bảo vệ", "protection zones"},
    {"manager", &kManager, false, "đơn vị quản lý", "who manages it"},
    {"condition", &kCondition, false, "tình trạng bảo tồn", "state of conservation"},
    {"restrictions", &kBilingual, false, "điều không được làm hoặc công bố", "what may not be done or shown"},
    {"sensitive", &kFlag, false, "true: không đưa toạ độ và điểm chụp ra bản công khai", "true: coordinates and scenes stay out of public exports"},
    {"rights", &kRights, false, "quyền, khi phiên chụp không ghi", "rights, where a session states none"},
    {"privacy", &kFaces, false, "gợi ý vùng cần làm mờ", "suggestions of what to blur"},
    {"units", &kUnit, false, "đơn vị của bản quét, khi tệp không ghi", "unit of scans that do not say"},
    {"up", &kUp, false, "trục hướng lên của bản quét", "the up axis of scans"},
};
// clang-format on
constexpr Shape kSite{ValueKind::kMapping, kSiteFields};

}  // namespace

const Shape kVersion{ValueKind::kVersion};
const Shape kIdentifier{ValueKind::kIdentifier};
const Shape kText{ValueKind::kText};
const Shape kBilingual{ValueKind::kBilingual};
const Shape kUri{ValueKind::kUri};
const Shape kDay{ValueKind::kDay};
const Shape kDate{ValueKind::kDate};
const Shape kEdtf{ValueKind::kEdtf};
const Shape kFlag{ValueKind::kFlag};
const Shape kPath{ValueKind::kPath};
const Shape kPaths{ValueKind::kPaths};
const Shape kAngle{ValueKind::kNumber, {}, nullptr, {}, 0.1, 360};
const Shape kYaw{ValueKind::kNumber, {}, nullptr, {}, -360, 360};
const Shape kPitch{ValueKind::kNumber, {}, nullptr, {}, -90, 90};
const Shape kPrivacy{ValueKind::kMapping, kPrivacyFields};
const Shape kLocation{ValueKind::kMapping, kLocationFields};
const Shape kDating{ValueKind::kMapping, kDatingFields};
const Shape kCondition{ValueKind::kMapping, kConditionFields};
const Shape kRights{ValueKind::kMapping, kRightsFields};
const Shape kObjectClass{ValueKind::kChoice, {}, nullptr, kClasses};
const Shape kUnit{ValueKind::kChoice, {}, nullptr, kUnits};
const Shape kUp{ValueKind::kChoice, {}, nullptr, kUps};

}  // namespace shapes

const Shape& SiteShape() {
  return shapes::kSite;
}

std::span<const Choice> RelicTypeChoices() {
  return shapes::kTypes;
}
std::span<const Choice> RelicRankChoices() {
  return shapes::kRanks;
}
std::span<const Choice> AccessChoices() {
  return shapes::kAccess;
}
std::span<const Choice> ObjectClassChoices() {
  return shapes::kClasses;
}
std::span<const Choice> LengthUnitChoices() {
  return shapes::kUnits;
}
std::span<const Choice> UpAxisChoices() {
  return shapes::kUps;
}
std::span<const Choice> ZoneKindChoices() {
  return shapes::kZoneKinds;
}
std::span<const Choice> ConditionStateChoices() {
  return shapes::kStates;
}

}  // namespace disan
