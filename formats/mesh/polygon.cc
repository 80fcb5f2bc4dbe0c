#include "formats/mesh/polygon.h"

#include <numeric>

namespace disan {
namespace {

// Ear clipping is quadratic: a polygon with more corners than this is hostile or flat and is cut as
// a fan.
constexpr size_t kEarClippingLimit = 512;

Double3 NewellNormal(std::span<const Double3> corners) {
  Double3 normal;
  for (size_t i = 0; i < corners.size(); ++i) {
    normal = normal + Cross(corners[i], corners[(i + 1) % corners.size()]);
  }
  return normal;
}

void Fan(size_t count, std::vector<Triangle>& out) {
  for (uint32_t i = 1; i + 1 < count; ++i) {
    out.push_back({0, i, i + 1});
  }
}

bool IsInside(const Double3& p, const std::array<Double3, 3>& t, const Double3& normal) {
  for (size_t i = 0; i < 3; ++i) {
    if (Dot(Cross(t[(i + 1) % 3] - t[i], p - t[i]), normal) < 0) {
      return false;
    }
  }
  return true;
}

class EarClipper {
 public:
  explicit EarClipper(std::span<const Double3> corners)
      : corners_(corners), normal_(NewellNormal(corners)), left_(corners.size()) {
    std::iota(left_.begin(), left_.end(), 0U);
  }

  void Clip(std::vector<Triangle>& out) {
    while (left_.size() > 3) {
      size_t ear = 0;
      while (ear < left_.size() && !IsEar(ear)) {
        ++ear;
      }
      ear = ear == left_.size() ? 1 : ear;  // self-crossing: cut anywhere rather than never
      out.push_back(At(ear));
      left_.erase(left_.begin() + static_cast<std::ptrdiff_t>(ear));
    }
    out.push_back({left_[0], left_[1], left_[2]});
  }

 private:
  Triangle At(size_t i) const {
    const size_t n = left_.size();
    return {left_[(i + n - 1) % n], left_[i], left_[(i + 1) % n]};
  }
  bool IsEar(size_t i) const {
    const Triangle t = At(i);
    const std::array<Double3, 3> ear = {corners_[t[0]], corners_[t[1]], corners_[t[2]]};
    if (Dot(Cross(ear[1] - ear[0], ear[2] - ear[0]), normal_) <= 0) {
      return false;
    }
    for (const uint32_t other : left_) {
      if (other != t[0] && other != t[1] && other != t[2] &&
          IsInside(corners_[other], ear, normal_)) {
        return false;
      }
    }
    return true;
  }

  std::span<const Double3> corners_;
  Double3 normal_;
  std::vector<uint32_t> left_;
};

// The diagonal 0-2 is right unless it leaves the quad; then 1-3 is.
void Quad(std::span<const Double3> c, std::vector<Triangle>& out) {
  const Double3 normal = Cross(c[2] - c[0], c[3] - c[1]);
  const auto faces_out = [&](size_t i, size_t j, size_t k) {
    return Dot(Cross(c[j] - c[i], c[k] - c[i]), normal) > 0;
  };
  const bool first = faces_out(0, 1, 2) && faces_out(0, 2, 3);
  const bool second = faces_out(1, 2, 3) && faces_out(1, 3, 0);
  const bool shorter = Length(c[3] - c[1]) < Length(c[2] - c[0]);
  if (second && (!first || shorter)) {
    out.push_back({0, 1, 3});
    out.push_back({1, 2, 3});
  } else {
    Fan(4, out);
  }
}

}  // namespace

void TriangulatePolygon(std::span<const Double3> corners, std::vector<Triangle>& out) {
  if (corners.size() < 3) {
    return;
  }
  if (corners.size() == 3) {
    out.push_back({0, 1, 2});
  } else if (corners.size() == 4) {
    Quad(corners, out);
  } else if (corners.size() > kEarClippingLimit) {
    Fan(corners.size(), out);
  } else {
    // Far from zero the cross products would cancel.
    std::vector<Double3> near(corners.begin(), corners.end());
    for (Double3& p : near) {
      p = p - corners[0];
    }
    EarClipper(near).Clip(out);
  }
}

}  // namespace disan
