#include "pipeline/cloud/registration.h"

#include "formats/cloud/cloud_error.h"
#include "formats/cloud/rotation.h"
#include "pipeline/cloud/pair_registration.h"
#include "pipeline/cloud/pose_graph.h"
#include "pipeline/cloud/spacing.h"

#include <algorithm>
#include <cmath>

namespace disan {

namespace {

constexpr Motion kStay{{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}};
constexpr double kLeastAgreement = 0.8;  // mean cosine of the normals where two scans overlap
// Residuals along the normal, in voxels. Of surfaces that only happen to cross it is about 0.58.
constexpr double kMostResidual = 0.25;
constexpr double kSameFrameVoxels = 1.0;  // further apart, two scans have frames of their own
constexpr double kFineVoxels = 0.4;       // the grain of the last comparison, in voxels

Bounds BoundsOfAll(std::span<const Cloud> scans) {
  Bounds all = BoundsOf(scans.front());
  for (const Cloud& scan : scans) {
    const Bounds one = BoundsOf(scan);
    for (int k = 0; k < 3; ++k) {
      all.min[k] = std::min(all.min[k], one.min[k]);
      all.max[k] = std::max(all.max[k], one.max[k]);
    }
  }
  return all;
}

// Coarse enough that features see more than noise and a comparison is quick; fine enough that the
// object's form is there.
double VoxelFor(const Execution& execution, std::span<const Cloud> scans) {
  constexpr double kCellsAcross = 70.0;
  double spacing = 0.0;
  double size = 0.0;
  for (const Cloud& scan : scans) {
    spacing = std::max(spacing, MedianSpacing(execution, scan.points));
    size = std::max(size, BoundsOf(scan).Diagonal());
  }
  return std::max(2.0 * spacing, size / kCellsAcross);
}

// The farthest that a corner of the box moves.
double Displacement(const Motion& m, const Bounds& box, const Double3& middle) {
  double most = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const Double3 p = Double3{(corner & 1) != 0 ? box.max.x : box.min.x,
                              (corner & 2) != 0 ? box.max.y : box.min.y,
                              (corner & 4) != 0 ? box.max.z : box.min.z} -
                      middle;
    const Double3 q{m[0][0] * p.x + m[0][1] * p.y + m[0][2] * p.z + m[0][3],
                    m[1][0] * p.x + m[1][1] * p.y + m[1][2] * p.z + m[1][3],
                    m[2][0] * p.x + m[2][1] * p.y + m[2][2] * p.z + m[2][3]};
    most = std::max(most, Length(q - p));
  }
  return most;
}

// A motion about `middle` as a pose of the world.
Pose PoseOf(const Motion& m, const Double3& middle) {
  Rotation turn{};
  for (size_t r = 0; r < 3; ++r) {
    turn[r] = {m[r][0], m[r][1], m[r][2]};
  }
  Pose pose;
  pose.rotation_wxyz = QuaternionOf(turn);
  pose.translation = middle + Double3{m[0][3], m[1][3], m[2][3]} - pose.Rotate(middle);
  return pose;
}

class Registrar {
 public:
  Registrar(const Execution& execution,
            std::span<const Cloud> scans,
            const RegistrationOptions& options)
      : execution_(execution), scans_(scans), options_(options) {
    const Bounds bounds = BoundsOfAll(scans);
    middle_ = (bounds.min + bounds.max) * 0.5;
    result_.voxel = options.voxel > 0.0 ? options.voxel : VoxelFor(execution, scans);
    result_.common_from_scan.resize(scans.size());
    result_.placed.assign(scans.size(), true);
  }

  Registration Run() {
    if (scans_.size() < 2 || !(result_.voxel > 0.0)) {
      return std::move(result_);
    }
    for (const Cloud& scan : scans_) {
      execution_.CheckCancelled();
      prepared_.emplace_back(execution_, scan, Grain{result_.voxel, true}, middle_);
      fine_.emplace_back(execution_, scan, Grain{kFineVoxels * result_.voxel, false}, middle_);
    }
    if (!KeepGivenPoses()) {
      RegisterAll();
    }
    double sum = 0.0;
    double count = 0.0;
    for (const ScanPair& pair : result_.pairs) {
      sum += pair.accepted ? pair.rms * pair.rms : 0.0;
      count += pair.accepted ? 1.0 : 0.0;
    }
    result_.rms = count > 0.0 ? std::sqrt(sum / count) : 0.0;
    return std::move(result_);
  }

 private:
  bool Posed() const {
    return std::all_of(scans_.begin(), scans_.end(), [](const Cloud& scan) {
      return !scan.scans.empty() && scan.scans.front().posed;
    });
  }

  ScanPair Describe(size_t a, size_t b, const PairFit& fit) const {
    ScanPair pair{a, b, fit.overlap, fit.rms, fit.firmness};
    pair.moved = Displacement(fit.target_from_source, BoundsOf(scans_[a]), middle_);
    pair.accepted = fit.overlap >= options_.least_overlap && fit.agreement >= kLeastAgreement &&
                    fit.rms <= kMostResidual * result_.voxel &&
                    fit.firmness >= options_.least_firmness;
    return pair;
  }

