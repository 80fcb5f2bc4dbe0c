#include "formats/workbook/legacy_vietnamese.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

// Bytes from glibc: printf 'Chùa Liên Phái, quận Hai Bà Trưng, đường' | iconv -f utf8 -t TCVN5712-1
TEST(Tcvn3, ReadsWhatIconvWrites) {
  EXPECT_EQ(FromTcvn3("Ch\xEF"
                      "a Li\xAAn Ph\xB8i, qu\xCBn Hai B\xB5 Tr\xADng, \xAE\xAD\xEAng"),
            "Chùa Liên Phái, quận Hai Bà Trưng, đường");
}

TEST(Vni, PutsMarksOnTheLetterBefore) {
  EXPECT_EQ(FromVni("Chu\xF8"
                    "a Lie\xE2n Pha\xF9i, qua\xE4n Hai Ba\xF8 Tr\xF6ng, \xF1\xF6\xF4\xF8ng"),
            "Chùa Liên Phái, quận Hai Bà Trưng, đường");
  EXPECT_EQ(FromVni("\xD1\xCCNH LA\xC0NG, HUYE\xC4N \xD1\xD4N"), "ĐÌNH LẦNG, HUYỆN ĐƠN");
}

TEST(LegacyText, LeavesUnicodeAsItIs) {
  EXPECT_EQ(FromLegacyText("Chùa Liên Phái, Bạch Mai", TextEncoding::kTcvn3),
            "Chùa Liên Phái, Bạch Mai");
  EXPECT_EQ(FromLegacyText("Li\u00AAn Ph\u00B8i", TextEncoding::kTcvn3), "Liên Phái");
}

}  // namespace
}  // namespace disan
