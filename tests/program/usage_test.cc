// A command line that is not understood: one sentence that says what is wrong and one that says
// what would be right, in the reader's language, and no program's jargon.
#include "tests/support/run_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using testing::RunDisan;

ProgramRun Panorama(const std::vector<std::string>& more) {
  std::vector<std::string> words = {"panorama", "anh", "-o", "toan-canh.jpg"};
  words.insert(words.end(), more.begin(), more.end());
  return RunDisan(words);
}

TEST(Usage, AWrongWordIsAnsweredWithTheRightOnes) {
  const ProgramRun run = Panorama({"--nadir", "tron"});
  EXPECT_EQ(run.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("--nadir"));
  EXPECT_THAT(run.err, HasSubstr("Chọn một trong: disc, fill, leave"));
}

TEST(Usage, ANumberOutOfRangeIsAnsweredWithTheRange) {
  for (const char* number : {"200", "0", "cao"}) {
    const ProgramRun run = Panorama({"--quality", number});
    EXPECT_EQ(run.exit_status, 2);
    EXPECT_THAT(run.err, HasSubstr("từ 1 đến 100")) << number;
  }
  EXPECT_THAT(Panorama({"--lang", "en", "--width", "5"}).err, HasSubstr("from 256 to 65500"));
}

TEST(Usage, ASizeIsAskedForByExample) {
  EXPECT_THAT(Panorama({"--memory", "nhiều"}).err, HasSubstr("3G"));
}

TEST(Usage, AMisspeltOptionIsAnsweredWithTheNearest) {
  EXPECT_THAT(Panorama({"--widht", "4096"}).err, HasSubstr("“--width”"));
}

TEST(Usage, TheHelpNamesNoTypesOfTheProgram) {
  for (const char* command : {"build",
                              "check",
                              "export",
                              "init",
                              "inventory",
                              "model",
                              "panorama",
                              "report",
                              "tiles",
                              "view"}) {
    const ProgramRun run = RunDisan({command, "--help"});
    EXPECT_EQ(run.exit_status, 0) << command;
    for (const char* jargon : {"ENUM", "INT:", "UINT", "FLOAT", "TEXT:", "->", " OR "}) {
      EXPECT_THAT(run.out, ::testing::Not(HasSubstr(jargon))) << command;
    }
  }
}

}  // namespace
}  // namespace disan
