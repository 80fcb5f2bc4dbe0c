#include "pipeline/panorama/exposure_brackets.h"

#include "pipeline/panorama/align.h"
#include "pipeline/panorama/exposure_drift.h"
#include "pipeline/panorama/light.h"
#include "pipeline/panorama/mat_view.h"
#include "pipeline/panorama/sequence.h"
#include "pipeline/session/brackets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kProbe_px = 256;         // long side at which the set's white is found
constexpr double kWhiteShare = 0.998;  // of the brightest pixels lie below white
constexpr double kLargestWhite = 64;
constexpr double kKnee = 0.8;  // encoded; below it nothing is changed
constexpr float kClips = 0.97F;
constexpr float kFull = 0.85F;  // encoded; from here an exposure counts less and less
constexpr float kDark = 0.02F;
constexpr float kLit = 0.12F;
constexpr int kGhostStep = 4;  // ghosts are looked for at a quarter of the size
constexpr double kSameLight = 0.15;
constexpr double kNoise = 0.006;
constexpr int kToneSteps = 1 << 14;

std::optional<double> SecondsOf(const std::string& captured_at) {
  int day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0;
  if (std::sscanf(
          captured_at.c_str(), "%*4d-%*2d-%2dT%2d:%2d:%lf", &day, &hour, &minute, &second) != 4) {
    return std::nullopt;
  }
  return day * 86400 + hour * 3600 + minute * 60 + second;
}

const std::vector<float>& LinearTable() {
  static const std::vector<float> table = [] {
    std::vector<float> linear(65536);
    for (size_t i = 0; i < linear.size(); ++i) {
      linear[i] = static_cast<float>(ToLinear(static_cast<double>(i) / 65535));
    }
    return linear;
  }();
  return table;
}

// One exposure's samples as 16-bit numbers, whatever they are stored as.
class Samples {
 public:
  explicit Samples(const Pixels& pixels) {
    if (const auto* eight = std::get_if<Image8>(&pixels)) {
      eight_ = eight->pixels.data();
    } else {
      sixteen_ = std::get<Image16>(pixels).pixels.data();
    }
  }
  uint16_t operator[](size_t i) const {
    return eight_ != nullptr ? static_cast<uint16_t>(eight_[i] * 257) : sixteen_[i];
  }

 private:
  const uint8_t* eight_ = nullptr;
  const uint16_t* sixteen_ = nullptr;
};

std::pair<int, int> SizeOf(const Pixels& pixels) {
  return std::visit([](const auto& image) { return std::pair(image.width, image.height); }, pixels);
}

cv::Mat Quarter(const Pixels& pixels) {
  const auto reduce = [](const auto& image) {
    cv::Mat small;
    cv::resize(
        View(image),
        small,
        cv::Size(std::max(1, image.width / kGhostStep), std::max(1, image.height / kGhostStep)),
        0,
        0,
        cv::INTER_AREA);
    small.convertTo(small, CV_32F, small.depth() == CV_8U ? 1 / 255.0 : 1 / 65535.0);
    return small;
  };
  return std::visit(reduce, pixels);
}

struct Seen {
  double light = 0;    // luminance, in the reference's units
  double largest = 0;  // channel, encoded
};

Seen SeenIn(const cv::Vec3f& value, double scale) {
  const auto linear = [&](int c) {
    return LinearTable()[static_cast<size_t>(std::clamp(value[c], 0.0F, 1.0F) * 65535)];
  };
  return {scale * (0.25 * linear(0) + 0.6 * linear(1) + 0.15 * linear(2)),
          static_cast<double>(std::max({value[0], value[1], value[2]}))};
}

// Whether the two exposures cannot show the same thing.
bool Contradict(const Seen& reference, const Seen& other, double scale) {
  const bool reference_clips = reference.largest > kClips - 0.02;
  const bool other_clips = other.largest > kClips - 0.02;
  if (reference_clips && other_clips) {
    return false;
  }
  if (reference_clips) {
    return other.light < 0.75 * reference.light;
  }
  if (other_clips) {
    return reference.light < 0.75 * other.light;
  }
  return std::abs(reference.light - other.light) >
         kSameLight * std::max(reference.light, other.light) + kNoise * std::max(1.0, scale);
}

