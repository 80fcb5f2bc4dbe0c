#include "formats/cloud/ply_cloud.h"

#include "formats/cloud/cloud_builder.h"
#include "formats/cloud/cloud_error.h"
#include "formats/cloud/intensity_range.h"
#include "formats/mesh/ply.h"
#include "formats/mesh/ply_header.h"
#include "formats/mesh/ply_rows.h"

namespace disan {

namespace {

// The mesh reader knows no intensities; they are picked out in a second walk over the rows.
std::vector<float> Intensities(std::string_view bytes, const MeshSource& source) {
  std::vector<float> values;
  const Result<PlyHeader> header = ParsePlyHeader(bytes, source);
  const PlyElement* vertex = header ? header->Find("vertex") : nullptr;
  if (vertex == nullptr || vertex != &header->elements.front()) {
    return values;
  }
  const int wanted = vertex->Find({"intensity", "scalar_Intensity", "scalar_intensity"});
  if (wanted < 0) {
    return values;
  }
  PlyRows rows(bytes.substr(header->body_offset), header->encoding);
  for (uint64_t i = 0; i < vertex->count && !rows.failed(); ++i) {
    for (size_t p = 0; p < vertex->properties.size(); ++p) {
      if (static_cast<int>(p) == wanted) {
        values.push_back(static_cast<float>(rows.Next(vertex->properties[p].type)));
      } else {
        rows.Skip(vertex->properties[p]);
      }
    }
  }
  return values;
}

}  // namespace

bool LooksLikePly(std::string_view bytes) {
  return bytes.starts_with("ply\n") || bytes.starts_with("ply\r");
}

Result<Cloud> ReadPlyCloud(std::string_view bytes, const std::string& file) {
  const MeshSource source{file, {}};
  Result<Mesh> mesh = ReadPly(bytes, source);
  if (!mesh) {
    return Result<Cloud>::Failed(std::move(mesh.diagnostics));
  }
  std::vector<float> intensities = Intensities(bytes, source);
  Cloud cloud;
  cloud.origin = mesh->origin;
  cloud.metres_per_unit = mesh->metres_per_unit;
  cloud.up = mesh->up;
  cloud.scans.emplace_back();
  cloud.points.reserve(mesh->positions.size());
  std::vector<float> kept_intensities;
  uint64_t left_out = 0;
  for (size_t i = 0; i < mesh->positions.size(); ++i) {
    if (!IsFinite(mesh->positions[i])) {
      ++left_out;
      continue;
    }
    cloud.points.push_back(mesh->positions[i]);
    if (!mesh->colours.empty()) {
      cloud.colours.push_back(mesh->colours[i]);
    }
    if (!mesh->normals.empty()) {
      cloud.normals.push_back(IsFinite(mesh->normals[i]) ? mesh->normals[i] : Float3{});
    }
    if (i < intensities.size()) {
      kept_intensities.push_back(intensities[i]);
    }
  }
  if (kept_intensities.size() == cloud.size()) {
    cloud.intensities = SpreadIntensities(kept_intensities);
  }
  return CloudWithNotes(std::move(cloud), LeftOutNotes(left_out, file), file);
}

std::string EncodePlyCloud(const Cloud& cloud) {
  Mesh mesh;
  mesh.origin = cloud.origin;
  mesh.positions = cloud.points;
  mesh.normals = cloud.normals;
  mesh.colours = cloud.colours;
  return EncodePly(mesh);
}

}  // namespace disan
