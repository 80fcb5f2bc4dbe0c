#include "pipeline/inventory/import.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/record/site.h"
#include "pipeline/inventory/read_inventory.h"
#include "pipeline/inventory/site_yaml.h"
#include "pipeline/session/yaml_values.h"
#include "tests/support/table.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;

InventoryReading Reading(const testing::TextRows& rows) {
  return ReadInventory(testing::Book(rows), {.file = "ds.xlsx"});
}

InventoryReading OneRelic(const std::string& ward = "Bạch Mai") {
  return Reading({{"Tên di tích",
                   "Tên tiếng Anh",
                   "Loại hình",
                   "Cấp xếp hạng",
                   "Phường, xã",
                   "Vĩ độ",
                   "Kinh độ",
                   "Giới thiệu",
                   "Tên gọi khác",
                   "Đơn vị quản lý"},
                  {"Chùa \"Liên\" Phái",
                   "Liên Phái Pagoda",
                   "Kiến trúc nghệ thuật",
                   "Quốc gia",
                   ward,
                   "21.0093",
                   "105.8534",
                   "Dòng một\nDòng hai: #1",
                   "Liên Hoa; Liên Tông",
                   "Ban quản lý"}});
}

TEST(Import, MakesSiteFoldersThatReadWithoutErrors) {
  const TemporaryFolder folder;
  const ImportReport report = ImportInventory(OneRelic(), folder.path(), false, {});
  EXPECT_EQ(report.created, 1U);
  const Result<Site> site = ReadSite(folder / "chua-lien-phai");
  ASSERT_TRUE(site.ok());
  EXPECT_FALSE(HasErrors(site.diagnostics)) << Line(site.diagnostics.front(), Language::kEnglish);
  EXPECT_EQ(site->name.text, (Text{"Chùa \"Liên\" Phái", "Liên Phái Pagoda"}));
  EXPECT_EQ(site->rank, RelicRank::kNational);
  EXPECT_EQ(site->address.ward, "Bạch Mai");
  EXPECT_EQ(site->location.latitude_deg, 21.0093);
  EXPECT_EQ(site->description.vi, "Dòng một\nDòng hai: #1");
  EXPECT_EQ(site->other_names.size(), 2U);
  EXPECT_EQ(site->manager.name.vi, "Ban quản lý");
}

TEST(Import, ChangesNothingTheSecondTime) {
  const TemporaryFolder folder;
  ImportInventory(OneRelic(), folder.path(), false, {});
  const std::string before = *ReadFile(folder / "chua-lien-phai/site.yaml");
  const std::string book = *ReadFile(folder / "inventory.json");
  const ImportReport again = ImportInventory(OneRelic(), folder.path(), false, {});
  EXPECT_EQ(again.unchanged, 1U);
  EXPECT_EQ(*ReadFile(folder / "chua-lien-phai/site.yaml"), before);
  EXPECT_EQ(*ReadFile(folder / "inventory.json"), book);
}

TEST(Import, WritesNothingWhenThereIsAnErrorUnlessPartly) {
  const TemporaryFolder folder;
  const InventoryReading reading =
      Reading({{"Tên di tích", "Loại hình"}, {"Đền A", "sai"}, {"Đền B", "Lịch sử"}});
  EXPECT_FALSE(ImportInventory(reading, folder / "w", false, {}).imported);
  EXPECT_FALSE(fs::exists(folder / "w"));
  const ImportReport report = ImportInventory(reading, folder / "w", true, {});
  EXPECT_EQ(report.created, 1U);
  EXPECT_EQ(report.refused, 1U);
  EXPECT_FALSE(fs::exists(folder / "w/den-a"));
}

TEST(Import, ChangesWhatItWroteAndKeepsWhatAPersonWrote) {
  const TemporaryFolder folder;
  ImportInventory(OneRelic("Bạch Mai"), folder.path(), false, {});
  const fs::path file = folder / "chua-lien-phai/site.yaml";
  std::string text = *ReadFile(file);
  const std::string english = "Liên Phái Pagoda";
  text.replace(text.find(english), english.size(), "Pagoda of Liên Phái");
  text = "# ghi chú của tôi\n" + text;
  ASSERT_FALSE(WriteFileAtomically(file, text));
  const ImportReport report = ImportInventory(OneRelic("Hai Bà Trưng"), folder.path(), false, {});
  EXPECT_EQ(report.updated, 1U);
  const std::string now = *ReadFile(file);
  EXPECT_THAT(now, HasSubstr("# ghi chú của tôi\n"));
  EXPECT_THAT(now, HasSubstr("Hai Bà Trưng"));
  EXPECT_THAT(now, HasSubstr("Pagoda of Liên Phái"));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].place.column, 1);
  EXPECT_THAT(report.problems[0].said.what.en, HasSubstr("Pagoda of Liên Phái"));
}

