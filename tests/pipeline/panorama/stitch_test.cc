#include "pipeline/panorama/stitch.h"

#include "formats/diagnostics/failure.h"
#include "formats/image/eight_bits.h"
#include "pipeline/panorama/contact_sheet.h"
#include "pipeline/panorama/pto.h"
#include "pipeline/panorama/report.h"
#include "pipeline/panorama/sphere.h"
#include "rig.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/Geometry>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan::panorama {
namespace {

using testing::ColourAt;
using ::testing::Each;
using ::testing::Field;
using testing::MakeRig;
using testing::Rig;
using testing::RigOptions;

constexpr int kWidth = 768;

Execution Threads(int count) {
  Execution execution;
  execution.threads = count;
  return execution;
}

Stitched StitchRig(const Rig& rig, int threads = 2) {
  return Stitch(rig.photos, {.width = kWidth}, Threads(threads));
}

// The rotation from the result's world into the truth's, by all cameras together.
Eigen::Matrix3d TruthFromResult(const Rig& rig, const Stitched& stitched) {
  std::vector<Eigen::Vector3d> from;
  std::vector<Eigen::Vector3d> to;
  for (size_t i = 0; i < rig.cameras.size(); ++i) {
    if (stitched.placements[i].status == PlacementStatus::kPlaced) {
      for (int axis = 0; axis < 3; ++axis) {
        from.emplace_back(stitched.cameras[i].world_from_camera.col(axis));
        to.emplace_back(rig.cameras[i].world_from_camera.col(axis));
      }
    }
  }
  return RotationBetween(from, to);
}

double WorstErrorDeg(const Rig& rig, const Stitched& stitched) {
  const Eigen::Matrix3d turn = TruthFromResult(rig, stitched);
  double worst = 0;
  for (size_t i = 0; i < rig.cameras.size(); ++i) {
    if (stitched.placements[i].status == PlacementStatus::kPlaced) {
      worst = std::max(
          worst,
          AngleDeg(rig.cameras[i].world_from_camera, turn * stitched.cameras[i].world_from_camera));
    }
  }
  return worst;
}

// Root mean square difference from the truth's colours, 0 to 255, after one gain.
// From row `top` downwards.
double ColourError(const RigOptions& options,
                   const Rig& rig,
                   const Stitched& stitched,
                   int top = 2) {
  const Eigen::Matrix3d turn = TruthFromResult(rig, stitched);
  std::vector<std::pair<double, double>> pairs;
  for (int y = top; y < kWidth / 2; y += 5) {
    for (int x = 2; x < kWidth; x += 5) {
      const Eigen::Vector3d truth = ColourAt(turn * DirectionAt(x, y, kWidth), options);
      for (int c = 0; c < 3; ++c) {
        pairs.emplace_back(stitched.composite.pixels.At(x, y)[c] / 257.0, truth[c] * 255);
      }
    }
  }
  double product = 0;
  double squares = 0;
  for (const auto& [result, truth] : pairs) {
    product += result * truth;
    squares += result * result;
  }
  double sum = 0;
  for (const auto& [result, truth] : pairs) {
    sum += std::pow(result * product / squares - truth, 2);
  }
  return std::sqrt(sum / static_cast<double>(pairs.size()));
}

class RigTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    rig_ = new Rig(MakeRig(options_));
    stitched_ = new Stitched(StitchRig(*rig_));
  }
  static void TearDownTestSuite() {
    delete rig_;
    delete stitched_;
  }
  static inline const RigOptions options_;
  static inline Rig* rig_ = nullptr;
  static inline Stitched* stitched_ = nullptr;
};

TEST_F(RigTest, EveryPhotoIsPlacedWithoutDoubt) {
  EXPECT_THAT(stitched_->placements, Each(Field(&Placement::status, PlacementStatus::kPlaced)));
  EXPECT_TRUE(stitched_->doubts.empty());
  EXPECT_GE(stitched_->composite.coverage, 0.999);
}

TEST_F(RigTest, CamerasAreWithinAThirtiethOfADegree) {
  EXPECT_LT(WorstErrorDeg(*rig_, *stitched_), 0.035);
}

TEST_F(RigTest, FocalLengthIsFoundBlindWithinThreeThousandths) {
  const double truth = rig_->cameras[0].lens.focal_px;
  EXPECT_NEAR(stitched_->cameras[0].lens.focal_px / truth, 1, 0.003);
}

