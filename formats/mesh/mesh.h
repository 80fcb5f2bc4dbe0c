// One scan or model in memory: plain arrays, node transforms applied, corners already split so that
// every attribute is one a vertex.
#pragma once

#include "formats/mesh/vector.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace disan {

struct Rgba8 {  // sRGB, alpha linear
  uint8_t r = 255;
  uint8_t g = 255;
  uint8_t b = 255;
  uint8_t a = 255;
  bool operator==(const Rgba8&) const = default;
};

// Along the picture's x axis. The bitangent is Cross(normal, direction) * handedness.
struct Tangent {
  Float3 direction;
  float handedness = 1;  // 1 or -1
};

// Rounded and clamped to 0..255; NaN gives 0.
uint8_t ByteFrom(double value);

using Triangle = std::array<uint32_t, 3>;  // counter-clockwise seen from outside

struct Texture {
  std::string name;   // the file's own name, without folder
  std::string mime;   // image/jpeg, image/png, image/webp, image/ktx2
  std::string bytes;  // encoded, as found
};

inline constexpr int kNoTexture = -1;
inline constexpr int kNoMaterial = -1;

struct Material {
  std::string name;
  std::array<float, 4> base_colour{1, 1, 1, 1};  // linear
  float metallic = 0;
  float roughness = 1;
  float normal_scale = 1;
  float occlusion_strength = 1;
  int base_colour_texture = kNoTexture;  // indices into Mesh::textures
  int normal_texture = kNoTexture;
  int occlusion_texture = kNoTexture;  // red channel
  int metallic_roughness_texture = kNoTexture;
  bool double_sided = false;
};

// A run of triangles with one material. Runs do not overlap and are in order.
struct MaterialGroup {
  size_t first_triangle = 0;
  size_t triangle_count = 0;
  int material = kNoMaterial;
};

enum class SourceUp { kY, kZ };

struct Mesh {
  Double3 origin;  // added to every position: georeferenced coordinates keep their precision
  std::vector<Float3> positions;
  std::vector<Float3> normals;  // this and the next three: empty, or one a vertex
  std::vector<Float2> uvs;      // x to the right, y DOWN from the picture's top row, as in glTF
  std::vector<Rgba8> colours;
  std::vector<Tangent> tangents;
  std::vector<Triangle> triangles;
  std::vector<MaterialGroup>
      groups;  // empty: all triangles have material 0, or none if no material
  std::vector<Material> materials;
  std::vector<Texture> textures;
  std::optional<double> metres_per_unit;  // only when the file itself says so
  std::optional<SourceUp> up;             // only when the file itself says so
  std::string rights;                     // likewise; only glTF has a place for it
};

struct Bounds {
  Double3 min;
  Double3 max;
  double Diagonal() const { return Length(max - min); }
};

// Of the finite positions, without the origin. All zero for a mesh without any.
Bounds BoundsOf(const std::vector<Float3>& positions);

// Stores doubles as floats about an origin: zero when floats serve as they are, else the middle
// rounded to whole units.
void SetPositions(Mesh& mesh, const std::vector<Double3>& positions);

// Which material each triangle has, as runs that cover the whole mesh.
std::vector<MaterialGroup> GroupsOf(const Mesh& mesh);

// Sorts triangles by material (the order within one is kept) and fills `groups`.
// `material_of_triangle` has one entry a triangle.
void GroupByMaterial(Mesh& mesh, const std::vector<int>& material_of_triangle);

// Unit normals, area weighted. Vertices at the same place share one when `weld` is set: seams of a
// texture do not show.
std::vector<Float3> ComputeNormals(const Mesh& mesh, bool weld = true);

// Unit tangents at right angles to the normals, from the picture coordinates; needs both.
std::vector<Tangent> ComputeTangents(const Mesh& mesh);

}  // namespace disan
