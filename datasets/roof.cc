#include "datasets/builders.h"

namespace disan::world {
namespace {

constexpr float kThickM = 0.09F;

// s runs along the eaves -1..1, t from the eaves to the ridge.
Vec3 OnRoof(const Roof& roof, bool front, float s, float t) {
  const float a = roof.length / 2, b = roof.depth / 2, r = roof.ridge_length / 2;
  const float corner = std::pow(std::abs(s), 6.0F) * std::pow(1 - t, 2.5F);
  const float y = roof.height * (0.5F * t + 0.5F * t * t) + roof.lift * corner;
  const float flare = 1 + 0.03F * corner;
  const float x = front ? s * Mix(a, r, t) : Mix(a, r, t);
  const float z = front ? Mix(b, 0.0F, t) : s * Mix(b, 0.0F, t);
  return Vec3{x * flare, y, z * flare};
}

void AddSlope(Scene& scene, const Roof& roof, bool front, float turn_deg) {
  const Placement place{roof.base.rotation * RotationY(Radians(turn_deg)), roof.base.origin};
  const float run = front ? roof.depth / 2 : (roof.length - roof.ridge_length) / 2;
  const float slope = std::hypot(run, roof.height);
  const float width = front ? roof.length : roof.depth;
  const int columns = std::clamp(static_cast<int>(width / 0.16F), 16, 160);
  const int rows = std::clamp(static_cast<int>(slope / 0.2F), 8, 40);
  const auto surface = [&](float s, float t, float drop) {
    const float signed_s = front ? s * 2 - 1 : 1 - s * 2;
    const Vec3 p = OnRoof(roof, front, signed_s, t);
    return SurfacePoint{.position = place(p - Vec3{0, drop, 0}),
                        .uv = {front ? p.x : -p.z, t * slope}};
  };
  AddGrid(scene.Of(Material::kRoofTile), {columns, rows}, [&](float s, float t) {
    return surface(s, t, 0);
  });
  AddGrid(scene.Of(Material::kPlanks), {columns, rows / 2}, [&](float s, float t) {
    return surface(1 - s, t, kThickM);
  });
  AddGrid(scene.Of(Material::kRoofTile), {columns, 1}, [&](float s, float t) {
    SurfacePoint point = surface(s, 0, kThickM * (1 - t));
    point.tint = Vec3{0.8F, 0.75F, 0.7F};
    return point;
  });
}

void AddHip(Scene& scene, const Roof& roof, float sx, float sz) {
  std::vector<TubePoint> path;
  const Vec3 corner = OnRoof(roof, true, 1, 0);
  const Vec3 out = Normalized(corner - OnRoof(roof, true, 1, 0.12F));
  // The tail beyond the corner rises and thins.
  for (int i = 5; i > 0; --i) {
    const float k = static_cast<float>(i) / 5;
    const Vec3 p =
        corner + out * (0.5F * roof.lift * k) + Vec3{0, roof.lift * (0.16F * k + 0.62F * k * k), 0};
    path.push_back({p + Vec3{0, 0.05F, 0}, 0.085F * (1 - 0.9F * k)});
  }
  for (int i = 0; i <= 14; ++i) {
    path.push_back({OnRoof(roof, true, 1, static_cast<float>(i) / 14) + Vec3{0, 0.05F, 0}, 0.1F});
  }
  for (TubePoint& point : path) {
    point.position =
        roof.base(Vec3{point.position.x * sx, point.position.y, point.position.z * sz});
  }
  if (sx * sz < 0) {
    std::reverse(path.begin(), path.end());
  }
  AddTube(scene.Of(Material::kPlaster), path, 10, {0.62F, 0.6F, 0.56F});
}

void AddRidge(Scene& scene, const Roof& roof) {
  const float half = roof.ridge_length / 2 + 0.12F;
  const Vec3 tint{0.66F, 0.64F, 0.6F};
  const auto sag = [&](float x) { return 0.09F * (x / half) * (x / half); };
  constexpr int kPieces = 8;
  for (int i = 0; i < kPieces; ++i) {
    const float x0 = Mix(-half, half, static_cast<float>(i) / kPieces);
    const float x1 = Mix(-half, half, static_cast<float>(i + 1) / kPieces);
    const float y = roof.height - 0.08F + sag((x0 + x1) / 2);
    const Vec3 middle = roof.base(Vec3{(x0 + x1) / 2, y, 0});
    AddBox(scene.Of(Material::kPlaster),
           {.base = {roof.base.rotation, middle},
            .size = {x1 - x0 + 0.004F, 0.34F, 0.17F},
            .tint = tint});
    AddBox(scene.Of(Material::kPlaster),
           {.base = {roof.base.rotation, middle + Vec3{0, 0.34F, 0}},
            .size = {x1 - x0 + 0.004F, 0.07F, 0.27F},
            .tint = tint});
  }
  if (!roof.ornaments) {
    return;
  }
  for (const float side : {-1.0F, 1.0F}) {
    const Vec3 end = roof.base(Vec3{side * (half - 0.15F), roof.height + 0.28F, 0});
    AddCurl(scene.Of(Material::kPlaster), end, roof.base.rotation * Vec3{side, 0, 0}, 0.75F);
  }
  // The sun disc in flames, to which the two dragons turn.
  AddTurned(scene.Of(Material::kPlaster),
            {.base = {roof.base.rotation * RotationX(kPi / 2),
                      roof.base(Vec3{0, roof.height + 0.72F, -0.06F})},
             .profile = {{0, 0}, {0.26F, 0}, {0.3F, 0.06F}, {0.26F, 0.12F}, {0, 0.12F}},
             .sides = 24,
             .tint = tint});
  for (int i = 0; i < 9; ++i) {
    const float angle = Mix(-1.9F, 1.9F, static_cast<float>(i) / 8);
    const Vec3 from{0.28F * std::sin(angle), roof.height + 0.72F + 0.28F * std::cos(angle), 0};
    const Vec3 to{0.5F * std::sin(angle * 0.85F),
                  roof.height + 0.76F + (0.5F + 0.12F * std::cos(angle)) * std::cos(angle),
                  0};
    AddTube(
        scene.Of(Material::kPlaster),
        {{roof.base(from), 0.05F}, {roof.base(Mix(from, to, 0.6F)), 0.035F}, {roof.base(to), 0}},
        6,
        tint);
  }
  // Two dragons as waves along the ridge, heads to the sun.
  for (const float side : {-1.0F, 1.0F}) {
    std::vector<TubePoint> body;
    const float reach = std::min(half * 0.62F, 2.6F);
    for (int i = 0; i <= 40; ++i) {
      const float k = static_cast<float>(i) / 40;
      const float x = side * Mix(0.62F, reach, k);
      const float y = roof.height + 0.46F + 0.13F * std::sin(k * 15) * (1 - 0.3F * k) +
                      0.18F * std::pow(1 - k, 4.0F);
      body.push_back({roof.base(Vec3{x, y + sag(x), 0}), 0.075F * (1 - 0.75F * k) + 0.012F});
    }
    if (side < 0) {
      std::reverse(body.begin(), body.end());
    }
    AddTube(scene.Of(Material::kPlaster), body, 8, tint * 0.95F);
  }
}

}  // namespace

void AddCurl(Mesh& mesh, Vec3 base, Vec3 out, float size_m) {
  std::vector<TubePoint> path;
  constexpr int kSteps = 34;
  for (int i = 0; i <= kSteps; ++i) {
    const float k = static_cast<float>(i) / kSteps;
    const float angle = -0.6F + 6.4F * k;
    const float r = size_m * 0.42F * (1 - 0.72F * k);
    const Vec3 middle = base + out * (0.12F * size_m) + Vec3{0, 0.55F * size_m, 0};
    const Vec3 p =
        middle + out * (r * std::cos(angle - 1.5F)) + Vec3{0, r * std::sin(angle - 1.5F), 0};
    path.push_back({p, size_m * 0.15F * (1 - 0.8F * k)});
  }
  AddTube(mesh, path, 8, {0.64F, 0.62F, 0.58F});
}

void AddRoof(Scene& scene, const Roof& roof) {
  AddSlope(scene, roof, true, 0);
  AddSlope(scene, roof, true, 180);
  AddSlope(scene, roof, false, 0);
  AddSlope(scene, roof, false, 180);
  for (const float sx : {-1.0F, 1.0F}) {
    for (const float sz : {-1.0F, 1.0F}) {
      AddHip(scene, roof, sx, sz);
    }
  }
  AddRidge(scene, roof);
}

void AddBoard(Scene& scene, const Board& board, const ImageFloat& text) {
  const int columns = static_cast<int>(board.size_m.x / board.cell_m);
  const int rows = static_cast<int>(board.size_m.y / board.cell_m);
  const float margin = board.margin * std::min(board.size_m.x, board.size_m.y);
  AddGrid(scene.Of(Material::kLacquer), {columns, rows}, [&](float s, float t) {
    const float x = s * board.size_m.x, y = t * board.size_m.y;
    const float u = (x - margin) / (board.size_m.x - 2 * margin);
    const float v = (y - margin) / (board.size_m.y - 2 * margin);
    float ink = u > 0 && u < 1 && v > 0 && v < 1 ? Coverage(text, u, 1 - v) : 0.0F;
    const float edge = std::min(std::min(x, board.size_m.x - x), std::min(y, board.size_m.y - y));
    const bool frame = edge < margin * 0.55F && edge > margin * 0.15F;
    ink = frame ? 0.8F : ink;
    return SurfacePoint{
        .position = board.base(Vec3{x - board.size_m.x / 2, y, board.relief_m * ink}),
        .uv = {x, y},
        .tint = Mix(board.ground, board.letters, SmoothStep(0.25F, 0.75F, ink))};
  });
  AddBox(scene.Of(Material::kLacquer),
         {.base = {board.base.rotation, board.base(Vec3{0, 0, -0.026F})},
          .size = {board.size_m.x, board.size_m.y, 0.05F},
          .tint = board.ground});
}

}  // namespace disan::world
