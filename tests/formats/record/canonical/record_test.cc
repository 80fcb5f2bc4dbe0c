#include "formats/record/canonical/record.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/record/canonical/public_view.h"
#include "tests/formats/record/canonical/sample_record.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan::canonical {
namespace {

namespace fs = std::filesystem;
using disan::testing::RunProgram;
using disan::testing::SampleRecord;
using disan::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Record, ReadsBackWhatItWrote) {
  const std::string written = WriteRecord(SampleRecord());
  const Result<Record> read = ReadRecord(written, "record.json");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read.diagnostics.empty());
  EXPECT_EQ(WriteRecord(*read), written);
  EXPECT_EQ(read->site.name.lzh, "樣寺");
  EXPECT_EQ(read->objects[0].dimensions.height_mm, 1200.0);
  EXPECT_EQ(read->site.unknown.at("part_of").en, "not asked");
}

TEST(Record, CarriesItsContextAndNamesNoHostToAsk) {
  const nlohmann::json json = nlohmann::json::parse(WriteRecord(SampleRecord()));
  ASSERT_TRUE(json["@context"].is_object());
  EXPECT_EQ(json["@context"]["name"]["@container"], "@language");
  EXPECT_EQ(json["@id"], "urn:disan:site:chua-mau");
}

TEST(Record, CutShortAnywhereIsAnErrorAndNoCrash) {
  const std::string written = WriteRecord(SampleRecord());
  for (size_t length = 0; length + 2 < written.size(); length += 7) {
    EXPECT_FALSE(ReadRecord(written.substr(0, length), "record.json")) << length;
  }
}

TEST(Record, NamesThePlaceOfWhatIsWrong) {
  nlohmann::json json = nlohmann::json::parse(WriteRecord(SampleRecord()));
  json["site"]["rank"] = "important";
  json["objects"][0]["material"] = 7;
  json["site"].erase("id");
  const Result<Record> read = ReadRecord(json.dump(), "record.json");
  ASSERT_FALSE(read);
  std::string places;
  for (const Diagnostic& said : read.diagnostics) {
    places += said.place + "\n";
    EXPECT_FALSE(said.remedy.vi.empty());
  }
  EXPECT_THAT(places, HasSubstr("site.rank\n"));
  EXPECT_THAT(places, HasSubstr("objects[0].material\n"));
  EXPECT_THAT(places, HasSubstr("site.id\n"));
}

TEST(Record, PassesOverKeysOfALaterVersionWithAWarning) {
  nlohmann::json json = nlohmann::json::parse(WriteRecord(SampleRecord()));
  json["site"]["aura"] = "strong";
  const Result<Record> read = ReadRecord(json.dump(), "record.json");
  ASSERT_TRUE(read);
  ASSERT_EQ(read.diagnostics.size(), 1U);
  EXPECT_EQ(read.diagnostics[0].place, "site.aura");
}

TEST(Record, TheDeepestNestingIsRefused) {
  std::string deep = R"({"disan_record": 1, "site": )" + std::string(100'000, '[');
  EXPECT_FALSE(ReadRecord(deep, "record.json"));
}

// To publish a change: DISAN_UPDATE_SCHEMAS=1 build/dev/formats_record_canonical_test
TEST(RecordSchema, ThePublishedFileIsWhatTheFieldsSay) {
  const fs::path file =
      fs::path(std::getenv("DISAN_SOURCE")) / "formats/record/schemas/record.schema.json";
  if (std::getenv("DISAN_UPDATE_SCHEMAS") != nullptr) {
    ASSERT_FALSE(WriteFileAtomically(file, RecordSchema()));
  }
  const Result<std::string> stored = ReadFile(file);
  ASSERT_TRUE(stored);
  EXPECT_EQ(*stored, RecordSchema());
}

int Validates(const TemporaryFolder& folder, const std::string& record) {
  EXPECT_FALSE(WriteFileAtomically(folder / "schema.json", RecordSchema()));
  EXPECT_FALSE(WriteFileAtomically(folder / "record.json", record));
  return RunProgram("/usr/bin/python3",
                    {"-W",
                     "ignore",
                     "-m",
                     "jsonschema",
                     "-i",
                     (folder / "record.json").string(),
                     (folder / "schema.json").string()})
      .exit_status;
}

TEST(RecordSchema, AnotherToolAcceptsTheRecordAndRefusesABrokenOne) {
  const TemporaryFolder folder;
  const std::string written = WriteRecord(SampleRecord());
  EXPECT_EQ(Validates(folder, written), 0);
  nlohmann::json json = nlohmann::json::parse(written);
  json["site"]["rank"] = "important";
  EXPECT_NE(Validates(folder, json.dump()), 0);
  json = nlohmann::json::parse(written);
  json["assets"][0].erase("path");
  EXPECT_NE(Validates(folder, json.dump()), 0);
  json = nlohmann::json::parse(written);
  json["disan_record"] = 2;
  EXPECT_NE(Validates(folder, json.dump()), 0);
}

TEST(RecordPaths, NameWhatAMappingMayAskFor) {
  const std::vector<std::string> paths = RecordPaths();
  for (const char* path :
       {"site.name.lzh", "objects.dimensions.height_mm", "site.location.vn2000.x"}) {
    EXPECT_TRUE(std::binary_search(paths.begin(), paths.end(), path)) << path;
  }
}

TEST(PublicView, KeepsWhatIsSensitiveInTheHouse) {
  Record record = SampleRecord();
  record.site.sensitive = true;
  record.site.zones[0].boundary = "ranh-gioi.geojson";
  const std::string text = WriteRecord(PublicView(record));
  for (const char* kept : {"21.0093",
                           "105.8534",
                           "san-truoc",
                           "Tổ 3",
                           "0900",
                           "a@b.vn",
                           "ranh-gioi",
                           "photos/a.jpg",
                           "Giấy phép 1"}) {
    EXPECT_THAT(text, Not(HasSubstr(kept))) << kept;
  }
  EXPECT_THAT(text, HasSubstr("bia-1"));
}

TEST(PublicView, LeavesOutWhatIsNotForEveryone) {
  Record record = SampleRecord();
  record.objects[0].rights.access = "restricted";
  record.scenes[0].sensitive = true;
  const Record seen = PublicView(record);
  EXPECT_TRUE(seen.objects.empty());
  EXPECT_TRUE(seen.scenes.empty());
  EXPECT_THAT(WriteRecord(seen), Not(HasSubstr("bia-1")));
}

TEST(PartOf, ACircleIsSaidOnce) {
  Record a = SampleRecord("a");
  Record b = SampleRecord("b");
  Record c = SampleRecord("c");
  a.site.part_of = "b";
  b.site.part_of = "a";
  c.site.part_of = "a";
  const std::vector<Diagnostic> said = CheckPartOf({a, b, c});
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].severity, Severity::kWarning);
  EXPECT_THAT(said[0].what.en, HasSubstr("“a”"));
  EXPECT_TRUE(CheckPartOf({SampleRecord()}).empty());
}

}  // namespace
}  // namespace disan::canonical
