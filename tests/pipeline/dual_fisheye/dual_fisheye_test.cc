// A pair of discs rendered from a known sphere has to come back as that sphere.
#include "pipeline/panorama/dual_fisheye.h"

#include "pipeline/panorama/sphere.h"

#include <cmath>
#include <cstdint>
#include <numbers>

#include <Eigen/Geometry>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan::panorama {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

// Smooth noise on the sphere, the same for every call.
double Noise(const Eigen::Vector3d& p) {
  const auto hash = [](int64_t x, int64_t y, int64_t z) {
    uint64_t h = static_cast<uint64_t>(x * 73856093 ^ y * 19349663 ^ z * 83492791);
    h = (h ^ (h >> 31U)) * 0x9E3779B97F4A7C15U;
    return static_cast<double>((h >> 40U) & 0xFFFFU) / 65535.0;
  };
  const Eigen::Vector3d base = p.array().floor();
  const Eigen::Vector3d part = p - base;
  double sum = 0;
  for (int i = 0; i < 8; ++i) {
    const Eigen::Vector3i corner(i & 1, (i >> 1) & 1, i >> 2);
    double weight = 1;
    for (int axis = 0; axis < 3; ++axis) {
      const double smooth = part[axis] * part[axis] * (3 - 2 * part[axis]);
      weight *= corner[axis] == 1 ? smooth : 1 - smooth;
    }
    sum += weight * hash(static_cast<int64_t>(base.x()) + corner.x(),
                         static_cast<int64_t>(base.y()) + corner.y(),
                         static_cast<int64_t>(base.z()) + corner.z());
  }
  return sum;
}

// Wide lenses whose axes' nodal points stand apart see near ground farther back, both of them.
double ParallaxOf(const Eigen::Vector3d& direction, double apart) {
  return direction.y() > 0.1 ? apart * direction.y() : 0;
}

Eigen::Vector3d Scene(const Eigen::Vector3d& direction) {
  const double coarse = Noise(direction * 5 + Eigen::Vector3d(40, 40, 40));
  const double fine = Noise(direction * 24 + Eigen::Vector3d(90, 90, 90));
  const double light = 50 + 70 * coarse + 70 * fine;
  return {light, light * (0.8 + 0.2 * coarse), light * (1 - 0.3 * fine)};
}

constexpr double kHandAround = 60 * kDegree;
constexpr double kHandWide = 9 * kDegree;
const Eigen::Vector3d kHandColour(210, 160, 30);

bool OnHand(const Eigen::Vector3d& direction) {
  return direction.dot(RingDirection(kHandAround, 90 * kDegree)) > std::cos(kHandWide);
}

struct Rig {
  double fov_deg = 194;
  Eigen::Vector3d turn_deg{0.8, -0.6, 1.1};  // of the second lens
  Eigen::Vector2d shift{3, -2};              // of the discs in their frames
  double exposure = 1;                       // of the second lens, in levels
  double curve = 1;                          // of the second lens: a power of the levels
  bool hand = false;                         // before the second lens alone
  double apart = 0;                          // lenses' distance over that of the ground below
  int size = 480;
};

Image8 Render(const Rig& rig, int side) {
  Image8 picture(rig.size, rig.size, 3);
  const Eigen::Vector3d turn = rig.turn_deg * kDegree;
  const Eigen::Matrix3d back = Eigen::AngleAxisd(turn.norm(), turn.normalized()) * BackFromWorld(0);
  const Eigen::Matrix3d lens = side == 0 ? Eigen::Matrix3d::Identity() : back;
  const double radius = rig.size / 2.0 - 6;
  const Eigen::Vector2d centre =
      Eigen::Vector2d::Constant(rig.size / 2.0) + rig.shift * (1 - 2 * side);
  for (int y = 0; y < rig.size; ++y) {
    for (int x = 0; x < rig.size; ++x) {
      Eigen::Vector3d sum = Eigen::Vector3d::Zero();
      for (const double off : {-0.25, 0.25}) {
        const Eigen::Vector2d out = Eigen::Vector2d(x + off, y - off) - centre;
        if (out.norm() < radius) {
          const double theta = out.norm() / radius * rig.fov_deg / 2 * kDegree;
          const Eigen::Vector3d seen =
              lens.transpose() * RingDirection(std::atan2(out.y(), out.x()), theta);
          // Seen from the middle the same point lies farther ahead of this lens.
          const Eigen::Vector3d ahead = lens.transpose() * Eigen::Vector3d::UnitZ();
          const Eigen::Vector3d there = (seen + ParallaxOf(seen, rig.apart) * ahead).normalized();
          sum += (rig.hand && side == 1 && OnHand(there) ? kHandColour : Scene(there)) / 2;
        }
      }
      for (int c = 0; c < 3; ++c) {
        const double second = 255 * std::pow(sum[c] / 255, rig.curve) * rig.exposure;
        picture.At(x, y)[c] =
            static_cast<uint8_t>(std::lround(std::min(255.0, side == 0 ? sum[c] : second)));
      }
    }
  }
  return picture;
}

