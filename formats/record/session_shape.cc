// session.yaml and tour.yaml. One line an entry, as tables are read: the formatter keeps off.
#include "formats/record/shapes.h"

namespace disan {
namespace shapes {
namespace {

constexpr Shape kHeight{ValueKind::kNumber, {}, nullptr, {}, 0, 200};
constexpr Shape kBrackets{ValueKind::kInteger, {}, nullptr, {}, 2, 15};
constexpr Shape kLength{ValueKind::kNumber, {}, nullptr, {}, 0, 1'000'000};
constexpr Shape kWeight{ValueKind::kNumber, {}, nullptr, {}, 0, 10'000'000};
constexpr Shape kFraction{ValueKind::kNumber, {}, nullptr, {}, 0, 1};
constexpr Shape kPlanPoint{ValueKind::kList, {}, &kFraction, {}, 0, 0, 2};

// clang-format off
constexpr Field kCaptureFields[] = {
    {"date", &kDay, true, "ngày chụp: 2026-05-10", "day of the capture: 2026-05-10"},
    {"operator", &kText, false, "người chụp", "who captured it"},
    {"device", &kText, false, "máy ảnh, máy quét", "camera or scanner"},
    {"lens", &kText, false, "ống kính", "lens"},
    {"conditions", &kText, false, "thời tiết, ánh sáng", "weather and light"},
    {"permission", &kText, false, "giấy phép hoặc người cho phép chụp", "the permission, or who gave it"},
};
constexpr Field kSceneFields[] = {
    {"id", &kIdentifier, true, "mã điểm chụp: san-truoc", "id of the scene: san-truoc"},
    {"name", &kBilingual, false, "tên điểm chụp", "name of the scene"},
    {"description", &kBilingual, false, "giới thiệu cho người xem", "description for visitors"},
    {"photos", &kPaths, false, "thư mục ảnh chụp xoay quanh một chỗ", "folder of photos taken turning on one spot"},
    {"panorama", &kPath, false, "ảnh 360° đã ghép sẵn (2:1)", "a ready 360° picture (2:1)"},
    {"dual_fisheye", &kPaths, false, "ảnh hai mắt cá: một tệp hoặc [trước, sau]", "dual fisheye: one file or [front, back]"},
    {"brackets", &kBrackets, false, "số ảnh mỗi hướng khi chụp bù sáng", "exposures a direction, when bracketed"},
    {"north_deg", &kYaw, false, "hướng bắc trong ảnh 360°, độ", "where north is in the panorama, degrees"},
    {"camera_height_m", &kHeight, false, "chiều cao máy ảnh, mét", "height of the camera, metres"},
    {"location", &kLocation, false, "toạ độ điểm chụp", "where it was taken"},
    {"privacy", &kPrivacy, false, "vùng phải làm mờ", "what must be blurred"},
    {"sensitive", &kFlag, false, "true: không công bố điểm chụp này", "true: this scene is not published"},
};
constexpr Field kInscriptionFields[] = {
    {"original", &kText, false, "nguyên văn (Hán-Nôm)", "the original text (Hán-Nôm)"},
    {"transcription", &kText, false, "phiên âm", "transcription"},
    {"translation", &kBilingual, false, "dịch nghĩa", "translation"},
    {"place", &kText, false, "chỗ khắc", "where it is carved"},
};
constexpr Field kDimensionFields[] = {
    {"height", &kLength, false, "cao", "height"},
    {"width", &kLength, false, "rộng", "width"},
    {"depth", &kLength, false, "dày, sâu", "depth"},
    {"diameter", &kLength, false, "đường kính", "diameter"},
    {"unit", &kUnit, false, "đơn vị: mm, cm hoặc m", "the unit: mm, cm or m"},
    {"weight_kg", &kWeight, false, "nặng, kilôgam", "weight, kilograms"},
};
constexpr Shape kInscription{ValueKind::kMapping, kInscriptionFields};
constexpr Shape kInscriptions{ValueKind::kList, {}, &kInscription};
constexpr Shape kDimensions{ValueKind::kMapping, kDimensionFields};
constexpr Field kObjectFields[] = {
    {"id", &kIdentifier, true, "mã hiện vật: bia-1", "id of the object: bia-1"},
    {"name", &kBilingual, false, "tên hiện vật", "name of the object"},
    {"description", &kBilingual, false, "giới thiệu cho người xem", "description for visitors"},
    {"scans", &kPaths, false, "các bản quét (lưới hoặc đám mây điểm)", "the scans (meshes or point clouds)"},
    {"photos", &kPaths, false, "thư mục ảnh chụp vòng quanh hiện vật", "folder of photos taken around the object"},
    {"units", &kUnit, false, "đơn vị của bản quét", "unit of the scans"},
    {"up", &kUp, false, "trục hướng lên của bản quét", "the up axis of the scans"},
    {"registration", &kText, false, "số đăng ký, số kiểm kê", "registration number"},
    {"class", &kObjectClass, false, "phân loại: di vật, cổ vật, bảo vật quốc gia", "class: relic, antiquity, national treasure"},
    {"kind", &kBilingual, false, "loại: bia, chuông, tượng", "kind: stele, bell, statue"},
    {"material", &kBilingual, false, "chất liệu", "material"},
    {"technique", &kBilingual, false, "kỹ thuật chế tác", "technique"},
    {"dimensions", &kDimensions, false, "kích thước", "dimensions"},
    {"dating", &kDating, false, "niên đại", "dating"},
    {"condition", &kCondition, false, "tình trạng", "condition"},
    {"inscriptions", &kInscriptions, false, "minh văn, chữ khắc", "inscriptions"},
    {"scene", &kIdentifier, false, "mã điểm chụp nơi đặt hiện vật", "id of the scene where it stands"},
    {"part_of", &kIdentifier, false, "mã hiện vật lớn hơn mà nó là một phần", "id of the object it is part of"},
    {"rights", &kRights, false, "quyền, khi khác với phiên chụp", "rights, where they differ from the session's"},
    {"privacy", &kPrivacy, false, "vùng phải làm mờ trong ảnh", "what must be blurred in the photos"},
    {"sensitive", &kFlag, false, "true: không công bố hiện vật này", "true: this object is not published"},
};
constexpr Shape kCapture{ValueKind::kMapping, kCaptureFields};
constexpr Shape kScene{ValueKind::kMapping, kSceneFields};
constexpr Shape kScenes{ValueKind::kList, {}, &kScene};
constexpr Shape kObject{ValueKind::kMapping, kObjectFields};
constexpr Shape kObjects{ValueKind::kList, {}, &kObject};
constexpr Field kSessionFields[] = {
    {"disan", &kVersion, true, "phiên bản của cách ghi: 1", "version of this format: 1"},
    {"capture", &kCapture, true, "ai chụp, khi nào, bằng gì, ai cho phép", "who captured it, when, with what, by whose permission"},
    {"rights", &kRights, false, "quyền đối với ảnh và bản quét", "rights in the photos and scans"},
    {"notes", &kBilingual, false, "ghi chú của phiên chụp", "notes on the session"},
    {"scenes", &kScenes, false, "các điểm chụp", "the scenes"},
    {"objects", &kObjects, false, "các hiện vật", "the objects"},
};
constexpr Shape kSession{ValueKind::kMapping, kSessionFields};

constexpr Field kLinkFields[] = {
    {"to", &kIdentifier, true, "mã điểm chụp sẽ đi tới", "id of the scene it leads to"},
    {"yaw_deg", &kYaw, true, "hướng của mũi tên, độ", "where the arrow stands, degrees"},
    {"pitch_deg", &kPitch, false, "độ cao của mũi tên, độ", "pitch of the arrow, degrees"},
    {"title", &kBilingual, false, "chữ trên mũi tên", "words on the arrow"},
    {"one_way", &kFlag, false, "true: không có lối quay lại, và đó là chủ ý", "true: there is no way back, on purpose"},
    {"bend", &kFlag, false, "true: lối đi không thẳng, hướng hai đầu không cần khớp", "true: the way bends, so the headings at its ends need not agree"},
};
constexpr Field kHotspotFields[] = {
    {"yaw_deg", &kYaw, true, "hướng ngang, độ", "yaw, degrees"},
    {"pitch_deg", &kPitch, false, "hướng đứng, độ", "pitch, degrees"},
    {"title", &kBilingual, false, "tiêu đề", "title"},
    {"text", &kBilingual, false, "nội dung", "text"},
    {"object", &kIdentifier, false, "mã hiện vật mở ra khi bấm", "id of the object it opens"},
    {"image", &kPath, false, "tệp ảnh", "a picture file"},
    {"audio", &kPath, false, "tệp âm thanh", "a sound file"},
    {"video", &kPath, false, "tệp video", "a video file"},
    {"url", &kUri, false, "địa chỉ trang khác", "address of another page"},
};
constexpr Field kViewFields[] = {
    {"yaw_deg", &kYaw, true, "hướng ngang, độ", "yaw, degrees"},
    {"pitch_deg", &kPitch, false, "hướng đứng, độ", "pitch, degrees"},
    {"hfov_deg", &kAngle, false, "góc nhìn ngang, độ", "horizontal field of view, degrees"},
};
constexpr Shape kLink{ValueKind::kMapping, kLinkFields};
constexpr Shape kLinks{ValueKind::kList, {}, &kLink};
constexpr Shape kHotspot{ValueKind::kMapping, kHotspotFields};
constexpr Shape kHotspots{ValueKind::kList, {}, &kHotspot};
constexpr Shape kView{ValueKind::kMapping, kViewFields};
constexpr Field kTourSceneFields[] = {
    {"plan", &kPlanPoint, false, "chỗ trên sơ đồ, [ngang, dọc] từ 0 đến 1", "its place on the plan, [across, down] from 0 to 1"},
    {"view", &kView, false, "hướng nhìn lúc đầu", "where a visitor looks first"},
    {"links", &kLinks, false, "lối sang điểm chụp khác", "ways to other scenes"},
    {"hotspots", &kHotspots, false, "điểm chú thích", "hotspots"},
    {"privacy", &kPrivacy, false, "vùng phải làm mờ", "what must be blurred"},
};
constexpr Field kStopFields[] = {
    {"scene", &kIdentifier, true, "mã điểm chụp", "id of the scene"},
    {"yaw_deg", &kYaw, false, "hướng ngang, độ", "yaw, degrees"},
    {"pitch_deg", &kPitch, false, "hướng đứng, độ", "pitch, degrees"},
    {"title", &kBilingual, false, "tiêu đề", "title"},
    {"text", &kBilingual, false, "lời thuyết minh", "what the guide says"},
    {"audio", &kPath, false, "tệp âm thanh", "a sound file"},
};
constexpr Shape kMetres{.kind = ValueKind::kNumber, .least = -1000, .most = 1000};
constexpr Shape kPoint{.kind = ValueKind::kList, .element = &kMetres, .items = 3};
constexpr Field kAnnotationFields[] = {
    {"point", &kPoint, true, "điểm trên mô hình, [x, y, z] tính bằng mét, y hướng lên", "the point on the model, [x, y, z] in metres, y up"},
    {"normal", &kPoint, false, "hướng nhìn vào điểm, [x, y, z] từ mặt hiện vật ra", "which way the surface faces there, [x, y, z]"},
    {"title", &kBilingual, true, "tên chi tiết", "name of the detail"},
    {"text", &kBilingual, false, "nội dung", "text"},
};
constexpr Shape kAnnotation{ValueKind::kMapping, kAnnotationFields};
constexpr Shape kAnnotations{ValueKind::kList, {}, &kAnnotation};
constexpr Field kTourObjectFields[] = {
    {"annotations", &kAnnotations, false, "chú thích tại các điểm trên mô hình", "notes at points of the model"},
};
constexpr Shape kTourObject{ValueKind::kMapping, kTourObjectFields};
constexpr Shape kTourObjects{ValueKind::kTable, {}, &kTourObject};
constexpr Shape kTourScene{ValueKind::kMapping, kTourSceneFields};
constexpr Shape kTourScenes{ValueKind::kTable, {}, &kTourScene};
constexpr Shape kStop{ValueKind::kMapping, kStopFields};
constexpr Shape kStops{ValueKind::kList, {}, &kStop};
constexpr Field kTourFields[] = {
    {"disan", &kVersion, true, "phiên bản của cách ghi: 1", "version of this format: 1"},
    {"title", &kBilingual, false, "tên chuyến tham quan", "title of the tour"},
    {"start", &kIdentifier, false, "mã điểm chụp mở đầu", "id of the first scene"},
    {"plan", &kPath, false, "tệp sơ đồ", "a file with the plan"},
    {"scenes", &kTourScenes, false, "lối đi và chú thích của từng điểm chụp", "links and hotspots of each scene"},
    {"objects", &kTourObjects, false, "chú thích trên từng hiện vật", "notes on each object"},
    {"stops", &kStops, false, "các chặng của chuyến có thuyết minh", "the stops of the guided tour"},
};
constexpr Shape kTour{ValueKind::kMapping, kTourFields};
// clang-format on

}  // namespace
}  // namespace shapes

const Shape& SessionShape() {
  return shapes::kSession;
}
const Shape& TourShape() {
  return shapes::kTour;
}

}  // namespace disan
