#include "pipeline/panorama/compose.h"

#include "formats/diagnostics/failure.h"
#include "pipeline/panorama/contribution.h"
#include "pipeline/panorama/developed.h"
#include "pipeline/panorama/mat_view.h"
#include "pipeline/panorama/sphere.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <opencv2/imgproc.hpp>

namespace disan::panorama {

namespace {

constexpr int kTile = 128;
// Bytes a pixel, for MemoryOf.
constexpr double kCellBytes = 7;      // the accumulator and what is covered
constexpr double kWrittenBytes = 12;  // the same, an 8-bit copy and its JPEG
constexpr double kReadBytes = 9.5;    // a photo as stored, in 16 bits, and its file
constexpr double kBlendBytes = 20;    // floats: the photo, its pyramid, a weight
constexpr double kMarginBytes = 16;   // floats: what is put together, with the margin around
constexpr double kWeightBytes = 0.6;  // of every photo at once
// Of a photo's own size: making it smaller by less than this saves little and blurs what the result
// could show.
constexpr double kAsItIs = 0.75;
constexpr float kOne = 16384;  // the accumulator's 1.0; sums wrap around and come out right

// The sum of all photos' grounds, coarse, in whole numbers so that the order does not matter. Where
// the weights do not add up to one (every photo's frame blurs a little differently), the ground is
// put right by it.
struct GroundCanvas {
  int width = 0;
  std::vector<int32_t> sums;  // four channels
  std::mutex lock;
};

struct Target {
  Image16 sums;
  std::vector<uint8_t> covered;
  std::vector<std::mutex> tile_locks;
  int tile_columns = 0;
  int tile_rows = 0;
};

struct Tile {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

// A photo's place on the sphere, and how far around it the coarse bands go on.
struct Laid {
  const Camera& frame;
  const PhotoMap& lens;
  int margin = 0;  // pixels
};

bool MayShow(const Tile& tile, const Laid& photo, int width) {
  const Eigen::Vector3d middle =
      DirectionAt(tile.left + tile.width / 2.0, tile.top + tile.height / 2.0, width);
  double reach = 0;
  for (const int k : {0, 1, 2, 3}) {
    const Eigen::Vector3d corner =
        DirectionAt(tile.left + (k & 1) * tile.width, tile.top + (k >> 1) * tile.height, width);
    reach = std::max(reach, std::acos(std::clamp(corner.dot(middle), -1.0, 1.0)));
  }
  const double off =
      std::acos(std::clamp(photo.frame.world_from_camera.col(2).dot(middle), -1.0, 1.0));
  return off < photo.lens.Reach() + reach + 0.05 + photo.margin / photo.frame.lens.focal_px;
}

// Pixel positions in the photo for a tile; false when none is inside or in the margin.
bool MapTile(const Tile& tile, const Laid& photo, int width, cv::Mat& map) {
  map.create(tile.height, tile.width, CV_32FC2);
  const Eigen::Matrix3d camera_from_world = photo.frame.world_from_camera.transpose();
  bool any = false;
  for (int y = 0; y < tile.height; ++y) {
    auto* place = map.ptr<cv::Vec2f>(y);
    for (int x = 0; x < tile.width; ++x) {
      Eigen::Vector2d pixel;
      const Eigen::Vector3d bearing =
          camera_from_world * DirectionAt(tile.left + x, tile.top + y, width);
      if (photo.lens.Project(bearing, pixel) && photo.lens.Inside(pixel, -0.499 - photo.margin)) {
        place[x] = {static_cast<float>(pixel.x() + photo.margin),
                    static_cast<float>(pixel.y() + photo.margin)};
        any = true;
      } else {
        place[x] = {-1e4F, -1e4F};
      }
    }
  }
  return any;
}

void AddTile(const Tile& tile,
             const cv::Mat& map,
             const cv::Mat& pixels,
             const Laid& photo,
             Target& canvas) {
  const auto margin = static_cast<double>(photo.margin);
  for (int y = 0; y < tile.height; ++y) {
    const auto* place = map.ptr<cv::Vec2f>(y);
    const auto* value = pixels.ptr<cv::Vec3f>(y);
    uint16_t* sum = canvas.sums.At(tile.left, tile.top + y);
    uint8_t* covered = canvas.covered.data() + canvas.sums.Offset(tile.left, tile.top + y) / 3;
    for (int x = 0; x < tile.width; ++x) {
      if (place[x][0] < -1000) {
        continue;
      }
      if (photo.lens.Inside({place[x][0] - margin, place[x][1] - margin}, -0.4995)) {
        covered[x] = 1;
      }
      for (int c = 0; c < 3; ++c) {
        const auto add = static_cast<int32_t>(std::lrint(value[x][c] * kOne));
        sum[3 * x + c] = static_cast<uint16_t>(sum[3 * x + c] + add);
      }
    }
  }
}

void LayOnSphere(const cv::Mat& contribution,
                 const Laid& photo,
                 Target& canvas,
                 const Execution& execution) {
  ParallelFor(execution, canvas.tile_locks.size(), [&](size_t t) {
    const int index = static_cast<int>(t);
    Tile tile{index % canvas.tile_columns * kTile, index / canvas.tile_columns * kTile};
    tile.width = std::min(kTile, canvas.sums.width - tile.left);
    tile.height = std::min(kTile, canvas.sums.height - tile.top);
    cv::Mat map;
    if (!MayShow(tile, photo, canvas.sums.width) || !MapTile(tile, photo, canvas.sums.width, map)) {
      return;
    }
    cv::Mat pixels;
    cv::remap(contribution, pixels, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    const std::lock_guard lock(canvas.tile_locks[t]);
    AddTile(tile, map, pixels, photo, canvas);
  });
}

constexpr float kGroundOne = 1 << 20;

void LayGround(const ImageFloat& grown, const Laid& photo, int level, GroundCanvas& canvas) {
  const cv::Mat ground = View(grown);
  const Eigen::Matrix3d camera_from_world = photo.frame.world_from_camera.transpose();
  const double step = 1 << level;
  std::vector<std::pair<size_t, cv::Vec4i>> given;
  for (int y = 0; y < canvas.width / 2; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      Eigen::Vector2d pixel;
      if (!photo.lens.Project(camera_from_world * DirectionAt(x, y, canvas.width), pixel) ||
          !photo.lens.Inside(pixel, -0.499 - photo.margin)) {
        continue;
      }
      const double u = std::clamp((pixel.x() + photo.margin) / step, 0.0, ground.cols - 1.001);
      const double v = std::clamp((pixel.y() + photo.margin) / step, 0.0, ground.rows - 1.001);
      const int left = static_cast<int>(u);
      const int top = static_cast<int>(v);
      const auto fx = static_cast<float>(u - left);
      const auto fy = static_cast<float>(v - top);
      const auto* upper = ground.ptr<cv::Vec4f>(top) + left;
      const auto* lower = ground.ptr<cv::Vec4f>(top + 1) + left;
      const cv::Vec4f value = (upper[0] * (1 - fx) + upper[1] * fx) * (1 - fy) +
                              (lower[0] * (1 - fx) + lower[1] * fx) * fy;
      cv::Vec4i whole;
      for (int c = 0; c < 4; ++c) {
        whole[c] = static_cast<int>(std::lrint(value[c] * kGroundOne));
      }
      given.emplace_back(
          static_cast<size_t>(y) * static_cast<size_t>(canvas.width) + static_cast<size_t>(x),
          whole);
    }
  }
  const std::lock_guard lock(canvas.lock);
  for (const auto& [cell, value] : given) {
    for (int c = 0; c < 4; ++c) {
      canvas.sums[cell * 4 + static_cast<size_t>(c)] += value[c];
    }
  }
}

// What is to be added to the panorama so that its ground has the weight of one.
ImageFloat GroundCorrection(const GroundCanvas& canvas) {
  ImageFloat correction(canvas.width, canvas.width / 2, 3);
  for (size_t i = 0; i < canvas.sums.size() / 4; ++i) {
    const auto weight = static_cast<float>(canvas.sums[i * 4 + 3]) / kGroundOne;
    const float missing = weight > 0.002F ? 1 / weight - 1 : 0;
    for (size_t c = 0; c < 3; ++c) {
      correction.pixels[i * 3 + c] =
          static_cast<float>(canvas.sums[i * 4 + c]) / kGroundOne * missing;
    }
  }
  return correction;
}

// One row of a coarse grid over the sphere at the panorama's width.
void CorrectionRow(const ImageFloat& coarse, int y, int width, std::vector<float>& row) {
  const double scale = static_cast<double>(coarse.width) / width;
  const double v = std::clamp((y + 0.5) * scale - 0.5, 0.0, coarse.height - 1.001);
  const int top = static_cast<int>(v);
  const auto fy = static_cast<float>(v - top);
  for (int x = 0; x < width; ++x) {
    const double u = (x + 0.5) * scale - 0.5 + coarse.width;
    const int left = static_cast<int>(u);
    const auto fx = static_cast<float>(u - left);
    const int a = left % coarse.width;
    const int b = (left + 1) % coarse.width;
    for (int c = 0; c < 3; ++c) {
      row[static_cast<size_t>(3 * x + c)] =
          (1 - fy) * ((1 - fx) * coarse.At(a, top)[c] + fx * coarse.At(b, top)[c]) +
          fy * ((1 - fx) * coarse.At(a, top + 1)[c] + fx * coarse.At(b, top + 1)[c]);
    }
  }
}

// Sums become samples, in place.
void Finish(Target& canvas, const ImageFloat& correction, const Execution& execution) {
  const size_t row = static_cast<size_t>(canvas.sums.width) * 3;
  ParallelFor(execution, static_cast<size_t>(canvas.sums.height), [&](size_t y) {
    uint16_t* sample = canvas.sums.pixels.data() + y * row;
    const uint8_t* covered = canvas.covered.data() + y * (row / 3);
    std::vector<float> add(row);
    CorrectionRow(correction, static_cast<int>(y), canvas.sums.width, add);
    for (size_t i = 0; i < row; ++i) {
      const float value = covered[i / 3] == 0
                              ? 0
                              : static_cast<float>(static_cast<int16_t>(sample[i])) / kOne + add[i];
      sample[i] = static_cast<uint16_t>(std::lrint(std::clamp(value, 0.0F, 1.0F) * 65535));
    }
  });
}

Camera FrameOf(const Camera& camera, const ComposeOptions& options) {
  return {WorkingLens(camera.lens, options), camera.world_from_camera};
}

std::vector<int> PhotosOf(const SeamMap& seams, size_t count) {
  std::vector<bool> used(count, false);
  for (const int16_t photo : seams.photo) {
    if (photo >= 0) {
      used[static_cast<size_t>(photo)] = true;
    }
  }
  std::vector<int> photos;
  for (size_t i = 0; i < count; ++i) {
    if (used[i]) {
      photos.push_back(static_cast<int>(i));
    }
  }
  return photos;
}

// The pixels as read are gone again when this returns.
ImageFloat DevelopedAt(const InputPhoto& input,
                       const Lens& frame,
                       const Light& light,
                       size_t photo) {
  const Pixels pixels = ValueOrThrow(input.read(std::max(frame.width_px, frame.height_px)));
  return Develop(pixels,
                 frame,
                 light.gain[photo],
                 light.vignetting[photo],
                 light.restraint.empty() ? Restraint() : light.restraint[photo]);
}

// The coarsest band is about two degrees wide, whatever the size of the panorama.
int LevelsFor(int width) {
  return std::clamp(static_cast<int>(std::lround(std::log2(width / 128.0))), 3, 8);
}

}  // namespace

int NaturalWidth(const std::vector<Camera>& cameras, const std::vector<int>& photos) {
  double focal = 0;
  for (const int photo : photos) {
    focal = std::max(focal, cameras[static_cast<size_t>(photo)].lens.focal_px);
  }
  return std::max(64, static_cast<int>(std::lround(2 * std::numbers::pi * focal / 16)) * 16);
}

Lens WorkingLens(const Lens& lens, const ComposeOptions& options) {
  const double wanted = options.width / (2 * std::numbers::pi) * options.oversampling;
  const double scale = wanted / lens.focal_px;
  if (scale > kAsItIs) {
    return lens;
  }
  const Eigen::Vector2i size = EvenlyScaled(lens.width_px, lens.height_px, scale);
  return Scaled(lens, size.x(), size.y());
}

double CoverageOf(const std::vector<uint8_t>& covered, int width) {
  const int height = width / 2;
  double seen = 0;
  double all = 0;
  for (int y = 0; y < height; ++y) {
    const double weight = RowWeight(y, height);
    const auto* row = covered.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
    seen += weight * static_cast<double>(std::count(row, row + width, 1));
    all += weight * width;
  }
  return all > 0 ? seen / all : 0;
}

ComposeMemory MemoryOf(const PhotoSet& set,
                       const std::vector<Camera>& cameras,
                       const std::vector<int>& photos,
                       const ComposeOptions& options) {
  ComposeMemory memory;
  const double cells = static_cast<double>(options.width) * options.width / 2;
  double weights = 0;
  double largest = 0;
  for (const int photo : photos) {
    const size_t i = static_cast<size_t>(photo);
    const Lens frame = FrameOf(cameras[i], options).lens;
    const double stored = static_cast<double>(set[i].width_px) * set[i].height_px;
    const double sized = static_cast<double>(frame.width_px) * frame.height_px;
    const PyramidSize around =
        SizeWithMargin(frame.width_px, frame.height_px, 0, LevelsFor(options.width));
    const double padded = static_cast<double>(around.width) * around.height;
    weights += padded * kWeightBytes;
    largest = std::max({largest,
                        stored * kReadBytes + sized * 6,
                        stored * 3 + sized * 18,
                        sized * kBlendBytes + padded * kMarginBytes});
  }
  memory.panorama = static_cast<uint64_t>(cells * kCellBytes + weights);
  memory.written = static_cast<uint64_t>(cells * kWrittenBytes);
  memory.photo = static_cast<uint64_t>(largest);
  return memory;
}

Composite Compose(const PhotoSet& set,
                  const std::vector<Camera>& cameras,
                  const SeamMap& seams,
                  const Light& light,
                  const ComposeOptions& options,
                  const Execution& execution) {
  const std::vector<int> photos = PhotosOf(seams, set.size());
  std::vector<Camera> frames;
  for (const Camera& camera : cameras) {
    frames.push_back(FrameOf(camera, options));
  }
  const int levels = LevelsFor(options.width);
  const std::vector<BandWeights> weights =
      FindBandWeights(seams, frames, photos, {levels, options.width, options.shifts}, execution);
  Target canvas{Image16(options.width, options.width / 2, 3)};
  canvas.covered.assign(canvas.sums.pixels.size() / 3, 0);
  canvas.tile_columns = (options.width + kTile - 1) / kTile;
  canvas.tile_rows = (options.width / 2 + kTile - 1) / kTile;
  canvas.tile_locks = std::vector<std::mutex>(static_cast<size_t>(canvas.tile_columns) *
                                              static_cast<size_t>(canvas.tile_rows));
  GroundCanvas ground;
  ground.width = std::max(64, options.width >> (levels - kGroundSteps));
  ground.sums.assign(static_cast<size_t>(ground.width) * static_cast<size_t>(ground.width / 2) * 4,
                     0);
  // Where memory holds fewer photos than there are threads, the others help with each.
  Execution photos_at_once = execution;
  if (options.photos_at_once > 0) {
    photos_at_once.threads = std::min(execution.threads, options.photos_at_once);
  }
  Execution helpers = execution;
  helpers.threads = std::max(1, execution.threads / std::max(1, photos_at_once.threads));
  helpers.progress = nullptr;
  ParallelFor(photos_at_once, photos.size(), [&](size_t i) {
    const size_t photo = static_cast<size_t>(photos[i]);
    const Camera& frame = frames[photo];
    ImageFloat developed = DevelopedAt(set[photo], frame.lens, light, photo);
    const Contribution given = ContributionOf(developed, weights[i], levels);
    const PhotoMap lens(frame.lens, ShiftOf(options.shifts, photo));
    const Laid laid{frame, lens, MarginAt(0, levels)};
    LayOnSphere(View(given.pixels), laid, canvas, helpers);
    LayGround(given.ground, laid, levels - kGroundSteps, ground);
  });
  Finish(canvas, GroundCorrection(ground), execution);
  const double coverage = CoverageOf(canvas.covered, options.width);
  return {std::move(canvas.sums), std::move(canvas.covered), coverage};
}

}  // namespace disan::panorama
