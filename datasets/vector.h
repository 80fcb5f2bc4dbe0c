// Small vectors of the sample world. x is east, y up, z south; metres; right-handed.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace disan::world {

inline constexpr float kPi = std::numbers::pi_v<float>;

struct Vec2 {
  float x = 0, y = 0;
};

struct Vec3 {
  float x = 0, y = 0, z = 0;
};

inline Vec2 operator+(Vec2 a, Vec2 b) {
  return {a.x + b.x, a.y + b.y};
}
inline Vec2 operator-(Vec2 a, Vec2 b) {
  return {a.x - b.x, a.y - b.y};
}
inline Vec2 operator*(Vec2 a, float s) {
  return {a.x * s, a.y * s};
}
inline float Length(Vec2 a) {
  return std::sqrt(a.x * a.x + a.y * a.y);
}

inline Vec3 operator+(Vec3 a, Vec3 b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(Vec3 a, Vec3 b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator-(Vec3 a) {
  return {-a.x, -a.y, -a.z};
}
inline Vec3 operator*(Vec3 a, float s) {
  return {a.x * s, a.y * s, a.z * s};
}
inline Vec3 operator*(float s, Vec3 a) {
  return a * s;
}
inline Vec3 operator*(Vec3 a, Vec3 b) {
  return {a.x * b.x, a.y * b.y, a.z * b.z};
}
inline Vec3& operator+=(Vec3& a, Vec3 b) {
  return a = a + b;
}
inline Vec3& operator*=(Vec3& a, float s) {
  return a = a * s;
}
inline float Dot(Vec3 a, Vec3 b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 Cross(Vec3 a, Vec3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float Length(Vec3 a) {
  return std::sqrt(Dot(a, a));
}
inline Vec3 Normalized(Vec3 a) {
  const float length = Length(a);
  return length > 1e-12F ? a * (1 / length) : Vec3{0, 1, 0};
}
inline Vec3 Mix(Vec3 a, Vec3 b, float t) {
  return a + (b - a) * t;
}
inline float Mix(float a, float b, float t) {
  return a + (b - a) * t;
}
inline float Clamp01(float x) {
  return std::clamp(x, 0.0F, 1.0F);
}
inline float SmoothStep(float low, float high, float x) {
  const float t = Clamp01((x - low) / (high - low));
  return t * t * (3 - 2 * t);
}
inline float Radians(float degrees) {
  return degrees * (kPi / 180);
}

// Columns are the images of the axes.
struct Mat3 {
  Vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
};

inline Vec3 operator*(const Mat3& m, Vec3 v) {
  return m.x * v.x + m.y * v.y + m.z * v.z;
}
inline Mat3 operator*(const Mat3& a, const Mat3& b) {
  return {a * b.x, a * b.y, a * b.z};
}
inline Mat3 Transposed(const Mat3& m) {
  return {{m.x.x, m.y.x, m.z.x}, {m.x.y, m.y.y, m.z.y}, {m.x.z, m.y.z, m.z.z}};
}

inline Mat3 RotationX(float radians) {
  const float c = std::cos(radians), s = std::sin(radians);
  return {{1, 0, 0}, {0, c, s}, {0, -s, c}};
}
inline Mat3 RotationY(float radians) {
  const float c = std::cos(radians), s = std::sin(radians);
  return {{c, 0, -s}, {0, 1, 0}, {s, 0, c}};
}
inline Mat3 RotationZ(float radians) {
  const float c = std::cos(radians), s = std::sin(radians);
  return {{c, s, 0}, {-s, c, 0}, {0, 0, 1}};
}

// An orthonormal frame whose z is `normal`.
inline Mat3 FrameAround(Vec3 normal) {
  const Vec3 helper = std::abs(normal.y) < 0.9F ? Vec3{0, 1, 0} : Vec3{1, 0, 0};
  const Vec3 x = Normalized(Cross(helper, normal));
  return {x, Cross(normal, x), normal};
}

// Where a thing stands: its own coordinates to the world's.
struct Placement {
  Mat3 rotation;
  Vec3 origin;

  Vec3 operator()(Vec3 local) const { return rotation * local + origin; }
};

inline Placement At(Vec3 origin, float yaw_deg = 0) {
  return {RotationY(Radians(yaw_deg)), origin};
}

}  // namespace disan::world