TEST_F(RigTest, LevelIsNoWorseThanTheRigStood) {
  const Eigen::Vector3d up = TruthFromResult(*rig_, *stitched_) * -Eigen::Vector3d::UnitY();
  const Eigen::Vector3d rig_up = rig_->stand * -Eigen::Vector3d::UnitY();
  EXPECT_LT(std::acos(up.dot(rig_up)) * 180 / std::numbers::pi, 0.5);
}

TEST_F(RigTest, ColoursAreTheTruthsOwn) {
  EXPECT_LT(ColourError(options_, *rig_, *stitched_), 6);
}

TEST_F(RigTest, LeftAndRightEdgeJoinLikeAnyTwoColumns) {
  const Image16& pixels = stitched_->composite.pixels;
  const auto step = [&](int a, int b) {
    double sum = 0;
    for (int y = 0; y < pixels.height; ++y) {
      for (int c = 0; c < 3; ++c) {
        sum += std::abs(pixels.At(a, y)[c] - pixels.At(b, y)[c]);
      }
    }
    return sum;
  };
  double inside = 0;
  for (int x = 100; x < 600; x += 50) {
    inside += step(x, x + 1) / 10;
  }
  EXPECT_LT(step(0, pixels.width - 1), 1.3 * inside);
}

TEST_F(RigTest, OneThreadGivesTheSameBytesAsThree) {
  const Stitched one = StitchRig(*rig_, 1);
  const Stitched three = StitchRig(*rig_, 3);
  EXPECT_EQ(one.composite.pixels.pixels, three.composite.pixels.pixels);
}

TEST_F(RigTest, LittleMemoryGivesTheSameBytes) {
  Execution tight = Threads(3);
  tight.memory_bytes = uint64_t{180} << 20;
  const Stitched stitched = Stitch(rig_->photos, {.width = kWidth}, tight);
  EXPECT_EQ(stitched.composite.pixels.pixels, stitched_->composite.pixels.pixels);
}

TEST_F(RigTest, TooLittleMemoryIsRefusedForTheWidthThatWasAskedFor) {
  Execution tight = Threads(1);
  tight.memory_bytes = uint64_t{100} << 20;
  EXPECT_THROW(Stitch(rig_->photos, {.width = kWidth}, tight), Failure);
}

TEST_F(RigTest, ShuffledPhotosGiveTheSamePanorama) {
  Rig shuffled = *rig_;
  std::vector<size_t> order(rig_->photos.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937(3));
  for (size_t i = 0; i < order.size(); ++i) {
    shuffled.photos[i] = rig_->photos[order[i]];
    shuffled.cameras[i] = rig_->cameras[order[i]];
  }
  const Stitched stitched = StitchRig(shuffled);
  EXPECT_LT(WorstErrorDeg(shuffled, stitched), 0.035);
  EXPECT_LT(ColourError(options_, shuffled, stitched), 6);
}

// The light, the seams and the blending know no pole and no edge of the picture.
TEST_F(RigTest, TurningTheRigTurnsThePanorama) {
  std::vector<Image8> small;
  std::vector<int> photos;
  for (size_t i = 0; i < rig_->photos.size(); ++i) {
    small.push_back(ToEightBits(*rig_->photos[i].read(0)));
    photos.push_back(static_cast<int>(i));
  }
  const Eigen::Matrix3d turn = RotationBetween(
      {Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY()},
      {Eigen::Vector3d(0.3, 0.8, -0.5).normalized(),
       Eigen::Vector3d(0.3, 0.8, -0.5).cross(Eigen::Vector3d(1, 0, 0.2)).normalized()});
  const auto compose = [&](bool turned) {
    std::vector<Camera> cameras = rig_->cameras;
    for (Camera& camera : cameras) {
      camera.world_from_camera =
          turned ? Eigen::Matrix3d(turn * camera.world_from_camera) : camera.world_from_camera;
    }
    const Light light = SolveLight(small, cameras, photos, std::vector<int>(photos.size(), 0), {});
    const SeamMap seams = FindSeams(small, cameras, photos, light, {}, Threads(2));
    return Compose(rig_->photos, cameras, seams, light, {.width = kWidth}, Threads(2));
  };
  const Composite plain = compose(false);
  const Composite turned = compose(true);
  double squares = 0;
  double count = 0;
  for (int y = 1; y < kWidth / 2 - 1; y += 3) {
    for (int x = 0; x < kWidth; x += 3) {
      const Eigen::Vector2d there =
          GridPosition(turn * DirectionAt(x, y, kWidth), kWidth).array().round();
      if ((there - GridPosition(turn * DirectionAt(x, y, kWidth), kWidth)).norm() < 0.15 &&
          there.x() >= 0 && there.x() < kWidth) {
        const double one = plain.pixels.At(x, y)[1] / 257.0;
        const double other =
            turned.pixels.At(static_cast<int>(there.x()), static_cast<int>(there.y()))[1] / 257.0;
        squares += RowWeight(y, kWidth / 2) * (one - other) * (one - other);
        count += RowWeight(y, kWidth / 2);
      }
    }
  }
  ASSERT_GT(count, 300);
  EXPECT_LT(std::sqrt(squares / count), 5);
}

