// What the sample's YAML files say. Facts about the pagoda are those on public record; the pictures
// are made by a computer, and every place where a visitor might think otherwise says so.
#include "datasets/site.h"

namespace disan::world {

std::string SiteYaml() {
  return R"(# Di tích mẫu: chữ là thật, hình ảnh do máy tính dựng nên.
# A sample site: the facts are real, the pictures are made by a computer.
disan: 1
id: chua-lien-phai
name: {vi: Chùa Liên Phái, en: Liên Phái Pagoda}
type: architecture-art
rank: national
decision: {date: 1962, issuer: Bộ Văn hoá}
address:
  vi: Ngõ Chùa Liên Phái, phố Bạch Mai
  en: Chùa Liên Phái Lane, Bạch Mai Street
  ward: Bạch Mai
  city: Hà Nội
location: {lat: 21.0093, lon: 105.8534}
description:
  vi: >-
    Chùa do Lân Giác thượng sĩ Trịnh Thập lập năm 1726, đời vua Lê Dụ Tông, và là chốn tổ của dòng thiền Liên Tông.
    Tương truyền khi đào ao sau phủ, người ta gặp một ngó sen, nên ông cho đó là duyên với cửa Phật và dựng chùa.
    Trước chùa là tháp Diệu Quang sáu mặt, mười tầng bằng gạch; phía sau là vườn tháp của các vị tổ. Chùa được xếp
    hạng di tích quốc gia năm 1962. LƯU Ý: ảnh, bản quét và mô hình trong bộ mẫu này do máy tính dựng nên để thử phần
    mềm, không phải hiện trạng của di tích.
  en: >-
    The pagoda was founded in 1726, under King Lê Dụ Tông, by Trịnh Thập, known in religion as Lân Giác, and became
    the mother house of the Liên Tông school of Zen. Tradition has it that a lotus root came to light when a pond was
    dug behind his mansion; he took it for a sign and built a temple there. In front stands the Diệu Quang tower, of
    brick, six-sided and ten storeys high; behind lies the garden with the patriarchs' stupas. A national monument
    since 1962. PLEASE NOTE: the photos, scans and models of this sample are made by a computer to try the software;
    they do not show the monument as it is.
)";
}

std::string SessionYaml() {
  return R"(# Phiên chụp mẫu do chương trình disan-world dựng nên. / A sample session made by disan-world.
disan: 1
capture:
  date: 2026-05-10
  operator: disan-world
  device: Máy ảnh, điện thoại và máy quét mô phỏng / simulated cameras, phone and scanner
  conditions: Buổi sáng, nắng nhẹ, ít mây / morning, light sun, few clouds
  permission: Không cần, vì là dữ liệu mô phỏng / none needed, the data is simulated
rights:
  holder: disan
  statement: "http://rightsstatements.org/vocab/NoC-US/1.0/"
  access: public
scenes:
  - id: cong-tam-quan
    name: {vi: Cổng tam quan, en: Three-arched gate}
    panorama: photos/cong-tam-quan.jpg
    north_deg: 0
  - id: san-truoc
    name: {vi: Sân trước, en: Front court}
    photos: photos/san-truoc
    north_deg: 0
  - id: thap-dieu-quang
    name: {vi: Tháp Diệu Quang, en: Diệu Quang Tower}
    dual_fisheye: photos/thap-dieu-quang/R0010001.JPG
    north_deg: 61
  - id: tien-duong
    name: {vi: Tiền đường, en: Front hall}
    photos: photos/tien-duong
    north_deg: 0
  - id: vuon-thap
    name: {vi: Vườn tháp, en: Stupa garden}
    photos: photos/vuon-thap
    north_deg: 0
objects:
  - id: bia-1
    name: {vi: Bia Bát-nhã Tâm kinh (mẫu), en: Heart Sutra stele (sample)}
    scans: [scans/bia-1.ply]
    photos: photos/bia-1
    units: mm
    up: y
    inscriptions:
      - original: 觀自在菩薩行深般若波羅蜜多時照見五蘊皆空度一切苦厄
        transcription: >-
          Quán Tự Tại Bồ tát hành thâm Bát-nhã ba-la-mật-đa thời, chiếu kiến ngũ uẩn giai không, độ nhất thiết khổ ách
        translation:
          vi: Bồ tát Quán Tự Tại khi hành sâu Bát-nhã ba-la-mật-đa, soi thấy năm uẩn đều không, vượt qua mọi khổ ách.
          en: The bodhisattva Avalokiteśvara, deep in the practice of the perfection of wisdom, saw that the five
            aggregates are empty, and so passed beyond all suffering.
  - id: nghe-da
    name: {vi: Nghê đá trước thềm (mẫu), en: Stone guardian lion at the steps (sample)}
    scans: [scans/nghe-da.ply]
    photos: photos/nghe-da
    units: mm
    up: y
)";
}

}  // namespace disan::world
