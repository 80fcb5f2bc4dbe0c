#include "pipeline/cloud/registration.h"

#include "tests/pipeline/cloud/synthetic_scan.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

constexpr double kNoise = 0.002;

// Five scanners on a ring around the solid, each seeing less than half of it.
std::vector<Cloud> Ring(const testing::Solid& solid, size_t points) {
  std::vector<Cloud> scans;
  for (uint32_t i = 0; i < 5; ++i) {
    const double angle = 1.2566370614 * i;
    const Double3 sensor{3.5 * std::cos(angle), 3.5 * std::sin(angle), i % 2 == 0 ? 1.6 : -0.9};
    scans.push_back(testing::ScanFrom(
        solid,
        {.sensor = sensor, .points = points, .noise = kNoise, .spread = 0.5, .seed = i + 1}));
    scans.back().scans[0].name = "set-up " + std::to_string(i + 1);
  }
  return scans;
}

// Where scanners that do not know each other would put their scans.
Pose Lost(size_t i) {
  const auto k = static_cast<double>(i);
  return i == 0 ? Pose()
                : testing::PoseOf({1, k, 2 - k}, 0.7 + 0.5 * k, {0.5 * k, -0.3, 0.2 * k * k});
}

struct PoseError {
  double turn_deg = 0.0;
  double shift = 0.0;
};

// Of the pose that was found, against the one that undoes `lost`.
PoseError ErrorOf(const Pose& found, const Pose& lost) {
  PoseError error;
  const Double3 axes[] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  for (const Double3& axis : axes) {
    const Double3 back = found.Rotate(lost.Rotate(axis));
    error.turn_deg = std::max(error.turn_deg,
                              std::atan2(Length(Cross(axis, back)), Dot(axis, back)) * 57.29577951);
  }
  error.shift = Length(found.Apply(lost.Apply({})));
  return error;
}

TEST(Registration, FindsTheWayBackFromAnywhere) {
  const std::vector<Cloud> truth = Ring(testing::Boulder(), 8000);
  std::vector<Cloud> scans;
  for (size_t i = 0; i < truth.size(); ++i) {
    scans.push_back(testing::Moved(truth[i], Lost(i)));
  }
  const Registration registration = RegisterScans({.threads = 2}, scans);
  for (const ScanPair& pair : registration.pairs) {
    std::cout << "pair " << pair.a << "-" << pair.b << ": overlap " << pair.overlap << ", rms "
              << pair.rms << ", firmness " << pair.firmness
              << (pair.accepted ? "\n" : " refused\n");
  }
  for (size_t i = 0; i < scans.size(); ++i) {
    ASSERT_TRUE(registration.placed[i]) << i;
    const PoseError error = ErrorOf(registration.common_from_scan[i], Lost(i));
    std::cout << "scan " << i << ": " << error.turn_deg << " degrees, shift " << error.shift
              << "\n";
    EXPECT_LT(error.turn_deg, 0.25) << i;
    EXPECT_LT(error.shift, 2 * kNoise) << i;
  }
  EXPECT_FALSE(registration.used_given_poses);
  EXPECT_LT(registration.rms, 3 * kNoise);
  EXPECT_TRUE(DescribeRegistration(scans, registration, "bia-1").empty());
  const Cloud merged = MergeScans(scans, registration);
  EXPECT_EQ(merged.size(), 5U * 8000U);
  double squares = 0.0;
  for (size_t i = 0; i < merged.size(); ++i) {
    squares += std::pow(testing::DistanceTo(testing::Boulder(), merged.WorldPoint(i)), 2);
  }
  EXPECT_LT(std::sqrt(squares / static_cast<double>(merged.size())), 1.5 * kNoise);
}

TEST(Registration, KeepsPosesOfTheFileThatHold) {
  std::vector<Cloud> scans = Ring(testing::Boulder(), 8000);
  for (Cloud& scan : scans) {
    scan.scans[0].posed = true;
  }
  const Registration registration = RegisterScans({.threads = 2}, scans);
  for (const ScanPair& pair : registration.pairs) {
    std::cout << "pair " << pair.a << "-" << pair.b << ": overlap " << pair.overlap << ", rms "
              << pair.rms << ", moved " << pair.moved << (pair.accepted ? "\n" : " refused\n");
  }
  EXPECT_TRUE(registration.used_given_poses);
  for (const Pose& pose : registration.common_from_scan) {
    EXPECT_EQ(pose, Pose());
  }
  EXPECT_GE(registration.pairs.size(), 4U);
  EXPECT_LT(registration.rms, 3 * kNoise);
}

TEST(Registration, OverrulesPosesOfTheFileThatContradictThePoints) {
  std::vector<Cloud> scans = Ring(testing::Boulder(), 8000);
  const Pose wrong = testing::PoseOf({0, 0, 1}, 0.03, {0.05, 0.02, 0});
  scans[2] = testing::Moved(scans[2], wrong);
  for (Cloud& scan : scans) {
    scan.scans[0].posed = true;
  }
  const Registration registration = RegisterScans({.threads = 2}, scans);
  EXPECT_FALSE(registration.used_given_poses);
  ASSERT_TRUE(registration.placed[2]);
  EXPECT_LT(ErrorOf(registration.common_from_scan[2], wrong).shift, 3 * kNoise);
  ASSERT_EQ(DescribeRegistration(scans, registration, "bia-1").size(), 1U);
}

TEST(Registration, SaysWhichScanBelongsToSomethingElse) {
  std::vector<Cloud> scans = Ring(testing::Boulder(), 8000);
  scans.resize(3);
  scans.push_back(testing::ScanFrom(testing::Box({0.9, 0.5, 0.3}),
                                    {.sensor = {3, 2, 2}, .points = 8000, .noise = kNoise}));
  scans.back().scans[0].name = "hộp";
  const Registration registration = RegisterScans({.threads = 2}, scans);
  EXPECT_TRUE(registration.placed[0] && registration.placed[1] && registration.placed[2]);
  EXPECT_FALSE(registration.placed[3]);
  EXPECT_EQ(MergeScans(scans, registration).size(), 3U * 8000U);
  const auto said = DescribeRegistration(scans, registration, "bia-1");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_NE(said[0].what.vi.find("hộp"), std::string::npos);
}

TEST(Registration, DoesNotPretendToKnowHowABallIsTurned) {
  std::vector<Cloud> scans = Ring(testing::Sphere(1.0), 6000);
  scans.resize(2);
  for (Cloud& scan : scans) {
    scan.colours.clear();
  }
  const Registration registration = RegisterScans({}, scans);
  EXPECT_FALSE(registration.placed[0] && registration.placed[1]);
}

TEST(Registration, IsTheSameForAnyNumberOfThreadsAndOnEveryRun) {
  std::vector<Cloud> scans = Ring(testing::Boulder(), 5000);
  scans.resize(3);
  scans[1] = testing::Moved(scans[1], Lost(1));
  const Registration one = RegisterScans({.threads = 1}, scans);
  const Registration four = RegisterScans({.threads = 4}, scans);
  EXPECT_EQ(one.common_from_scan, four.common_from_scan);
  EXPECT_EQ(one.placed, four.placed);
}

TEST(Registration, OfOneScanOrNoneIsNothingToDo) {
  const std::vector<Cloud> one = {testing::ScanFrom(testing::Sphere(1.0), {.points = 100})};
  EXPECT_TRUE(RegisterScans({}, one).placed[0]);
  EXPECT_TRUE(RegisterScans({}, {}).placed.empty());
}

}  // namespace
}  // namespace disan
