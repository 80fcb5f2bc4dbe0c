#include "pipeline/model/repair_topology.h"

#include "formats/mesh/polygon.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace disan {
namespace {

double AreaOf(const Mesh& mesh, const Triangle& t) {
  const Double3 a = mesh.positions[t[0]].To<double>();
  return Length(
             Cross(mesh.positions[t[1]].To<double>() - a, mesh.positions[t[2]].To<double>() - a)) /
         2;
}

struct Piece {
  std::vector<uint32_t> faces;
  bool closed = true;
  double volume = 0;
  Bounds bounds;
};

bool IsInside(const Bounds& inner, const Bounds& outer) {
  for (int axis = 0; axis < 3; ++axis) {
    if (inner.min[axis] < outer.min[axis] || inner.max[axis] > outer.max[axis]) {
      return false;
    }
  }
  return true;
}

// Side `side` runs from one point to another; this is the one it starts from.
uint32_t StartOf(const Mesh& mesh, const SurfaceTopology& surface, uint32_t side) {
  return surface.point[mesh.triangles[side / 3][side % 3]];
}

uint32_t VertexAt(const Mesh& mesh, uint32_t side) {
  return mesh.triangles[side / 3][side % 3];
}

uint32_t NextInFace(uint32_t side) {
  return side % 3 == 2 ? side - 2 : side + 1;
}

class Orienter {
 public:
  Orienter(Mesh& mesh, const SurfaceTopology& surface)
      : mesh_(mesh),
        surface_(surface),
        opposite_(OppositeSides(EdgeTable(mesh.triangles, surface.point), mesh.triangles.size())),
        seen_(mesh.triangles.size()),
        turn_(mesh.triangles.size()) {}

  size_t Run() {
    for (uint32_t t = 0; t < mesh_.triangles.size(); ++t) {
      if (!seen_[t]) {
        pieces_.push_back(Walk(t));
      }
    }
    for (size_t i = 0; i < pieces_.size(); ++i) {
      Judge(i);
    }
    size_t turned = 0;
    for (size_t t = 0; t < turn_.size(); ++t) {
      if (turn_[t]) {
        std::swap(mesh_.triangles[t][1], mesh_.triangles[t][2]);
        ++turned;
      }
    }
    return turned;
  }

 private:
  // All faces reached from `start`, with turn_ such that they agree with it.
  Piece Walk(uint32_t start) {
    Piece piece;
    piece.faces.push_back(start);
    seen_[start] = true;
    for (size_t i = 0; i < piece.faces.size(); ++i) {
      const uint32_t t = piece.faces[i];
      for (uint32_t side = t * 3; side < t * 3 + 3; ++side) {
        const uint32_t other = opposite_[side];
        if (other == kNoSide) {
          piece.closed = false;
        } else if (!seen_[other / 3]) {
          const bool same_way = StartOf(mesh_, surface_, side) == StartOf(mesh_, surface_, other);
          seen_[other / 3] = true;
          turn_[other / 3] = turn_[t] != same_way;
          piece.faces.push_back(other / 3);
        }
      }
    }
    Measure(piece);
    return piece;
  }

  void Measure(Piece& piece) const {
    bool first = true;
    for (const uint32_t t : piece.faces) {
      const Triangle& c = mesh_.triangles[t];
      const Double3 a = mesh_.positions[c[0]].To<double>();
      const double six =
          Dot(a, Cross(mesh_.positions[c[1]].To<double>(), mesh_.positions[c[2]].To<double>()));
      piece.volume += turn_[t] ? -six : six;
      for (int axis = 0; axis < 3; ++axis) {
        for (const uint32_t v : c) {
          const auto value = static_cast<double>(mesh_.positions[v][axis]);
          double& low = piece.bounds.min[axis];
          double& high = piece.bounds.max[axis];
          low = first ? value : std::min(low, value);
          high = first ? value : std::max(high, value);
        }
      }
      first = false;
    }
  }

  void Judge(size_t i) {
    const Piece& piece = pieces_[i];
    const auto turned = static_cast<size_t>(std::count_if(
        piece.faces.begin(), piece.faces.end(), [&](uint32_t t) { return turn_[t]; }));
    bool turn_all = turned * 2 > piece.faces.size();
    if (piece.closed && !IsEnclosed(i)) {
      turn_all = piece.volume < 0;
    }
    if (turn_all) {
      for (const uint32_t t : piece.faces) {
        turn_[t] = !turn_[t];
      }
    }
  }

  // A cavity faces inward, and rightly so.
  bool IsEnclosed(size_t i) const {
    for (size_t k = 0; k < pieces_.size() && pieces_.size() <= kMostPiecesCompared; ++k) {
      if (k != i && pieces_[k].closed && IsInside(pieces_[i].bounds, pieces_[k].bounds)) {
        return true;
      }
    }
    return pieces_.size() > kMostPiecesCompared;
  }

  static constexpr size_t kMostPiecesCompared = 2000;
  Mesh& mesh_;
  const SurfaceTopology& surface_;
  std::vector<uint32_t> opposite_;
  std::vector<bool> seen_;
  std::vector<bool> turn_;
  std::vector<Piece> pieces_;
};

void CopyVertex(Mesh& mesh, uint32_t v) {
  const auto copy = [&](auto& values) {
    if (!values.empty()) {
      const auto value = values[v];
      values.push_back(value);
    }
  };
  copy(mesh.positions);
  copy(mesh.normals);
  copy(mesh.uvs);
  copy(mesh.colours);
  copy(mesh.tangents);
}

}  // namespace

