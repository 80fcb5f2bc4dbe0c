// An arctangent without calls or branches, for loops over samples: the compiler makes vectors of
// it.
#pragma once

namespace disan {

// Of -1 to 1, error below 2e-8 (Abramowitz and Stegun, 4.4.49).
template <typename Scalar>
inline Scalar Arctangent(Scalar x) {
  const Scalar s = x * x;
  Scalar p = static_cast<Scalar>(0.0028662257);
  p = p * s - static_cast<Scalar>(0.0161657367);
  p = p * s + static_cast<Scalar>(0.0429096138);
  p = p * s - static_cast<Scalar>(0.0752896400);
  p = p * s + static_cast<Scalar>(0.1065626393);
  p = p * s - static_cast<Scalar>(0.1420889944);
  p = p * s + static_cast<Scalar>(0.1999355085);
  p = p * s - static_cast<Scalar>(0.3333314528);
  return x + x * s * p;
}

}  // namespace disan
