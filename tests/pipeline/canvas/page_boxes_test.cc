#include "pipeline/canvas/page_boxes.h"

#include "pipeline/canvas/canvas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string TwoPages() {
  Canvas canvas = Canvas::Pdf(125, 168, {.title = "Chùa", .created = "2026-05-10"});
  for (int page = 0; page < 2; ++page) {
    canvas.Fill({10, 10, 105, 148}, kBlack);
    canvas.NextPage();
  }
  return canvas.FinishPdf();
}

int Count(const std::string& text, const std::string& word) {
  int count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

TEST(PageBoxes, StandOnEveryPageBehindWhatWasThere) {
  const std::string plain = TwoPages();
  const std::string boxed = WithPageBoxes(plain, {.trim_inset_mm = 10, .bleed_inset_mm = 7});
  EXPECT_THAT(boxed, StartsWith(plain));
  EXPECT_EQ(Count(boxed, "/TrimBox [ 28.346 28.346 325.984 447.874 ]"), 2);
  EXPECT_EQ(Count(boxed, "/BleedBox [ 19.843 "), 2);
  EXPECT_THAT(boxed, HasSubstr("/CreationDate (D:20260510"));
}

TEST(PageBoxes, OfAPdfThatIsCutShortAreNotAttempted) {
  const std::string plain = TwoPages();
  for (size_t length = 0; length < plain.size(); length += 7) {
    const std::string cut = plain.substr(0, length);
    EXPECT_THAT(WithPageBoxes(cut, {}), StartsWith(cut));
  }
}

}  // namespace
}  // namespace disan
