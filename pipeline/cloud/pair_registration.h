// Two scans of one object: how one has to be moved to lie on the other.
#pragma once

#include "formats/cloud/cloud.h"
#include "pipeline/execution/execution.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace disan {

struct Grain {
  double voxel = 0.0;     // of the thinned cloud
  bool features = false;  // FindPair needs them
};

// A scan made ready for many comparisons: thinned, with normals and perhaps features.
class PreparedScan {
 public:
  // Positions are taken about `middle`, the same for all scans that are compared.
  PreparedScan(const Execution& execution,
               const Cloud& scan,
               const Grain& grain,
               const Double3& middle);
  ~PreparedScan();
  PreparedScan(PreparedScan&&) noexcept;

  struct State;
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

// A motion of the scanned object, as a matrix of rows; about the common middle.
using Motion = std::array<std::array<double, 4>, 4>;

struct PairFit {
  Motion target_from_source{};
  double overlap = 0.0;    // share of the smaller scan that lies on the other
  double rms = 0.0;        // of distances along the normal, where they overlap
  double agreement = 0.0;  // mean cosine between the normals there
  // How firmly the shape holds the pose: the weakest of the six degrees of freedom against the
  // strongest, both as a displacement of the scan. Zero for a plane, a sphere, a cylinder.
  double firmness = 0.0;
  std::array<std::array<double, 6>, 6> information{};  // for the pose graph
};

// As they are.
PairFit ComparePair(const PreparedScan& source,
                    const PreparedScan& target,
                    const Motion& motion,
                    double voxel);

// From nearby: ICP to planes, with colours when both have some.
PairFit RefinePair(const PreparedScan& source,
                   const PreparedScan& target,
                   const Motion& start,
                   double voxel);

// From anywhere: FPFH features (R. Rusu, 2009), RANSAC over their matches, then ICP for the best of
// what it found. Nothing when no motion brings enough features together.
std::optional<PairFit> FindPair(const Execution& execution,
                                const PreparedScan& source,
                                const PreparedScan& target,
                                double voxel,
                                uint64_t seed);

}  // namespace disan
