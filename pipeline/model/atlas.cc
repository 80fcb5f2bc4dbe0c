#include "pipeline/model/atlas.h"

#include "formats/mesh/weld.h"
#include "pipeline/model/atlas_charts.h"
#include "pipeline/model/atlas_pack.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace disan {
namespace {

Float2 InPage(const Chart& chart, const Packing& packing, size_t index, const Float2& corner) {
  const Placement& place = packing.placements[index];
  const auto scale = static_cast<float>(packing.pixels_per_unit);
  const Float2 turned = place.quarter_turn ? Float2{chart.size.y - corner.y, corner.x} : corner;
  return {place.at.x + turned.x * scale, place.at.y + turned.y * scale};
}

}  // namespace

AtlasResult MakeAtlas(const Mesh& mesh, const AtlasOptions& options, const Execution& execution) {
  const std::vector<Chart> charts = MakeCharts(mesh, options.cone_deg, execution);
  execution.CheckCancelled();
  const Packing packing = PackCharts(charts, options, execution);
  AtlasResult result;
  result.charts = charts.size();
  result.coverage = packing.coverage;
  Mesh& out = result.mesh;
  out.origin = mesh.origin;
  out.metres_per_unit = mesh.metres_per_unit;
  out.up = mesh.up;
  out.triangles.resize(mesh.triangles.size());
  if (packing.placements.empty()) {
    out = mesh;
    return result;
  }
  const std::vector<uint32_t> points = FirstOfEqualPositions(mesh.positions);
  const auto size = static_cast<float>(options.size_px);
  for (size_t i = 0; i < charts.size(); ++i) {
    std::unordered_map<uint32_t, uint32_t> made;
    for (size_t f = 0; f < charts[i].faces.size(); ++f) {
      const uint32_t face = charts[i].faces[f];
      for (size_t k = 0; k < 3; ++k) {
        const uint32_t v = points[mesh.triangles[face][k]];
        const auto [at, is_new] = made.try_emplace(v, static_cast<uint32_t>(out.positions.size()));
        if (is_new) {
          const Float2 px = InPage(charts[i], packing, i, charts[i].corners[f * 3 + k]);
          out.positions.push_back(mesh.positions[v]);
          out.uvs.push_back({px.x / size, px.y / size});
          if (!mesh.normals.empty()) {
            out.normals.push_back(mesh.normals[v]);
          }
        }
        out.triangles[face][k] = at->second;
      }
    }
  }
  return result;
}

}  // namespace disan
