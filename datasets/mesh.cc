#include "datasets/mesh.h"

namespace disan::world {
namespace {

int CellsAlong(float length_m, float cell_m) {
  return std::clamp(static_cast<int>(std::ceil(length_m / cell_m)), 1, 400);
}

Vec3 Bilinear(const std::array<Vec3, 4>& c, float s, float t) {
  return Mix(Mix(c[0], c[1], s), Mix(c[3], c[2], s), t);
}

void AddCells(Mesh& mesh, uint32_t first, int columns, int rows) {
  const auto at = [&](int x, int y) {
    return first + static_cast<uint32_t>(y * (columns + 1) + x);
  };
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      mesh.triangles.push_back({at(x, y), at(x + 1, y), at(x + 1, y + 1)});
      mesh.triangles.push_back({at(x, y), at(x + 1, y + 1), at(x, y + 1)});
    }
  }
}

}  // namespace

void Append(Mesh& mesh, const Mesh& part, const Placement& world_from_part) {
  const auto first = static_cast<uint32_t>(mesh.vertices.size());
  for (Vertex vertex : part.vertices) {
    vertex.position = world_from_part(vertex.position);
    vertex.normal = world_from_part.rotation * vertex.normal;
    mesh.vertices.push_back(vertex);
  }
  for (const auto& t : part.triangles) {
    mesh.triangles.push_back({t[0] + first, t[1] + first, t[2] + first});
  }
}

void SmoothNormals(Mesh& mesh, size_t first_vertex, size_t first_triangle) {
  for (size_t i = first_vertex; i < mesh.vertices.size(); ++i) {
    mesh.vertices[i].normal = {0, 0, 0};
  }
  for (size_t i = first_triangle; i < mesh.triangles.size(); ++i) {
    const auto& t = mesh.triangles[i];
    const Vec3 a = mesh.vertices[t[0]].position;
    const Vec3 face = Cross(mesh.vertices[t[1]].position - a, mesh.vertices[t[2]].position - a);
    for (const uint32_t corner : t) {
      mesh.vertices[corner].normal += face;
    }
  }
  for (size_t i = first_vertex; i < mesh.vertices.size(); ++i) {
    mesh.vertices[i].normal = Normalized(mesh.vertices[i].normal);
  }
}

void AddGrid(Mesh& mesh,
             std::array<int, 2> cells,
             const std::function<SurfacePoint(float s, float t)>& surface) {
  const size_t first_vertex = mesh.vertices.size(), first_triangle = mesh.triangles.size();
  for (int y = 0; y <= cells[1]; ++y) {
    for (int x = 0; x <= cells[0]; ++x) {
      const SurfacePoint point = surface(static_cast<float>(x) / static_cast<float>(cells[0]),
                                         static_cast<float>(y) / static_cast<float>(cells[1]));
      mesh.Add({.position = point.position, .uv = point.uv, .tint = point.tint});
    }
  }
  AddCells(mesh, static_cast<uint32_t>(first_vertex), cells[0], cells[1]);
  SmoothNormals(mesh, first_vertex, first_triangle);
}

void AddQuad(Mesh& mesh, const Quad& quad) {
  const auto& c = quad.corners;
  const float width = std::max(Length(c[1] - c[0]), Length(c[2] - c[3]));
  const float height = std::max(Length(c[3] - c[0]), Length(c[2] - c[1]));
  const Vec3 diagonals = Cross(c[2] - c[0], c[3] - c[1]);
  if (Length(diagonals) < 1e-9F) {
    return;
  }
  const Vec3 normal = Normalized(diagonals);
  const Vec3 along = Normalized(c[1] - c[0]);
  const Vec3 across = Cross(normal, along);
  const int columns = CellsAlong(width, quad.cell_m), rows = CellsAlong(height, quad.cell_m);
  const auto first = static_cast<uint32_t>(mesh.vertices.size());
  for (int y = 0; y <= rows; ++y) {
    for (int x = 0; x <= columns; ++x) {
      const Vec3 p = Bilinear(c,
                              static_cast<float>(x) / static_cast<float>(columns),
                              static_cast<float>(y) / static_cast<float>(rows));
      const Vec2 uv{Dot(p - c[0], along), Dot(p - c[0], across)};
      mesh.Add({.position = p, .normal = normal, .uv = quad.uv_origin + uv, .tint = quad.tint});
    }
  }
  AddCells(mesh, first, columns, rows);
}