TEST_F(RigTest, ReportNamesEveryPhotoAndEveryFigure) {
  const auto report = nlohmann::json::parse(EncodeReport(rig_->photos, *stitched_, {100}));
  ASSERT_EQ(report["photos"].size(), rig_->photos.size());
  EXPECT_EQ(report["photos"][0]["status"], "placed");
  for (const char* key : {"rms_px", "hfov_deg", "level_deg", "coverage", "width", "height"}) {
    EXPECT_TRUE(report[key].is_number()) << key;
  }
  EXPECT_TRUE(report["seconds"].contains("compose"));
  EXPECT_NEAR(report["hfov_deg"].get<double>(), 63.7, 1);
}

TEST_F(RigTest, HuginProjectHasEveryPlacedPhoto) {
  const std::string pto = EncodePto(rig_->photos, *stitched_);
  EXPECT_EQ(static_cast<size_t>(std::count(pto.begin(), pto.end(), '"')),
            2 * (rig_->photos.size() + 1));
}

// What Hugin makes of a pixel's distance from the middle, by the numbers of the project.
TEST_F(RigTest, HuginProjectBendsTheLensAsWeDo) {
  Stitched bent = *stitched_;
  for (Camera& camera : bent.cameras) {
    camera.lens.k1 = -0.12;
    camera.lens.k2 = 0.03;
  }
  const std::string pto = EncodePto(rig_->photos, bent);
  const std::string line = pto.substr(pto.find("\ni w"));
  const auto number = [&](const std::string& key) {
    return std::stod(line.substr(line.find(" " + key) + 1 + key.size()));
  };
  const Lens& lens = bent.cameras[0].lens;
  const double half = lens.width_px / 2.0;  // the shorter side
  const double focal = half / std::tan(number("v") / 2 * std::numbers::pi / 180);
  const double a = number("a");
  const double b = number("b");
  const double c = number("c");
  for (double r = 0.05; r < 0.95; r += 0.1) {
    const double ours = lens.focal_px * r * (1 + lens.k1 * r * r + lens.k2 * std::pow(r, 4));
    const double u = focal * r / half;
    const double hugins =
        half * (a * std::pow(u, 4) + b * std::pow(u, 3) + c * u * u + (1 - a - b - c) * u);
    EXPECT_NEAR(hugins, ours, 0.05) << r;
  }
}

TEST_F(RigTest, ContactSheetListsEveryPhotoAndMarksTheRejected) {
  const Image8 sheet = DrawContactSheet(rig_->photos, *stitched_, 400);
  EXPECT_GE(sheet.height, 200 + 10 * static_cast<int>(rig_->photos.size()));
  Stitched rejected = *stitched_;
  rejected.placements[3].status = PlacementStatus::kRejected;
  const Image8 marked = DrawContactSheet(rig_->photos, rejected, 400);
  EXPECT_EQ(marked.height, sheet.height);
  EXPECT_NE(marked.pixels, sheet.pixels);
}

TEST(Strangers, AreRejectedWithAReasonAndDoNotHarm) {
  Rig rig = MakeRig();
  const Rig other = MakeRig({.scene = 99, .seed = 5});
  for (const size_t i : {0U, 1U, 9U}) {
    rig.photos.insert(rig.photos.begin() + 4, other.photos[i]);
    rig.cameras.insert(rig.cameras.begin() + 4, other.cameras[i]);
  }
  const Stitched stitched = StitchRig(rig);
  for (size_t i = 0; i < rig.photos.size(); ++i) {
    const bool stranger = i >= 4 && i < 7;
    EXPECT_EQ(stitched.placements[i].status,
              stranger ? PlacementStatus::kRejected : PlacementStatus::kPlaced)
        << i;
    EXPECT_EQ(stitched.placements[i].reason.vi.empty(), !stranger);
  }
  EXPECT_EQ(stitched.doubts.size(), 3U);
  EXPECT_LT(WorstErrorDeg(rig, stitched), 0.035);
}

