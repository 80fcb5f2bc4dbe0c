// What several fields of the record come to in one line that a person reads: formats without a
// place for each field carry the line, and all of them the same. Private to this folder.
#pragma once

#include "formats/record/canonical/record.h"

namespace disan {

// "Quyết định số 313/VH-VP ngày 28 tháng 4 năm 1962 của Bộ Văn hóa"
canonical::Words DisplayOf(const canonical::Decision& decision);
// "tốt: Mái mới tu bổ (đánh giá ngày 10 tháng 5 năm 2026)"
canonical::Words DisplayOf(const canonical::Condition& condition);
// "khu vực bảo vệ I: Trong tường bao (1200,5 m²)"
canonical::Words DisplayOf(const canonical::Zone& zone);
// "cao 1200 mm, rộng 700 mm"
canonical::Words DisplayOf(const canonical::Dimensions& dimensions);
// As people say it, else as EDTF: both languages are there when one of them is.
canonical::Words DisplayOf(const canonical::Dating& dating);
// "VN-2000 (EPSG:3405): X 2323400.123 m, Y 588700.456 m", the same in both languages.
canonical::Words DisplayOf(const canonical::Vn2000& grid);
// "phường Cầu Dền, quận Hai Bà Trưng": where it lay before the wards were joined.
canonical::Words FormerAddress(const canonical::Address& address);

}  // namespace disan
