// Steles: a slab with a rounded head, dragons and the sun above, a title, columns of characters cut
// into the face, a vine along the border; on a tortoise or a plinth.
#include "datasets/noise.h"
#include "datasets/sculpture.h"
#include "datasets/sdf.h"

namespace disan::world {
namespace {

constexpr float kBorderM = 0.075F;
constexpr float kCarvedM = 0.006F;

struct Relief {
  float height_m = 0;
  float carved = 0;  // 0..1, for the dirt in the strokes
};

class Face {
 public:
  Face(const Stele& stele, const SteleText& text) : stele_(stele), text_(text) {}

  float Top(float x) const {  // of the outline
    const float k = x / (stele_.width_m / 2);
    return stele_.height_m -
           0.26F * stele_.width_m * (1 - std::sqrt(std::max(0.0F, 1 - 0.92F * k * k)));
  }

  Relief At(float x, float y) const {
    const float half = stele_.width_m / 2;
    const float edge = std::min(std::min(half - std::abs(x), y), Top(x) - y);
    Relief relief;
    if (edge < kBorderM) {
      relief = Vine(x, y, edge);
    } else if (y > stele_.height_m - 0.42F) {
      relief = Head(x, y);
    } else {
      relief = Text(x, y);
    }
    const Vec3 p{x, y, static_cast<float>(stele_.seed)};
    relief.height_m += 0.0012F * Fractal(p, 0.2F, 4, 0) + 0.0004F * Fractal(p, 0.02F, 2, 0);
    // Rounded, chipped arrises.
    const float worn = 0.014F + 0.012F * std::max(0.0F, Fractal(p, 0.15F, 3, 0));
    const float over = Clamp01(1 - edge / worn);
    relief.height_m -= worn * (1 - std::sqrt(std::max(0.0F, 1 - over * over)));
    return relief;
  }

 private:
  static Relief Vine(float x, float y, float edge) {
    const float inner =
        SmoothStep(kBorderM, kBorderM - 0.006F, edge) * SmoothStep(0.008F, 0.014F, edge);
    const float run = std::abs(x) > 0.3F ? y : x;
    const float wave = 0.018F * std::sin(run * 42);
    const float stem = SmoothStep(0.007F, 0.003F, std::abs(edge - 0.042F - wave));
    const float k = run * 42 / kPi;
    const float cell = k - std::floor(k) - 0.5F;
    const float side = (static_cast<int>(std::floor(k)) & 1) ? 1.0F : -1.0F;
    const Vec2 flower{cell * kPi / 42, edge - 0.042F - side * -0.012F};
    const float angle = std::atan2(flower.y, flower.x);
    const float petal =
        SmoothStep(0.004F, 0.0F, Length(flower) - 0.015F - 0.004F * std::cos(5 * angle));
    const float ridge = std::max(stem, petal * (0.7F + 0.3F * std::cos(5 * angle)));
    return {-0.004F * inner + 0.005F * ridge * inner, (1 - ridge) * inner * 0.7F};
  }

  Relief Head(float x, float y) const {
    const Vec2 sun{x, y - (stele_.height_m - 0.17F)};
    const float r = Length(sun);
    const float angle = std::atan2(sun.y, sun.x);
    float ridge = SmoothStep(0.05F, 0.045F, r);
    const float flame = 0.062F + 0.02F * std::abs(std::sin(6 * angle));
    ridge = std::max(ridge, 0.7F * SmoothStep(0.004F, 0.0F, std::abs(r - flame)));
    // A dragon on each side: a thick wave with scales, clouds about it.
    const float ax = std::abs(x);
    const float spine = stele_.height_m - 0.2F + 0.035F * std::sin(ax * 38) - 0.32F * (ax - 0.1F);
    const float thick = 0.024F * SmoothStep(0.36F, 0.12F, ax) + 0.004F;
    const float body =
        SmoothStep(thick, thick * 0.6F, std::abs(y - spine)) * SmoothStep(0.085F, 0.1F, ax);
    const float scales = 0.75F + 0.25F * std::sin(ax * 260) * std::sin((y - spine) * 260);
    ridge = std::max(ridge, body * scales);
    const Cell cloud = Cellular(Vec2{ax, y} * 22.0F);
    ridge = std::max(
        ridge,
        0.45F * SmoothStep(0.1F, 0.25F, cloud.border) * (1 - body) * SmoothStep(0.1F, 0.13F, r));
    Relief relief{-0.006F + 0.01F * ridge, (1 - ridge) * 0.75F};
    if (y < stele_.height_m - 0.3F) {
      const float k = SmoothStep(stele_.height_m - 0.3F, stele_.height_m - 0.31F, y);
      const float u = x / (stele_.width_m - 2.9F * kBorderM) + 0.5F;
      const float v = (stele_.height_m - 0.305F - y) / 0.11F;
      const float cut = Coverage(text_.title, u, v);
      relief = {Mix(relief.height_m, -kCarvedM * 1.3F * cut, k), Mix(relief.carved, cut, k)};
    }
    return relief;
  }

