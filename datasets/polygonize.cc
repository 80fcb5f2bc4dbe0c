#include "datasets/polygonize.h"

#include <limits>

namespace disan::world {
namespace {

constexpr int kBlock = 8;

// Corner i of a cell lies at (i & 1, i >> 1 & 1, i >> 2). Faces list corners counter-clockwise seen
// from outside.
constexpr std::array<std::array<int, 4>, 6> kFaces{
    {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}}};

struct Grid {
  Vec3 low;
  float cell = 0;
  std::array<int, 3> points{};
  std::vector<float> values;

  size_t Index(int x, int y, int z) const {
    return (static_cast<size_t>(z) * static_cast<size_t>(points[1]) + static_cast<size_t>(y)) *
               static_cast<size_t>(points[0]) +
           static_cast<size_t>(x);
  }
  Vec3 Point(int x, int y, int z) const {
    return low + Vec3{static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)} * cell;
  }
};

// Values of one slab of blocks; a block far from the surface keeps the distance of its middle.
void FillSlab(Grid& grid, const std::function<float(Vec3)>& distance, int slab) {
  const auto until = [&](int begin, int axis) {
    return std::min(begin + kBlock, grid.points[static_cast<size_t>(axis)]);
  };
  const float reach = grid.cell * kBlock * 0.87F * 1.6F;
  const int z0 = slab * kBlock;
  for (int y0 = 0; y0 < grid.points[1]; y0 += kBlock) {
    for (int x0 = 0; x0 < grid.points[0]; x0 += kBlock) {
      const float half = static_cast<float>(kBlock) / 2 * grid.cell;
      const float middle = distance(grid.Point(x0, y0, z0) + Vec3{half, half, half});
      const bool far = std::abs(middle) > reach;
      for (int z = z0; z < until(z0, 2); ++z) {
        for (int y = y0; y < until(y0, 1); ++y) {
          for (int x = x0; x < until(x0, 0); ++x) {
            grid.values[grid.Index(x, y, z)] = far ? middle : distance(grid.Point(x, y, z));
          }
        }
      }
    }
  }
}

class Surfacer {
 public:
  explicit Surfacer(const Grid& grid) : grid_(grid) {
    edges_.assign(grid.values.size() * 3, std::numeric_limits<uint32_t>::max());
  }

  void Cell(int x, int y, int z) {
    std::array<float, 8> value;
    unsigned inside = 0;
    for (int i = 0; i < 8; ++i) {
      value[static_cast<size_t>(i)] =
          grid_.values[grid_.Index(x + (i & 1), y + (i >> 1 & 1), z + (i >> 2))];
      inside |= (value[static_cast<size_t>(i)] < 0 ? 1U : 0U) << i;
    }
    if (inside == 0 || inside == 255) {
      return;
    }
    std::array<int, 64> next;
    next.fill(-1);
    for (const auto& face : kFaces) {
      LinkFace(face, inside, next);
    }
    for (int start = 0; start < 64; ++start) {
      if (next[static_cast<size_t>(start)] >= 0) {
        TakeLoop(start, next, {x, y, z});
      }
    }
  }

  Mesh mesh;

 private:
  // A crossed edge is named by its corners: lower * 8 + higher.
  static int Edge(int a, int b) { return std::min(a, b) * 8 + std::max(a, b); }

  // Walking round a face, each run of inner corners is cut off by one segment from the edge where
  // it ends to the edge where it begins.
  static void LinkFace(const std::array<int, 4>& face, unsigned inside, std::array<int, 64>& next) {
    const auto in = [&](int i) { return (inside >> face[static_cast<size_t>(i & 3)] & 1U) != 0; };
    const auto edge = [&](int i) {
      return Edge(face[static_cast<size_t>(i & 3)], face[static_cast<size_t>((i + 1) & 3)]);
    };
    for (int i = 0; i < 4; ++i) {
      if (in(i) || !in(i + 1)) {
        continue;  // not an entry from outside to inside
      }
      int last = i + 1;
      while (in(last + 1)) {
        ++last;
      }
      next[static_cast<size_t>(edge(i))] = edge(last);
    }
  }

