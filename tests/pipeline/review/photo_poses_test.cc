#include "pipeline/review/photo_poses.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

constexpr char kProject[] =
    "# hugin project file\n#hugin_ptoversion 2\n"
    "p f2 w8192 h4096 v360 k0 E0 R0 n\"JPEG q95\"\nm i0\n"
    "i w4000 h3000 f0 v65.250000 Ra0 Rb0 Eev0.1 Er1 Eb1 r-1.5 p30.25 y-170.125 TrX0 j0 a0 "
    "b0.001 c0 d1.5 e-2.5 g0 t0 Va1 Vm5 n\"IMG 0001 y9 p8.JPG\"\n"
    "i w4000 h3000 f3 v180 r0 p-90 y0 n\"mắt cá.jpg\"\n"
    "\nv\n";

TEST(PhotoPoses, AreReadByTheNameOfThePhoto) {
  const auto poses = ReadPhotoPoses(kProject);
  ASSERT_EQ(poses.size(), 2U);
  const PhotoPose& first = poses.at("IMG 0001 y9 p8.JPG");
  EXPECT_DOUBLE_EQ(first.yaw_deg, -170.125);
  EXPECT_DOUBLE_EQ(first.pitch_deg, 30.25);
  EXPECT_DOUBLE_EQ(first.roll_deg, -1.5);
  EXPECT_DOUBLE_EQ(first.hfov_deg, 65.25);
  EXPECT_FALSE(first.fisheye);
  EXPECT_TRUE(poses.at("mắt cá.jpg").fisheye);
}

TEST(PhotoPoses, WhatIsNoPoseIsPassedOver) {
  for (const char* line : {"",
                           "i",
                           "i n\"\"",
                           "i v60 r0 p0 y0 f0 n\"",
                           "i v60 r0 p0 f0 n\"a\"",
                           "i v0 r0 p0 y0 f0 n\"a\"",
                           "i v400 r0 p0 y0 f0 n\"a\"",
                           "i v60 r0 p0 ynan f0 n\"a\"",
                           "i v60 r0 p0 y1e99 f0 n\"a\"",
                           "c v60 r0 p0 y0 f0 n\"a\""}) {
    EXPECT_TRUE(ReadPhotoPoses(line).empty()) << line;
  }
}

TEST(PhotoPoses, SurviveEveryTruncation) {
  const std::string whole = kProject;
  for (size_t length = 0; length <= whole.size(); ++length) {
    EXPECT_LE(ReadPhotoPoses(whole.substr(0, length)).size(), 2U);
  }
}

}  // namespace
}  // namespace disan
