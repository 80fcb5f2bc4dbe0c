#include "pipeline/clips/film.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::RunProgram;
using testing::TemporaryFolder;
using Json = nlohmann::json;

constexpr FilmOptions kSmall{.width_px = 64, .height_px = 36};
constexpr int kFrames = 25;

// A white bar on grey that runs to the right.
Image8 Frame(int number) {
  Image8 picture(64, 36, 3);
  for (uint8_t& sample : picture.pixels) {
    sample = 90;
  }
  for (int y = 0; y < 36; ++y) {
    for (int x = number * 2; x < number * 2 + 8; ++x) {
      picture.At(x, y)[0] = picture.At(x, y)[1] = picture.At(x, y)[2] = 250;
    }
  }
  return picture;
}

void Make(const fs::path& file) {
  Film film(file, kSmall);
  for (int i = 0; i < kFrames; ++i) {
    film.Add(Frame(i));
  }
  film.Finish();
}

size_t FilesIn(const fs::path& folder) {
  return static_cast<size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(Film, IsWhatEveryPlayerPlays) {
  const TemporaryFolder folder;
  const fs::path file = folder / "Sân: trước %d.mp4";
  Make(file);
  EXPECT_EQ(FilesIn(folder / ""), 1U);
  const auto probe = RunProgram("/usr/bin/ffprobe",
                                {"-v",
                                 "error",
                                 "-of",
                                 "json",
                                 "-show_streams",
                                 "-show_format",
                                 "-count_frames",
                                 "file:" + file.string()});
  ASSERT_EQ(probe.exit_status, 0) << probe.err;
  const Json json = Json::parse(probe.out);
  ASSERT_EQ(json["streams"].size(), 1U);  // no sound
  const Json& stream = json["streams"][0];
  EXPECT_EQ(stream["codec_name"], "h264");
  EXPECT_EQ(stream["pix_fmt"], "yuv420p");
  EXPECT_EQ(stream["width"], 64);
  EXPECT_EQ(stream["height"], 36);
  EXPECT_EQ(stream["nb_read_frames"], "25");
  EXPECT_EQ(stream["color_space"], "bt709");
  EXPECT_NEAR(std::stod(json["format"]["duration"].get<std::string>()), 1.0, 0.01);
  const std::string bytes = *ReadFile(file);
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));  // plays while it loads
}

TEST(Film, ShowsItsFramesInTheirColours) {
  const TemporaryFolder folder;
  Make(folder / "a.mp4");
  const auto decoded = RunProgram("/usr/bin/ffmpeg",
                                  {"-v",
                                   "error",
                                   "-i",
                                   (folder / "a.mp4").string(),
                                   "-f",
                                   "rawvideo",
                                   "-pix_fmt",
                                   "rgb24",
                                   (folder / "a.rgb").string()});
  ASSERT_EQ(decoded.exit_status, 0) << decoded.err;
  const std::string frames = *ReadFile(folder / "a.rgb");
  ASSERT_EQ(frames.size(), size_t{64} * 36 * 3 * kFrames);
  for (int i = 0; i < kFrames; ++i) {
    const auto at = [&](int x) {
      const size_t offset = (static_cast<size_t>(i) * 36 + 18) * 64 + static_cast<size_t>(x);
      return static_cast<unsigned char>(frames[offset * 3 + 1]);
    };
    EXPECT_NEAR(at(i * 2 + 4), 250, 12) << i;
    EXPECT_NEAR(at((i * 2 + 36) % 64), 90, 12) << i;
  }
}

TEST(Film, TheSameFramesGiveTheSameBytes) {
  const TemporaryFolder folder;
  Make(folder / "a.mp4");
  Make(folder / "b.mp4");
  EXPECT_EQ(*ReadFile(folder / "a.mp4"), *ReadFile(folder / "b.mp4"));
}

TEST(Film, WithoutFfmpegSaysHowToGetIt) {
  const TemporaryFolder folder;
  FilmOptions options = kSmall;
  options.program = "ffmpeg-khong-co";
  try {
    Film film(folder / "a.mp4", options);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.diagnostics().front().what.vi, HasSubstr("chưa có chương trình ffmpeg"));
    EXPECT_THAT(failure.diagnostics().front().remedy.en, HasSubstr("apt-get install ffmpeg"));
  }
  EXPECT_EQ(FilesIn(folder / ""), 0U);
}

TEST(Film, WhatFailsHalfWayLeavesNothing) {
  const TemporaryFolder folder;
  { Film film(folder / "a.mp4", kSmall); }
  FilmOptions odd = kSmall;
  odd.program = "/bin/false";
  EXPECT_THROW(
      {
        Film film(folder / "b.mp4", odd);
        for (int i = 0; i < 500; ++i) {
          film.Add(Frame(0));
        }
        film.Finish();
      },
      Failure);
  EXPECT_EQ(FilesIn(folder / ""), 0U);
}

}  // namespace
}  // namespace disan
