// How a sequence is read whose rows are not as even as they were meant. The light of a photo is
// stood in for by where it was really taken: the nearer a stand, the better it explains.
#include "pipeline/panorama/rhythm.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace disan::panorama {
namespace {

constexpr BarePoles kZenithBare{.zenith = true, .nadir = false};

double ApartDeg(const Stand& a, const Stand& b) {
  const Eigen::Vector3d ahead = RotationOf(a).col(2);
  return std::acos(std::clamp(ahead.dot(RotationOf(b).col(2)), -1.0, 1.0)) * 180 / std::numbers::pi;
}

// A level row of nine and a lower one of seven, all known; then a plain upper row of seven.
class Rhythm : public ::testing::Test {
 protected:
  Rhythm() { Capture(); }

  void Capture() {
    taken_.clear();
    beats_.clear();
    Row(0, 9, true);
    Row(-48, 7, true);
    upper_ = static_cast<int>(taken_.size());
    Row(48, 7, false);
  }

  void Row(double pitch, int count, bool known) {
    for (int i = 0; i < count; ++i) {
      Take({360.0 * i / count, pitch, 0}, known);
    }
  }

  void Take(const Stand& stand, bool known) {
    const int photo = static_cast<int>(taken_.size());
    taken_.push_back(stand);
    beats_.push_back({photo, known ? std::optional(stand) : std::nullopt});
  }

  void Delete(int photo) {
    std::erase_if(beats_, [&](const Beat& beat) { return beat.photo == photo; });
  }

  void Doubt(int photo) {
    for (Beat& beat : beats_) {
      beat.doubtful = beat.doubtful || beat.photo == photo;
    }
  }

  Beats Read() const {
    return BestReading(beats_, kZenithBare, [&](int photo, const std::vector<Stand>& stands) {
      double best = -20;
      for (const Stand& stand : stands) {
        const double off = ApartDeg(stand, taken_[static_cast<size_t>(photo)]);
        best = std::max(best, 20 - off * off);
      }
      return best;
    });
  }

  // Of every plain photo that is a beat, degrees; how many there are.
  std::pair<double, int> WorstOf(const Beats& reading) const {
    const auto expected = ExpectedStands(StandsOf(reading), true, false);
    double worst = 0;
    int count = 0;
    for (size_t s = 0; s < reading.size(); ++s) {
      if (!reading[s].stand && reading[s].photo != kNobody && !reading[s].doubtful) {
        const Stand& taken = taken_[static_cast<size_t>(reading[s].photo)];
        worst = std::max(worst, expected[s].empty() ? 180 : ApartDeg(expected[s][0], taken));
        ++count;
      }
    }
    return {worst, count};
  }

  int upper_ = 0;
  std::vector<Stand> taken_;
  Beats beats_;
};

void ExpectRead(std::pair<double, int> worst, int count) {
  EXPECT_LT(worst.first, 1);
  EXPECT_EQ(worst.second, count);
}

TEST_F(Rhythm, AnEvenSequenceIsReadAsItIs) {
  const Beats reading = Read();
  ExpectRead(WorstOf(reading), 7);
  EXPECT_EQ(reading.size(), beats_.size());
}

TEST_F(Rhythm, ADeletedPhotoStillTakesItsBeat) {
  for (int gone = 0; gone < 7; ++gone) {
    Capture();
    Delete(upper_ + gone);
    ExpectRead(WorstOf(Read()), 6);
  }
}

TEST_F(Rhythm, TwoDeletedPhotosStillTakeTheirBeats) {
  Delete(upper_ + 2);
  Delete(upper_ + 5);
  ExpectRead(WorstOf(Read()), 5);
}

TEST_F(Rhythm, APhotoOfCloudsThatMatchesNothingIsABeat) {
  Doubt(upper_ + 3);
  const Beats reading = Read();
  ExpectRead(WorstOf(reading), 6);
  EXPECT_TRUE(std::any_of(reading.begin(), reading.end(), [&](const Beat& beat) {
    return beat.photo == upper_ + 3 && beat.doubtful;
  }));
}

TEST_F(Rhythm, TwoPhotosOfCloudsSideBySideAreBothBeats) {
  Doubt(upper_ + 1);
  Doubt(upper_ + 2);
  ExpectRead(WorstOf(Read()), 5);
  EXPECT_EQ(Read().size(), beats_.size());
}

TEST_F(Rhythm, APhotoOfAnotherPlaceIsNone) {
  const int stranger = static_cast<int>(taken_.size());
  taken_.push_back({0, 0, 0});
  beats_.insert(beats_.begin() + upper_ + 3, {stranger, std::nullopt, true});
  const Beats reading = Read();
  ExpectRead(WorstOf(reading), 7);
  EXPECT_EQ(reading.size(), beats_.size() - 1);
}

TEST_F(Rhythm, APhotoOfTheZenithRightBehindARowIsNoneOfIt) {
  Take({0, 89, 0}, false);
  ExpectRead(WorstOf(Read()), 7);
}

TEST_F(Rhythm, WhereLightTellsNothingNothingIsAddedOrLeftOut) {
  Delete(upper_ + 3);
  const Beats reading = BestReading(
      beats_, kZenithBare, [](int photo, const std::vector<Stand>&) { return photo % 5 - 2.0; });
  EXPECT_EQ(reading.size(), beats_.size());
}

}  // namespace
}  // namespace disan::panorama