TEST(GroundShot, FromAnotherPointIsJoinedByThePlaneOfTheGround) {
  const RigOptions options{.nadir_from = {0.12, 0.05, -0.1}};
  const Rig rig = MakeRig(options);
  const Stitched stitched = StitchRig(rig);
  const int last = static_cast<int>(rig.photos.size()) - 1;
  EXPECT_EQ(stitched.nadir.shot, last);
  EXPECT_EQ(stitched.nadir.state, NadirState::kGroundShot);
  EXPECT_EQ(stitched.placements.back().status, PlacementStatus::kPlaced);
  EXPECT_FALSE(stitched.placements.back().reason.vi.empty());
  EXPECT_TRUE(stitched.doubts.empty());
  EXPECT_GE(stitched.composite.coverage, 0.999);
  EXPECT_LT(ColourError(options, rig, stitched, kWidth / 2 * 168 / 180), 8);
  const auto report = nlohmann::json::parse(EncodeReport(rig.photos, stitched, {100}));
  EXPECT_EQ(report["nadir"]["shot"], rig.photos.back().name);
}

TEST_F(RigTest, APhotoOfTheNadirFromTheSamePointIsAPhotoLikeAnyOther) {
  EXPECT_EQ(stitched_->nadir.shot, -1);
  EXPECT_EQ(stitched_->nadir.state, NadirState::kPhotographed);
}

TEST(GroundThatRepeats, IsNotFoldedOntoItself) {
  const Rig rig = MakeRig({.twin_ground = true});
  const Stitched stitched = StitchRig(rig);
  EXPECT_GE(stitched.composite.coverage, 0.999);
  EXPECT_LT(WorstErrorDeg(rig, stitched), 0.05);
}

TEST(PlainSky, IsPlacedByTheRhythmOfTheCapture) {
  const RigOptions options{.blue_top = true};
  const Rig rig = MakeRig(options);
  const Stitched stitched = StitchRig(rig);
  EXPECT_EQ(
      std::count_if(stitched.placements.begin(),
                    stitched.placements.end(),
                    [](const Placement& p) { return p.status == PlacementStatus::kRejected; }),
      0);
  EXPECT_GE(
      std::count_if(stitched.placements.begin(),
                    stitched.placements.end(),
                    [](const Placement& p) { return p.status == PlacementStatus::kPlacedByPrior; }),
      1);
  EXPECT_GE(stitched.composite.coverage, 0.999);
  EXPECT_LT(ColourError(options, rig, stitched), 7);
}

TEST(PlainSky, IsPlacedByItsLightWhenTheOrderSaysNothing) {
  const RigOptions options{.blue_top = true};
  Rig rig = MakeRig(options);
  std::mt19937_64 random(3);
  for (size_t i = rig.photos.size() - 1; i > 0; --i) {
    const size_t other = random() % (i + 1);
    std::swap(rig.photos[i], rig.photos[other]);
    std::swap(rig.cameras[i], rig.cameras[other]);
  }
  for (size_t i = 0; i < rig.photos.size(); ++i) {
    rig.photos[i].name = "P" + std::to_string(i) + ".jpg";
    rig.photos[i].captured_at.clear();
  }
  const Stitched stitched = StitchRig(rig);
  for (size_t i = 0; i < rig.photos.size(); ++i) {
    EXPECT_NE(stitched.placements[i].status, PlacementStatus::kRejected) << i;
  }
  EXPECT_GE(stitched.composite.coverage, 0.999);
  EXPECT_LT(ColourError(options, rig, stitched), 7);
}

TEST(PlainSky, APhotoDeletedFromItsRowShiftsNoOther) {
  Rig rig = MakeRig({.blue_top = true, .blue_from_deg = 4});
  constexpr ptrdiff_t kThirdOfUpperRow = 8 + 2;
  rig.photos.erase(rig.photos.begin() + kThirdOfUpperRow);
  rig.cameras.erase(rig.cameras.begin() + kThirdOfUpperRow);
  const Stitched stitched = StitchRig(rig);
  const Eigen::Matrix3d turn = TruthFromResult(rig, stitched);
  for (size_t i = 8; i < 13; ++i) {
    ASSERT_EQ(stitched.placements[i].status, PlacementStatus::kPlacedByPrior) << i;
    EXPECT_LT(
        AngleDeg(rig.cameras[i].world_from_camera, turn * stitched.cameras[i].world_from_camera), 6)
        << i;
  }
  EXPECT_FALSE(stitched.doubts.empty()) << "the hole is named";
}

