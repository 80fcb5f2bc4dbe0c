// A mesh to one GLB file: metres, y-up, compressed, with what a visitor and an archivist should
// know of it inside. The same mesh and options give the same bytes.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/text.h"
#include "formats/mesh/mesh.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace disan {

enum class GeometryCodec { kNone, kMeshopt, kDraco };

// Two-sided, from the model to the scan it was made of.
struct Deviation {
  std::string unit = "unscaled";  // or "mm"
  double rms = 0;
  double p95 = 0;
  double max = 0;
  double normal_p95_deg = 0;
};

struct GlbMetadata {
  std::optional<Text> title;
  std::optional<Text> description;
  std::string creator;
  std::string rights;      // also asset.copyright
  std::string rights_url;  // xmpRights:WebStatement
  std::optional<Text> place;
  std::string date;  // ISO 8601, of the capture
  std::string identifier;
  std::vector<std::pair<std::string, std::string>> sources;  // file name, SHA-256
  std::optional<Deviation> deviation;
};

struct GlbOptions {
  GeometryCodec codec = GeometryCodec::kMeshopt;
  // Bits a coordinate on one grid that all primitives share (so that no crack opens between them).
  // 0: floats as they are, nothing lost. At most 16; Draco alone takes up to 30.
  int position_bits = 14;
  int normal_bits = 8;   // octahedral; at most 16
  int tangent_bits = 6;  // octahedral; a turned tangent bends a baked normal by its small tilt only
  int uv_bits = 12;      // at most 16
  // For a texture of a kind that not every viewer shows (WebP, KTX2): (its index, the index of a
  // JPEG or PNG to fall back on).
  std::vector<std::pair<int, int>> texture_fallbacks;
  GlbMetadata metadata;
};

// Moves normals, tangents and picture coordinates to where EncodeGlb stores them: textures that are
// baked afterwards make up for the rounding.
void SnapToStored(Mesh& mesh, const GlbOptions& options);

// Fails when the mesh has no triangles or is not finite, or when an option is out of range.
Result<std::string> EncodeGlb(const Mesh& mesh, const GlbOptions& options = {});

}  // namespace disan
