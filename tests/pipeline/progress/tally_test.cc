#include "pipeline/progress/tally.h"

#include "tests/support/progress_sites.h"

#include <functional>

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::FullSite;

Reached ReachedBy(const SiteProgress& site) {
  return CountProgress({site}, {}).sites.at(0).reached;
}

TEST(Tally, FindsNothingMissingWhereEverythingIsThere) {
  const Tally tally = CountProgress({FullSite("a")}, {});
  EXPECT_TRUE(tally.sites[0].missing.empty()) << tally.sites[0].missing[0].en;
  for (size_t i = 0; i < kCriteria; ++i) {
    EXPECT_TRUE(tally.sites[0].reached[i]) << Criteria()[i].key;
  }
}

struct Taken {
  Criterion criterion;
  std::function<void(SiteProgress&)> take;
  const char* says;
};

TEST(Tally, MissesEachCriterionForItsOwnReason) {
  const Taken taken[] = {
      {Criterion::kMetadata, [](SiteProgress& s) { s.facts.erase("location.lat"); }, "coordinates"},
      {Criterion::kMetadata,
       [](SiteProgress& s) { s.facts.erase("decision.number"); },
       "ranking decision"},
      {Criterion::kEnglish, [](SiteProgress& s) { s.objects[0].name.en.clear(); }, "object Bia"},
      {Criterion::kPanoramas,
       [](SiteProgress& s) {
         s.scenes[0].made = false;
         s.scenes.push_back({.id = "b", .name = {"B", "B"}, .made = true, .approved = true});
       },
       "No panorama of: Court"},
      {Criterion::kPanoramas, [](SiteProgress& s) { s.scenes.clear(); }, "No scene yet"},
      {Criterion::kModels,
       [](SiteProgress& s) { s.objects[0].made = false; },
       "No model of: Stele"},
      {Criterion::kQr, [](SiteProgress& s) { s.qr = false; }, "No QR plate"},
      {Criterion::kFixity,
       [](SiteProgress& s) {
         s.fixity = Fixity::kBroken;
         s.fixity_findings = 3;
       },
       "3 files disagree"},
      {Criterion::kFixity, [](SiteProgress& s) { s.fixity = Fixity::kNotChecked; }, "not checked"},
      {Criterion::kApproved, [](SiteProgress& s) { s.scenes[0].approved = false; }, "1 of 2"},
  };
  for (const Taken& one : taken) {
    SiteProgress site = FullSite("a");
    one.take(site);
    const SiteLine line = CountProgress({site}, {}).sites.at(0);
    EXPECT_FALSE(Has(line.reached, one.criterion)) << one.says;
    EXPECT_FALSE(Has(line.reached, Criterion::kComplete)) << one.says;
    ASSERT_EQ(line.missing.size(), 1U) << one.says;
    EXPECT_NE(line.missing[0].en.find(one.says), std::string::npos) << line.missing[0].en;
  }
}

TEST(Tally, AcceptsWhatIsUnknownWithAReason) {
  SiteProgress site = FullSite("a");
  site.facts.erase("location.lat");
  site.facts["location.unknown"] = "chưa đo";
  EXPECT_TRUE(Has(ReachedBy(site), Criterion::kMetadata));
}

TEST(Tally, AsksNoDecisionOfARelicThatIsNotRanked) {
  SiteProgress site = FullSite("a", "inventoried");
  site.facts.erase("decision.number");
  EXPECT_TRUE(Has(ReachedBy(site), Criterion::kMetadata));
}

TEST(Tally, NeedsNoModelWhereThereIsNoObject) {
  SiteProgress site = FullSite("a");
  site.objects.clear();
  EXPECT_FALSE(Has(ReachedBy(site), Criterion::kModels));
  EXPECT_TRUE(Has(ReachedBy(site), Criterion::kComplete));
}

TEST(Tally, CountsAgainstTheInventoryAndShowsWhatItDoesNotName) {
  const std::vector<InventoryRelic> relics = {
      {.id = "a", .name = "A", .type = "history", .rank = "national", .ward = "X"},
      {.id = "b", .name = "B", .type = "scenic", .rank = "provincial", .ward = "X"},
      {.id = "c", .name = "C", .type = "history", .rank = "national", .ward = "X"}};
  const Tally tally = CountProgress({FullSite("a"), FullSite("ngoai")}, relics);
  EXPECT_EQ(tally.all.total, 3U);
  EXPECT_EQ(tally.all.reached[0], 1U);
  EXPECT_NEAR(tally.all.Share(Criterion::kRecorded), 1.0 / 3, 1e-12);
  ASSERT_EQ(tally.sites.size(), 4U);
  EXPECT_EQ(tally.sites[3].id, "ngoai");
  EXPECT_FALSE(tally.sites[3].counted);
  ASSERT_EQ(tally.by_rank.size(), 2U);
  EXPECT_EQ(tally.by_rank[0].word, "national");
  EXPECT_EQ(tally.by_rank[0].total, 2U);
}

TEST(Tally, AddsUpOverRanksAndTypes) {
  const Tally tally =
      CountProgress({FullSite("a"), FullSite("b", "provincial"), FullSite("c", "")}, {});
  size_t by_rank = 0;
  size_t by_type = 0;
  for (const GroupTally& group : tally.by_rank) {
    by_rank += group.total;
  }
  for (const GroupTally& group : tally.by_type) {
    by_type += group.total;
  }
  EXPECT_EQ(by_rank, 3U);
  EXPECT_EQ(by_type, 3U);
}

}  // namespace
}  // namespace disan
