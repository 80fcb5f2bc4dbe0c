// Three numbers that are a place or a direction, and two that are a place in a picture.
#pragma once

#include <cmath>

namespace disan {

template <typename Scalar>
struct Vector3 {
  Scalar x = 0;
  Scalar y = 0;
  Scalar z = 0;

  Scalar operator[](int axis) const { return axis == 0 ? x : axis == 1 ? y : z; }
  Scalar& operator[](int axis) { return axis == 0 ? x : axis == 1 ? y : z; }
  template <typename Other>
  Vector3<Other> To() const {
    return {static_cast<Other>(x), static_cast<Other>(y), static_cast<Other>(z)};
  }
  bool operator==(const Vector3&) const = default;
};

using Float3 = Vector3<float>;
using Double3 = Vector3<double>;

struct Float2 {
  float x = 0;
  float y = 0;
  bool operator==(const Float2&) const = default;
};

// Twice the signed area of a triangle; positive when it turns left.
inline float TwiceArea(const Float2& a, const Float2& b, const Float2& c) {
  return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

template <typename S>
Vector3<S> operator+(const Vector3<S>& a, const Vector3<S>& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
template <typename S>
Vector3<S> operator-(const Vector3<S>& a, const Vector3<S>& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
template <typename S>
Vector3<S> operator*(const Vector3<S>& a, S s) {
  return {a.x * s, a.y * s, a.z * s};
}
template <typename S>
S Dot(const Vector3<S>& a, const Vector3<S>& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <typename S>
Vector3<S> Cross(const Vector3<S>& a, const Vector3<S>& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
template <typename S>
S Length(const Vector3<S>& a) {
  return std::sqrt(Dot(a, a));
}
// The zero vector stays what it is.
template <typename S>
Vector3<S> Normalized(const Vector3<S>& a) {
  const S length = Length(a);
  return length > S{0} ? a * (S{1} / length) : a;
}
template <typename S>
bool IsFinite(const Vector3<S>& a) {
  return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z);
}

}  // namespace disan
