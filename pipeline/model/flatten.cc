// Measured first: projection alone needs charts so small that their seams and margins cost a third
// of the vertices and two thirds of the page; conformal maps (LSCM) shrink what bulges.
#include "pipeline/model/flatten.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <Eigen/LU>
#include <Eigen/Sparse>
#include <Eigen/SparseCholesky>

namespace disan {
namespace {

constexpr int kMostRounds = 24;
constexpr double kStill = 2e-4;           // of the chart's size: no point moves further in a round
constexpr double kLeastCotangent = 0.05;  // needles and obtuse corners keep the system definite
constexpr double kMostCotangent = 10;
constexpr int kUntangleRounds = 8;

using Vector2 = Eigen::Vector2d;
using Corners = std::array<Vector2, 3>;

class Flattener {
 public:
  Flattener(const Mesh& mesh,
            const std::vector<uint32_t>& point_of_vertex,
            const std::vector<uint32_t>& faces) {
    std::unordered_map<uint32_t, int> local;
    std::vector<Double3> places;
    for (const uint32_t face : faces) {
      std::array<int, 3> corners{};
      for (size_t k = 0; k < 3; ++k) {
        const uint32_t point = point_of_vertex[mesh.triangles[face][k]];
        const auto [at, is_new] = local.try_emplace(point, static_cast<int>(places.size()));
        if (is_new) {
          places.push_back(mesh.positions[point].To<double>());
        }
        corners[k] = at->second;
      }
      faces_.push_back(corners);
    }
    Project(places);
    for (const std::array<int, 3>& f : faces_) {
      AddRestShape(places[size_t(f[0])], places[size_t(f[1])], places[size_t(f[2])]);
    }
  }

  Flattening Run() {
    if (faces_.size() > 1 && Factorise()) {
      for (int round = 0; round < kMostRounds && Relax() > kStill * size_; ++round) {
      }
      Untangle();
    }
    return Result();
  }

 private:
  // Looking down the mean normal.
  void Project(const std::vector<Double3>& places) {
    Double3 sum;
    for (const auto& f : faces_) {
      const Double3& a = places[size_t(f[0])];
      sum = sum + Cross(places[size_t(f[1])] - a, places[size_t(f[2])] - a);
    }
    const Double3 n = Normalized(sum) == Double3{} ? Double3{0, 1, 0} : Normalized(sum);
    const Double3 x =
        Normalized(Cross(std::abs(n.y) < 0.9 ? Double3{0, 1, 0} : Double3{1, 0, 0}, n));
    const Double3 y = Cross(n, x);
    Double3 middle;
    for (const Double3& p : places) {
      middle = middle + p * (1.0 / static_cast<double>(places.size()));
    }
    for (const Double3& p : places) {
      at_.emplace_back(Dot(p - middle, x), Dot(p - middle, y));
      size_ = std::max(size_, at_.back().norm());
    }
  }

  void AddRestShape(const Double3& a, const Double3& b, const Double3& c) {
    const double base = std::max(Length(b - a), 1e-30);
    const double along = Dot(c - a, b - a) / base;
    const double height = std::max(Length(Cross(b - a, c - a)) / base, 1e-30);
    rest_.push_back({Vector2(0, 0), Vector2(base, 0), Vector2(along, height)});
    std::array<double, 3> weights{};
    for (size_t k = 0; k < 3; ++k) {
      const Vector2 u = rest_.back()[(k + 1) % 3] - rest_.back()[k];
      const Vector2 v = rest_.back()[(k + 2) % 3] - rest_.back()[k];
      const double cross = std::max(u.x() * v.y() - u.y() * v.x(), 1e-300);
      weights[k] = std::clamp(u.dot(v) / cross, kLeastCotangent, kMostCotangent);
    }
    cotangents_.push_back(weights);
  }

  bool Factorise() {
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(faces_.size() * 12);
    for (size_t t = 0; t < faces_.size(); ++t) {
      for (size_t k = 0; k < 3; ++k) {
        const int i = faces_[t][(k + 1) % 3];
        const int j = faces_[t][(k + 2) % 3];
        const double w = cotangents_[t][k];
        entries.emplace_back(i, i, w);
        entries.emplace_back(j, j, w);
        entries.emplace_back(i, j, -w);
        entries.emplace_back(j, i, -w);
      }
    }
    for (int i = 0; i < static_cast<int>(at_.size()); ++i) {
      entries.emplace_back(i, i, 1e-8);  // holds the chart where it is
    }
    const auto n = static_cast<Eigen::Index>(at_.size());
    Eigen::SparseMatrix<double> matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    solver_.compute(matrix);
    return solver_.info() == Eigen::Success;
  }

