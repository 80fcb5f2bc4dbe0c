#include "pipeline/export/archive_readme.h"

#include <fmt/format.h>

namespace disan {

std::string ArchiveReadme(const canonical::Record& record) {
  const std::string name = record.site.name.vi.empty() ? record.site.id : record.site.name.vi;
  std::string text = fmt::format(
      R"(GÓI LƯU TRỮ SỐ: {0}
Mã di tích: {1}
Phần mềm đã xử lý: {2}

Gói này theo chuẩn BagIt 1.0 (RFC 8493). Trong thư mục data/ có:

  site/           tệp gốc: ảnh, bản quét và phần khai báo, giữ nguyên từng byte
  masters/        ảnh toàn cảnh và mô hình ở chất lượng cao nhất
  record/         hồ sơ chuẩn (record.json), nguồn gốc, mã kiểm tra
  premis.xml      sự kiện và mã kiểm tra theo PREMIS 3
  phan-mem.json   phiên bản phần mềm và tuỳ chọn của từng bước

KIỂM TRA GÓI CÒN NGUYÊN VẸN (nên làm ít nhất mỗi năm một lần)

  disan verify THU_MUC_GOI

Lệnh nêu tên từng tệp bị mất, bị đổi, bị thêm hoặc bị đổi tên. Không có phần mềm disan thì
chạy, trong thư mục gói:  sha256sum -c manifest-sha256.txt

LÀM LẠI TOÀN BỘ KẾT QUẢ TỪ TỆP GỐC

  disan build THU_MUC_GOI/data/site -o THU_MUC_MOI

Cùng phiên bản phần mềm thì kết quả giống hệt từng byte. Ghi ra thư mục khác, không ghi vào
trong gói. Không sửa, không thêm, không đổi tên tệp nào trong gói.
)",
      name,
      record.site.id,
      record.made_by);
  if (record.site.sensitive) {
    text +=
        "\nDI TÍCH NHẠY CẢM: gói này có toạ độ và ảnh không được công bố. Chỉ giao cho người có "
        "trách nhiệm.\n";
  }
  if (!record.site.restrictions.vi.empty()) {
    text += "\nĐiều hạn chế: " + record.site.restrictions.vi + "\n";
  }
  return text + fmt::format(
                    "\nIn English: a BagIt bag of the site “{}”. data/site holds the originals; "
                    "`disan verify` checks the bag, `disan build data/site -o FOLDER` makes "
                    "everything again.\n",
                    record.site.name.en.empty() ? name : record.site.name.en);
}

}  // namespace disan
