// A seated guardian in the manner of the Lê: mane in curls, bulging eyes under heavy brows, open
// jaws, a bell at its collar, a ball under its right paw, a flaming tail.
#include "datasets/sculpture.h"
#include "datasets/sdf.h"

namespace disan::world {
namespace {

constexpr float kPlinthM = 0.26F;

float Plinth(Vec3 p) {
  float d = RoundBox(p, {0, 0.045F, 0}, {0.36F, 0.05F, 0.46F}, 0.012F);
  d = std::min(d, RoundBox(p, {0, 0.225F, 0}, {0.35F, 0.04F, 0.45F}, 0.012F));
  float waist = RoundBox(p, {0, 0.135F, 0}, {0.315F, 0.08F, 0.415F}, 0.01F);
  // A row of lotus petals round the waist.
  const float run = std::abs(p.x) > 0.30F ? p.z : p.x;
  const float petal = std::abs(std::sin(run * 28.0F));
  const float arch = SmoothStep(0.2F, 0.55F, petal - 9 * std::abs(p.y - 0.13F));
  waist -= 0.014F * arch;
  return Join(d, waist, 0.012F);
}

// Curls in rows over an egg round the head; left out where the face is.
float ManeCurls(Vec3 p, Vec3 centre) {
  const Vec3 d = p - centre;
  const float around = std::atan2(d.x, -d.z);  // 0 at the nape
  const float up = std::atan2(d.y, std::hypot(d.x, d.z));
  const float row = up * 5.2F;
  const float turn = around * 6.0F + (static_cast<int>(std::floor(row)) & 1 ? 0.5F : 0.0F);
  const Vec2 in{turn - std::floor(turn) - 0.5F, row - std::floor(row) - 0.5F};
  const float r = Length(in);
  const float spiral = std::cos(14 * r - std::atan2(in.y, in.x) - 0.6F);
  const float knob = 0.026F * (1 - SmoothStep(0.25F, 0.52F, r)) +
                     0.006F * spiral * (1 - SmoothStep(0.32F, 0.5F, r));
  return knob;
}

float Head(Vec3 p, Vec3 q) {
  float d = Ellipsoid(p, {0, 1.08F, 0.17F}, {0.165F, 0.155F, 0.17F});
  d = Join(d, RoundBox(p, {0, 1.04F, 0.33F}, {0.115F, 0.058F, 0.1F}, 0.05F), 0.05F);  // muzzle
  d = Join(d, Ellipsoid(q, {0.068F, 1.035F, 0.4F}, {0.05F, 0.042F, 0.045F}), 0.02F);  // flews
  d = Join(d, Ellipsoid(p, {0, 1.085F, 0.425F}, {0.052F, 0.032F, 0.03F}), 0.015F);    // nose
  d = Cut(d, Sphere(q, {0.024F, 1.078F, 0.452F}, 0.012F), 0.008F);
  float jaw = RoundBox(p, {0, 0.895F, 0.29F}, {0.088F, 0.03F, 0.11F}, 0.028F);
  jaw = Join(jaw, Limb(p, {0, 0.9F, 0.24F}, {0, 1.0F, 0.15F}, {0.09F, 0.09F}), 0.05F);
  d = Join(d, jaw, 0.025F);
  d = Cut(d, RoundBox(p, {0, 0.953F, 0.345F}, {0.078F, 0.028F, 0.13F}, 0.02F), 0.012F);
  d = Join(d, Ellipsoid(p, {0, 0.93F, 0.335F}, {0.045F, 0.013F, 0.09F}), 0.01F);  // tongue
  for (const float x : {0.062F, 0.034F, 0.011F}) {                                // teeth
    const float z = 0.412F - 1.9F * x * x;
    const float length = x > 0.05F ? 0.045F : 0.022F;
    d = Join(
        d, Limb(q, {x, 0.985F, z}, {x, 0.985F - length, z + 0.004F}, {0.011F, 0.004F}), 0.006F);
    d = Join(
        d,
        Limb(q, {x, 0.92F, z - 0.015F}, {x, 0.92F + length * 0.8F, z - 0.012F}, {0.01F, 0.004F}),
        0.006F);
  }
  d = Join(d, Sphere(q, {0.078F, 1.135F, 0.305F}, 0.042F), 0.012F);  // eyes
  d = Cut(d,
          Torus(Vec3{q.x, q.z, -q.y} - Vec3{0.080F, 0.345F, -1.138F}, {0, 0, 0}, 0.02F, 0.004F),
          0.004F);
  d = Join(d, Limb(q, {0.02F, 1.175F, 0.335F}, {0.1F, 1.205F, 0.29F}, {0.022F, 0.03F}), 0.015F);
  d = Join(d, Limb(q, {0.1F, 1.205F, 0.29F}, {0.165F, 1.185F, 0.22F}, {0.03F, 0.014F}), 0.015F);
  d = Join(d, Ellipsoid(p, {0, 1.235F, 0.2F}, {0.06F, 0.05F, 0.08F}), 0.03F);  // crown
  // Ears laid back, like leaves.
  float ear = Limb(q, {0.14F, 1.17F, 0.12F}, {0.235F, 1.235F, 0.03F}, {0.045F, 0.016F});
  ear =
      Cut(ear, Limb(q, {0.165F, 1.19F, 0.135F}, {0.225F, 1.235F, 0.065F}, {0.022F, 0.008F}), 0.01F);
  return Join(d, ear, 0.02F);
}

float Legs(Vec3 p, Vec3 q) {
  float d = Limb(q, {0.14F, 0.74F, 0.13F}, {0.15F, 0.5F, 0.23F}, {0.1F, 0.078F});
  d = Join(d, Limb(q, {0.15F, 0.5F, 0.23F}, {0.15F, 0.33F, 0.25F}, {0.076F, 0.07F}), 0.04F);
  const float lift = p.x > 0 ? 0.07F : 0.0F;  // the right paw rests on the ball
  const Vec3 paw{0.155F, 0.305F + lift, 0.32F};
  d = Join(d, Ellipsoid(q, paw, {0.085F, 0.05F, 0.1F}), 0.03F);
  for (const float toe : {-0.05F, 0.0F, 0.05F}) {
    d = Join(d, Sphere(q, paw + Vec3{toe, -0.008F, 0.085F}, 0.03F), 0.012F);
    d = Join(
        d,
        Limb(q, paw + Vec3{toe, -0.02F, 0.108F}, paw + Vec3{toe, -0.038F, 0.125F}, {0.01F, 0.004F}),
        0.006F);
  }
  // Tufts at the elbows.
  for (int i = 0; i < 3; ++i) {
    const float y = 0.56F + 0.055F * static_cast<float>(i);
    d = Join(d, Limb(q, {0.16F, y, 0.14F}, {0.2F, y + 0.05F, 0.03F}, {0.03F, 0.008F}), 0.015F);
  }
  float haunch = Ellipsoid(q, {0.19F, 0.44F, -0.13F}, {0.115F, 0.18F, 0.2F});
  haunch = Join(haunch, Ellipsoid(q, {0.225F, 0.3F, 0.07F}, {0.075F, 0.045F, 0.13F}), 0.04F);
  for (const float toe : {-0.042F, 0.0F, 0.042F}) {
    haunch = Join(haunch, Sphere(q, {0.225F + toe, 0.292F, 0.185F}, 0.027F), 0.01F);
  }
  // A swirl carved on the thigh.
  const Vec2 t{q.z + 0.13F, p.y - 0.45F};
  haunch -= 0.007F * std::cos(62 * Length(t) - 1.0F * std::atan2(t.y, t.x)) *
            SmoothStep(0.15F, 0.1F, Length(t));
  return Join(d, haunch, 0.03F);
}

float Tail(Vec3 p, Vec3 q) {
  float d = Limb(p, {0, 0.36F, -0.3F}, {0, 0.5F, -0.39F}, {0.06F, 0.055F});
  d = Join(d, Limb(p, {0, 0.5F, -0.39F}, {0, 0.78F, -0.33F}, {0.055F, 0.07F}), 0.03F);
  for (int i = 0; i < 5; ++i) {  // flames
    const float k = static_cast<float>(i) / 4;
    const Vec3 root{0.02F + 0.04F * (1 - k), 0.6F + 0.18F * k, -0.37F};
    const Vec3 tip{0.17F * (1 - k) + 0.015F, 0.72F + 0.36F * k, -0.36F + 0.05F * k};
    d = Join(d, Limb(q, root, tip, {0.05F, 0.012F}), 0.018F);
  }
  const float groove = 0.006F * std::cos(p.y * 90 + 60 * q.x);
  return d + groove * SmoothStep(0.5F, 0.62F, p.y);
}

}  // namespace

float LionDistance(Vec3 p) {
  const float plinth = Plinth(p);
  if (p.y < 0.2F) {
    return plinth;
  }
  const Vec3 q{std::abs(p.x), p.y, p.z};
  float body = Limb(p, {0, 0.45F, -0.17F}, {0, 0.84F, 0.06F}, {0.22F, 0.18F});
  body = Join(body, Ellipsoid(p, {0, 0.72F, 0.13F}, {0.175F, 0.2F, 0.14F}), 0.06F);
  // Scales on the flanks, knobs down the spine.
  const float ring = std::abs(std::sin(p.y * 42 + 1.5F * std::abs(std::sin(q.z * 30))));
  body += 0.005F * ring * SmoothStep(0.06F, 0.14F, q.x);
  for (int i = 0; i < 6; ++i) {
    const float k = static_cast<float>(i) / 5;
    body = Join(body, Sphere(p, {0, 0.42F + 0.44F * k, -0.385F + 0.24F * k}, 0.034F), 0.015F);
  }
  float d = Join(body, Legs(p, q), 0.045F);
  d = Join(d, Tail(p, q), 0.025F);
  const Vec3 mane_at{0, 1.04F, 0.08F};
  float mane = Ellipsoid(p, mane_at, {0.215F, 0.24F, 0.205F});
  if (mane < 0.12F) {
    const float face = SmoothStep(0.16F, 0.05F, p.z - 0.16F);
    mane -= ManeCurls(p, mane_at) * face;
  }
  d = Join(d, mane, 0.03F);
  d = Join(d, Head(p, q), 0.018F);
  // Collar and bell.
  const Vec3 tilted = RotationX(0.55F) * (p - Vec3{0, 0.835F, 0.1F});
  d = Join(d, Torus({tilted.x, tilted.y, tilted.z * 0.95F}, {0, 0, 0}, 0.185F, 0.018F), 0.008F);
  float bell = Sphere(p, {0, 0.745F, 0.292F}, 0.045F);
  bell = Cut(bell, RoundBox(p, {0, 0.725F, 0.33F}, {0.03F, 0.006F, 0.03F}, 0.004F), 0.004F);
  d = Join(d, bell, 0.008F);
  // Beard in three locks.
  for (const float x : {0.0F, 0.055F}) {
    d = Join(d,
             Limb(q,
                  {x, 0.88F, 0.33F},
                  {x * 1.4F, 0.8F - 0.03F * (x < 0.01F ? 1.0F : 0.0F), 0.335F},
                  {0.028F, 0.01F}),
             0.012F);
  }
  float ball = Sphere(p, {0.155F, 0.335F, 0.37F}, 0.085F);
  const Vec3 b = p - Vec3{0.155F, 0.335F, 0.37F};
  ball += 0.005F * SmoothStep(0.6F, 0.95F, std::abs(std::cos(5 * std::atan2(b.x, b.z))));
  d = Join(d, ball, 0.006F);
  return Join(d, plinth, 0.012F);
}

Part MakeLion(float cell_m, const Execution& execution) {
  Part lion{
      Material::kLionStone,
      Polygonize(
          LionDistance, {{-0.42F, -0.02F, -0.52F}, {0.42F, 1.36F, 0.54F}, cell_m}, execution)};
  for (Vertex& vertex : lion.mesh.vertices) {
    // Dirt gathers where the surface is hollow: outside is nearer than a step along the normal
    // says.
    constexpr float kStep = 0.02F;
    const float open = LionDistance(vertex.position + vertex.normal * kStep) / kStep;
    const float clean = Clamp01(0.25F + 0.75F * open);
    vertex.tint = Mix(Vec3{0.42F, 0.42F, 0.38F}, {1.06F, 1.05F, 1.02F}, clean);
  }
  return lion;
}

}  // namespace disan::world
