#include "pipeline/print/site_facts.h"

#include "formats/files/atomic_write.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::TemporaryFolder;

std::string ValueOf(const std::vector<PrintFact>& facts, const std::string& label) {
  for (const PrintFact& fact : facts) {
    if (fact.label.en == label) {
      return fact.value.vi;
    }
  }
  return "";
}

TEST(SiteFacts, DatesAreSaidInBothLanguages) {
  EXPECT_EQ(DateInWords("2026-05-10"), (Text{"10/5/2026", "10 May 2026"}));
  EXPECT_EQ(DateInWords("1962-04"), (Text{"4/1962", "April 1962"}));
  EXPECT_EQ(DateInWords("1962"), (Text{"1962", "1962"}));
  EXPECT_EQ(DateInWords("năm Ất Tỵ"), (Text{"năm Ất Tỵ", "năm Ất Tỵ"}));
  EXPECT_EQ(DateInWords("2026-13-10"), (Text{"2026-13-10", "2026-13-10"}));
}

TEST(SiteFacts, OnlyWhatIsKnownIsShown) {
  canonical::Record record;
  EXPECT_TRUE(FactsOf({}, record).empty());
  record.site.decision = {.number = "313/VH-VP", .date = "1962-04-28", .issuer = "Bộ Văn hóa"};
  record.sessions.push_back({.id = "s", .date = "2026-05-10"});
  const std::vector<PrintFact> facts = FactsOf({.rank = "national"}, record);
  EXPECT_EQ(ValueOf(facts, "Decision"), "313/VH-VP, 28/4/1962, Bộ Văn hóa");
  EXPECT_EQ(ValueOf(facts, "Rank"), "Di tích quốc gia");
  EXPECT_EQ(ValueOf(facts, "Digitised"), "10/5/2026");
  EXPECT_EQ(facts.size(), 3U);
}

TEST(SiteFacts, TheLastCaptureIsADateWhateverPeopleWrote) {
  canonical::Record record;
  EXPECT_EQ(LastCaptureOf(record), "2000-01-01");
  record.sessions = {{.id = "a", .date = "2025-01-02"}, {.id = "b", .date = "z) /JS (x"}};
  EXPECT_EQ(LastCaptureOf(record), "2025-01-02");
}

TEST(SiteFacts, NumbersComeFromWhatWasMade) {
  const TemporaryFolder out;
  WriteFileAtomically(out / "masters/models/bia.json",
                      R"({"tiers": [{"deviation": {"unit": "mm", "rms": 0.4213}}]})");
  WriteFileAtomically(out / "masters/models/chuong.json", "[");
  PublishedTour tour;
  tour.scenes.push_back({.id = "san", .panorama = {.width = 8192}});
  tour.objects.push_back({.id = "bia",
                          .models = {{.tier = "low", .src = "l", .triangles = 5},
                                     {.tier = "high", .src = "h", .triangles = 1234567}}});
  tour.objects.push_back({.id = "chuong"});
  canonical::Record record;
  record.assets = {{.path = "a.jpg", .role = "source", .item = "san"},
                   {.path = "site.yaml", .role = "source"},
                   {.path = "m.jpg", .role = "master", .item = "san"}};
  std::map<std::string, std::string> numbers;
  for (const PrintNumber& number : NumbersOf(tour, record, out.path())) {
    numbers[number.label.en] = number.value;
  }
  EXPECT_EQ(numbers["360° viewpoints"], "1");
  EXPECT_EQ(numbers["objects digitised"], "2");
  EXPECT_EQ(numbers["source photos and scans"], "1");
  EXPECT_EQ(numbers["3D mesh triangles"], "1\u202F234\u202F567");
  EXPECT_EQ(numbers["mm model deviation (RMS)"], "0,42");
}

}  // namespace
}  // namespace disan