// Photos of a clear sky: light falls off, and the sensor is noisy.
PhotoSet Skies(int count) {
  PhotoSet skies;
  std::mt19937_64 random(7);
  for (int i = 0; i < count; ++i) {
    Image8 sky(360, 480, 3);
    for (int y = 0; y < sky.height; ++y) {
      for (int x = 0; x < sky.width; ++x) {
        const double glow = 40 * std::cos(i + x / 300.0) + y / 12.0;
        for (int c = 0; c < 3; ++c) {
          sky.At(x, y)[c] =
              static_cast<uint8_t>(90 + 30 * c + glow + static_cast<double>(random() % 5));
        }
      }
    }
    skies.push_back(
        {.name = "sky_" + std::to_string(i) + ".jpg", .width_px = 360, .height_px = 480});
    skies.back().camera = "test";
    skies.back().read = [sky](int) { return Result<Pixels>::Of(sky); };
  }
  return skies;
}

TEST(PhotosOfThreePlaces, OnePlaceIsJoinedAndEveryOtherPhotoIsNamed) {
  Rig rig = MakeRig();
  rig.photos.resize(8);
  for (const uint64_t scene : {98U, 99U}) {
    const Rig other = MakeRig({.scene = scene, .seed = scene});
    rig.photos.insert(rig.photos.end(), other.photos.begin(), other.photos.begin() + 5);
  }
  const Stitched stitched = StitchRig(rig);
  for (size_t i = 0; i < rig.photos.size(); ++i) {
    EXPECT_EQ(stitched.placements[i].status,
              i < 8 ? PlacementStatus::kPlaced : PlacementStatus::kRejected)
        << i;
  }
  EXPECT_EQ(std::count_if(stitched.doubts.begin(),
                          stitched.doubts.end(),
                          [](const Diagnostic& doubt) { return !doubt.file.empty(); }),
            10);
}

TEST(MixedCameras, AreJoinedEachWithItsOwnLens) {
  Rig rig = MakeRig();
  const Rig wide = MakeRig({.width_px = 480, .height_px = 360, .hfov_deg = 78, .seed = 3});
  for (size_t i = 8; i < rig.photos.size(); ++i) {
    rig.photos[i] = wide.photos[i];
    rig.photos[i].camera = "another";
    rig.cameras[i] = wide.cameras[i];
  }
  const Stitched stitched = StitchRig(rig);
  EXPECT_TRUE(stitched.doubts.empty());
  EXPECT_LT(WorstErrorDeg(rig, stitched), 0.06);
}

TEST(Unusable, IsRefusedWithWordsInBothLanguages) {
  const Rig rig = MakeRig();
  const Rig other = MakeRig({.scene = 99, .seed = 5});
  InputPhoto broken = rig.photos[1];
  broken.read = [](int) { return Result<Pixels>::Failed(Diagnostic{.what = {"hỏng", "broken"}}); };
  InputPhoto black = rig.photos[1];
  black.read = [](int) { return Result<Pixels>::Of(Image8(360, 480, 3)); };
  const std::vector<PhotoSet> sets = {
      {rig.photos[0]},
      {rig.photos[0], broken},
      {black, black, black},
      {rig.photos[0], rig.photos[0], rig.photos[0]},
      {rig.photos[0], other.photos[3]},
      {rig.photos[0], rig.photos[4]},  // look away from each other
      Skies(4),
  };
  for (size_t i = 0; i < sets.size(); ++i) {
    try {
      Stitch(sets[i], {.width = kWidth}, Threads(2));
      ADD_FAILURE() << "set " << i << " was accepted";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit(), Exit::kUnusableInput);
      EXPECT_FALSE(failure.diagnostics().back().what.vi.empty());
      EXPECT_FALSE(failure.diagnostics().back().remedy.en.empty());
    }
  }
}

TEST(OneBrokenPhoto, IsNamedAndTheRestIsJoined) {
  Rig rig = MakeRig();
  rig.photos[5].read = [](int) {
    return Result<Pixels>::Failed(Diagnostic{.what = {"hỏng", "broken"}});
  };
  const Stitched stitched = StitchRig(rig);
  EXPECT_EQ(stitched.placements[5].status, PlacementStatus::kRejected);
  EXPECT_EQ(stitched.placements[5].reason.en, "broken");
  EXPECT_FALSE(stitched.doubts.empty());
}

}  // namespace
}  // namespace disan::panorama
