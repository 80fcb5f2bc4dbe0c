// A record with every kind of field filled, for tests of what is drawn from it.
#pragma once

#include "formats/record/canonical/record.h"

#include <string>

namespace disan::testing {

inline canonical::Record SampleRecord(const std::string& id = "chua-mau") {
  using namespace canonical;
  Record record{.made_by = "disan 0.1.0"};
  record.site =
      Site{.id = id,
           .name = {"Chùa Mẫu & <Bạn>", "Sample \"Pagoda\"", "樣寺"},
           .other_names = {{"Chùa Cả", "", ""}},
           .type = "architecture-art",
           .rank = "national",
           .registration = "HN-001",
           .decision = {.number = "313/VH-VP", .date = "1962-04-28", .issuer = "Bộ Văn hóa"},
           .address = {.text = {"Ngõ Chùa", "Pagoda lane", ""},
                       .hamlet = "Tổ 3",
                       .ward = "Bạch Mai",
                       .former_ward = "Cầu Dền",
                       .former_district = "Hai Bà Trưng",
                       .city = "Hà Nội"},
           .location = {.wgs84 = Wgs84{21.0093, 105.8534}, .given = "wgs84"},
           .dating = {.edtf = "17XX", .text = {"thế kỷ XVIII", "18th century", ""}},
           .description = {"Một di tích.", "A site.", ""},
           .zones = {{.kind = "protection-1",
                      .text = {"Trong tường bao", "Inside the wall", ""},
                      .area_m2 = 1200.5}},
           .manager = {.name = {"UBND phường", "", ""}, .phone = "0900", .email = "a@b.vn"},
           .condition = {.state = "good", .text = {"Mái mới tu bổ", "Roof restored", ""}},
           .restrictions = {"Không chụp trong hậu cung", "No photos in the sanctum", ""},
           .rights = {.holder = "UBND phường",
                      .statement = "https://creativecommons.org/licenses/by/4.0/",
                      .access = "public",
                      .credit = "Ảnh: UBND phường"}};
  record.site.unknown["part_of"] = {"chưa hỏi", "not asked", ""};
  record.sessions = {Session{.id = "sessions/2026-05-10",
                             .date = "2026-05-10",
                             .operator_name = "Nguyễn Văn A",
                             .devices = {{"RICOH", "THETA X", "", 2}},
                             .conditions = "trời nắng",
                             .permission = "Giấy phép 1",
                             .scenes = {"san-truoc"},
                             .objects = {"bia-1"}}};
  record.scenes = {Scene{.id = "san-truoc",
                         .name = {"Sân trước", "Front court", ""},
                         .session = "sessions/2026-05-10",
                         .made_from = "panorama",
                         .north_deg = 12.5,
                         .rights = {.holder = "UBND phường",
                                    .statement = "http://rightsstatements.org/vocab/InC/1.0/"},
                         .assets = {"web/scenes/san-truoc/fallback.jpg"}}};
  record.objects = {
      Object{.id = "bia-1",
             .name = {"Bia hậu Phật", "Stele", ""},
             .description = {"Bia đá.", "A stone stele.", ""},
             .session = "sessions/2026-05-10",
             .registration = "BM-1",
             .object_class = "antiquity",
             .kind = {"bia", "stele", ""},
             .material = {"đá", "stone", ""},
             .dimensions = {.height_mm = 1200.0, .width_mm = 700.0},
             .dating = {.edtf = "1726~", .original = "保泰七年"},
             .inscriptions = {{.original = "後佛碑記",
                               .transcription = "Hậu Phật bi ký",
                               .translation = {"Bài ký bia hậu Phật", "Stele record", ""}}},
             .scene = "san-truoc",
             .assets = {"web/objects/bia-1/high.glb", "web/objects/bia-1/poster.jpg"}}};
  const std::string sum(64, 'a');
  record.assets = {Asset{.path = "sessions/2026-05-10/photos/a.jpg",
                         .role = "source",
                         .item = "san-truoc",
                         .mime = "image/jpeg",
                         .bytes = 10,
                         .sha256 = sum},
                   Asset{.path = "web/objects/bia-1/high.glb",
                         .role = "web",
                         .item = "bia-1",
                         .mime = "model/gltf-binary",
                         .bytes = 30,
                         .sha256 = sum,
                         .process = "model bia-1"},
                   Asset{.path = "web/objects/bia-1/poster.jpg",
                         .role = "web",
                         .item = "bia-1",
                         .mime = "image/jpeg",
                         .bytes = 20,
                         .sha256 = sum,
                         .width_px = 896,
                         .height_px = 896},
                   Asset{.path = "web/scenes/san-truoc/fallback.jpg",
                         .role = "web",
                         .item = "san-truoc",
                         .mime = "image/jpeg",
                         .bytes = 20,
                         .sha256 = sum,
                         .width_px = 4096,
                         .height_px = 2048,
                         .process = "tile san-truoc",
                         .derived_from = {"sessions/2026-05-10/photos/a.jpg"}}};
  record.processes = {Process{.id = "tile san-truoc",
                              .kind = "tiles",
                              .version = 1,
                              .tool = "disan 0.1.0",
                              .options = {R"({"id":"san-truoc"})"},
                              .outcome = "done",
                              .figures = {{{"Kích thước", "Size", ""}, "4096 × 2048"}}}};
  return record;
}

}  // namespace disan::testing
