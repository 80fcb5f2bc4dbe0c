#include "pipeline/model/atlas_pack.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace disan {
namespace {

constexpr int kCellsAcross = 512;  // of the grid on which shapes are compared
constexpr int kScaleSteps = 7;

// Rows of bits.
class BitGrid {
 public:
  BitGrid(int width, int height)
      : width_(width),
        height_(height),
        words_(static_cast<size_t>((width + 63) / 64)),
        bits_(words_ * static_cast<size_t>(height)) {}

  int width() const { return width_; }
  int height() const { return height_; }
  size_t words() const { return words_; }
  uint64_t* Row(int y) { return bits_.data() + static_cast<size_t>(y) * words_; }
  const uint64_t* Row(int y) const { return bits_.data() + static_cast<size_t>(y) * words_; }
  void Set(int x, int y) { Row(y)[x / 64] |= uint64_t{1} << (x % 64); }
  bool Get(int x, int y) const { return (Row(y)[x / 64] >> (x % 64) & 1) != 0; }

  size_t Count() const {
    size_t count = 0;
    for (const uint64_t word : bits_) {
      count += static_cast<size_t>(__builtin_popcountll(word));
    }
    return count;
  }

  // The mask's row, moved right by x, as it meets word w of ours.
  static uint64_t Moved(const uint64_t* row, size_t mask_words, int x, size_t w) {
    const auto first = static_cast<size_t>(x / 64);
    const int shift = x % 64;
    uint64_t out = 0;
    if (w >= first && w - first < mask_words) {
      out = row[w - first] << shift;
    }
    if (shift > 0 && w >= first + 1 && w - first - 1 < mask_words) {
      out |= row[w - first - 1] >> (64 - shift);
    }
    return out;
  }