TEST(Import, FindsASiteByTheIdInItsFile) {
  const TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "thu-muc-khac/site.yaml",
                                   "disan: 1\nid: chua-lien-phai\nname: Chùa\n"));
  const ImportReport report = ImportInventory(OneRelic(), folder.path(), false, {});
  EXPECT_EQ(report.updated, 1U);
  EXPECT_FALSE(fs::exists(folder / "chua-lien-phai"));
}

struct Setting {
  const char* before;
  const char* path;
  const char* value;
  const char* after;
};

TEST(SetValue, TouchesOnlyItsPlace) {
  const Setting settings[] = {
      {"a: 1 # x\n", "a", "2", "a: 2 # x\n"},
      {"a: 'it''s'  # x\n", "a", "\"b\"", "a: \"b\"  # x\n"},
      {"a:   # hỏi\nb: 1\n", "a", "2", "a: 2  # hỏi\nb: 1\n"},
      {"a: ~\n", "a.b", "\"x\"", "a: {b: \"x\"}\n"},
      {"name: Chùa A # x\n", "name.en", "\"B\"", "name: {vi: \"Chùa A\", en: \"B\"} # x\n"},
      {"name: {vi: Chùa, en: X}\n", "name.vi", "\"Đền\"", "name: {vi: \"Đền\", en: X}\n"},
      {"a: {b: 1}\n", "a.c", "2", "a: {c: 2, b: 1}\n"},
      {"a:\n  # lời\n  b: 1\nc: 2", "a.d", "3", "a:\n  # lời\n  d: 3\n  b: 1\nc: 2"},
      {"a: 1", "b.c", "2", "a: 1\nb: {c: 2}\n"},
      {"a: 1\r\nb: 2\r\n", "c", "3", "a: 1\r\nb: 2\r\nc: 3\r\n"},
      {"{a: 1}\n", "b", "2", "{b: 2, a: 1}\n"},
  };
  for (const Setting& one : settings) {
    const Result<std::string> edited = SetValue(one.before, "s.yaml", one.path, one.value);
    ASSERT_TRUE(edited.ok()) << one.before;
    EXPECT_EQ(*edited, one.after) << one.before;
  }
}

TEST(SetValue, LeavesAloneWhatItCannotChangeSafely) {
  for (const char* text : {"a: |\n  nhiều\n  dòng\n",
                           "a: {unknown: \"lý do\"}\n",
                           "a: \"hai\n  dòng\"\n",
                           "a: [1, 2]\n"}) {
    EXPECT_FALSE(SetValue(text, "s.yaml", "a", "2").ok()) << text;
  }
}

TEST(SiteYaml, AsksForWhatTheRowLeavesOpen) {
  InventoryRow row{.sheet = "", .row = 1, .id = "den-a", .values = {}, .extra = {}};
  row.values["name.vi"].text = "Đền A";
  const std::string text = SiteYamlOf(row);
  EXPECT_THAT(text, HasSubstr("type:\n# CẦN TRẢ LỜI"));
  EXPECT_THAT(text, Not(HasSubstr("part_of")));
}

TEST(SiteYaml, TakesTheQuestionAwayWithItsAnswer) {
  InventoryRow row{.sheet = "", .row = 1, .id = "den-a", .values = {}, .extra = {}};
  row.values["name.vi"].text = "Đền A";
  const std::string asked = SiteYamlOf(row);
  row.values["type"].text = "history";
  const SiteUpdate update = UpdatedSiteYaml(asked, "den-a/site.yaml", row, nullptr);
  EXPECT_THAT(update.text, HasSubstr("type: history\n"));
  EXPECT_THAT(update.text, Not(HasSubstr("loại hình?")));
  EXPECT_THAT(update.text, HasSubstr("cấp xếp hạng?"));
}

}  // namespace
}  // namespace disan