  // Every face as it lies in space, turned to fit best; then all points to where these agree most.
  // The furthest that a point moves.
  double Relax() {
    const auto n = static_cast<Eigen::Index>(at_.size());
    Eigen::MatrixX2d right = Eigen::MatrixX2d::Zero(n, 2);
    for (size_t t = 0; t < faces_.size(); ++t) {
      double along = 0;
      double across = 0;
      for (size_t k = 0; k < 3; ++k) {
        const Vector2 now =
            at_[size_t(faces_[t][(k + 2) % 3])] - at_[size_t(faces_[t][(k + 1) % 3])];
        const Vector2 own = rest_[t][(k + 2) % 3] - rest_[t][(k + 1) % 3];
        along += cotangents_[t][k] * own.dot(now);
        across += cotangents_[t][k] * (own.x() * now.y() - own.y() * now.x());
      }
      const double length = std::max(std::hypot(along, across), 1e-300);
      const double c = along / length;
      const double s = across / length;
      for (size_t k = 0; k < 3; ++k) {
        const Vector2 own = rest_[t][(k + 2) % 3] - rest_[t][(k + 1) % 3];
        const Vector2 turned =
            cotangents_[t][k] * Vector2(c * own.x() - s * own.y(), s * own.x() + c * own.y());
        right.row(faces_[t][(k + 2) % 3]) += turned.transpose();
        right.row(faces_[t][(k + 1) % 3]) -= turned.transpose();
      }
    }
    const Eigen::MatrixX2d solved = solver_.solve(right);
    double most = 0;
    for (Eigen::Index i = 0; i < n; ++i) {
      Vector2& at = at_[static_cast<size_t>(i)];
      most = std::max(most, (solved.row(i).transpose() - at).norm());
      at = solved.row(i).transpose();
    }
    return most;
  }

  double Area(size_t t) const {
    const Vector2 u = at_[size_t(faces_[t][1])] - at_[size_t(faces_[t][0])];
    const Vector2 v = at_[size_t(faces_[t][2])] - at_[size_t(faces_[t][0])];
    return (u.x() * v.y() - u.y() * v.x()) / 2;
  }

  // Points of faces that lie turned over go to the middle of their neighbours.
  void Untangle() {
    std::vector<Vector2> sum(at_.size());
    std::vector<int> count(at_.size());
    for (int round = 0; round < kUntangleRounds; ++round) {
      std::vector<bool> moves(at_.size());
      bool any = false;
      for (size_t t = 0; t < faces_.size(); ++t) {
        if (!(Area(t) > 0)) {
          any = true;
          for (const int v : faces_[t]) {
            moves[size_t(v)] = true;
          }
        }
      }
      if (!any) {
        return;
      }
      std::fill(sum.begin(), sum.end(), Vector2(0, 0));
      std::fill(count.begin(), count.end(), 0);
      for (const auto& f : faces_) {
        for (size_t k = 0; k < 3; ++k) {
          for (const size_t other : {(k + 1) % 3, (k + 2) % 3}) {
            sum[size_t(f[k])] += at_[size_t(f[other])];
            ++count[size_t(f[k])];
          }
        }
      }
      for (size_t v = 0; v < at_.size(); ++v) {
        if (moves[v]) {
          at_[v] = 0.5 * at_[v] + 0.5 * sum[v] / count[v];
        }
      }
    }
  }

  Flattening Result() const {
    Flattening out;
    double total = 0;
    double stretched = 0;
    double flipped = 0;
    for (size_t t = 0; t < faces_.size(); ++t) {
      const Corners& own = rest_[t];
      const double area = own[1].x() * own[2].y() / 2;
      total += area;
      flipped += Area(t) > 0 ? 0.0 : area;
      Eigen::Matrix2d from;
      Eigen::Matrix2d to;
      from << own[1] - own[0], own[2] - own[0];
      to << at_[size_t(faces_[t][1])] - at_[size_t(faces_[t][0])],
          at_[size_t(faces_[t][2])] - at_[size_t(faces_[t][0])];
      stretched += area * MeanStretch(to * from.inverse());
      for (const int v : faces_[t]) {
        const Vector2& p = at_[size_t(v)];
        out.corners.push_back({static_cast<float>(p.x()), static_cast<float>(-p.y())});
      }
    }
    out.flipped = total > 0 ? flipped / total : 0;
    out.stretch = total > 0 ? stretched / total : 1;
    return out;
  }

  // The larger of the greatest stretch and the greatest shrinking.
  static double MeanStretch(const Eigen::Matrix2d& map) {
    const double e = (map(0, 0) + map(1, 1)) / 2;
    const double f = (map(0, 0) - map(1, 1)) / 2;
    const double g = (map(1, 0) + map(0, 1)) / 2;
    const double h = (map(1, 0) - map(0, 1)) / 2;
    const double q = std::hypot(e, h);
    const double r = std::hypot(f, g);
    const double least = std::abs(q - r);
    return std::min(std::max(q + r, 1 / std::max(least, 1e-6)), 10.0);
  }

  std::vector<std::array<int, 3>> faces_;  // of local points
  std::vector<Corners> rest_;              // each face as it lies in space
  std::vector<std::array<double, 3>> cotangents_;
  std::vector<Vector2> at_;
  double size_ = 0;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver_;
};

}  // namespace

Flattening Flatten(const Mesh& mesh,
                   const std::vector<uint32_t>& point_of_vertex,
                   const std::vector<uint32_t>& faces) {
  return Flattener(mesh, point_of_vertex, faces).Run();
}

}  // namespace disan
