#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "tests/formats/record/review/entry.h"
#include "tests/support/temporary_folder.h"

#include <map>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::Approval;
using testing::TemporaryFolder;

std::string LogOf(const fs::path& site) {
  return *ReadFile(site / "review/2026-05-12.jsonl");
}

TEST(ReviewLog, WithoutAFolderIsEmpty) {
  const TemporaryFolder site;
  const ReviewLog log = ReadReviewLog(site.path());
  EXPECT_TRUE(log.entries.empty());
  EXPECT_TRUE(log.diagnostics.empty());
}

TEST(ReviewLog, KeepsOneFileADayAndReadsThemInOrder) {
  const TemporaryFolder site;
  ReviewEntry later = Approval("C");
  later.time = "2026-06-01T00:00:00Z";
  ASSERT_FALSE(AppendReview(site.path(), later));
  ASSERT_FALSE(AppendReview(site.path(), Approval("A")));
  ASSERT_FALSE(AppendReview(site.path(), Approval("B")));
  EXPECT_TRUE(fs::exists(site / "review/2026-06-01.jsonl"));
  const ReviewLog log = ReadReviewLog(site.path());
  ASSERT_EQ(log.entries.size(), 3U);
  EXPECT_EQ(log.entries[0].reviewer, "A");
  EXPECT_EQ(log.entries[1].reviewer, "B");
  EXPECT_EQ(log.entries[2].reviewer, "C");
}

TEST(ReviewLog, AddsAndNeverRewrites) {
  const TemporaryFolder site;
  ASSERT_FALSE(AppendReview(site.path(), Approval("A")));
  const std::string before = LogOf(site.path());
  ASSERT_FALSE(AppendReview(site.path(), Approval("B")));
  EXPECT_EQ(LogOf(site.path()).substr(0, before.size()), before);
}

TEST(ReviewLog, WhatWouldNotBeReadIsNotWritten) {
  const TemporaryFolder site;
  ReviewEntry entry = Approval();
  entry.asset = "masters/../../x";
  const auto problem = AppendReview(site.path(), entry);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->severity, Severity::kError);
  entry = Approval();
  entry.time = "../../../tmp/xxxxxxx";
  EXPECT_TRUE(AppendReview(site.path(), entry));
  EXPECT_FALSE(fs::exists(site / "review"));
}

TEST(ReviewLog, SurvivesALineTornAtAnyByte) {
  const TemporaryFolder site;
  const std::string first = ReviewLine(Approval("A"));
  const std::string second = ReviewLine(Approval("B"));
  const std::string whole = first + second;
  for (size_t length = first.size() + 1; length <= whole.size(); ++length) {
    ASSERT_FALSE(WriteFileAtomically(site / "review/2026-05-12.jsonl", whole.substr(0, length)));
    const bool torn = length + 1 < whole.size();  // without its line end alone nothing is lost
    const ReviewLog log = ReadReviewLog(site.path());
    ASSERT_EQ(log.entries.size(), torn ? 1U : 2U) << length;
    ASSERT_EQ(log.diagnostics.size(), torn ? 1U : 0U) << length;
    ASSERT_FALSE(AppendReview(site.path(), Approval("C")));
    const ReviewLog after = ReadReviewLog(site.path());
    ASSERT_EQ(after.entries.size(), torn ? 2U : 3U) << length;
    ASSERT_EQ(after.entries.back().reviewer, "C");
    ASSERT_EQ(after.diagnostics.size(), torn ? 1U : 0U) << "said, not forgotten";
  }
}

TEST(ReviewLog, HostileLinesHideNoOther) {
  const TemporaryFolder site;
  ASSERT_FALSE(WriteFileAtomically(site / "review/2026-05-12.jsonl",
                                   "hỏng\n" + ReviewLine(Approval("A")) +
                                       std::string("\0\xff\n\n{}\n", 7) +
                                       ReviewLine(Approval("B"))));
  const ReviewLog log = ReadReviewLog(site.path());
  EXPECT_EQ(log.entries.size(), 2U);
  ASSERT_EQ(log.diagnostics.size(), 3U);
  EXPECT_EQ(log.diagnostics[0].file, "review/2026-05-12.jsonl");
  EXPECT_EQ(log.diagnostics[0].line, 1);
  EXPECT_EQ(log.diagnostics[2].line, 5);
}

TEST(ReviewLog, LinksAreNeitherReadNorWrittenThrough) {
  const TemporaryFolder site;
  const TemporaryFolder outside;
  const std::string line = ReviewLine(Approval());
  ASSERT_FALSE(WriteFileAtomically(outside / "log.jsonl", line));
  fs::create_directories(site / "review");
  fs::create_symlink(outside / "log.jsonl", site / "review/2026-05-12.jsonl");
  fs::create_directories(site / "review/2026.jsonl");
  EXPECT_TRUE(ReadReviewLog(site.path()).entries.empty());
  const auto problem = AppendReview(site.path(), Approval("X"));
  ASSERT_TRUE(problem);
  EXPECT_FALSE(problem->what.vi.empty());
  EXPECT_EQ(*ReadFile(outside / "log.jsonl"), line);
}

// Each of several writers adds its numbered lines; all must be there, each writer's in order.
void ExpectAll(const ReviewLog& log, int writers, int lines) {
  EXPECT_TRUE(log.diagnostics.empty());
  ASSERT_EQ(log.entries.size(), static_cast<size_t>(writers * lines));
  std::map<std::string, int> next;
  for (const ReviewEntry& entry : log.entries) {
    EXPECT_EQ(entry.text.substr(0, 8), std::to_string(10000000 + next[entry.reviewer]++));
    EXPECT_EQ(entry.text.size(), 4008U);
  }
}

bool AddLines(const fs::path& site, const std::string& name, int lines) {
  bool fine = true;
  for (int i = 0; i < lines; ++i) {
    ReviewEntry entry = Approval(name);
    entry.text = std::to_string(10000000 + i) + std::string(4000, 'x');
    fine = fine && !AppendReview(site, entry);
  }
  return fine;
}

TEST(ReviewLog, ManyProcessesAtOnceLoseNothing) {
  constexpr int kWriters = 8;
  constexpr int kLines = 25;
  const TemporaryFolder site;
  for (int writer = 0; writer < kWriters; ++writer) {
    if (::fork() == 0) {
      ::_exit(AddLines(site.path(), "P" + std::to_string(writer), kLines) ? 0 : 1);
    }
  }
  for (int writer = 0; writer < kWriters; ++writer) {
    int status = -1;
    ::wait(&status);
    EXPECT_EQ(status, 0);
  }
  ExpectAll(ReadReviewLog(site.path()), kWriters, kLines);
}

TEST(ReviewLog, ManyThreadsAtOnceLoseNothing) {
  constexpr int kWriters = 8;
  constexpr int kLines = 25;
  const TemporaryFolder site;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&site, writer] {
      EXPECT_TRUE(AddLines(site.path(), "T" + std::to_string(writer), kLines));
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  ExpectAll(ReadReviewLog(site.path()), kWriters, kLines);
}

}  // namespace
}  // namespace disan
