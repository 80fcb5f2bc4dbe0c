#include "pipeline/panorama/patch_fill.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace disan::panorama {

namespace {

constexpr int kReach = 3;         // pixels to either side of a patch's middle
constexpr int kCoarsest = 40;     // pixels a side
constexpr int kVotingRounds = 6;  // of matching and voting, coarsest level
constexpr int kFinestRounds = 3;

struct Place {
  int x = 0;
  int y = 0;
};

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
  int Below(int limit) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<int>((state_ >> 11U) % static_cast<uint64_t>(std::max(1, limit)));
  }

 private:
  uint64_t state_;
};

// One level of the pyramid, and where every patch that touches the hole takes from.
class PyramidLevel {
 public:
  PyramidLevel(ImageFloat picture, std::vector<uint8_t> hole)
      : picture_(std::move(picture)), hole_(std::move(hole)) {
    const auto pixels = hole_.size();
    touches_.assign(pixels, 0);
    source_.assign(pixels, 0);
    for (int y = 0; y < Height(); ++y) {
      for (int x = 0; x < Width(); ++x) {
        Classify(x, y);
      }
    }
    from_.assign(pixels, {});
  }

  int Width() const { return picture_.width; }
  int Height() const { return picture_.height; }
  const ImageFloat& picture() const { return picture_; }
  const std::vector<uint8_t>& hole() const { return hole_; }
  bool HasSources() const { return !sources_.empty(); }

  // Colours spread inwards from the rim.
  void FillSmoothly() {
    std::vector<uint8_t> open = hole_;
    for (bool any = true; any;) {
      any = false;
      const std::vector<uint8_t> before = open;
      for (int y = 0; y < Height(); ++y) {
        for (int x = 0; x < Width(); ++x) {
          if (before[Index(x, y)] != 0 && TakeMeanOfKnown(x, y, before)) {
            open[Index(x, y)] = 0;
            any = true;
          }
        }
      }
    }
  }

  void StartAtRandom() {
    Dice dice(17);
    for (Place& from : from_) {
      from = sources_[static_cast<size_t>(dice.Below(static_cast<int>(sources_.size())))];
    }
  }

  void StartFrom(const PyramidLevel& coarser) {
    Dice dice(29);
    for (int y = 0; y < Height(); ++y) {
      for (int x = 0; x < Width(); ++x) {
        const int cx = std::min(x / 2, coarser.Width() - 1);
        const int cy = std::min(y / 2, coarser.Height() - 1);
        const Place from = coarser.from_[coarser.Index(cx, cy)];
        const Place finer{2 * from.x + (x & 1), 2 * from.y + (y & 1)};
        from_[Index(x, y)] =
            IsSource(finer)
                ? finer
                : sources_[static_cast<size_t>(dice.Below(static_cast<int>(sources_.size())))];
        if (hole_[Index(x, y)] != 0) {
          std::copy_n(coarser.picture_.At(cx, cy), 3, picture_.At(x, y));
        }
      }
    }
  }