void AddBox(Mesh& mesh, const Box& box) {
  const float x = box.size.x / 2, z = box.size.z / 2, y = box.size.y, k = box.taper;
  const std::array<Vec3, 8> local{{{-x, 0, z},
                                   {x, 0, z},
                                   {x, 0, -z},
                                   {-x, 0, -z},
                                   {-x * k, y, z * k},
                                   {x * k, y, z * k},
                                   {x * k, y, -z * k},
                                   {-x * k, y, -z * k}}};
  std::array<Vec3, 8> p;
  std::transform(local.begin(), local.end(), p.begin(), box.base);
  const float height = box.base.origin.y;
  const float shift = box.base.origin.x + box.base.origin.z;
  const auto face = [&](int a, int b, int c, int d, Vec2 uv) {
    const auto at = [&](int i) { return p[static_cast<size_t>(i)]; };
    AddQuad(mesh, {.corners = {at(a), at(b), at(c), at(d)}, .uv_origin = uv, .tint = box.tint});
  };
  face(0, 1, 5, 4, {shift, height});
  face(1, 2, 6, 5, {shift + box.size.x, height});
  face(2, 3, 7, 6, {shift + box.size.x + box.size.z, height});
  face(3, 0, 4, 7, {shift + 2 * box.size.x + box.size.z, height});
  face(4, 5, 6, 7, {shift, height + box.size.y});
  face(3, 2, 1, 0, {shift, height - box.size.z});
}

namespace {

// One band of a turned shape between two profile points.
void AddBand(Mesh& mesh, const Turned& turned, size_t i, float v) {
  const Vec2 a = turned.profile[i], b = turned.profile[i + 1];
  const Vec2 step = b - a;
  const float length = Length(step);
  const float radius = std::max(a.x, b.x);
  if (length < 1e-6F) {
    return;
  }
  const auto point = [&](float turn, Vec2 p) {
    const float angle = 2 * kPi * turn / static_cast<float>(turned.sides);
    return turned.base(Vec3{std::sin(angle) * p.x, p.y, std::cos(angle) * p.x});
  };
  if (turned.hard_edges) {
    const float edge = 2 * radius * std::sin(kPi / static_cast<float>(turned.sides));
    for (int side = 0; side < turned.sides; ++side) {
      const float t0 = static_cast<float>(side) + turned.turn, t1 = t0 + 1;
      AddQuad(mesh,
              {.corners = {point(t0, a), point(t1, a), point(t1, b), point(t0, b)},
               .uv_origin = {static_cast<float>(side) * edge, v},
               .tint = turned.tint});
    }
    return;
  }
  const int rows = CellsAlong(length, kCellM);
  const auto first = static_cast<uint32_t>(mesh.vertices.size());
  const Vec2 out{step.y / length, -step.x / length};
  for (int row = 0; row <= rows; ++row) {
    const float t = static_cast<float>(row) / static_cast<float>(rows);
    for (int side = 0; side <= turned.sides; ++side) {
      const float angle = 2 * kPi * static_cast<float>(side) / static_cast<float>(turned.sides);
      const Vec3 normal{std::sin(angle) * out.x, out.y, std::cos(angle) * out.x};
      mesh.Add({.position = point(static_cast<float>(side), a + step * t),
                .normal = turned.base.rotation * normal,
                .uv = {angle * radius, v + t * length},
                .tint = turned.tint});
    }
  }
  AddCells(mesh, first, turned.sides, rows);
}

// Lets the bands of a turned shape run smoothly into one another where the profile bends gently.
void SmoothBands(Mesh& mesh, size_t first, const Turned& turned) {
  const size_t ring = static_cast<size_t>(turned.sides) + 1;
  size_t start = first;
  size_t previous_end = 0;
  for (size_t i = 0; i + 1 < turned.profile.size(); ++i) {
    const float length = Length(turned.profile[i + 1] - turned.profile[i]);
    if (length < 1e-6F) {
      continue;
    }
    const size_t rows = static_cast<size_t>(CellsAlong(length, kCellM)) + 1;
    if (previous_end != 0) {
      for (size_t k = 0; k < ring; ++k) {
        Vec3& below = mesh.vertices[previous_end - ring + k].normal;
        Vec3& above = mesh.vertices[start + k].normal;
        if (Dot(below, above) > 0.766F) {
          below = above = Normalized(below + above);
        }
      }
    }
    start += rows * ring;
    previous_end = start;
  }
}

}  // namespace

void AddTurned(Mesh& mesh, const Turned& turned) {
  const size_t first = mesh.vertices.size();
  float v = turned.base.origin.y + turned.profile.front().y;
  for (size_t i = 0; i + 1 < turned.profile.size(); ++i) {
    AddBand(mesh, turned, i, v);
    v += Length(turned.profile[i + 1] - turned.profile[i]);
  }
  if (!turned.hard_edges) {
    SmoothBands(mesh, first, turned);
  }
}

