#include "pipeline/inventory/columns.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace disan {
namespace {

std::string KeyOf(std::string_view heading) {
  const InventoryColumn* column = ColumnOfHeading(heading);
  return column == nullptr ? "" : column->key;
}

TEST(Columns, AreKnownWithoutDiacriticsCaseAndSigns) {
  EXPECT_EQ(KeyOf("Tên di tích"), "name.vi");
  EXPECT_EQ(KeyOf("TÊN DI TÍCH (*)"), "name.vi");
  EXPECT_EQ(KeyOf("ten  di\ntich:"), "name.vi");
  EXPECT_EQ(KeyOf("Xếp hạng"), "rank");
  EXPECT_EQ(KeyOf("Phường/xã"), "address.ward");
  EXPECT_EQ(KeyOf("address.ward"), "address.ward");
  EXPECT_EQ(KeyOf("Ghi chú"), "");
}

TEST(Columns, HaveNoHeadingTwice) {
  std::set<std::string> seen;
  for (const InventoryColumn& column : InventoryColumns()) {
    EXPECT_TRUE(seen.insert(Folded(column.heading)).second) << column.heading;
    EXPECT_EQ(ColumnOfHeading(column.heading), &column) << column.heading;
    EXPECT_EQ(ColumnOfHeading(column.english), &column) << column.english;
  }
}

TEST(Columns, UnderstandTheWordsThatOfficesUse) {
  const InventoryColumn& rank = *ColumnOfKey("rank");
  EXPECT_EQ(ChoiceWord(rank, "Di tích Quốc gia đặc biệt"), "special-national");
  EXPECT_EQ(ChoiceWord(rank, "cấp thành phố"), "provincial");
  EXPECT_EQ(ChoiceWord(rank, "QG"), "national");
  EXPECT_EQ(ChoiceWord(rank, "national"), "national");
  EXPECT_EQ(ChoiceWord(rank, "huyện"), "");
  EXPECT_EQ(ChoiceWord(*ColumnOfKey("type"), "Di tích lịch sử - văn hóa"), "history");
  for (const InventoryColumn& column : InventoryColumns()) {
    for (const Choice& choice : column.choices) {
      EXPECT_EQ(ChoiceWord(column, ChoiceLabel(column, choice.word)), choice.word);
    }
  }
}

}  // namespace
}  // namespace disan