  bool Meets(const BitGrid& mask, int x, int y) const {
    const auto first = static_cast<size_t>(x / 64);
    const size_t last = std::min(words_ - 1, static_cast<size_t>((x + mask.width_ - 1) / 64));
    for (int row = 0; row < mask.height_; ++row) {
      const uint64_t* ours = Row(y + row);
      for (size_t w = first; w <= last; ++w) {
        if ((ours[w] & Moved(mask.Row(row), mask.words_, x, w)) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  void Add(const BitGrid& mask, int x, int y) {
    for (int row = 0; row < mask.height_; ++row) {
      for (size_t w = 0; w < words_; ++w) {
        Row(y + row)[w] |= Moved(mask.Row(row), mask.words_, x, w);
      }
    }
  }

 private:
  int width_;
  int height_;
  size_t words_;
  std::vector<uint64_t> bits_;
};

// All cells that a triangle touches: its edges are walked and its inside is filled.
void Cover(BitGrid& grid, const std::array<Float2, 3>& p) {
  const auto [x0, x1] = std::minmax({p[0].x, p[1].x, p[2].x});
  const auto [y0, y1] = std::minmax({p[0].y, p[1].y, p[2].y});
  for (int y = static_cast<int>(y0); y <= static_cast<int>(y1); ++y) {
    // The triangle's reach within the row of cells [y, y + 1].
    float low = x1;
    float high = x0;
    for (size_t k = 0; k < 3; ++k) {
      const Float2 a = p[k];
      const Float2 b = p[(k + 1) % 3];
      const auto top = static_cast<float>(y);
      for (const float level : {std::clamp(top, std::min(a.y, b.y), std::max(a.y, b.y)),
                                std::clamp(top + 1, std::min(a.y, b.y), std::max(a.y, b.y))}) {
        if (level < top || level > top + 1) {
          continue;
        }
        const float t = a.y == b.y ? 0.0F : (level - a.y) / (b.y - a.y);
        for (const float x : {a.x + (b.x - a.x) * t, a.y == b.y ? b.x : a.x + (b.x - a.x) * t}) {
          low = std::min(low, x);
          high = std::max(high, x);
        }
      }
    }
    for (int x = std::max(static_cast<int>(low), 0);
         x <= std::min(static_cast<int>(high), grid.width() - 1) && y < grid.height();
         ++x) {
      grid.Set(x, y);
    }
  }
}

BitGrid Grown(const BitGrid& shape, int margin) {
  BitGrid out(shape.width() + 2 * margin, shape.height() + 2 * margin);
  for (int y = 0; y < shape.height(); ++y) {
    for (int x = 0; x < shape.width(); ++x) {
      if (!shape.Get(x, y)) {
        continue;
      }
      for (int dy = 0; dy <= 2 * margin; ++dy) {
        for (int dx = 0; dx <= 2 * margin; ++dx) {
          out.Set(x + dx, y + dy);
        }
      }
    }
  }
  return out;
}

class Packer {
 public:
  Packer(const std::vector<Chart>& charts, const AtlasOptions& options)
      : charts_(charts),
        cell_px_(std::max(1, options.size_px / kCellsAcross)),
        across_(options.size_px / cell_px_),
        margin_((options.margin_px + cell_px_ - 1) / cell_px_) {}

  // Empty when not all charts fit at this scale.
  std::optional<Packing> Try(double pixels_per_unit, const Execution& execution) const {
    BitGrid page(across_, across_);
    Packing packing{.pixels_per_unit = pixels_per_unit};
    int start_row = 0;
    size_t last_cells = 0;
    for (size_t i = 0; i < charts_.size(); ++i) {
      execution.CheckCancelled();
      const auto scale = static_cast<float>(pixels_per_unit / cell_px_);
      std::array<BitGrid, 2> shapes = {Shape(charts_[i], scale, false),
                                       Shape(charts_[i], scale, true)};
      // Charts come largest first: rows without room for a larger one rarely have room for this
      // one, but every so often the search begins again from the top.
      const size_t cells = shapes[0].Count();
      if (cells * 10 < last_cells * 9 || i % 16 == 0) {
        start_row = 0;
        last_cells = cells;
      }
      const std::optional<Place> place = Find(page, shapes, start_row);
      if (!place) {
        return std::nullopt;
      }
      start_row = std::max(0, place->y - 8);
      page.Add(shapes[place->turned ? 1 : 0], place->x, place->y);
      const auto pixels = [&](int cells_at) {
        return static_cast<float>((cells_at + margin_) * cell_px_);
      };
      packing.placements.push_back({place->turned, {pixels(place->x), pixels(place->y)}});
    }
    packing.coverage = static_cast<double>(page.Count()) / (static_cast<double>(across_) * across_);
    return packing;
  }

 private:
  struct Place {
    int x, y;
    bool turned;
  };

  BitGrid Shape(const Chart& chart, float scale, bool turned) const {
    const float w = (turned ? chart.size.y : chart.size.x) * scale;
    const float h = (turned ? chart.size.x : chart.size.y) * scale;
    BitGrid grid(static_cast<int>(w) + 1, static_cast<int>(h) + 1);
    for (size_t f = 0; f + 2 < chart.corners.size(); f += 3) {
      std::array<Float2, 3> p;
      for (size_t k = 0; k < 3; ++k) {
        const Float2 c = chart.corners[f + k];
        p[k] = turned ? Float2{(chart.size.y - c.y) * scale, c.x * scale}
                      : Float2{c.x * scale, c.y * scale};
      }
      Cover(grid, p);
    }
    return Grown(grid, margin_);
  }

  static std::optional<Place> Find(const BitGrid& page,
                                   const std::array<BitGrid, 2>& shapes,
                                   int start_row) {
    std::optional<Place> best;
    for (size_t turned = 0; turned < 2; ++turned) {
      const BitGrid& shape = shapes[turned];
      const int last_y = best ? std::min(page.height() - shape.height(), best->y - 1)
                              : page.height() - shape.height();
      bool found = false;
      for (int y = start_row; y <= last_y && !found; ++y) {
        for (int x = 0; x + shape.width() <= page.width() && !found; ++x) {
          if (!page.Meets(shape, x, y)) {
            best = Place{x, y, turned == 1};
            found = true;
          }
        }
      }
    }
    return best;
  }

  const std::vector<Chart>& charts_;
  int cell_px_;
  int across_;
  int margin_;
};

}  // namespace

Packing PackCharts(const std::vector<Chart>& charts,
                   const AtlasOptions& options,
                   const Execution& execution) {
  double area = 0;
  float longest = 1e-30F;
  for (const Chart& chart : charts) {
    longest = std::max(longest, chart.size.x);
    for (size_t f = 0; f + 2 < chart.corners.size(); f += 3) {
      const Float2* p = &chart.corners[f];
      area += std::abs(static_cast<double>((p[1].x - p[0].x) * (p[2].y - p[0].y) -
                                           (p[2].x - p[0].x) * (p[1].y - p[0].y))) /
              2;
    }
  }
  const Packer packer(charts, options);
  const double usable = options.size_px - 2.0 * options.margin_px - 16;
  double too_large = std::min(usable / std::sqrt(std::max(area, 1e-300)),
                              usable / static_cast<double>(longest) * 1.02);
  double scale = too_large * 0.8;
  Packing best;
  for (int step = 0; step < kScaleSteps || best.placements.empty(); ++step) {
    if (std::optional<Packing> packing = packer.Try(scale, execution)) {
      best = std::move(*packing);
    } else {
      too_large = scale;
    }
    const double fits = best.placements.empty() ? 0 : best.pixels_per_unit;
    scale = fits > 0 ? (fits + too_large) / 2 : too_large * 0.8;
    if (fits > 0 && too_large < fits * 1.015) {
      break;
    }
    if (step > 60) {
      break;  // thousands of charts whose margins alone fill the page: the caller sees no
              // placements
    }
  }
  return best;
}

}  // namespace disan
