// What a scan looks like at any point of its surface: the colour and the shading direction, from
// textures, vertex colours and normals, whichever it has.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"
#include "pipeline/model/ray_scene.h"

#include <vector>

namespace disan {

// sRGB to linear light and back.
float LinearFromByte(uint8_t srgb);
uint8_t ByteFromLinear(float linear);

class Surface {
 public:
  // Pictures that cannot be decoded are left out and said.
  // `decoded` has the pixels of textures that are of a kind not decoded here; empty ones do not
  // count.
  Surface(const Mesh& mesh, std::vector<Diagnostic>& diagnostics, std::vector<Image8> decoded = {});

  bool has_colour() const { return has_colour_; }
  int widest_picture_px() const;  // 0: none
  const Mesh& mesh() const { return mesh_; }
  // Linear light, 0..1. A mesh without colour is `kPlain`.
  Float3 Colour(const SurfacePoint& point) const;
  // Unit, with the scan's own normal map applied.
  Float3 Normal(const SurfacePoint& point) const;
  // Unit, from vertex normals alone.
  Float3 SmoothNormal(const SurfacePoint& point) const;
  Float2 Uv(const SurfacePoint& point) const;
  const Material* MaterialAt(uint32_t triangle) const;

  static constexpr Float3 kPlain{0.58F, 0.56F, 0.53F};

 private:
  const Image8* Picture(int texture) const;

  const Mesh& mesh_;
  std::vector<Float3> normals_;    // when the mesh has none
  std::vector<Tangent> tangents_;  // when a normal map needs them
  std::vector<Image8> pictures_;
  std::vector<MaterialGroup> groups_;
  bool has_colour_ = false;
};

// Bilinear, repeated beyond the edges, in linear light when `srgb`.
Float3 SamplePicture(const Image8& picture, const Float2& uv, bool srgb);

}  // namespace disan
