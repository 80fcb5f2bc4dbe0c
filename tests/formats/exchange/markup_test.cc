#include "formats/exchange/markup.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(Markup, NothingAPersonWritesBecomesMarkup) {
  EXPECT_EQ(EscapeMarkup("<script>\"a\" & 'b'</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
}

TEST(Markup, VietnameseAndHanNomStayAsTheyAre) {
  EXPECT_EQ(EscapeMarkup("Chùa Liên Phái 蓮派寺"), "Chùa Liên Phái 蓮派寺");
}

TEST(Markup, ControlCharactersAndBrokenBytesCannotBreakTheDocument) {
  EXPECT_EQ(EscapeMarkup("a\x01"
                         "b\nc\x7f"),
            "ab\nc");
  EXPECT_EQ(EscapeMarkup("a\xFF"
                         "b\xC3"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
}

TEST(Markup, UrlPathsKeepSlashesOnly) {
  EXPECT_EQ(EscapeUrlPath("a b/ả?#.jpg"), "a%20b/%E1%BA%A3%3F%23.jpg");
}

}  // namespace
}  // namespace disan