  void Improve(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      Match(round % 2 == 0, static_cast<uint64_t>(round));
      Match(round % 2 != 0, static_cast<uint64_t>(round) + 100);
      Vote();
    }
  }

 private:
  size_t Index(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(picture_.width) + static_cast<size_t>(x);
  }

  void Classify(int x, int y) {
    bool touches = false;
    for (int dy = -kReach; dy <= kReach; ++dy) {
      for (int dx = -kReach; dx <= kReach; ++dx) {
        const int nx = x + dx;
        const int ny = y + dy;
        touches |= nx >= 0 && ny >= 0 && nx < Width() && ny < Height() && hole_[Index(nx, ny)] != 0;
      }
    }
    const bool whole = x >= kReach && y >= kReach && x < Width() - kReach && y < Height() - kReach;
    touches_[Index(x, y)] = touches && whole ? 1 : 0;
    source_[Index(x, y)] = !touches && whole ? 1 : 0;
    if (!touches && whole) {
      sources_.push_back({x, y});
    }
  }

  bool IsSource(Place place) const {
    return place.x >= 0 && place.y >= 0 && place.x < Width() && place.y < Height() &&
           source_[Index(place.x, place.y)] != 0;
  }

  bool TakeMeanOfKnown(int x, int y, const std::vector<uint8_t>& open) {
    std::array<float, 3> sum{};
    float count = 0;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        const int nx = x + dx;
        const int ny = y + dy;
        if (nx < 0 || ny < 0 || nx >= Width() || ny >= Height() || open[Index(nx, ny)] != 0) {
          continue;
        }
        for (size_t c = 0; c < 3; ++c) {
          sum[c] += picture_.At(nx, ny)[c];
        }
        count += 1;
      }
    }
    if (count == 0) {
      return false;
    }
    for (size_t c = 0; c < 3; ++c) {
      picture_.At(x, y)[c] = sum[c] / count;
    }
    return true;
  }

  float Difference(Place to, Place from, float limit) const {
    float sum = 0;
    for (int dy = -kReach; dy <= kReach && sum < limit; ++dy) {
      const float* a = picture_.At(to.x - kReach, to.y + dy);
      const float* b = picture_.At(from.x - kReach, from.y + dy);
      for (int i = 0; i < 3 * (2 * kReach + 1); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
      }
    }
    return sum;
  }

  void Try(Place to, Place from, Place& best, float& least) const {
    if (!IsSource(from)) {
      return;
    }
    const float difference = Difference(to, from, least);
    if (difference < least) {
      least = difference;
      best = from;
    }
  }

  void Match(bool forward, uint64_t round) {
    const int step = forward ? 1 : -1;
    for (int k = 0; k < Width() * Height(); ++k) {
      const int i = forward ? k : Width() * Height() - 1 - k;
      const Place to{i % Width(), i / Width()};
      if (touches_[static_cast<size_t>(i)] == 0) {
        continue;
      }
      Place best = from_[static_cast<size_t>(i)];
      float least = std::numeric_limits<float>::max();
      least = IsSource(best) ? Difference(to, best, least) : least;
      const Place beside = from_[Index(to.x - step, to.y)];
      Try(to, {beside.x + step, beside.y}, best, least);
      const Place above = from_[Index(to.x, to.y - step)];
      Try(to, {above.x, above.y + step}, best, least);
      Dice dice(static_cast<uint64_t>(i) * 977 + round);
      for (int radius = std::max(Width(), Height()); radius >= 1; radius /= 2) {
        Try(to,
            {best.x + dice.Below(2 * radius + 1) - radius,
             best.y + dice.Below(2 * radius + 1) - radius},
            best,
            least);
      }
      from_[static_cast<size_t>(i)] = best;
    }
  }

  // Every patch that covers a pixel of the hole has a say, like patches more.
  void Vote() {
    ImageFloat sum(Width(), Height(), 3);
    std::vector<float> total(hole_.size(), 0);
    for (int y = kReach; y < Height() - kReach; ++y) {
      for (int x = kReach; x < Width() - kReach; ++x) {
        if (touches_[Index(x, y)] == 0) {
          continue;
        }
        const Place from = from_[Index(x, y)];
        const float off = Difference({x, y}, from, std::numeric_limits<float>::max());
        const float weight = 1 / (0.02F + off);
        for (int dy = -kReach; dy <= kReach; ++dy) {
          for (int dx = -kReach; dx <= kReach; ++dx) {
            const float* value = picture_.At(from.x + dx, from.y + dy);
            float* to = sum.At(x + dx, y + dy);
            for (int c = 0; c < 3; ++c) {
              to[c] += weight * value[c];
            }
            total[Index(x + dx, y + dy)] += weight;
          }
        }
      }
    }
    for (size_t i = 0; i < hole_.size(); ++i) {
      if (hole_[i] != 0 && total[i] > 0) {
        for (size_t c = 0; c < 3; ++c) {
          picture_.pixels[3 * i + c] = sum.pixels[3 * i + c] / total[i];
        }
      }
    }
  }

  ImageFloat picture_;
  std::vector<uint8_t> hole_;
  std::vector<uint8_t> touches_;  // patches around these pixels reach into the hole
  std::vector<uint8_t> source_;   // patches around these are whole
  std::vector<Place> sources_;
  std::vector<Place> from_;
};

PyramidLevel Halved(const PyramidLevel& finer) {
  ImageFloat picture(finer.Width() / 2, finer.Height() / 2, 3);
  std::vector<uint8_t> hole(static_cast<size_t>(picture.width) *
                            static_cast<size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      for (const auto& [dx, dy] : {std::pair(0, 0), {1, 0}, {0, 1}, {1, 1}}) {
        const size_t at = static_cast<size_t>(2 * y + dy) * static_cast<size_t>(finer.Width()) +
                          static_cast<size_t>(2 * x + dx);
        hole[static_cast<size_t>(y) * static_cast<size_t>(picture.width) +
             static_cast<size_t>(x)] |= finer.hole()[at];
        for (int c = 0; c < 3; ++c) {
          picture.At(x, y)[c] += 0.25F * finer.picture().At(2 * x + dx, 2 * y + dy)[c];
        }
      }
    }
  }
  return {std::move(picture), std::move(hole)};
}

}  // namespace

void FillHole(ImageFloat& picture, const std::vector<uint8_t>& hole) {
  std::vector<PyramidLevel> levels;
  levels.emplace_back(picture, hole);
  while (std::min(levels.back().Width(), levels.back().Height()) >= 2 * kCoarsest) {
    PyramidLevel next = Halved(levels.back());
    if (!next.HasSources()) {
      break;
    }
    levels.push_back(std::move(next));
  }
  PyramidLevel& coarsest = levels.back();
  coarsest.FillSmoothly();
  if (coarsest.HasSources()) {
    coarsest.StartAtRandom();
    coarsest.Improve(kVotingRounds);
    for (size_t k = levels.size() - 1; k-- > 0;) {
      levels[k].StartFrom(levels[k + 1]);
      levels[k].Improve(kFinestRounds);
    }
  } else if (levels.size() > 1) {
    levels.front().FillSmoothly();
  }
  picture = levels.front().picture();
}

}  // namespace disan::panorama
