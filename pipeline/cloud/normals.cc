#include "pipeline/cloud/normals.h"

#include "pipeline/cloud/parallel_chunks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Eigenvalues>

namespace disan {

namespace {

Float3 PlaneNormal(const std::vector<Float3>& points, const std::vector<Neighbour>& found) {
  Double3 mean;
  for (const Neighbour& n : found) {
    mean = mean + points[n.index].To<double>();
  }
  mean = mean * (1.0 / static_cast<double>(found.size()));
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const Neighbour& n : found) {
    const Double3 d = points[n.index].To<double>() - mean;
    const Eigen::Vector3d v(d.x, d.y, d.z);
    spread += v * v.transpose();
  }
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver;
  solver.computeDirect(spread);
  const Eigen::Vector3d normal = solver.eigenvectors().col(0);
  if (!normal.allFinite()) {
    return {0.0F, 0.0F, 1.0F};
  }
  return Normalized(Double3{normal.x(), normal.y(), normal.z()}).To<float>();
}

// Pieces of the cloud that agree on a side, each member up to a sign.
class Pieces {
 public:
  explicit Pieces(size_t count) : parents_(count), flipped_(count, 0) {
    std::iota(parents_.begin(), parents_.end(), 0U);
  }

  uint32_t Root(uint32_t i, bool& flipped) {
    uint32_t root = i;
    bool sign = false;
    while (parents_[root] != root) {
      sign = sign != (flipped_[root] != 0);
      root = parents_[root];
    }
    flipped = sign;
    while (parents_[i] != root && i != root) {  // shorten the way for the next who asks
      const uint32_t next = parents_[i];
      const bool here = flipped_[i] != 0;
      parents_[i] = root;
      flipped_[i] = sign ? 1 : 0;
      sign = sign != here;
      i = next;
    }
    return root;
  }

  void Join(uint32_t a, uint32_t b, bool opposite) {
    bool flipped_a = false;
    bool flipped_b = false;
    const uint32_t root_a = Root(a, flipped_a);
    const uint32_t root_b = Root(b, flipped_b);
    if (root_a != root_b) {
      const uint32_t low = std::min(root_a, root_b);
      const uint32_t high = std::max(root_a, root_b);
      parents_[high] = low;
      flipped_[high] = static_cast<uint8_t>((flipped_a != flipped_b) != opposite ? 1 : 0);
    }
  }

 private:
  std::vector<uint32_t> parents_;
  std::vector<uint8_t> flipped_;
};

struct Link {
  float bend = 0.0F;  // 0 for parallel normals
  uint32_t a = 0;
  uint32_t b = 0;

  bool operator<(const Link& other) const {
    return bend != other.bend ? bend < other.bend : (a != other.a ? a < other.a : b < other.b);
  }
};

std::vector<Link> LinksOf(const Execution& execution,
                          const std::vector<Float3>& points,
                          const std::vector<Float3>& normals,
                          const Neighbours& neighbours,
                          size_t links_each) {
  std::vector<Link> links(points.size() * links_each);
  ParallelChunks(execution, points.size(), [&](size_t begin, size_t end) {
    std::vector<Neighbour> found;
    for (size_t i = begin; i < end; ++i) {
      neighbours.Nearest(points[i], links_each + 1, found);
      size_t slot = i * links_each;
      for (const Neighbour& n : found) {
        if (n.index != i && slot < (i + 1) * links_each) {
          const float agreement = std::abs(Dot(normals[i], normals[n.index]));
          links[slot++] = {1.0F - agreement, static_cast<uint32_t>(i), n.index};
        }
      }
    }
  });
  std::erase_if(links, [](const Link& link) { return link.a == link.b; });
  std::sort(links.begin(), links.end());
  return links;
}

// Every piece looks away from its own middle.
void LookOutward(const std::vector<Float3>& points, Pieces& pieces, std::vector<Float3>& normals) {
  struct Middle {
    Double3 sum;
    double count = 0.0;
    double outward = 0.0;
  };
  std::vector<Middle> middles(points.size());
  std::vector<uint32_t> roots(points.size());
  for (uint32_t i = 0; i < points.size(); ++i) {
    bool flipped = false;
    roots[i] = pieces.Root(i, flipped);
    if (flipped) {
      normals[i] = normals[i] * -1.0F;
    }
    middles[roots[i]].sum = middles[roots[i]].sum + points[i].To<double>();
    middles[roots[i]].count += 1.0;
  }
  for (size_t i = 0; i < points.size(); ++i) {
    Middle& middle = middles[roots[i]];
    const Double3 away = points[i].To<double>() - middle.sum * (1.0 / middle.count);
    middle.outward += Dot(away, normals[i].To<double>());
  }
  for (size_t i = 0; i < points.size(); ++i) {
    if (middles[roots[i]].outward < 0.0) {
      normals[i] = normals[i] * -1.0F;
    }
  }
}

bool LookAtScanner(const Cloud& cloud, std::vector<Float3>& normals) {
  const bool known = std::all_of(cloud.scans.begin(), cloud.scans.end(), [](const Scan& scan) {
    return scan.sensor_position.has_value();
  });
  if (!known || cloud.scans.empty()) {
    return false;
  }
  for (size_t i = 0; i < cloud.size(); ++i) {
    const Double3 towards = *cloud.scans[cloud.ScanOf(i)].sensor_position - cloud.WorldPoint(i);
    if (Dot(towards, normals[i].To<double>()) < 0.0) {
      normals[i] = normals[i] * -1.0F;
    }
  }
  return true;
}

}  // namespace

std::vector<Float3> EstimateNormals(const Execution& execution,
                                    const Cloud& cloud,
                                    const Neighbours& neighbours,
                                    const NormalOptions& options) {
  std::vector<Float3> normals(cloud.size());
  ParallelChunks(execution, cloud.size(), [&](size_t begin, size_t end) {
    std::vector<Neighbour> found;
    for (size_t i = begin; i < end; ++i) {
      neighbours.Nearest(cloud.points[i], options.neighbours, found);
      normals[i] = PlaneNormal(cloud.points, found);
    }
  });
  if (!LookAtScanner(cloud, normals)) {
    Pieces pieces(cloud.size());
    for (const Link& link :
         LinksOf(execution, cloud.points, normals, neighbours, options.orientation_links)) {
      pieces.Join(link.a, link.b, Dot(normals[link.a], normals[link.b]) < 0.0F);
    }
    LookOutward(cloud.points, pieces, normals);
  }
  return normals;
}

}  // namespace disan
