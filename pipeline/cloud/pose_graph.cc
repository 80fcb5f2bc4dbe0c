#include "pipeline/cloud/pose_graph.h"

#include "pipeline/cloud/pair_state.h"

#include <algorithm>

#include <open3d/pipelines/registration/GlobalOptimization.h>
#include <open3d/pipelines/registration/GlobalOptimizationConvergenceCriteria.h>
#include <open3d/pipelines/registration/GlobalOptimizationMethod.h>
#include <open3d/pipelines/registration/PoseGraph.h>

namespace disan {

namespace {

namespace o3d = open3d::pipelines::registration;

// Grows trees over the best links first: the places that the solver starts from, and the groups.
class Tree {
 public:
  Tree(size_t scans, const std::vector<PoseLink>& links)
      : common_from_scan(scans, Eigen::Matrix4d::Identity()), group(scans) {
    for (size_t i = 0; i < scans; ++i) {
      group[i] = i;
    }
    std::vector<size_t> order(links.size());
    for (size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return links[a].fit.overlap > links[b].fit.overlap;
    });
    in_tree.assign(links.size(), false);
    for (const size_t i : order) {
      in_tree[i] = Join(links[i]);
    }
  }

  std::vector<Eigen::Matrix4d> common_from_scan;
  std::vector<size_t> group;
  std::vector<bool> in_tree;

 private:
  bool Join(const PoseLink& link) {
    const size_t from = group[link.source];
    const size_t to = group[link.target];
    if (from == to) {
      return false;
    }
    const Eigen::Matrix4d shift = common_from_scan[link.target] *
                                  ToEigen(link.fit.target_from_source) *
                                  common_from_scan[link.source].inverse();
    for (size_t i = 0; i < group.size(); ++i) {
      if (group[i] == from) {
        common_from_scan[i] = shift * common_from_scan[i];
        group[i] = to;
      }
    }
    return true;
  }
};

size_t LargestGroup(const std::vector<size_t>& group) {
  size_t best = 0;
  std::ptrdiff_t most = 0;
  for (const size_t candidate : group) {
    const auto members = std::count(group.begin(), group.end(), candidate);
    if (members > most) {
      most = members;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

PoseGraphResult SolvePoseGraph(size_t scans, const std::vector<PoseLink>& links, double voxel) {
  const OneThread one;
  const Tree tree(scans, links);
  const size_t largest = LargestGroup(tree.group);
  PoseGraphResult result;
  result.motions.resize(scans);
  o3d::PoseGraph graph;
  std::vector<int> node_of(scans, -1);
  for (size_t i = 0; i < scans; ++i) {
    result.placed.push_back(tree.group[i] == largest);
    if (result.placed[i]) {
      node_of[i] = static_cast<int>(graph.nodes_.size());
      graph.nodes_.emplace_back(tree.common_from_scan[i]);
    }
  }
  for (size_t i = 0; i < links.size(); ++i) {
    const PoseLink& link = links[i];
    if (node_of[link.source] < 0) {
      continue;
    }
    Eigen::Matrix6d information;
    for (int r = 0; r < 6; ++r) {
      for (int c = 0; c < 6; ++c) {
        information(r, c) = link.fit.information[static_cast<size_t>(r)][static_cast<size_t>(c)];
      }
    }
    graph.edges_.emplace_back(node_of[link.source],
                              node_of[link.target],
                              ToEigen(link.fit.target_from_source),
                              information,
                              !tree.in_tree[i]);
  }
  if (graph.edges_.size() >= graph.nodes_.size() && !graph.nodes_.empty()) {
    o3d::GlobalOptimization(graph,
                            o3d::GlobalOptimizationLevenbergMarquardt(),
                            o3d::GlobalOptimizationConvergenceCriteria(),
                            o3d::GlobalOptimizationOption(voxel, 0.25, 1.0, 0));
  }
  // The first placed scan stays where it was.
  Eigen::Matrix4d home = Eigen::Matrix4d::Identity();
  if (!graph.nodes_.empty()) {
    home = graph.nodes_[0].pose_.inverse();
  }
  for (size_t i = 0; i < scans; ++i) {
    Eigen::Matrix4d pose = Eigen::Matrix4d::Identity();
    if (node_of[i] >= 0) {
      pose = home * graph.nodes_[static_cast<size_t>(node_of[i])].pose_;
    }
    result.motions[i] = FromEigen(pose);
  }
  return result;
}

}  // namespace disan