  void TakeLoop(int start, std::array<int, 64>& next, std::array<int, 3> cell) {
    std::vector<uint32_t> loop;
    for (int edge = start; next[static_cast<size_t>(edge)] >= 0;) {
      loop.push_back(VertexOn(edge, cell));
      const int following = next[static_cast<size_t>(edge)];
      next[static_cast<size_t>(edge)] = -1;
      edge = following;
    }
    for (size_t i = 1; i + 1 < loop.size(); ++i) {
      mesh.triangles.push_back({loop[0], loop[i], loop[i + 1]});
    }
  }

  uint32_t VertexOn(int edge, std::array<int, 3> cell) {
    const int a = edge / 8, b = edge % 8;
    const int axis = (b - a) == 1 ? 0 : (b - a) == 2 ? 1 : 2;
    const auto corner = [&](int i) {
      return std::array<int, 3>{cell[0] + (i & 1), cell[1] + (i >> 1 & 1), cell[2] + (i >> 2)};
    };
    const auto p = corner(a), q = corner(b);
    uint32_t& slot = edges_[grid_.Index(p[0], p[1], p[2]) * 3 + static_cast<size_t>(axis)];
    if (slot == std::numeric_limits<uint32_t>::max()) {
      const float va = grid_.values[grid_.Index(p[0], p[1], p[2])];
      const float vb = grid_.values[grid_.Index(q[0], q[1], q[2])];
      const float t = std::clamp(va / (va - vb), 0.02F, 0.98F);
      slot = mesh.Add(
          {.position = Mix(grid_.Point(p[0], p[1], p[2]), grid_.Point(q[0], q[1], q[2]), t)});
    }
    return slot;
  }

  const Grid& grid_;
  std::vector<uint32_t> edges_;
};

}  // namespace

Mesh Polygonize(const std::function<float(Vec3)>& distance,
                const Volume& volume,
                const Execution& execution) {
  Grid grid{.low = volume.low, .cell = volume.cell_m};
  const Vec3 size = volume.high - volume.low;
  grid.points = {static_cast<int>(size.x / grid.cell) + 2,
                 static_cast<int>(size.y / grid.cell) + 2,
                 static_cast<int>(size.z / grid.cell) + 2};
  grid.values.resize(grid.Index(0, 0, grid.points[2]));
  const auto slabs = static_cast<size_t>((grid.points[2] + kBlock - 1) / kBlock);
  Execution quiet{.threads = execution.threads, .cancelled = execution.cancelled};
  ParallelFor(quiet, slabs, [&](size_t slab) { FillSlab(grid, distance, static_cast<int>(slab)); });
  Surfacer surfacer(grid);
  for (int z = 0; z + 1 < grid.points[2]; ++z) {
    for (int y = 0; y + 1 < grid.points[1]; ++y) {
      for (int x = 0; x + 1 < grid.points[0]; ++x) {
        surfacer.Cell(x, y, z);
      }
    }
  }
  Mesh mesh = std::move(surfacer.mesh);
  ParallelFor(quiet, (mesh.vertices.size() + 4095) / 4096, [&](size_t block) {
    const size_t end = std::min(mesh.vertices.size(), (block + 1) * 4096);
    for (size_t i = block * 4096; i < end; ++i) {
      Vertex& vertex = mesh.vertices[i];
      const Vec3 p = vertex.position;
      const float e = grid.cell * 0.5F;
      vertex.normal = Normalized({distance(p + Vec3{e, 0, 0}) - distance(p - Vec3{e, 0, 0}),
                                  distance(p + Vec3{0, e, 0}) - distance(p - Vec3{0, e, 0}),
                                  distance(p + Vec3{0, 0, e}) - distance(p - Vec3{0, 0, e})});
      vertex.uv = {p.x + p.z, p.y};
    }
  });
  return mesh;
}

}  // namespace disan::world