Image8 SideBySide(const Image8& left, const Image8& right) {
  Image8 both(left.width + right.width, left.height, 3);
  for (int y = 0; y < left.height; ++y) {
    std::copy_n(left.At(0, y), left.width * 3, both.At(0, y));
    std::copy_n(right.At(0, y), right.width * 3, both.At(left.width, y));
  }
  return both;
}

// Over the rows and columns whose angle from the front axis lies within the bounds.
double Psnr(const Image8& pixels, double from_deg, double to_deg) {
  double squares = 0;
  double weights = 0;
  for (int y = 0; y < pixels.height; ++y) {
    for (int x = 0; x < pixels.width; ++x) {
      const Eigen::Vector3d direction = DirectionAt(x, y, pixels.width);
      const double theta = std::acos(direction.z()) / kDegree;
      if (theta < from_deg || theta > to_deg) {
        continue;
      }
      const Eigen::Vector3d truth = Scene(direction);
      for (int c = 0; c < 3; ++c) {
        const double off = pixels.At(x, y)[c] - truth[c];
        squares += RowWeight(y, pixels.height) * off * off;
        weights += RowWeight(y, pixels.height);
      }
    }
  }
  return 10 * std::log10(255 * 255 * weights / squares);
}

TEST(DualFisheye, TwoTurnedLensesGiveTheSphereThatTheySaw) {
  const Rig rig;
  const auto stitched = StitchDualFisheye({Render(rig, 0), Render(rig, 1)}, {}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  EXPECT_EQ(stitched->pixels.width % 64, 0);
  EXPECT_EQ(stitched->pixels.width, 2 * stitched->pixels.height);
  EXPECT_NEAR(stitched->fov_deg, rig.fov_deg, 0.6);
  EXPECT_LT(stitched->misfit_px, 0.5);
  EXPECT_TRUE(stitched->doubts.empty());
  EXPECT_GT(Psnr(stitched->pixels, 0, 180), 33);
  EXPECT_GT(Psnr(stitched->pixels, 84, 96), 31);  // across the seam
}

TEST(DualFisheye, OnePictureWithBothDiscsGivesTheSame) {
  const Rig rig;
  const Image8 front = Render(rig, 0);
  const Image8 back = Render(rig, 1);
  const auto two = StitchDualFisheye({front, back}, {}, {});
  const auto one = StitchDualFisheye({SideBySide(front, back)}, {}, {});
  ASSERT_TRUE(two.ok());
  ASSERT_TRUE(one.ok());
  EXPECT_NEAR(one->fov_deg, two->fov_deg, 0.05);
  EXPECT_GT(Psnr(one->pixels, 0, 180), 33);
}

TEST(DualFisheye, AnotherExposureOfTheSecondLensLeavesNoStep) {
  Rig rig;
  rig.exposure = 0.75;
  const auto stitched = StitchDualFisheye({Render(rig, 0), Render(rig, 1)}, {}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  EXPECT_LT(stitched->overlap_rms, 6);
}

TEST(DualFisheye, AnotherToneCurveOfTheSecondLensLeavesNoStep) {
  Rig rig;
  rig.curve = 0.6;
  const auto stitched = StitchDualFisheye({Render(rig, 0), Render(rig, 1)}, {}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  EXPECT_LT(stitched->overlap_rms, 3);
}

// Its colour is its own: what the other lens sees beside it must not be tinted by what they differ
// in.
TEST(DualFisheye, AHandBeforeOneLensTintsNothingBesideIt) {
  Rig rig;
  rig.hand = true;
  const auto stitched =
      StitchDualFisheye({Render(rig, 0), Render(rig, 1)}, {.level = false}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  const Image8& pixels = stitched->pixels;
  Eigen::Vector3d off = Eigen::Vector3d::Zero();
  int count = 0;
  for (int y = 0; y < pixels.height; ++y) {
    for (int x = 0; x < pixels.width; ++x) {
      const Eigen::Vector3d direction = DirectionAt(x, y, pixels.width);
      const double theta = std::acos(direction.z()) / kDegree;
      const double around = std::atan2(direction.y(), direction.x());
      if (theta > 72 && theta < 80 && std::abs(around - kHandAround) < kHandWide) {
        for (int c = 0; c < 3; ++c) {
          off[c] += pixels.At(x, y)[c] - Scene(direction)[c];
        }
        ++count;
      }
    }
  }
  ASSERT_GT(count, 100);
  EXPECT_LT((off / count).cwiseAbs().maxCoeff(), 3);
}

TEST(DualFisheye, NearGroundBelowNeitherTurnsALensNorLeavesAStep) {
  Rig rig;
  rig.turn_deg = {0, 0.02, 0};
  rig.shift = {0, 0};
  rig.apart = 0.012;
  const auto stitched =
      StitchDualFisheye({Render(rig, 0), Render(rig, 1)}, {.level = false}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  EXPECT_LT(stitched->tilt_deg, 0.3);
  EXPECT_GT(Psnr(stitched->pixels, 0, 180), 31);
  EXPECT_GT(Psnr(stitched->pixels, 84, 96), 30);
}

TEST(DualFisheye, WideLensesAreFoundWide) {
  Rig rig;
  rig.fov_deg = 208;
  const auto stitched = StitchDualFisheye({Render(rig, 0), Render(rig, 1)}, {}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  EXPECT_NEAR(stitched->fov_deg, 208, 0.8);
}

TEST(DualFisheye, ThreadsChangeNothing) {
  Rig rig;
  rig.size = 320;
  const std::vector<Image8> pictures{Render(rig, 0), Render(rig, 1)};
  const auto one = StitchDualFisheye(pictures, {}, {.threads = 1});
  const auto two = StitchDualFisheye(pictures, {}, {.threads = 2});
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(one->pixels.pixels, two->pixels.pixels);
  EXPECT_EQ(one->fov_deg, two->fov_deg);
}

TEST(DualFisheye, PicturesWithoutDiscsAreRefused) {
  Image8 plain(640, 320, 3);
  EXPECT_FALSE(StitchDualFisheye({plain}, {}, {}).ok());
  std::fill(plain.pixels.begin(), plain.pixels.end(), uint8_t{140});
  const auto refused = StitchDualFisheye({plain}, {}, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_FALSE(refused.diagnostics.front().remedy.vi.empty());
  EXPECT_FALSE(StitchDualFisheye({}, {}, {}).ok());
  EXPECT_FALSE(StitchDualFisheye({Image8(1, 1, 3), Image8(2, 2, 3)}, {}, {}).ok());
}

TEST(DualFisheye, LensesOfDifferentPlacesAreDoubted) {
  Rig other;
  other.turn_deg = {0, 95, 0};  // does not look back at all
  const auto stitched = StitchDualFisheye({Render(Rig{}, 0), Render(other, 1)}, {}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  EXPECT_FALSE(stitched->doubts.empty());
}

TEST(DualFisheye, ReportAndProjectNameThePictures) {
  Rig rig;
  rig.size = 320;
  const std::vector<Image8> pictures{SideBySide(Render(rig, 0), Render(rig, 1))};
  const auto stitched = StitchDualFisheye(pictures, {}, {.threads = 2});
  ASSERT_TRUE(stitched.ok());
  const auto report = nlohmann::json::parse(EncodeFisheyeReport({"R1.JPG"}, *stitched));
  EXPECT_EQ(report["photos"][0]["file"], "R1.JPG");
  EXPECT_EQ(report["photos"][0]["status"], "placed");
  EXPECT_EQ(report["coverage"], 1.0);
  EXPECT_NEAR(report["hfov_deg"].get<double>(), 194, 1);
  const std::string pto = EncodeFisheyePto({"R1.JPG"}, *stitched);
  EXPECT_NE(pto.find("i w640 h320 f3"), std::string::npos);
  EXPECT_NE(pto.find("S320,640,0,320 n\"R1.JPG\""), std::string::npos);
}

}  // namespace
}  // namespace disan::panorama
