#include "pipeline/model/repair.h"

#include "formats/language/model_messages.h"
#include "formats/mesh/corner_splitter.h"
#include "formats/mesh/weld.h"
#include "pipeline/model/random.h"
#include "pipeline/model/repair_topology.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace disan {
namespace {

constexpr uint32_t kUnused = std::numeric_limits<uint32_t>::max();

class Repairer {
 public:
  Repairer(Mesh& mesh, const RepairOptions& options) : mesh_(mesh), options_(options) {
    surface_.material.resize(mesh.triangles.size(), kNoMaterial);
    for (const MaterialGroup& group : GroupsOf(mesh)) {
      std::fill_n(surface_.material.begin() + static_cast<std::ptrdiff_t>(group.first_triangle),
                  group.triangle_count,
                  group.material);
    }
  }

  std::vector<RepairAction> Run(const Execution& execution) {
    RemoveNotFinite();
    const size_t unreferenced = CountUnreferenced();
    MergeVertices(unreferenced);
    execution.CheckCancelled();
    RemoveDegenerate();
    RemoveDuplicateFaces();
    execution.CheckCancelled();
    Topology();
    Compact();
    GroupByMaterial(mesh_, surface_.material);
    if (mesh_.materials.empty()) {
      mesh_.groups.clear();
    }
    return std::move(actions_);
  }

 private:
  template <typename... Arguments>
  void Tell(const char* kind, size_t count, const Message& message, const Arguments&... more) {
    if (count > 0) {
      actions_.push_back({kind, count, Say(message, fmt::arg("count", count), more...)});
    }
  }

  template <typename Keep>
  size_t RemoveFaces(const Keep& keep) {
    size_t kept = 0;
    for (size_t t = 0; t < mesh_.triangles.size(); ++t) {
      if (keep(t)) {
        mesh_.triangles[kept] = mesh_.triangles[t];
        surface_.material[kept] = surface_.material[t];
        ++kept;
      }
    }
    const size_t removed = mesh_.triangles.size() - kept;
    mesh_.triangles.resize(kept);
    surface_.material.resize(kept);
    return removed;
  }

  void RemoveNotFinite() {
    const size_t removed = RemoveFaces([&](size_t t) {
      const Triangle& corners = mesh_.triangles[t];
      return std::all_of(corners.begin(), corners.end(), [&](uint32_t v) {
        return v < mesh_.positions.size() && IsFinite(mesh_.positions[v]);
      });
    });
    Tell("not-finite", removed, messages::kRepairNotFinite);
    // A direction that is no number would spoil the shading for good; the surface gives another.
    if (!std::all_of(mesh_.normals.begin(), mesh_.normals.end(), IsFinite<float>)) {
      mesh_.normals.clear();
    }
    for (Float2& uv : mesh_.uvs) {
      uv = {std::isfinite(uv.x) ? uv.x : 0, std::isfinite(uv.y) ? uv.y : 0};
    }
  }

  size_t CountUnreferenced() const {
    std::vector<bool> used(mesh_.positions.size());
    for (const Triangle& t : mesh_.triangles) {
      used[t[0]] = used[t[1]] = used[t[2]] = true;
    }
    return static_cast<size_t>(std::count(used.begin(), used.end(), false));
  }

  // Everything by which two vertices at one place may differ, in one number.
  uint64_t AttributeKey(size_t v) const {
    uint64_t key = 0;
    const auto add = [&](float value) { key = HashOf(key, std::bit_cast<uint32_t>(value + 0.0F)); };
    if (!mesh_.uvs.empty()) {
      add(mesh_.uvs[v].x);
      add(mesh_.uvs[v].y);
    }
    if (!mesh_.normals.empty()) {
      add(mesh_.normals[v].x);
      add(mesh_.normals[v].y);
      add(mesh_.normals[v].z);
    }
    if (!mesh_.colours.empty()) {
      const Rgba8 c = mesh_.colours[v];
      key = HashOf(key, std::bit_cast<uint32_t>(std::array<uint8_t, 4>{c.r, c.g, c.b, c.a}));
    }
    return key;
  }