  // The files' poses stand unless two scans that overlap want to be moved by more than the grain of
  // the comparison. Scans that overlap with nothing cannot contradict.
  bool KeepGivenPoses() {
    if (!Posed()) {
      return false;
    }
    std::vector<ScanPair> pairs;
    for (size_t a = 0; a < scans_.size(); ++a) {
      for (size_t b = a + 1; b < scans_.size(); ++b) {
        execution_.CheckCancelled();
        const PairFit fit = RefinePair(prepared_[a], prepared_[b], kStay, result_.voxel);
        const ScanPair pair = Describe(a, b, fit);
        const ScanPair given =
            Describe(a, b, ComparePair(fine_[a], fine_[b], kStay, result_.voxel));
        // Opposite views graze each other and slide into each other's noise; what contradicts is a
        // pair that belongs together and is apart.
        const bool apart =
            given.overlap >= options_.least_overlap && given.rms > kMostResidual * result_.voxel;
        if (pair.accepted && pair.moved > result_.voxel && apart) {
          return false;
        }
        if (given.overlap >= options_.least_overlap) {
          pairs.push_back(given);
        }
      }
    }
    result_.pairs = std::move(pairs);
    result_.used_given_poses = true;
    return true;
  }

  // Scans exported in one frame fit as they are: no search finds a better start.
  std::optional<Motion> StartOf(size_t a, size_t b, uint64_t seed) const {
    const PairFit given = RefinePair(prepared_[a], prepared_[b], kStay, result_.voxel);
    if (const ScanPair pair = Describe(a, b, given);
        pair.accepted && pair.moved < kSameFrameVoxels * result_.voxel) {
      return given.target_from_source;
    }
    const auto found = FindPair(execution_, prepared_[a], prepared_[b], result_.voxel, seed);
    return found ? std::optional(found->target_from_source) : std::nullopt;
  }

  void RegisterAll() {
    std::vector<PoseLink> links;
    for (size_t a = 0; a < scans_.size(); ++a) {
      for (size_t b = a + 1; b < scans_.size(); ++b) {
        execution_.CheckCancelled();
        const uint64_t seed = options_.seed * 65537 + a * scans_.size() + b;
        std::optional<Motion> start = StartOf(a, b, seed);
        if (!start) {
          continue;
        }
        const PairFit fit = RefinePair(fine_[a], fine_[b], *start, 0.5 * result_.voxel);
        const PairFit whole =
            ComparePair(fine_[a], fine_[b], fit.target_from_source, result_.voxel);
        result_.pairs.push_back(Describe(a, b, whole));
        if (result_.pairs.back().accepted) {
          links.push_back({a, b, fit});
        }
      }
    }
    const PoseGraphResult graph = SolvePoseGraph(scans_.size(), links, result_.voxel);
    result_.placed = graph.placed;
    for (size_t i = 0; i < scans_.size(); ++i) {
      if (graph.placed[i]) {
        result_.common_from_scan[i] = PoseOf(graph.motions[i], middle_);
      }
    }
  }

  const Execution& execution_;
  std::span<const Cloud> scans_;
  const RegistrationOptions& options_;
  Double3 middle_;
  std::vector<PreparedScan> prepared_;
  std::vector<PreparedScan> fine_;
  Registration result_;
};

}  // namespace

Registration RegisterScans(const Execution& execution,
                           std::span<const Cloud> scans,
                           const RegistrationOptions& options) {
  if (scans.empty()) {
    return {};
  }
  return Registrar(execution, scans, options).Run();
}

std::vector<Cloud> SplitScans(const Cloud& cloud) {
  std::vector<std::vector<uint32_t>> members(std::max<size_t>(cloud.scans.size(), 1));
  for (size_t i = 0; i < cloud.size(); ++i) {
    members[cloud.ScanOf(i)].push_back(static_cast<uint32_t>(i));
  }
  std::vector<Cloud> scans;
  for (size_t s = 0; s < members.size(); ++s) {
    if (!members[s].empty()) {
      Cloud scan = Select(cloud, members[s]);
      scan.scan_of_points.clear();
      scan.scans = {s < cloud.scans.size() ? cloud.scans[s] : Scan()};
      scans.push_back(std::move(scan));
    }
  }
  return scans;
}

Cloud MergeScans(std::span<const Cloud> scans, const Registration& registration) {
  Cloud merged;
  bool first = true;
  for (size_t i = 0; i < scans.size(); ++i) {
    if (!registration.placed[i]) {
      continue;
    }
    const Pose& pose = registration.common_from_scan[i];
    Cloud moved = scans[i];
    for (size_t p = 0; p < moved.size(); ++p) {
      moved.points[p] = (pose.Apply(scans[i].WorldPoint(p)) - moved.origin).To<float>();
    }
    for (Float3& normal : moved.normals) {
      normal = pose.Rotate(normal.To<double>()).To<float>();
    }
    for (Scan& scan : moved.scans) {
      if (scan.sensor_position) {
        scan.sensor_position = pose.Apply(*scan.sensor_position);
      }
    }
    if (first) {
      merged.metres_per_unit = moved.metres_per_unit;
      merged.up = moved.up;
      merged.crs = moved.crs;
      first = false;
    }
    Append(merged, moved);
  }
  return merged;
}

std::vector<Diagnostic> DescribeRegistration(std::span<const Cloud> scans,
                                             const Registration& registration,
                                             const std::string& object) {
  std::vector<Diagnostic> said;
  bool all_posed = true;
  for (size_t i = 0; i < scans.size(); ++i) {
    const Scan* scan = scans[i].scans.empty() ? nullptr : &scans[i].scans.front();
    all_posed = all_posed && scan != nullptr && scan->posed;
    if (!registration.placed[i]) {
      const std::string name =
          scan != nullptr && !scan->name.empty() ? scan->name : std::to_string(i + 1);
      said.push_back(CloudWarning(object,
                                  messages::kScanNotPlaced,
                                  messages::kScanNotPlacedRemedy,
                                  fmt::arg("scan", name)));
    }
  }
  if (scans.size() > 1 && all_posed && !registration.used_given_poses) {
    said.push_back(
        CloudWarning(object, messages::kScanPosesWrong, messages::kScanPosesWrongRemedy));
  }
  return said;
}

}  // namespace disan
