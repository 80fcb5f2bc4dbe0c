#include "pipeline/model/surface.h"

#include "formats/language/mesh_messages.h"
#include "formats/language/model_messages.h"
#include "formats/mesh/texture_pixels.h"

#include <algorithm>
#include <array>

namespace disan {
namespace {

std::array<float, 256> MakeLinearTable() {
  std::array<float, 256> table;
  for (size_t i = 0; i < 256; ++i) {
    const double v = static_cast<double>(i) / 255;
    table[i] = static_cast<float>(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
  }
  return table;
}

template <typename Of>
Float3 Mixed(const Mesh& mesh, const SurfacePoint& point, const Of& of) {
  const Triangle& t = mesh.triangles[point.triangle];
  return of(t[0]) * (1 - point.u - point.v) + of(t[1]) * point.u + of(t[2]) * point.v;
}

int Wrapped(int value, int size) {
  const int rest = value % size;
  return rest < 0 ? rest + size : rest;
}

}  // namespace

float LinearFromByte(uint8_t srgb) {
  static const std::array<float, 256> kTable = MakeLinearTable();
  return kTable[srgb];
}

uint8_t ByteFromLinear(float linear) {
  const double v = std::clamp(static_cast<double>(linear), 0.0, 1.0);
  return ByteFrom(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055));
}

Float3 SamplePicture(const Image8& picture, const Float2& uv, bool srgb) {
  const auto place = [](float coordinate, int size) {
    const float whole = std::floor(coordinate);
    return (coordinate - whole) * static_cast<float>(size) - 0.5F;
  };
  if (!std::isfinite(uv.x) || !std::isfinite(uv.y)) {
    return {};
  }
  const float x = place(uv.x, picture.width);
  const float y = place(uv.y, picture.height);
  const int x0 = static_cast<int>(std::floor(x));
  const int y0 = static_cast<int>(std::floor(y));
  const float fx = x - static_cast<float>(x0);
  const float fy = y - static_cast<float>(y0);
  Float3 sum;
  for (int corner = 0; corner < 4; ++corner) {
    const int dx = corner & 1;
    const int dy = corner >> 1;
    const float weight = (dx == 1 ? fx : 1 - fx) * (dy == 1 ? fy : 1 - fy);
    const uint8_t* p =
        picture.At(Wrapped(x0 + dx, picture.width), Wrapped(y0 + dy, picture.height));
    const auto value = [&](int c) {
      const uint8_t byte = p[picture.channels >= 3 ? c : 0];
      return srgb ? LinearFromByte(byte) : static_cast<float>(byte) / 255;
    };
    sum = sum + Float3{value(0), value(1), value(2)} * weight;
  }
  return sum;
}

Surface::Surface(const Mesh& mesh,
                 std::vector<Diagnostic>& diagnostics,
                 std::vector<Image8> decoded)
    : mesh_(mesh), pictures_(std::move(decoded)), groups_(GroupsOf(mesh)) {
  pictures_.resize(mesh.textures.size());
  for (size_t i = 0; i < mesh.textures.size(); ++i) {
    if (!pictures_[i].empty()) {
      continue;
    }
    Result<Image8> picture = DecodeTexture(mesh.textures[i]);
    if (picture) {
      pictures_[i] = std::move(*picture);
    } else {
      diagnostics.push_back(
          {.severity = Severity::kWarning,
           .what = Say(messages::kModelTextureLeftOut, fmt::arg("name", mesh.textures[i].name)),
           .remedy = Say(messages::kTextureUnknownKindRemedy)});
    }
  }
  bool has_normal_map = false;
  has_colour_ = !mesh.colours.empty();
  for (const Material& material : mesh.materials) {
    has_colour_ = has_colour_ || Picture(material.base_colour_texture) != nullptr ||
                  material.base_colour != std::array<float, 4>{1, 1, 1, 1};
    has_normal_map = has_normal_map || Picture(material.normal_texture) != nullptr;
  }
  if (mesh.normals.empty()) {
    normals_ = ComputeNormals(mesh);
  }
  if (has_normal_map && !mesh.uvs.empty() && mesh.tangents.empty()) {
    Mesh shaded;
    if (mesh.normals.empty()) {
      shaded = mesh;
      shaded.normals = normals_;
    }
    tangents_ = ComputeTangents(mesh.normals.empty() ? shaded : mesh);
  }
}

const Image8* Surface::Picture(int texture) const {
  const auto index = static_cast<size_t>(texture);
  return texture == kNoTexture || index >= pictures_.size() || pictures_[index].empty()
             ? nullptr
             : &pictures_[index];
}

int Surface::widest_picture_px() const {
  int widest = 0;
  for (const Image8& picture : pictures_) {
    widest = std::max({widest, picture.width, picture.height});
  }
  return widest;
}

const Material* Surface::MaterialAt(uint32_t triangle) const {
  const auto after = std::upper_bound(
      groups_.begin(), groups_.end(), triangle, [](uint32_t t, const MaterialGroup& group) {
        return t < group.first_triangle;
      });
  const int material = after == groups_.begin() ? kNoMaterial : (after - 1)->material;
  return material < 0 || material >= static_cast<int>(mesh_.materials.size())
             ? nullptr
             : &mesh_.materials[static_cast<size_t>(material)];
}

Float2 Surface::Uv(const SurfacePoint& point) const {
  if (mesh_.uvs.empty()) {
    return {};
  }
  const Float3 uv = Mixed(mesh_, point, [&](uint32_t v) {
    return Float3{mesh_.uvs[v].x, mesh_.uvs[v].y, 0};
  });
  return {uv.x, uv.y};
}

Float3 Surface::Colour(const SurfacePoint& point) const {
  if (!has_colour_) {
    return kPlain;
  }
  Float3 colour{1, 1, 1};
  if (const Material* material = MaterialAt(point.triangle)) {
    const auto& base = material->base_colour;
    colour = {base[0], base[1], base[2]};
    if (const Image8* picture = Picture(material->base_colour_texture);
        picture != nullptr && !mesh_.uvs.empty()) {
      const Float3 texel = SamplePicture(*picture, Uv(point), true);
      colour = {colour.x * texel.x, colour.y * texel.y, colour.z * texel.z};
    }
  }
  if (!mesh_.colours.empty()) {
    const Float3 own = Mixed(mesh_, point, [&](uint32_t v) {
      const Rgba8 c = mesh_.colours[v];
      return Float3{LinearFromByte(c.r), LinearFromByte(c.g), LinearFromByte(c.b)};
    });
    colour = {colour.x * own.x, colour.y * own.y, colour.z * own.z};
  }
  return colour;
}

Float3 Surface::SmoothNormal(const SurfacePoint& point) const {
  const std::vector<Float3>& normals = mesh_.normals.empty() ? normals_ : mesh_.normals;
  const Float3 n = Normalized(Mixed(mesh_, point, [&](uint32_t v) { return normals[v]; }));
  return n == Float3{} ? Normalized(AreaNormal(mesh_, point.triangle)) : n;
}

Float3 Surface::Normal(const SurfacePoint& point) const {
  const Float3 n = SmoothNormal(point);
  const Material* material = MaterialAt(point.triangle);
  const Image8* picture = material == nullptr ? nullptr : Picture(material->normal_texture);
  if (picture == nullptr || mesh_.uvs.empty()) {
    return n;
  }
  const std::vector<Tangent>& tangents = mesh_.tangents.empty() ? tangents_ : mesh_.tangents;
  const Float3 along = Mixed(mesh_, point, [&](uint32_t v) { return tangents[v].direction; });
  const float hand = tangents[mesh_.triangles[point.triangle][0]].handedness;
  // As renderers do it: the interpolated tangent is not made orthogonal again.
  const Float3 t = Normalized(along);
  const Float3 b = Normalized(Cross(n, t)) * hand;
  const Float3 map = SamplePicture(*picture, Uv(point), false) * 2.0F - Float3{1, 1, 1};
  return Normalized(t * (map.x * material->normal_scale) + b * (map.y * material->normal_scale) +
                    n * map.z);
}

}  // namespace disan