  Relief Text(float x, float y) const {
    const float width = stele_.width_m - 2.5F * kBorderM;
    const float top = stele_.height_m - 0.44F, bottom = kBorderM * 1.3F;
    const float cut = Coverage(text_.body, x / width + 0.5F, (top - y) / (top - bottom));
    return {-kCarvedM * cut, cut};
  }

  const Stele& stele_;
  const SteleText& text_;
};

// Front and back are grids with one outline; a strip of a few cells closes the side.
class Slab {
 public:
  Slab(const Stele& stele, const Face& face, float bottom_m)
      : stele_(stele), face_(face), bottom_m_(bottom_m) {
    columns_ = std::max(8, static_cast<int>(stele.width_m / stele.cell_m));
    rows_ = std::max(8, static_cast<int>(stele.height_m / stele.cell_m));
  }

  Mesh Make() {
    for (const float side : {1.0F, -1.0F}) {
      AddSheet(side);
    }
    AddSide();
    SmoothNormals(mesh_, 0, 0);
    return std::move(mesh_);
  }

 private:
  uint32_t At(int sheet, int x, int y) const {
    const int stride = (columns_ + 1) * (rows_ + 1);
    return static_cast<uint32_t>(sheet * stride + y * (columns_ + 1) + x);
  }

  void AddSheet(float side) {
    for (int row = 0; row <= rows_; ++row) {
      for (int column = 0; column <= columns_; ++column) {
        const float x =
            (static_cast<float>(column) / static_cast<float>(columns_) - 0.5F) * stele_.width_m;
        const float y = static_cast<float>(row) / static_cast<float>(rows_) * face_.Top(x);
        const Relief relief = face_.At(side * x, y);
        const float z = side * (stele_.thickness_m / 2 + relief.height_m);
        const float clean = 1 - 0.6F * relief.carved;
        mesh_.Add({.position = {x, bottom_m_ + y, z},
                   .uv = {x, y},
                   .tint = Vec3{1.12F, 1.1F, 1.05F} * clean});
      }
    }
    const int sheet = side > 0 ? 0 : 1;
    for (int y = 0; y < rows_; ++y) {
      for (int x = 0; x < columns_; ++x) {
        const uint32_t a = At(sheet, x, y), b = At(sheet, x + 1, y), c = At(sheet, x + 1, y + 1),
                       d = At(sheet, x, y + 1);
        if (side > 0) {
          mesh_.triangles.push_back({a, b, c});
          mesh_.triangles.push_back({a, c, d});
        } else {
          mesh_.triangles.push_back({a, c, b});
          mesh_.triangles.push_back({a, d, c});
        }
      }
    }
  }

  void AddSide() {
    std::vector<std::array<int, 2>> ring;  // counter-clockwise seen from the front
    for (int x = 0; x < columns_; ++x)
      ring.push_back({x, 0});
    for (int y = 0; y < rows_; ++y)
      ring.push_back({columns_, y});
    for (int x = columns_; x > 0; --x)
      ring.push_back({x, rows_});
    for (int y = rows_; y > 0; --y)
      ring.push_back({0, y});
    constexpr int kSteps = 6;
    const auto first = static_cast<uint32_t>(mesh_.vertices.size());
    for (int step = 1; step < kSteps; ++step) {
      for (const auto& [x, y] : ring) {
        const Vertex &a = mesh_.vertices[At(0, x, y)], &b = mesh_.vertices[At(1, x, y)];
        Vertex vertex = a;
        vertex.position = Mix(a.position, b.position, static_cast<float>(step) / kSteps);
        vertex.tint = {1.05F, 1.04F, 1.0F};
        mesh_.Add(vertex);
      }
    }
    const size_t count = ring.size();
    const auto at = [&](int step, size_t i) {
      const auto& [x, y] = ring[i % count];
      if (step == 0 || step == kSteps) {
        return At(step == 0 ? 0 : 1, x, y);
      }
      return first + static_cast<uint32_t>(static_cast<size_t>(step - 1) * count + i % count);
    };
    for (int step = 0; step < kSteps; ++step) {
      for (size_t i = 0; i < count; ++i) {
        mesh_.triangles.push_back({at(step, i), at(step + 1, i), at(step + 1, i + 1)});
        mesh_.triangles.push_back({at(step, i), at(step + 1, i + 1), at(step, i + 1)});
      }
    }
  }

