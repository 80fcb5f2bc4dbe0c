#include "pipeline/privacy/face_search.h"

#include "formats/files/atomic_write.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace disan {
namespace {

// A sphere of grey with red discs, and a "detector" that boxes red: what matters here is where a
// find of a view comes to lie on the sphere, not what a face looks like.
struct Disc {
  double yaw_deg;
  double pitch_deg;
  double radius_deg;
};

std::array<double, 3> Direction(double yaw_deg, double pitch_deg) {
  const double yaw = yaw_deg * M_PI / 180;
  const double pitch = pitch_deg * M_PI / 180;
  return {std::cos(pitch) * std::sin(yaw), std::sin(pitch), std::cos(pitch) * std::cos(yaw)};
}

double ApartDeg(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  return std::acos(std::clamp(a[0] * b[0] + a[1] * b[1] + a[2] * b[2], -1.0, 1.0)) * 180 / M_PI;
}

Image8 SphereWith(const std::vector<Disc>& discs) {
  Image8 image(1600, 800, 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto here =
          Direction(((x + 0.5) / image.width - 0.5) * 360, (0.5 - (y + 0.5) / image.height) * 180);
      const bool red = std::any_of(discs.begin(), discs.end(), [&](const Disc& disc) {
        return ApartDeg(here, Direction(disc.yaw_deg, disc.pitch_deg)) < disc.radius_deg;
      });
      const uint8_t colour[3] = {static_cast<uint8_t>(red ? 220 : 90), 90, 90};
      std::copy_n(colour, 3, image.At(x, y));
    }
  }
  return image;
}

// One box round all that is red and does not touch the rim.
std::vector<FaceBox> BoxRed(const Image8& picture) {
  int left = picture.width;
  int right = -1;
  int top = picture.height;
  int bottom = -1;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (picture.At(x, y)[0] > 160) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
      }
    }
  }
  const bool whole =
      right >= 0 && left > 0 && top > 0 && right < picture.width - 1 && bottom < picture.height - 1;
  return whole ? std::vector<FaceBox>{{left * 1.0,
                                       top * 1.0,
                                       right - left + 1.0,
                                       bottom - top + 1.0,
                                       0.9}}
               : std::vector<FaceBox>{};
}

TEST(FindFaces, AFaceIsFoundOnceWhereItIs) {
  for (const Disc& truth : {Disc{-179, 5, 4}, Disc{67, 40, 3}}) {
    const std::vector<FoundFace> faces = FindFaces(SphereWith({truth}), BoxRed, {});
    ASSERT_EQ(faces.size(), 1U) << truth.yaw_deg;
    EXPECT_LT(ApartDeg(Direction(faces[0].yaw_deg, faces[0].pitch_deg),
                       Direction(truth.yaw_deg, truth.pitch_deg)),
              0.6);
    EXPECT_NEAR(faces[0].height_deg, 1.4 * 2 * truth.radius_deg, 1.2);
  }
}

TEST(FindFaces, NothingRedIsNothingFound) {
  EXPECT_TRUE(FindFaces(SphereWith({}), BoxRed, {}).empty());
}

TEST(BlurEntry, IsReadyToPaste) {
  EXPECT_EQ(
      BlurEntryOf(FoundFace{
          .yaw_deg = 12.34, .pitch_deg = -5.06, .width_deg = 3, .height_deg = 4, .score = 0.9}),
      "- {yaw_deg: 12.3, pitch_deg: -5.1, width_deg: 3.0, height_deg: 4.0}");
  EXPECT_EQ(
      BlurEntryOf(FaceBox{-3, 10.4, 20, 30, 0.9}, "ảnh \"1\".jpg"),
      "- {photo: \"ảnh \\\"1\\\".jpg\", left_px: 0, top_px: 10, width_px: 20, height_px: 30}");
}

TEST(FaceModel, WhatIsNoModelIsSaid) {
  const testing::TemporaryFolder folder;
  for (const std::string& bytes :
       {std::string(), std::string("not an onnx file"), std::string(100'000, '\x08')}) {
    ASSERT_FALSE(WriteFileAtomically(folder / "mat.onnx", bytes));
    const Result<FaceDetector> detector = OpenFaceDetector(folder / "mat.onnx");
    ASSERT_FALSE(detector);
    EXPECT_NE(detector.diagnostics.front().what.vi.find("mat.onnx"), std::string::npos);
    EXPECT_FALSE(detector.diagnostics.front().remedy.vi.empty());
  }
  EXPECT_FALSE(OpenFaceDetector(folder / "khong-co.onnx"));
}

}  // namespace
}  // namespace disan