FloatingPieces FindFloatingPieces(const Mesh& mesh,
                                  const SurfaceTopology& surface,
                                  const RepairOptions& options) {
  UnionFind joined(mesh.positions.size());
  for (const Triangle& t : mesh.triangles) {
    joined.Join(surface.point[t[0]], surface.point[t[1]]);
    joined.Join(surface.point[t[0]], surface.point[t[2]]);
  }
  std::vector<double> area(mesh.positions.size());
  std::vector<uint32_t> faces(mesh.positions.size());
  for (const Triangle& t : mesh.triangles) {
    const uint32_t piece = joined.Find(surface.point[t[0]]);
    area[piece] += AreaOf(mesh, t);
    ++faces[piece];
  }
  const double largest = area.empty() ? 0 : *std::max_element(area.begin(), area.end());
  const auto floats = [&](uint32_t piece) {
    return area[piece] < options.floating_area * largest && faces[piece] < options.floating_faces;
  };
  FloatingPieces out;
  for (uint32_t v = 0; v < faces.size(); ++v) {
    out.pieces += faces[v] > 0 && floats(v) ? 1U : 0U;
  }
  if (out.pieces > 0) {
    for (const Triangle& t : mesh.triangles) {
      out.face_floats.push_back(floats(joined.Find(surface.point[t[0]])));
    }
  }
  return out;
}

size_t PartNonManifoldEdges(Mesh& mesh, SurfaceTopology& surface) {
  std::vector<uint32_t> extra;
  size_t edges = 0;
  EdgeTable(mesh.triangles, surface.point).ForEachEdge([&](std::span<const EdgeTable::Side> sides) {
    if (sides.size() > 2) {
      ++edges;
      for (size_t i = 2; i < sides.size(); ++i) {
        extra.push_back(sides[i].number / 3);
      }
    }
  });
  std::sort(extra.begin(), extra.end());
  extra.erase(std::unique(extra.begin(), extra.end()), extra.end());
  // Extra faces that hang together stay together: one copy a point.
  std::map<uint32_t, uint32_t> copy_of;
  for (const uint32_t t : extra) {
    for (uint32_t& v : mesh.triangles[t]) {
      const auto [at, made] = copy_of.try_emplace(v, static_cast<uint32_t>(mesh.positions.size()));
      if (made) {
        CopyVertex(mesh, v);
        const auto point = copy_of.try_emplace(surface.point[v], at->second).first->second;
        surface.point.push_back(point);
      }
      v = at->second;
    }
  }
  return edges;
}

size_t OrientFaces(Mesh& mesh, const SurfaceTopology& surface) {
  return Orienter(mesh, surface).Run();
}

ClosedHoles CloseSmallHoles(Mesh& mesh, SurfaceTopology& surface, const RepairOptions& options) {
  const std::vector<uint32_t> opposite =
      OppositeSides(EdgeTable(mesh.triangles, surface.point), mesh.triangles.size());
  // Open sides by the point where they start; points where several start are left alone.
  std::map<uint32_t, uint32_t> open_from;
  std::vector<uint32_t> crowded;
  for (uint32_t side = 0; side < opposite.size(); ++side) {
    if (opposite[side] == kNoSide) {
      const auto [at, made] = open_from.try_emplace(StartOf(mesh, surface, side), side);
      if (!made) {
        crowded.push_back(at->first);
      }
    }
  }
  for (const uint32_t point : crowded) {
    open_from.erase(point);
  }
  const double longest = options.hole_diagonal * BoundsOf(mesh.positions).Diagonal();
  std::vector<bool> used(opposite.size());
  ClosedHoles closed;
  for (const auto& [point, start] : open_from) {
    std::vector<uint32_t> loop;
    uint32_t side = start;
    while (!used[side] && loop.size() <= options.hole_edges) {
      used[side] = true;
      loop.push_back(side);
      const auto next = open_from.find(StartOf(mesh, surface, NextInFace(side)));
      if (next == open_from.end()) {
        break;
      }
      side = next->second;
    }
    if (loop.size() < 3 || loop.size() > options.hole_edges || side != start) {
      continue;
    }
    std::vector<Float3> rim;
    std::vector<Double3> corners;
    std::reverse(loop.begin(), loop.end());
    for (const uint32_t s : loop) {
      rim.push_back(mesh.positions[VertexAt(mesh, s)]);
      corners.push_back(rim.back().To<double>());
    }
    if (BoundsOf(rim).Diagonal() > longest) {
      continue;
    }
    std::vector<Triangle> patch;
    TriangulatePolygon(corners, patch);
    const int material = surface.material[loop[0] / 3];
    for (const Triangle& t : patch) {
      mesh.triangles.push_back(
          {VertexAt(mesh, loop[t[0]]), VertexAt(mesh, loop[t[1]]), VertexAt(mesh, loop[t[2]])});
      surface.material.push_back(material);
    }
    ++closed.holes;
    closed.faces += patch.size();
  }
  return closed;
}

}  // namespace disan
