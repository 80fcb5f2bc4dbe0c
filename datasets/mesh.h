// Triangle meshes of the sample world and the few shapes that everything in it is built from.
#pragma once

#include "datasets/vector.h"

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace disan::world {

struct Vertex {
  Vec3 position;
  Vec3 normal;
  Vec2 uv;             // metres along the surface: what patterns are laid out in
  Vec3 tint{1, 1, 1};  // multiplies the material's colour
};

struct Mesh {
  std::vector<Vertex> vertices;
  std::vector<std::array<uint32_t, 3>> triangles;  // counter-clockwise from outside

  uint32_t Add(const Vertex& vertex) {
    vertices.push_back(vertex);
    return static_cast<uint32_t>(vertices.size() - 1);
  }
};

// Light from the sky is kept per vertex, so surfaces are cut into cells of about this size.
inline constexpr float kCellM = 0.3F;

void Append(Mesh& mesh, const Mesh& part, const Placement& world_from_part);

// Normals from the faces around each vertex, weighted by area.
void SmoothNormals(Mesh& mesh, size_t first_vertex, size_t first_triangle);

struct SurfacePoint {
  Vec3 position;
  Vec2 uv;
  Vec3 tint{1, 1, 1};
};
// A grid of columns x rows cells over s, t in 0..1; smooth normals. Outside is where
// d/ds x d/dt points.
void AddGrid(Mesh& mesh,
             std::array<int, 2> cells,
             const std::function<SurfacePoint(float s, float t)>& surface);

// A flat four-sided face, corners counter-clockwise from outside, cut into cells; uv continues from
// `uv_origin` along the first and last edge.
struct Quad {
  std::array<Vec3, 4> corners;
  Vec2 uv_origin;
  Vec3 tint{1, 1, 1};
  float cell_m = kCellM;
};
void AddQuad(Mesh& mesh, const Quad& quad);

// A box that stands on `base` (the middle of its lower face) of size x, y, z.
struct Box {
  Placement base;
  Vec3 size;
  Vec3 tint{1, 1, 1};
  float taper = 1;  // scale of the upper face
};
void AddBox(Mesh& mesh, const Box& box);

// A profile (radius, height) turned round the y axis. Few sides give a prism with hard edges when
// `hard_edges`; profile corners sharper than 40 degrees stay sharp.
struct Turned {
  Placement base;
  std::vector<Vec2> profile;  // from below to above
  int sides = 32;
  bool hard_edges = false;
  float turn = 0;  // of the first corner, in sides
  Vec3 tint{1, 1, 1};
};
void AddTurned(Mesh& mesh, const Turned& turned);

// A tube along points, with a radius at each; closed at both ends when radii there are 0.
struct TubePoint {
  Vec3 position;
  float radius = 0;
};
void AddTube(Mesh& mesh, const std::vector<TubePoint>& path, int sides, Vec3 tint = {1, 1, 1});

// A wall face with an opening whose outline is an arch: the face around it, and the reveal of
// `depth_m` inwards, closed behind by `back` unless it is a passage. Local frame: x right, y up,
// the face looks along +z from z = 0; the rectangle spans -width/2..width/2 and 0..height.
struct ArchedFace {
  Placement frame;
  float width = 1, height = 1;
  float opening_width = 0.5F, opening_bottom = 0, spring_height = 0.4F;  // of the arch
  float rise = 0.25F;  // of the arch above its springing; half the width is a full round
  float depth_m = 0.2F;
  Vec2 uv_origin;
};
void AddArchedFace(Mesh& face, Mesh& reveal, Mesh* back, const ArchedFace& arch);

}  // namespace disan::world
