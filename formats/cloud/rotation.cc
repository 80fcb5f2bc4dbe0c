#include "formats/cloud/rotation.h"

#include <cmath>

namespace disan {

bool IsRotation(const Rotation& m) {
  constexpr double kTolerance = 1e-3;
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = i; j < 3; ++j) {
      const double dot = m[i][0] * m[j][0] + m[i][1] * m[j][1] + m[i][2] * m[j][2];
      if (!(std::abs(dot - (i == j ? 1.0 : 0.0)) < kTolerance)) {
        return false;
      }
    }
  }
  const double determinant = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                             m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                             m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  return determinant > 0.0;
}

std::array<double, 4> QuaternionOf(const Rotation& m) {
  // Shepperd's method: the largest of the four parts is the one to divide by.
  const double trace = m[0][0] + m[1][1] + m[2][2];
  std::array<double, 4> q{};
  if (trace > 0.0) {
    q = {trace + 1.0, m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1]};
  } else {
    const size_t i = m[1][1] > m[0][0] ? (m[2][2] > m[1][1] ? 2 : 1) : (m[2][2] > m[0][0] ? 2 : 0);
    const size_t j = (i + 1) % 3;
    const size_t k = (i + 2) % 3;
    q[0] = m[k][j] - m[j][k];
    q[1 + i] = 1.0 + m[i][i] - m[j][j] - m[k][k];
    q[1 + j] = m[j][i] + m[i][j];
    q[1 + k] = m[k][i] + m[i][k];
  }
  const double length = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  const double sign = q[0] < 0.0 ? -1.0 : 1.0;
  for (double& part : q) {
    part *= sign / length;
  }
  return q;
}

}  // namespace disan
