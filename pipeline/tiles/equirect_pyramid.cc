#include "pipeline/tiles/equirect_pyramid.h"

#include "pipeline/tiles/wide_vectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace disan {
namespace {

constexpr double kPi = 3.14159265358979323846;

// Row y of the sphere: beyond a pole it is the row on the other side, half a turn away.
struct SphereRow {
  int y = 0;
  bool over_pole = false;
};

SphereRow RowOf(int y, int height) {
  if (y < 0) {
    return {std::min(-1 - y, height - 1), true};
  }
  if (y >= height) {
    return {std::max(2 * height - 1 - y, 0), true};
  }
  return {y, false};
}

// Half-band low pass of six taps: Lanczos of two lobes, rounded so that they sum to 256.
constexpr std::array<int, 6> kTaps = {-11, 30, 109, 109, 30, -11};

// sums[i] = sum of taps * rows[i], in 1/16 of a level.
DISAN_WIDE void SumRows(const std::array<const uint8_t*, 6>& rows, int16_t* sums, int count) {
  const uint8_t* a = rows[0];
  const uint8_t* b = rows[1];
  const uint8_t* c = rows[2];
  const uint8_t* d = rows[3];
  const uint8_t* e = rows[4];
  const uint8_t* f = rows[5];
  for (int i = 0; i < count; ++i) {
    const int sum = (c[i] + d[i]) * 109 + (b[i] + e[i]) * 30 - (a[i] + f[i]) * 11;
    sums[i] = static_cast<int16_t>((sum + 8) >> 4);
  }
}

// `sums` has two pixels more on the left and two more on the right than 2 * width.
DISAN_WIDE void SumColumns(const int16_t* sums, uint8_t* out, int width) {
  for (int x = 0; x < width; ++x) {
    const int16_t* at = sums + x * 6;
    for (int c = 0; c < 3; ++c) {
      const int sum =
          (at[6 + c] + at[9 + c]) * 109 + (at[3 + c] + at[12 + c]) * 30 - (at[c] + at[15 + c]) * 11;
      out[x * 3 + c] = static_cast<uint8_t>(std::clamp((sum + 2048) >> 12, 0, 255));
    }
  }
}

constexpr int kMargin = 6;  // two pixels

void HalveRow(const Image8& image, int y, Image8& half, std::vector<int16_t>& sums) {
  const int samples = image.width * 3;
  const int turn = image.width / 2 * 3;
  std::array<const uint8_t*, 6> rows{};
  std::array<std::vector<uint8_t>, 6> turned;
  for (size_t i = 0; i < rows.size(); ++i) {
    const SphereRow row = RowOf(2 * y - 2 + static_cast<int>(i), image.height);
    rows[i] = image.At(0, row.y);
    if (row.over_pole) {
      turned[i].resize(static_cast<size_t>(samples));
      std::rotate_copy(rows[i], rows[i] + turn, rows[i] + samples, turned[i].begin());
      rows[i] = turned[i].data();
    }
  }
  int16_t* middle = sums.data() + kMargin;
  SumRows(rows, middle, samples);
  std::copy_n(middle + samples - kMargin, kMargin, sums.data());
  std::copy_n(middle, kMargin, middle + samples);
  SumColumns(sums.data(), half.At(0, y), half.width);
}

// A face of the cube ends at its edges: what is beyond is taken as the edge itself.
void HalveFaceRow(const Image8& image, int y, Image8& half, std::vector<int16_t>& sums) {
  std::array<const uint8_t*, 6> rows{};
  for (int i = 0; i < 6; ++i) {
    rows[static_cast<size_t>(i)] = image.At(0, std::clamp(2 * y - 2 + i, 0, image.height - 1));
  }
  const int samples = image.width * 3;
  int16_t* middle = sums.data() + kMargin;
  SumRows(rows, middle, samples);
  for (int i = 0; i < kMargin; ++i) {
    sums[static_cast<size_t>(i)] = middle[i % 3];
    middle[samples + i] = middle[samples - 3 + i % 3];
  }
  SumColumns(sums.data(), half.At(0, y), half.width);
}

double Lanczos(double x) {
  constexpr double kLobes = 3;
  if (std::abs(x) >= kLobes) {
    return 0;
  }
  if (std::abs(x) < 1e-9) {
    return 1;
  }
  return kLobes * std::sin(kPi * x) * std::sin(kPi * x / kLobes) / (kPi * kPi * x * x);
}

// The source samples that one target sample is made of.
struct Footprint {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Footprint> Footprints(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  const double stretch = std::max(scale, 1.0);
  std::vector<Footprint> all(static_cast<size_t>(to));
  for (int i = 0; i < to; ++i) {
    Footprint& one = all[static_cast<size_t>(i)];
    const double centre = (i + 0.5) * scale - 0.5;
    one.first = static_cast<int>(std::ceil(centre - 3 * stretch));
    const int last = static_cast<int>(std::floor(centre + 3 * stretch));
    double sum = 0;
    for (int k = one.first; k <= last; ++k) {
      sum += Lanczos((k - centre) / stretch);
    }
    for (int k = one.first; k <= last; ++k) {
      one.weights.push_back(static_cast<float>(Lanczos((k - centre) / stretch) / sum));
    }
  }
  return all;
}

int Wrapped(int x, int width) {
  const int rest = x % width;
  return rest < 0 ? rest + width : rest;
}

template <typename HalveOneRow>
Image8 Halved(const Image8& image, const HalveOneRow& halve, const Execution& execution) {
  Image8 half(image.width / 2, image.height / 2, 3);
  constexpr int kBand = 32;
  const auto bands = static_cast<size_t>((half.height + kBand - 1) / kBand);
  ParallelFor(execution, bands, [&](size_t band) {
    std::vector<int16_t> sums(static_cast<size_t>(image.width) * 3 + 2 * kMargin);
    const int first = static_cast<int>(band) * kBand;
    for (int y = first; y < std::min(first + kBand, half.height); ++y) {
      halve(image, y, half, sums);
    }
  });
  return half;
}

}  // namespace

Image8 HalveEquirect(const Image8& image, const Execution& execution) {
  return Halved(image, HalveRow, execution);
}

Image8 HalveFace(const Image8& image, const Execution& execution) {
  return Halved(image, HalveFaceRow, execution);
}

Image8 ResizeEquirect(const Image8& image,
                      int width_px,
                      int height_px,
                      const Execution& execution) {
  const std::vector<Footprint> columns = Footprints(image.width, width_px);
  const std::vector<Footprint> lines = Footprints(image.height, height_px);
  Image8 out(width_px, height_px, 3);
  const auto samples = static_cast<size_t>(image.width) * 3;
  const size_t turn = static_cast<size_t>(image.width / 2) * 3;
  ParallelFor(execution, static_cast<size_t>(height_px), [&](size_t y) {
    std::vector<float> sums(samples);
    for (size_t k = 0; k < lines[y].weights.size(); ++k) {
      const SphereRow row = RowOf(lines[y].first + static_cast<int>(k), image.height);
      const uint8_t* from = image.At(0, row.y);
      const float weight = lines[y].weights[k];
      const size_t shift = row.over_pole ? turn : 0;
      for (size_t i = 0; i < samples - shift; ++i) {
        sums[i] += weight * static_cast<float>(from[i + shift]);
      }
      for (size_t i = samples - shift; i < samples; ++i) {
        sums[i] += weight * static_cast<float>(from[i + shift - samples]);
      }
    }
    for (int x = 0; x < width_px; ++x) {
      const Footprint& column = columns[static_cast<size_t>(x)];
      std::array<float, 3> sum{};
      for (size_t k = 0; k < column.weights.size(); ++k) {
        const int from = Wrapped(column.first + static_cast<int>(k), image.width);
        for (size_t c = 0; c < 3; ++c) {
          sum[c] += column.weights[k] * sums[static_cast<size_t>(from) * 3 + c];
        }
      }
      for (size_t c = 0; c < 3; ++c) {
        out.At(x, static_cast<int>(y))[c] =
            static_cast<uint8_t>(std::clamp(sum[c], 0.0F, 255.0F) + 0.5F);
      }
    }
  });
  return out;
}

}  // namespace disan