  const Stele& stele_;
  const Face& face_;
  float bottom_m_;
  int columns_ = 0, rows_ = 0;
  Mesh mesh_;
};

float Tortoise(Vec3 p) {
  const Vec3 q{std::abs(p.x), p.y, p.z};
  float d = RoundBox(p, {0, 0.04F, 0.05F}, {0.52F, 0.06F, 0.78F}, 0.015F);
  float shell = Ellipsoid(p, {0, 0.16F, -0.02F}, {0.43F, 0.25F, 0.58F});
  const Cell plate = Cellular(Vec2{p.x, p.z} * 6.0F);
  shell -= 0.012F * SmoothStep(0.02F, 0.16F, plate.border) * SmoothStep(0.18F, 0.25F, p.y);
  shell = Join(shell, Ellipsoid(p, {0, 0.17F, -0.02F}, {0.47F, 0.045F, 0.62F}), 0.02F);
  float limbs = Limb(p, {0, 0.2F, 0.5F}, {0, 0.3F, 0.72F}, {0.11F, 0.1F});
  limbs = Join(limbs, Ellipsoid(p, {0, 0.33F, 0.8F}, {0.115F, 0.1F, 0.13F}), 0.03F);
  limbs = Cut(limbs, RoundBox(p, {0, 0.295F, 0.9F}, {0.1F, 0.006F, 0.07F}, 0.005F), 0.006F);
  limbs = Join(limbs, Sphere(q, {0.075F, 0.375F, 0.86F}, 0.026F), 0.008F);
  limbs = std::min(limbs, Ellipsoid(q, {0.38F, 0.12F, 0.42F}, {0.12F, 0.06F, 0.17F}));
  limbs = std::min(limbs, Ellipsoid(q, {0.38F, 0.12F, -0.42F}, {0.12F, 0.06F, 0.15F}));
  limbs = std::min(limbs, Limb(p, {0, 0.14F, -0.56F}, {0.06F, 0.12F, -0.74F}, {0.05F, 0.015F}));
  return std::max(Join(d, Join(shell, limbs, 0.03F), 0.02F), -0.02F - p.y);  // it lies flat
}

float SteleFoot(Vec3 p) {
  float d = RoundBox(p, {0, 0.08F, 0}, {0.56F, 0.1F, 0.33F}, 0.02F);
  const float petal = std::abs(std::sin((std::abs(p.x) > 0.5F ? p.z : p.x) * 22));
  float cushion = RoundBox(p, {0, 0.25F, 0}, {0.5F, 0.1F, 0.27F}, 0.06F);
  cushion -= 0.014F * SmoothStep(0.15F, 0.6F, petal - 5 * std::abs(p.y - 0.25F));
  return Join(d, cushion, 0.015F);
}

}  // namespace

std::vector<Part> MakeStele(const Stele& stele, const SteleText& text, const Execution& execution) {
  const Face face(stele, text);
  std::vector<Part> parts;
  parts.push_back(
      {Material::kCarvedStone, Slab(stele, face, stele.tortoise ? 0.33F : 0.3F).Make()});
  const float cell = std::max(stele.cell_m * 2.2F, 0.009F);
  const Volume volume{{-0.62F, -0.06F, -0.86F}, {0.62F, 0.52F, 1.0F}, cell};
  parts.push_back({Material::kStone,
                   stele.tortoise ? Polygonize(Tortoise, volume, execution)
                                  : Polygonize(SteleFoot, volume, execution)});
  return parts;
}

}  // namespace disan::world