void AddTube(Mesh& mesh, const std::vector<TubePoint>& path, int sides, Vec3 tint) {
  const size_t first_vertex = mesh.vertices.size();
  Vec3 x = FrameAround(Normalized(path[1].position - path[0].position)).x;
  float v = 0;
  for (size_t i = 0; i < path.size(); ++i) {
    const Vec3 ahead = path[std::min(i + 1, path.size() - 1)].position;
    const Vec3 behind = path[i == 0 ? 0 : i - 1].position;
    const Vec3 along = Normalized(ahead - behind);
    x = Normalized(x - along * Dot(x, along));
    const Vec3 y = Cross(along, x);
    v += i == 0 ? 0 : Length(path[i].position - behind);
    for (int side = 0; side <= sides; ++side) {
      const float angle = 2 * kPi * static_cast<float>(side % sides) / static_cast<float>(sides);
      const Vec3 out = x * std::cos(angle) + y * std::sin(angle);
      const float along_u =
          2 * kPi * path[i].radius * static_cast<float>(side) / static_cast<float>(sides);
      mesh.Add({.position = path[i].position + out * path[i].radius,
                .normal = out,
                .uv = {along_u, v},
                .tint = tint});
    }
  }
  AddCells(mesh, static_cast<uint32_t>(first_vertex), sides, static_cast<int>(path.size()) - 1);
}

namespace {

// Points of the opening's outline from its lower right corner over the arch to the lower left.
std::vector<Vec2> ArchOutline(const ArchedFace& arch) {
  constexpr int kSteps = 20;
  const float half = arch.opening_width / 2;
  std::vector<Vec2> outline{{half, arch.opening_bottom}};
  const float side = arch.spring_height - arch.opening_bottom;
  const int pieces = CellsAlong(side, kCellM);
  for (int i = 1; i < pieces; ++i) {
    outline.push_back(
        {half, arch.opening_bottom + side * static_cast<float>(i) / static_cast<float>(pieces)});
  }
  for (int i = 0; i <= kSteps; ++i) {
    const float angle = kPi * static_cast<float>(i) / kSteps;
    outline.push_back({half * std::cos(angle), arch.spring_height + arch.rise * std::sin(angle)});
  }
  for (int i = pieces - 1; i >= 0; --i) {
    outline.push_back(
        {-half, arch.opening_bottom + side * static_cast<float>(i) / static_cast<float>(pieces)});
  }
  return outline;
}

}  // namespace

void AddArchedFace(Mesh& face, Mesh& reveal, Mesh* back, const ArchedFace& arch) {
  const auto world = [&](Vec2 p, float z) { return arch.frame(Vec3{p.x, p.y, z}); };
  const std::vector<Vec2> outline = ArchOutline(arch);
  const float half = arch.width / 2;
  const auto quad = [&](Mesh& mesh, std::array<Vec2, 4> p, Vec2 origin) {
    AddQuad(mesh,
            {.corners = {world(p[0], 0), world(p[1], 0), world(p[2], 0), world(p[3], 0)},
             .uv_origin = origin});
  };
  // Left and right of the opening, below it, and above it column by column.
  const float open = arch.opening_width / 2;
  const Vec2 uv = arch.uv_origin;
  quad(face, {{{-half, 0}, {-open, 0}, {-open, arch.height}, {-half, arch.height}}}, uv);
  quad(face,
       {{{open, 0}, {half, 0}, {half, arch.height}, {open, arch.height}}},
       uv + Vec2{half + open, 0});
  if (arch.opening_bottom > 0) {
    quad(face,
         {{{-open, 0}, {open, 0}, {open, arch.opening_bottom}, {-open, arch.opening_bottom}}},
         uv + Vec2{half - open, 0});
  }
  float run = 0;
  for (size_t i = 0; i + 1 < outline.size(); ++i) {
    const Vec2 a = outline[i], b = outline[i + 1];
    if (b.x < a.x - 1e-5F) {
      const Vec2 top_a{a.x, arch.height}, top_b{b.x, arch.height};
      const auto first = static_cast<uint32_t>(face.vertices.size());
      const Vec3 normal = arch.frame.rotation.z;
      for (const Vec2 p : {b, a, top_a, top_b}) {
        face.Add({.position = world(p, 0), .normal = normal, .uv = uv + p + Vec2{half, 0}});
      }
      face.triangles.push_back({first, first + 1, first + 2});
      face.triangles.push_back({first, first + 2, first + 3});
      if (back != nullptr) {
        AddQuad(*back,
                {.corners = {world({b.x, arch.opening_bottom}, -arch.depth_m),
                             world({a.x, arch.opening_bottom}, -arch.depth_m),
                             world(a, -arch.depth_m),
                             world(b, -arch.depth_m)},
                 .uv_origin = uv + Vec2{b.x + half, arch.opening_bottom}});
      }
    }
    AddQuad(
        reveal,
        {.corners = {world(b, -arch.depth_m), world(a, -arch.depth_m), world(a, 0), world(b, 0)},
         .uv_origin = {run, uv.y}});
    run += Length(b - a);
  }
  AddQuad(reveal,
          {.corners = {world({-open, arch.opening_bottom}, 0),
                       world({open, arch.opening_bottom}, 0),
                       world({open, arch.opening_bottom}, -arch.depth_m),
                       world({-open, arch.opening_bottom}, -arch.depth_m)},
           .uv_origin = uv});
}

}  // namespace disan::world
