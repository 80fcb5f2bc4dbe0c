#include "pipeline/model/simplify.h"

#include "formats/mesh/weld.h"
#include "pipeline/model/cost_queue.h"
#include "pipeline/model/edge_table.h"

#include <algorithm>
#include <limits>

namespace disan {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr double kBorderWeight = 10;  // against the area of the face beside the border
// Pulls a point whose error is flat (on a plane, along a crease) towards even spacing.
constexpr double kSpring = 1e-4;

// Symmetric 4 x 4: the sum of squared distances to planes, times their weights.
struct Quadric {
  double a00 = 0, a01 = 0, a02 = 0, a11 = 0, a12 = 0, a22 = 0;
  double b0 = 0, b1 = 0, b2 = 0, c = 0;

  void AddPlane(const Double3& n, double d, double weight) {
    a00 += weight * n.x * n.x;
    a01 += weight * n.x * n.y;
    a02 += weight * n.x * n.z;
    a11 += weight * n.y * n.y;
    a12 += weight * n.y * n.z;
    a22 += weight * n.z * n.z;
    b0 += weight * n.x * d;
    b1 += weight * n.y * d;
    b2 += weight * n.z * d;
    c += weight * d * d;
  }
  void AddPoint(const Double3& p, double weight) {
    a00 += weight;
    a11 += weight;
    a22 += weight;
    b0 -= weight * p.x;
    b1 -= weight * p.y;
    b2 -= weight * p.z;
    c += weight * Dot(p, p);
  }
  void Add(const Quadric& q) {
    a00 += q.a00;
    a01 += q.a01;
    a02 += q.a02;
    a11 += q.a11;
    a12 += q.a12;
    a22 += q.a22;
    b0 += q.b0;
    b1 += q.b1;
    b2 += q.b2;
    c += q.c;
  }
  double At(const Double3& p) const {
    return p.x * (a00 * p.x + 2 * (a01 * p.y + a02 * p.z + b0)) +
           p.y * (a11 * p.y + 2 * (a12 * p.z + b1)) + p.z * (a22 * p.z + 2 * b2) + c;
  }
  bool Least(Double3& p) const {
    const double m0 = a11 * a22 - a12 * a12;
    const double m1 = a02 * a12 - a01 * a22;
    const double m2 = a01 * a12 - a02 * a11;
    const double det = a00 * m0 + a01 * m1 + a02 * m2;
    const double size = a00 + a11 + a22;
    if (!(std::abs(det) > 1e-12 * size * size * size)) {
      return false;
    }
    const double m3 = a00 * a22 - a02 * a02;
    const double m4 = a01 * a02 - a00 * a12;
    const double m5 = a00 * a11 - a01 * a01;
    p = {-(m0 * b0 + m1 * b1 + m2 * b2) / det,
         -(m1 * b0 + m3 * b1 + m4 * b2) / det,
         -(m2 * b0 + m4 * b1 + m5 * b2) / det};
    return true;
  }
};

struct Candidate {
  float cost;
  uint32_t a;
  uint32_t b;
  uint32_t stamp;  // of both ends together; older ones are stale
};

}  // namespace

struct Simplifier::State {
  Double3 origin;
  Double3 shift;  // quadrics are kept about the middle: their numbers stay small
  double scale = 1;
  std::vector<Double3> point;
  std::vector<Quadric> quadric;
  std::vector<uint32_t> stamp;
  std::vector<bool> on_border;
  std::vector<Triangle> face;  // [0] == kNone: gone
  // The faces round a point, as a list through the corners of faces: corner 3 t + k is in the list
  // of face[t][k].
  std::vector<uint32_t> first_corner;
  std::vector<uint32_t> next_corner;
  CostQueue<Candidate> queue;
  size_t alive = 0;
  std::vector<uint32_t> around_a, around_b;  // kept between calls

  State(const Mesh& mesh, const Execution& execution);
  void AddQuadrics();
  void AddBorders(const EdgeTable& edges);
  void QueueEdges(const EdgeTable& edges, const Execution& execution);
  void Push(uint32_t a, uint32_t b);
  double Solve(uint32_t a, uint32_t b, Double3& to) const;
  bool TryCollapse(const Candidate& candidate);
  bool KeepsShape(uint32_t moved, uint32_t other, const Double3& to) const;
  void Neighbours(uint32_t v, std::vector<uint32_t>& out) const;
  void Merge(uint32_t a, uint32_t b, const Double3& to);
};

