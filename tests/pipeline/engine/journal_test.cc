#include "pipeline/engine/journal.h"

#include "formats/diagnostics/failure.h"
#include "pipeline/engine/file_cache.h"
#include "tests/pipeline/engine/memory_disk.h"

#include <gmock/gmock.h>

namespace disan::engine::testing {
namespace {

StepRecord Record(const std::string& step, const std::string& fingerprint) {
  return {.step = step,
          .fingerprint = fingerprint,
          .kind = "k",
          .version = 3,
          .options = "{\"a\":1}",
          .inputs = {{"photo", "ảnh 1.jpg", "h1"}},
          .outputs = {{"o", "web/o.jpg", true, {"h2", ".jpg", false}}},
          .outcome = {.diagnostics = {{.severity = Severity::kWarning,
                                       .file = "f",
                                       .place = "p",
                                       .line = 7,
                                       .what = {"gì", "what"},
                                       .remedy = {"sửa", "mend"}}},
                      .doubtful = true,
                      .facts_json = "{\"rms\":0.5}"},
          .seconds = 1.5,
          .peak_memory_bytes = 99};
}

TEST(Journal, KeepsEverythingThatARecordSays) {
  MemoryDisk disk;
  Journal written(disk, "/journal");
  written.AppendDone(Record("a", "f1"));
  Journal read(disk, "/journal");
  read.Load();
  const auto record = read.Find("a", "f1");
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(record->inputs[0].name, "ảnh 1.jpg");
  EXPECT_EQ(record->outputs[0].content, (Content{"h2", ".jpg", false}));
  EXPECT_EQ(record->outcome.diagnostics[0].what.vi, "gì");
  EXPECT_EQ(record->outcome.diagnostics[0].line, 7);
  EXPECT_EQ(record->outcome.facts_json, "{\"rms\":0.5}");
  EXPECT_TRUE(record->outcome.doubtful);
  EXPECT_EQ(record->seconds, 1.5);
  EXPECT_EQ(record->peak_memory_bytes, 99U);
}

TEST(Journal, TornAtEveryLengthLosesOnlyTheTornLine) {
  MemoryDisk disk;
  {
    Journal journal(disk, "/journal");
    journal.AppendDone(Record("a", "f1"));
  }
  const size_t first = disk.Read("/journal").size();
  {
    Journal journal(disk, "/journal");
    journal.AppendDone(Record("b", "f2"));
  }
  const std::string whole = disk.Read("/journal");
  for (size_t length = 0; length < whole.size(); ++length) {
    disk.Write("/journal", whole.substr(0, length));
    Journal journal(disk, "/journal");
    journal.Load();
    EXPECT_EQ(journal.Find("a", "f1") != nullptr, length >= first) << length;
    EXPECT_EQ(journal.Find("b", "f2"), nullptr) << length;
    journal.AppendDone(Record("c", "f3"));  // goes on a line of its own
    Journal after(disk, "/journal");
    after.Load();
    EXPECT_NE(after.Find("c", "f3"), nullptr) << length;
  }
}

TEST(Journal, RemembersHowTheLastAttemptEnded) {
  MemoryDisk disk;
  Journal written(disk, "/journal");
  written.AppendStarted("cut");
  written.AppendStarted("failed");
  written.AppendFailed("failed");
  written.AppendStarted("done");
  written.AppendDone(Record("done", "f"));
  Journal read(disk, "/journal");
  read.Load();
  EXPECT_EQ(read.HistoryOf("cut")->last_attempt, LastAttempt::kCutShort);
  EXPECT_EQ(read.HistoryOf("failed")->last_attempt, LastAttempt::kFailed);
  EXPECT_EQ(read.HistoryOf("done")->last_attempt, LastAttempt::kDone);
  EXPECT_EQ(read.HistoryOf("never"), nullptr);
}

TEST(Journal, RewritingKeepsTwoRecordsOfTheNamedSteps) {
  MemoryDisk disk;
  Journal journal(disk, "/journal");
  for (const char* fingerprint : {"f1", "f2", "f3"}) {
    journal.AppendDone(Record("a", fingerprint));
  }
  journal.AppendDone(Record("gone", "g"));
  journal.Rewrite({"a"}, "/tmp-journal");
  Journal read(disk, "/journal");
  read.Load();
  EXPECT_FALSE(read.IsUntidy());
  EXPECT_EQ(read.Find("a", "f1"), nullptr);
  EXPECT_NE(read.Find("a", "f2"), nullptr);
  EXPECT_EQ(read.HistoryOf("a")->latest()->fingerprint, "f3");
  EXPECT_EQ(read.HistoryOf("gone"), nullptr);
}

TEST(Journal, GarbageIsPassedOver) {
  MemoryDisk disk;
  disk.Write("/journal", "\n{}\n[1]\nnull\n{\"step\":7}\n{\"started\":{}}\n\xff\xfe\n");
  Journal journal(disk, "/journal");
  journal.Load();
  EXPECT_TRUE(journal.histories().empty());
  EXPECT_TRUE(journal.IsUntidy());
}

struct Files : ::testing::Test {
  MemoryDisk disk;
  Files() {
    disk.Write("/a b", "one");
    disk.Advance(10'000'000'000);
  }
};

TEST_F(Files, AreReadOnceHoweverOftenAsked) {
  FileCache cache(disk);
  const auto hash = cache.Hash("a b", "/a b");
  cache.Save("/cache", "/tmp", false);
  FileCache next(disk);
  next.Load("/cache");
  EXPECT_EQ(next.Hash("a b", "/a b"), hash);
  EXPECT_EQ(disk.contents_read(), 1);
}

TEST_F(Files, OfACacheCutAnywhereAreReadAgain) {
  FileCache cache(disk);
  const auto hash = cache.Hash("a b", "/a b");
  cache.Save("/cache", "/tmp", false);
  const std::string whole = disk.Read("/cache");
  for (size_t length = 0; length < whole.size(); ++length) {
    disk.Write("/cache", whole.substr(0, length));
    FileCache torn(disk);
    torn.Load("/cache");
    EXPECT_EQ(torn.Hash("a b", "/a b"), hash);
  }
  EXPECT_EQ(disk.contents_read(), 1 + static_cast<int>(whole.size()));
}

TEST_F(Files, WithAnOldDateBroughtAlongAreReadAgain) {
  FileCache cache(disk);
  cache.Hash("a b", "/a b");
  disk.MakeReadOnly("/a b");  // moves only the date of change, as cp -p does
  cache.Hash("a b", "/a b");
  EXPECT_EQ(disk.contents_read(), 2);
}

TEST_F(Files, NobodyAsksForAreForgotten) {
  FileCache cache(disk);
  disk.Write("/c", "two");
  disk.Advance(10'000'000'000);
  cache.Hash("a b", "/a b");
  cache.Hash("c", "/c");
  cache.Save("/cache", "/tmp", true);
  FileCache next(disk);
  next.Load("/cache");
  next.Hash("a b", "/a b");
  next.Save("/cache", "/tmp", true);
  EXPECT_THAT(disk.Read("/cache"), ::testing::HasSubstr(" a b\n"));
  EXPECT_THAT(disk.Read("/cache"), ::testing::Not(::testing::HasSubstr(" c\n")));
}

}  // namespace
}  // namespace disan::engine::testing