// 1 where an exposure may be used beside the reference, at a quarter of the size.
cv::Mat TrustOf(const cv::Mat& reference, const cv::Mat& other, double scale) {
  cv::Mat moving(reference.size(), CV_8U);
  for (int y = 0; y < reference.rows; ++y) {
    for (int x = 0; x < reference.cols; ++x) {
      moving.at<uint8_t>(y, x) = Contradict(SeenIn(reference.at<cv::Vec3f>(y, x), 1),
                                            SeenIn(other.at<cv::Vec3f>(y, x), scale),
                                            scale)
                                     ? 255
                                     : 0;
    }
  }
  cv::medianBlur(moving, moving, 3);
  cv::dilate(moving, moving, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  cv::Mat trust;
  moving.convertTo(trust, CV_32F, -1 / 255.0, 1);
  cv::GaussianBlur(trust, trust, {5, 5}, 1.2);
  return trust;
}

// The other exposure's light in the reference's units: what the camera says, put right by what both
// see well.
double ScaleOf(const cv::Mat& reference, const cv::Mat& other, double told) {
  std::vector<double> ratios;
  for (int y = 0; y < reference.rows; y += 2) {
    for (int x = 0; x < reference.cols; x += 2) {
      const Seen a = SeenIn(reference.at<cv::Vec3f>(y, x), 1);
      const Seen b = SeenIn(other.at<cv::Vec3f>(y, x), 1);
      if (a.largest < kFull && b.largest < kFull && a.light > 0.01 && b.light > 0.01) {
        ratios.push_back(a.light / b.light);
      }
    }
  }
  if (ratios.size() < 200) {
    return told;
  }
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  return std::abs(std::log2(*middle / told)) < 1 ? *middle : told;
}

struct Exposure {
  Samples samples;
  float scale = 1;
  cv::Mat trust;  // empty for the reference
  bool darkest = false;
  bool brightest = false;
};

float WeightOf(const Exposure& exposure, const uint16_t* value) {
  const auto largest = static_cast<float>(std::max({value[0], value[1], value[2]})) / 65535;
  const auto mean = static_cast<float>(value[0] + value[1] + value[2]) / (3 * 65535);
  float weight = std::clamp((kClips - largest) / (kClips - kFull), 0.0F, 1.0F);
  if (exposure.darkest) {
    weight = std::max(weight, 1e-3F);
  }
  if (!exposure.brightest) {
    weight *= std::clamp((mean - kDark) / (kLit - kDark), 1e-3F, 1.0F);
  }
  return weight / exposure.scale;  // more light, less noise
}

float TrustAt(const cv::Mat& trust, int x, int y) {
  const float u = std::clamp((static_cast<float>(x) + 0.5F) / kGhostStep - 0.5F,
                             0.0F,
                             static_cast<float>(trust.cols) - 1.001F);
  const float v = std::clamp((static_cast<float>(y) + 0.5F) / kGhostStep - 0.5F,
                             0.0F,
                             static_cast<float>(trust.rows) - 1.001F);
  const int left = static_cast<int>(u);
  const int top = static_cast<int>(v);
  const float fx = u - static_cast<float>(left);
  const float fy = v - static_cast<float>(top);
  const auto* upper = trust.ptr<float>(top) + left;
  const auto* lower = trust.ptr<float>(std::min(top + 1, trust.rows - 1)) + left;
  return (upper[0] * (1 - fx) + upper[1] * fx) * (1 - fy) +
         (lower[0] * (1 - fx) + lower[1] * fx) * fy;
}

// The shoulder as a table over the square root of light.
class Tone {
 public:
  explicit Tone(const ToneOptions& options)
      : lift_(static_cast<float>(std::exp2(options.lift_ev))),
        white_(static_cast<float>(std::max(1.0, options.white))),
        table_(kToneSteps + 2) {
    for (size_t i = 0; i < table_.size(); ++i) {
      const double root = static_cast<double>(i) / kToneSteps;
      table_[i] = static_cast<float>(65535 * ShoulderedTone(root * root * white_, white_));
    }
  }

  uint16_t Of(float light) const {
    const float at = std::sqrt(std::min(1.0F, light * lift_ / white_)) * kToneSteps;
    const auto i = static_cast<size_t>(at);
    const float part = at - static_cast<float>(i);
    return static_cast<uint16_t>(std::lrint(table_[i] + part * (table_[i + 1] - table_[i])));
  }

 private:
  float lift_;
  float white_;
  std::vector<float> table_;
};

void FuseRow(const std::vector<Exposure>& exposures,
             size_t reference,
             const Tone& tone,
             Image16& fused,
             int y) {
  const std::vector<float>& linear = LinearTable();
  for (int x = 0; x < fused.width; ++x) {
    const size_t at = fused.Offset(x, y);
    std::array<float, 3> sum{};
    float total = 0;
    for (size_t k = 0; k < exposures.size(); ++k) {
      const Exposure& exposure = exposures[k];
      const uint16_t value[3] = {
          exposure.samples[at], exposure.samples[at + 1], exposure.samples[at + 2]};
      float weight = WeightOf(exposure, value);
      if (k != reference) {
        weight *= TrustAt(exposure.trust, x, y);
      } else {
        weight += 1e-5F;
      }
      for (size_t c = 0; c < 3; ++c) {
        sum[c] += weight * exposure.scale * linear[value[c]];
      }
      total += weight;
    }
    for (size_t c = 0; c < 3; ++c) {
      fused.pixels[at + c] = tone.Of(sum[c] / total);
    }
  }
}

std::vector<Shot> ShotsOf(const PhotoSet& photos, const std::vector<int>& sequence) {
  std::vector<Shot> shots;
  for (const int photo : sequence) {
    const InputPhoto& input = photos[static_cast<size_t>(photo)];
    shots.push_back({SecondsOf(input.captured_at), input.exposure_ev});
  }
  return shots;
}

// Linear light of the brightest pixels when the darkest exposure is lifted to `common_ev`.
double BrightestIn(const InputPhoto& darkest, double common_ev) {
  const Result<Pixels> read = darkest.read(kProbe_px);
  if (!read) {
    return 1;
  }
  const Samples samples(*read);
  const auto [width, height] = SizeOf(*read);
  std::vector<uint16_t> largest;
  for (size_t i = 0; i + 2 < static_cast<size_t>(width) * static_cast<size_t>(height) * 3; i += 3) {
    largest.push_back(std::max({samples[i], samples[i + 1], samples[i + 2]}));
  }
  const auto at = largest.begin() + static_cast<std::ptrdiff_t>(
                                        kWhiteShare * static_cast<double>(largest.size() - 1));
  std::nth_element(largest.begin(), at, largest.end());
  return static_cast<double>(LinearTable()[*at]) *
         std::exp2(common_ev - darkest.exposure_ev.value_or(common_ev));
}

InputPhoto FusedPhoto(const PhotoSet& photos,
                      const std::vector<int>& lot,
                      const ToneOptions& tone) {
  const size_t reference = lot.size() / 2;
  InputPhoto fused = photos[static_cast<size_t>(lot[reference])];
  std::vector<InputPhoto> exposures;
  for (const int photo : lot) {
    exposures.push_back(photos[static_cast<size_t>(photo)]);
  }
  fused.exposure_ev.reset();
  fused.read = [exposures, reference, tone](int long_side_px) {
    BracketedPixels bracketed;
    for (size_t k = 0; k < exposures.size(); ++k) {
      Result<Pixels> read = exposures[k].read(long_side_px);
      if (!read) {
        return read;
      }
      bracketed.exposures.push_back(std::move(*read.value));
      bracketed.ev.push_back(*exposures[k].exposure_ev);
    }
    bracketed.reference = reference;
    return Result<Pixels>::Of(Fuse(bracketed, tone));
  };
  return fused;
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<std::vector<int>> LotsOf(const PhotoSet& photos,
                                     const std::vector<int>& sequence,
                                     int exposures) {
  std::vector<std::vector<int>> lots;
  const auto step = static_cast<size_t>(exposures);
  for (size_t at = 0; at + step <= sequence.size(); at += step) {
    lots.emplace_back(sequence.begin() + static_cast<std::ptrdiff_t>(at),
                      sequence.begin() + static_cast<std::ptrdiff_t>(at + step));
    std::stable_sort(lots.back().begin(), lots.back().end(), [&](int a, int b) {
      return photos[static_cast<size_t>(a)].exposure_ev <
             photos[static_cast<size_t>(b)].exposure_ev;
    });
  }
  return lots;
}

}  // namespace

double ShoulderedTone(double light, double white) {
  const double encoded = ToEncoded(std::clamp(light, 0.0, white));
  const double most = (ToEncoded(white) - kKnee) / (1 - kKnee);
  if (encoded <= kKnee || most <= 1.001) {
    return std::min(encoded, 1.0);
  }
  // Reinhard's curve with a white point: slope 1 at the knee, 1 at white.
  const double over = (encoded - kKnee) / (1 - kKnee);
  return kKnee + (1 - kKnee) * over * (1 + over / (most * most)) / (1 + over);
}

Image16 Fuse(const BracketedPixels& bracketed, const ToneOptions& tone_options) {
  const auto [width, height] = SizeOf(bracketed.exposures[bracketed.reference]);
  const Pixels& reference = bracketed.exposures[bracketed.reference];
  const cv::Mat small = Quarter(reference);
  std::vector<std::unique_ptr<Pixels>> moved;
  std::vector<Exposure> exposures;
  size_t reference_at = 0;
  for (size_t k = 0; k < bracketed.exposures.size(); ++k) {
    const Pixels* pixels = &bracketed.exposures[k];
    if (SizeOf(*pixels) != std::pair(width, height)) {
      continue;
    }
    Exposure exposure{Samples(*pixels)};
    exposure.darkest = k == 0;
    exposure.brightest = k + 1 == bracketed.exposures.size();
    if (k == bracketed.reference) {
      reference_at = exposures.size();
    } else {
      const double told = std::exp2(bracketed.ev[bracketed.reference] - bracketed.ev[k]);
      if (auto still = WithoutDrift(reference, *pixels, told)) {
        moved.push_back(std::make_unique<Pixels>(std::move(*still)));
        pixels = moved.back().get();
        exposure.samples = Samples(*pixels);
      }
      const cv::Mat other = Quarter(*pixels);
      const double scale = ScaleOf(small, other, told);
      exposure.scale = static_cast<float>(scale);
      exposure.trust = TrustOf(small, other, scale);
    }
    exposures.push_back(std::move(exposure));
  }
  const Tone tone(tone_options);
  Image16 fused(width, height, 3);
  for (int y = 0; y < height; ++y) {
    FuseRow(exposures, reference_at, tone, fused, y);
  }
  return fused;
}

BracketedSet FuseBrackets(const PhotoSet& photos, const Execution& execution) {
  BracketedSet set{.photos = photos};
  const std::vector<int> sequence = SequenceOf(photos);
  const std::vector<Shot> shots = ShotsOf(photos, sequence);
  set.exposures = shots.empty() ? 1 : FindBrackets(shots);
  if (set.exposures == 1) {
    return set;
  }
  set.lots = LotsOf(photos, sequence, set.exposures);
  const auto ev = [&](const std::vector<int>& lot, size_t k) {
    return *photos[static_cast<size_t>(lot[k])].exposure_ev;
  };
  std::vector<double> middles;
  for (const std::vector<int>& lot : set.lots) {
    middles.push_back(ev(lot, lot.size() / 2));
  }
  const double common = Median(middles);
  std::vector<double> brightest(set.lots.size());
  ParallelFor(execution, set.lots.size(), [&](size_t i) {
    brightest[i] = BrightestIn(photos[static_cast<size_t>(set.lots[i].front())], common);
  });
  const double white =
      std::clamp(*std::max_element(brightest.begin(), brightest.end()), 1.0, kLargestWhite);
  set.photos.clear();
  for (size_t i = 0; i < set.lots.size(); ++i) {
    set.photos.push_back(
        FusedPhoto(photos, set.lots[i], {.lift_ev = common - middles[i], .white = white}));
  }
  return set;
}

}  // namespace disan::panorama