Simplifier::State::State(const Mesh& mesh, const Execution& execution) : origin(mesh.origin) {
  const std::vector<uint32_t> same = FirstOfEqualPositions(mesh.positions);
  const Bounds bounds = BoundsOf(mesh.positions);
  shift = (bounds.min + bounds.max) * 0.5;
  scale = std::max(bounds.Diagonal(), 1e-30);
  std::vector<uint32_t> number(same.size());
  for (size_t v = 0; v < same.size(); ++v) {
    if (same[v] == v) {
      number[v] = static_cast<uint32_t>(point.size());
      point.push_back((mesh.positions[v].To<double>() - shift) * (1 / scale));
    } else {
      number[v] = number[same[v]];
    }
  }
  face.reserve(mesh.triangles.size());
  for (const Triangle& t : mesh.triangles) {
    const Triangle c = {number[t[0]], number[t[1]], number[t[2]]};
    if (c[0] != c[1] && c[1] != c[2] && c[0] != c[2]) {
      face.push_back(c);
    }
  }
  alive = face.size();
  first_corner.assign(point.size(), kNone);
  next_corner.resize(face.size() * 3);
  for (uint32_t corner = static_cast<uint32_t>(face.size() * 3); corner-- > 0;) {
    const uint32_t v = face[corner / 3][corner % 3];
    next_corner[corner] = first_corner[v];
    first_corner[v] = corner;
  }
  quadric.resize(point.size());
  stamp.resize(point.size());
  on_border.resize(point.size());
  AddQuadrics();
  std::vector<uint32_t> itself(point.size());
  for (uint32_t v = 0; v < itself.size(); ++v) {
    itself[v] = v;
  }
  const EdgeTable edges(face, itself);
  AddBorders(edges);
  QueueEdges(edges, execution);
}

void Simplifier::State::QueueEdges(const EdgeTable& edges, const Execution& execution) {
  std::vector<Candidate> all;
  all.reserve(face.size() * 3 / 2 + 16);
  edges.ForEachEdge([&](std::span<const EdgeTable::Side> sides) {
    const uint32_t side = sides[0].number;
    const uint32_t a = face[side / 3][side % 3];
    const uint32_t b = face[side / 3][(side + 1 - (side % 3 == 2 ? 3 : 0)) % 3];
    all.push_back({0, std::min(a, b), std::max(a, b), 0});
  });
  constexpr size_t kChunk = 65536;
  Execution silent = execution;
  silent.progress = nullptr;
  ParallelFor(silent, (all.size() + kChunk - 1) / kChunk, [&](size_t chunk) {
    for (size_t i = chunk * kChunk; i < std::min(all.size(), (chunk + 1) * kChunk); ++i) {
      Double3 to;
      all[i].cost = static_cast<float>(Solve(all[i].a, all[i].b, to));
    }
  });
  for (const Candidate& candidate : all) {
    queue.Push(candidate);
  }
}

void Simplifier::State::AddQuadrics() {
  for (const Triangle& t : face) {
    const Double3 normal = Cross(point[t[1]] - point[t[0]], point[t[2]] - point[t[0]]);
    const double area = Length(normal) / 2;
    const Double3 n = Normalized(normal);
    for (const uint32_t v : t) {
      quadric[v].AddPlane(n, -Dot(n, point[t[0]]), area / 3);
      quadric[v].AddPoint(point[v], area * kSpring * 1e-3);
    }
  }
}

void Simplifier::State::AddBorders(const EdgeTable& edges) {
  edges.ForEachEdge([&](std::span<const EdgeTable::Side> sides) {
    if (sides.size() == 2) {
      return;
    }
    for (const EdgeTable::Side& side : sides) {
      const Triangle& t = face[side.number / 3];
      const uint32_t a = t[side.number % 3];
      const uint32_t b = t[(side.number % 3 + 1) % 3];
      const Double3 along = point[b] - point[a];
      const Double3 n =
          Normalized(Cross(along, Cross(point[t[1]] - point[t[0]], point[t[2]] - point[t[0]])));
      const double weight = kBorderWeight * Dot(along, along);
      quadric[a].AddPlane(n, -Dot(n, point[a]), weight);
      quadric[b].AddPlane(n, -Dot(n, point[a]), weight);
      on_border[a] = on_border[b] = true;
    }
  });
}

double Simplifier::State::Solve(uint32_t a, uint32_t b, Double3& to) const {
  Quadric sum = quadric[a];
  sum.Add(quadric[b]);
  const Double3 middle = (point[a] + point[b]) * 0.5;
  const double length = Length(point[b] - point[a]);
  // A point far outside the edge comes from a badly conditioned sum.
  if (!sum.Least(to) || Length(to - middle) > 2 * length) {
    to = middle;
    for (const Double3& end : {point[a], point[b]}) {
      if (sum.At(end) < sum.At(to)) {
        to = end;
      }
    }
  }
  return std::max(sum.At(to), 0.0) + 1e-14 * length * length;
}

void Simplifier::State::Push(uint32_t a, uint32_t b) {
  const uint32_t low = std::min(a, b);
  const uint32_t high = std::max(a, b);
  Double3 to;
  queue.Push({static_cast<float>(Solve(low, high, to)), low, high, stamp[low] + stamp[high]});
}