  void MergeVertices(size_t unreferenced) {
    const std::vector<uint32_t> place = FirstOfEqualPositions(mesh_.positions);
    std::vector<uint32_t> first(mesh_.positions.size());
    CornerSplitter splitter;
    std::vector<uint32_t> owner;
    size_t merged = 0;
    for (uint32_t v = 0; v < first.size(); ++v) {
      const uint32_t at = splitter.Find(place[v], AttributeKey(v));
      if (at == owner.size()) {
        owner.push_back(v);
      }
      first[v] = owner[at];
      merged += first[v] != v ? 1U : 0U;
    }
    for (Triangle& t : mesh_.triangles) {
      t = {first[t[0]], first[t[1]], first[t[2]]};
    }
    Tell("duplicate-vertices", merged, messages::kRepairDuplicateVertices);
    Tell("unreferenced-vertices", unreferenced, messages::kRepairUnreferenced);
    surface_.point = place;
  }

  void RemoveDegenerate() {
    const size_t removed = RemoveFaces([&](size_t t) {
      const Triangle& c = mesh_.triangles[t];
      const uint32_t a = surface_.point[c[0]];
      const uint32_t b = surface_.point[c[1]];
      const uint32_t d = surface_.point[c[2]];
      const Double3 p = mesh_.positions[a].To<double>();
      return a != b && b != d && a != d &&
             Length(Cross(mesh_.positions[b].To<double>() - p,
                          mesh_.positions[d].To<double>() - p)) > 0;
    });
    Tell("degenerate-faces", removed, messages::kRepairDegenerate);
  }

  void RemoveDuplicateFaces() {
    const auto sorted = [&](size_t t) {
      Triangle c = mesh_.triangles[t];
      for (uint32_t& v : c) {
        v = surface_.point[v];
      }
      std::sort(c.begin(), c.end());
      return c;
    };
    const size_t capacity = std::bit_ceil(mesh_.triangles.size() * 3 / 2 + 8);
    std::vector<uint32_t> table(capacity, kUnused);
    std::vector<bool> twice(mesh_.triangles.size());
    for (size_t t = 0; t < mesh_.triangles.size(); ++t) {
      const Triangle key = sorted(t);
      size_t at = HashOf(HashOf(key[0], key[1]), key[2]) & (capacity - 1);
      while (table[at] != kUnused && sorted(table[at]) != key) {
        at = (at + 1) & (capacity - 1);
      }
      twice[t] = table[at] != kUnused;
      table[at] = twice[t] ? table[at] : static_cast<uint32_t>(t);
    }
    Tell("duplicate-faces",
         RemoveFaces([&](size_t t) { return !twice[t]; }),
         messages::kRepairDuplicateFaces);
  }

  void Topology() {
    const FloatingPieces floating = FindFloatingPieces(mesh_, surface_, options_);
    if (floating.pieces > 0) {
      const size_t faces = RemoveFaces([&](size_t t) { return !floating.face_floats[t]; });
      Tell("floating-pieces", floating.pieces, messages::kRepairFloating, fmt::arg("faces", faces));
    }
    Tell("non-manifold-edges", PartNonManifoldEdges(mesh_, surface_), messages::kRepairNonManifold);
    Tell("flipped-faces", OrientFaces(mesh_, surface_), messages::kRepairFlipped);
    const ClosedHoles holes = CloseSmallHoles(mesh_, surface_, options_);
    Tell("holes", holes.holes, messages::kRepairHoles, fmt::arg("faces", holes.faces));
  }

  void Compact() {
    std::vector<uint32_t> number(mesh_.positions.size(), kUnused);
    for (const Triangle& t : mesh_.triangles) {
      number[t[0]] = number[t[1]] = number[t[2]] = 0;
    }
    uint32_t kept = 0;
    for (uint32_t v = 0; v < number.size(); ++v) {
      if (number[v] == kUnused) {
        continue;
      }
      number[v] = kept;
      const auto move = [&](auto& values) {
        if (!values.empty()) {
          values[kept] = values[v];
        }
      };
      move(mesh_.positions);
      move(mesh_.normals);
      move(mesh_.uvs);
      move(mesh_.colours);
      move(mesh_.tangents);
      ++kept;
    }
    const auto cut = [&](auto& values) {
      if (!values.empty()) {
        values.resize(kept);
      }
    };
    cut(mesh_.positions);
    cut(mesh_.normals);
    cut(mesh_.uvs);
    cut(mesh_.colours);
    cut(mesh_.tangents);
    for (Triangle& t : mesh_.triangles) {
      t = {number[t[0]], number[t[1]], number[t[2]]};
    }
  }

  Mesh& mesh_;
  const RepairOptions& options_;
  SurfaceTopology surface_;
  std::vector<RepairAction> actions_;
};

}  // namespace

std::vector<RepairAction> Repair(Mesh& mesh,
                                 const Execution& execution,
                                 const RepairOptions& options) {
  return Repairer(mesh, options).Run(execution);
}

}  // namespace disan
