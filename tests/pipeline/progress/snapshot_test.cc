#include "pipeline/progress/snapshot.h"

#include "tests/support/progress_sites.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

using testing::FullSite;

Tally TallyOf(std::vector<SiteProgress> sites) {
  return CountProgress(sites, {});
}

TEST(Snapshot, TellsWhatWasGainedLostNewAndGone) {
  SiteProgress plain = FullSite("a");
  plain.qr = false;
  SiteProgress worse = FullSite("b");
  worse.fixity = Fixity::kBroken;
  const Snapshot before = SnapshotOf(TallyOf({plain, FullSite("b"), FullSite("c")}), "2026-06-10");
  const Snapshot now = SnapshotOf(TallyOf({FullSite("a"), worse, FullSite("d")}), "2026-11-10");
  const std::vector<SiteChange> changes = ChangesBetween(before, now);
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].gained, (std::vector{Criterion::kQr, Criterion::kComplete}));
  EXPECT_EQ(changes[1].lost, (std::vector{Criterion::kFixity, Criterion::kComplete}));
  EXPECT_TRUE(changes[2].is_new);
  EXPECT_TRUE(changes[3].gone);
  EXPECT_EQ(Described(changes[0]).vi, "Đạt thêm: Mã QR, Hoàn thành");
  EXPECT_TRUE(ChangesBetween(now, now).empty());
}

TEST(Snapshot, ComparesWithTheSameReportWhenItIsMadeAgainThatDay) {
  const Tally tally = TallyOf({FullSite("a")});
  const Snapshot june = SnapshotOf(TallyOf({}), "2026-06-10");
  const Snapshot november = SnapshotOf(tally, "2026-11-10");
  const std::string text = SnapshotText(tally, november, june);
  const auto same_day = PreviousFrom(text, "r.json", "2026-11-10");
  ASSERT_TRUE(same_day.ok() && same_day->has_value());
  EXPECT_EQ((**same_day).date, "2026-06-10");
  const auto later = PreviousFrom(text, "r.json", "2027-06-10");
  ASSERT_TRUE(later.ok() && later->has_value());
  EXPECT_EQ((**later).date, "2026-11-10");
  EXPECT_EQ((**later).Count(Criterion::kComplete), 1U);
}

TEST(Snapshot, RefusesWhatIsNone) {
  for (const char* text :
       {"", "{}", "[1]", "{\"date\":1}", "{\"date\":\"hôm qua\",\"sites\":{}}"}) {
    const auto read = PreviousFrom(text, "r.json", "2026-01-01");
    EXPECT_FALSE(read.ok()) << text;
    EXPECT_FALSE(read.diagnostics.empty()) << text;
  }
}

}  // namespace
}  // namespace disan