void Simplifier::State::Neighbours(uint32_t v, std::vector<uint32_t>& out) const {
  out.clear();
  for (uint32_t corner = first_corner[v]; corner != kNone; corner = next_corner[corner]) {
    const Triangle& t = face[corner / 3];
    if (t[0] != kNone) {
      out.push_back(t[(corner % 3 + 1) % 3]);
      out.push_back(t[(corner % 3 + 2) % 3]);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

// No face round `moved` that stays may turn over or become a needle.
bool Simplifier::State::KeepsShape(uint32_t moved, uint32_t other, const Double3& to) const {
  for (uint32_t corner = first_corner[moved]; corner != kNone; corner = next_corner[corner]) {
    const Triangle& t = face[corner / 3];
    if (t[0] == kNone) {
      continue;
    }
    const uint32_t b = t[(corner % 3 + 1) % 3];
    const uint32_t c = t[(corner % 3 + 2) % 3];
    if (b == other || c == other) {
      continue;
    }
    const Double3 edge = point[c] - point[b];
    const Double3 before = Cross(point[b] - point[moved], point[c] - point[moved]);
    const Double3 after = Cross(point[b] - to, point[c] - to);
    const double long_side = std::max(
        {Dot(edge, edge), Dot(point[b] - to, point[b] - to), Dot(point[c] - to, point[c] - to)});
    if (Dot(before, after) < 0.2 * Length(before) * Length(after) ||
        Length(after) < 0.01 * long_side) {
      return false;
    }
  }
  return true;
}

bool Simplifier::State::TryCollapse(const Candidate& candidate) {
  const uint32_t a = candidate.a;
  const uint32_t b = candidate.b;
  if (first_corner[a] == kNone || first_corner[b] == kNone ||
      stamp[a] + stamp[b] != candidate.stamp) {
    return false;
  }
  Neighbours(a, around_a);
  Neighbours(b, around_b);
  if (!std::binary_search(around_a.begin(), around_a.end(), b)) {
    return false;
  }
  // Link condition: the only points next to both are those of the faces that vanish.
  size_t faces = 0;
  for (uint32_t corner = first_corner[a]; corner != kNone; corner = next_corner[corner]) {
    const Triangle& t = face[corner / 3];
    faces += t[0] != kNone && (t[0] == b || t[1] == b || t[2] == b) ? 1U : 0U;
  }
  size_t shared = 0;
  for (const uint32_t v : around_a) {
    shared += std::binary_search(around_b.begin(), around_b.end(), v) ? 1U : 0U;
  }
  if (shared != faces || faces > 2 || (faces == 2 && on_border[a] && on_border[b])) {
    return false;
  }
  Double3 to;
  Solve(a, b, to);
  if (!KeepsShape(a, b, to) || !KeepsShape(b, a, to)) {
    return false;
  }
  Merge(a, b, to);
  return true;
}

void Simplifier::State::Merge(uint32_t a, uint32_t b, const Double3& to) {
  point[a] = to;
  quadric[a].Add(quadric[b]);
  on_border[a] = on_border[a] || on_border[b];
  // One list of the living corners of both, in a fixed order.
  uint32_t* link = &first_corner[a];
  uint32_t kept = kNone;
  for (const uint32_t v : {a, b}) {
    for (uint32_t corner = first_corner[v]; corner != kNone;) {
      const uint32_t next = next_corner[corner];
      Triangle& t = face[corner / 3];
      if (t[0] != kNone) {
        const uint32_t other = v == a ? b : a;
        if (t[0] == other || t[1] == other || t[2] == other) {
          t[0] = kNone;
          --alive;
        } else {
          t[corner % 3] = a;
          next_corner[corner] = kept;
          kept = corner;
        }
      }
      corner = next;
    }
  }
  *link = kept;
  first_corner[b] = kNone;
  stamp[a] += stamp[b] + 1;
  ++stamp[a];
  Neighbours(a, around_a);
  for (const uint32_t v : around_a) {
    if (v != a) {
      Push(a, v);
    }
  }
}

Simplifier::Simplifier(const Mesh& mesh, const Execution& execution)
    : state_(std::make_unique<State>(mesh, execution)) {}
Simplifier::~Simplifier() = default;

size_t Simplifier::triangles() const {
  return state_->alive;
}

void Simplifier::ReduceTo(size_t triangles, const Execution& execution) {
  const size_t start = state_->alive;
  const size_t goal = std::min(triangles, start);
  size_t round = 0;
  while (state_->alive > goal && !state_->queue.empty()) {
    if (++round % 65536 == 0) {
      execution.CheckCancelled();
      execution.Report(start - state_->alive, start - goal);
    }
    state_->TryCollapse(state_->queue.Pop());
  }
}

Mesh Simplifier::Take() const {
  Mesh mesh;
  mesh.origin = state_->origin;
  std::vector<uint32_t> number(state_->point.size(), kNone);
  for (const Triangle& t : state_->face) {
    if (t[0] == kNone) {
      continue;
    }
    Triangle out;
    for (size_t k = 0; k < 3; ++k) {
      uint32_t& n = number[t[k]];
      if (n == kNone) {
        n = static_cast<uint32_t>(mesh.positions.size());
        mesh.positions.push_back((state_->point[t[k]] * state_->scale + state_->shift).To<float>());
      }
      out[k] = n;
    }
    mesh.triangles.push_back(out);
  }
  return mesh;
}

}  // namespace disan
