#include "formats/mesh/gltf.h"
#include "formats/mesh/gltf_document.h"
#include "formats/mesh/gltf_draco.h"

#include <algorithm>

namespace disan {
namespace {

using nlohmann::json;

struct Matrix {
  std::array<double, 16> m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};  // column by column

  Double3 Point(const Double3& p) const {
    return {m[0] * p.x + m[4] * p.y + m[8] * p.z + m[12],
            m[1] * p.x + m[5] * p.y + m[9] * p.z + m[13],
            m[2] * p.x + m[6] * p.y + m[10] * p.z + m[14]};
  }
  // Cofactors: right for stretched and mirrored nodes too.
  Double3 Normal(const Double3& n) const {
    const Double3 x{m[0], m[1], m[2]};
    const Double3 y{m[4], m[5], m[6]};
    const Double3 z{m[8], m[9], m[10]};
    const double sign = Determinant() < 0 ? -1 : 1;
    return (Cross(y, z) * n.x + Cross(z, x) * n.y + Cross(x, y) * n.z) * sign;
  }
  double Determinant() const {
    return Dot(Cross(Double3{m[0], m[1], m[2]}, Double3{m[4], m[5], m[6]}),
               Double3{m[8], m[9], m[10]});
  }
  friend Matrix operator*(const Matrix& a, const Matrix& b) {
    Matrix out;
    for (size_t column = 0; column < 4; ++column) {
      for (size_t row = 0; row < 4; ++row) {
        double sum = 0;
        for (size_t k = 0; k < 4; ++k) {
          sum += a.m[k * 4 + row] * b.m[column * 4 + k];
        }
        out.m[column * 4 + row] = sum;
      }
    }
    return out;
  }
};

template <size_t N>
std::array<double, N> Vector(const json& object, const char* key, std::array<double, N> otherwise) {
  const json& field = JsonField(object, key);
  if (!field.is_array() || field.size() != N ||
      !std::all_of(field.begin(), field.end(), [](const json& n) { return n.is_number(); })) {
    return otherwise;
  }
  return field.get<std::array<double, N>>();
}

Matrix LocalTransform(const json& node) {
  Matrix out;
  if (JsonField(node, "matrix").is_array()) {
    out.m = Vector<16>(node, "matrix", out.m);
    return out;
  }
  const auto t = Vector<3>(node, "translation", {0, 0, 0});
  const auto q = Vector<4>(node, "rotation", {0, 0, 0, 1});
  const auto s = Vector<3>(node, "scale", {1, 1, 1});
  const double x = q[0];
  const double y = q[1];
  const double z = q[2];
  const double w = q[3];
  out.m = {s[0] * (1 - 2 * (y * y + z * z)),
           s[0] * 2 * (x * y + z * w),
           s[0] * 2 * (x * z - y * w),
           0,
           s[1] * 2 * (x * y - z * w),
           s[1] * (1 - 2 * (x * x + z * z)),
           s[1] * 2 * (y * z + x * w),
           0,
           s[2] * 2 * (x * z + y * w),
           s[2] * 2 * (y * z - x * w),
           s[2] * (1 - 2 * (x * x + y * y)),
           0,
           t[0],
           t[1],
           t[2],
           1};
  return out;
}

uint8_t SrgbByte(float linear) {
  const double v = std::clamp(static_cast<double>(linear), 0.0, 1.0);
  return ByteFrom(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055));
}

struct Primitive {
  std::vector<uint32_t> indices;
  std::map<std::string, GltfNumbers> attributes;

  const GltfNumbers* Find(const char* name, size_t components) const {
    const auto found = attributes.find(name);
    return found != attributes.end() && found->second.components >= components &&
                   found->second.count == attributes.at("POSITION").count
               ? &found->second
               : nullptr;
  }
};

class GltfReader {
 public:
  GltfReader(const GltfDocument& document, const MeshSource& source)
      : document_(document), source_(source) {}

  Result<Mesh> Read() {
    Result<Mesh> result;
    ReadMaterials(result.diagnostics);
    const json& scene = document_.At("scenes", JsonInteger(document_.root(), "scene", 0));
    const json& roots = JsonField(scene, "nodes");
    std::vector<bool> visited(JsonField(document_.root(), "nodes").size());
    for (size_t i = 0; roots.is_array() && i < roots.size(); ++i) {
      if (roots[i].is_number_integer()) {
        Visit(roots[i].get<int64_t>(), Matrix{}, visited);
      }
    }
    if (fault_) {
      return Result<Mesh>::Failed(*fault_);
    }
    Finish();
    mesh_.rights = JsonText(JsonField(document_.root(), "asset"), "copyright");
    result.value = std::move(mesh_);
    return result;
  }

 private:
  // A stack of its own: a chain of a million nodes must not overflow ours.
  void Visit(int64_t root, const Matrix& above, std::vector<bool>& visited) {
    std::vector<std::pair<int64_t, Matrix>> open = {{root, above}};
    while (!open.empty() && !fault_) {
      const auto [index, parent] = open.back();
      open.pop_back();
      const json& node = document_.At("nodes", index);
      if (!node.is_object() || visited[static_cast<size_t>(index)]) {
        continue;  // glTF's nodes are a forest: a second visit would be a loop
      }
      visited[static_cast<size_t>(index)] = true;
      const Matrix world = parent * LocalTransform(node);
      const json& mesh = document_.At("meshes", JsonInteger(node, "mesh", -1));
      const json& primitives = JsonField(mesh, "primitives");
      for (size_t i = 0; primitives.is_array() && i < primitives.size() && !fault_; ++i) {
        TakePrimitive(primitives[i], world);
      }
      const json& children = JsonField(node, "children");
      for (size_t i = children.is_array() ? children.size() : 0; i > 0; --i) {
        if (children[i - 1].is_number_integer()) {
          open.emplace_back(children[i - 1].get<int64_t>(), world);
        }
      }
    }
  }

  void TakePrimitive(const json& description, const Matrix& world) {
    const int64_t mode = JsonInteger(description, "mode", 4);
    if (mode < 4 || mode > 6) {
      return;  // points and lines are no surface
    }
    std::optional<Primitive> primitive = Load(description);
    if (!primitive) {
      fault_ = fault_ ? fault_ : MeshMalformed(source_, "primitive");
      return;
    }
    const size_t count = primitive->attributes.at("POSITION").count;
    for (const uint32_t index : primitive->indices) {
      if (index >= count) {
        fault_ = MeshIndexOutOfRange(source_, index, count);
        return;
      }
    }
    const auto base = static_cast<uint32_t>(positions_.size());
    const auto material = static_cast<int>(JsonInteger(description, "material", kNoMaterial));
    AppendAttributes(*primitive, world, material);
    AppendTriangles(primitive->indices, mode, base, world.Determinant() < 0, material);
  }

  std::optional<Primitive> Load(const json& description) {
    Primitive primitive;
    const json& draco =
        JsonField(JsonField(description, "extensions"), "KHR_draco_mesh_compression");
    if (draco.is_object()) {
      std::optional<DracoPrimitive> decoded = DecodeDraco(document_, draco);
      if (!decoded) {
        return std::nullopt;
      }
      primitive.indices = std::move(decoded->indices);
      primitive.attributes = std::move(decoded->attributes);
    } else if (!LoadPlain(description, primitive)) {
      return std::nullopt;
    }
    const auto position = primitive.attributes.find("POSITION");
    if (position == primitive.attributes.end() || position->second.components != 3) {
      return std::nullopt;
    }
    if (primitive.indices.empty() && !draco.is_object() &&
        JsonInteger(description, "indices", -1) < 0) {
      for (uint32_t i = 0; i < position->second.count; ++i) {
        primitive.indices.push_back(i);
      }
    }
    return primitive;
  }

  bool LoadPlain(const json& description, Primitive& primitive) {
    for (const char* name : {"POSITION", "NORMAL", "TEXCOORD_0", "COLOR_0"}) {
      const int64_t accessor = JsonInteger(JsonField(description, "attributes"), name, -1);
      if (accessor < 0) {
        continue;
      }
      std::optional<GltfNumbers> numbers = document_.Floats(accessor);
      if (!numbers) {
        return false;
      }
      primitive.attributes.emplace(name, std::move(*numbers));
    }
    const int64_t indices = JsonInteger(description, "indices", -1);
    if (indices >= 0) {
      std::optional<std::vector<uint32_t>> read = document_.Indices(indices);
      if (!read) {
        return false;
      }
      primitive.indices = std::move(*read);
    }
    return true;
  }

  void AppendAttributes(const Primitive& primitive, const Matrix& world, int material) {
    const GltfNumbers& positions = primitive.attributes.at("POSITION");
    const GltfNumbers* normals = primitive.Find("NORMAL", 3);
    const GltfNumbers* uvs = primitive.Find("TEXCOORD_0", 2);
    const GltfNumbers* colours = primitive.Find("COLOR_0", 3);
    const size_t before = positions_.size();
    const size_t after = before + positions.count;
    for (size_t i = 0; i < positions.count; ++i) {
      const float* p = &positions.values[i * 3];
      positions_.push_back(world.Point(Float3{p[0], p[1], p[2]}.To<double>()));
    }
    all_have_normals_ = all_have_normals_ && normals != nullptr;
    if (normals != nullptr) {
      mesh_.normals.resize(before);
      for (size_t i = 0; i < positions.count; ++i) {
        const float* n = &normals->values[i * 3];
        mesh_.normals.push_back(
            Normalized(world.Normal(Float3{n[0], n[1], n[2]}.To<double>())).To<float>());
      }
    }
    if (uvs != nullptr) {
      mesh_.uvs.resize(before);
      AppendUvs(*uvs, material);
    } else if (!mesh_.uvs.empty()) {
      mesh_.uvs.resize(after);
    }
    if (colours != nullptr) {
      mesh_.colours.resize(before);
      for (size_t i = 0; i < positions.count; ++i) {
        const float* c = &colours->values[i * colours->components];
        mesh_.colours.push_back(
            {SrgbByte(c[0]),
             SrgbByte(c[1]),
             SrgbByte(c[2]),
             colours->components > 3 ? ByteFrom(255.0 * static_cast<double>(c[3])) : uint8_t{255}});
      }
    } else if (!mesh_.colours.empty()) {
      mesh_.colours.resize(after);
    }
  }

  // KHR_texture_transform of the base colour stands for all pictures of a material.
  void AppendUvs(const GltfNumbers& uvs, int material) {
    const json& description = document_.At("materials", material);
    const json& transform = JsonField(
        JsonField(JsonField(JsonField(description, "pbrMetallicRoughness"), "baseColorTexture"),
                  "extensions"),
        "KHR_texture_transform");
    const auto offset = Vector<2>(transform, "offset", {0, 0});
    const auto scale = Vector<2>(transform, "scale", {1, 1});
    const double angle = JsonNumber(transform, "rotation", 0);
    for (size_t i = 0; i < uvs.count; ++i) {
      const double u = static_cast<double>(uvs.values[i * uvs.components]) * scale[0];
      const double v = static_cast<double>(uvs.values[i * uvs.components + 1]) * scale[1];
      mesh_.uvs.push_back(
          {static_cast<float>(std::cos(angle) * u + std::sin(angle) * v + offset[0]),
           static_cast<float>(-std::sin(angle) * u + std::cos(angle) * v + offset[1])});
    }
  }

  void AppendTriangles(const std::vector<uint32_t>& indices,
                       int64_t mode,
                       uint32_t base,
                       bool mirrored,
                       int material) {
    const size_t count = mode == 4 ? indices.size() / 3 : std::max<size_t>(indices.size(), 2) - 2;
    for (size_t i = 0; i < count; ++i) {
      Triangle t = mode == 4    ? Triangle{indices[i * 3], indices[i * 3 + 1], indices[i * 3 + 2]}
                   : mode == 6  ? Triangle{indices[0], indices[i + 1], indices[i + 2]}
                   : i % 2 == 0 ? Triangle{indices[i], indices[i + 1], indices[i + 2]}
                                : Triangle{indices[i + 1], indices[i], indices[i + 2]};
      if (mirrored) {
        std::swap(t[1], t[2]);
      }
      mesh_.triangles.push_back({t[0] + base, t[1] + base, t[2] + base});
      material_of_triangle_.push_back(material);
    }
  }

  int TextureNumber(const json& reference, std::vector<Diagnostic>& diagnostics) {
    const json& texture = document_.At("textures", JsonInteger(reference, "index", -1));
    if (!texture.is_object()) {
      return kNoTexture;
    }
    const json& webp = JsonField(JsonField(texture, "extensions"), "EXT_texture_webp");
    const json& ktx2 = JsonField(JsonField(texture, "extensions"), "KHR_texture_basisu");
    int64_t image = JsonInteger(texture, "source", -1);
    image = image < 0 ? JsonInteger(webp, "source", -1) : image;
    image = image < 0 ? JsonInteger(ktx2, "source", -1) : image;
    const std::string name = "image" + std::to_string(image);
    for (size_t i = 0; i < mesh_.textures.size(); ++i) {
      if (mesh_.textures[i].name == name) {
        return static_cast<int>(i);
      }
    }
    return LoadImage(document_.At("images", image), name, diagnostics);
  }

  int LoadImage(const json& image, const std::string& name, std::vector<Diagnostic>& diagnostics) {
    const std::string uri = JsonText(image, "uri");
    std::optional<std::string> bytes;
    if (JsonField(image, "bufferView").is_number_integer()) {
      bytes = document_.View(JsonInteger(image, "bufferView", -1));
    } else if (uri.rfind("data:", 0) == 0) {
      bytes = GltfDocument::DataUri(uri);
    } else if (!uri.empty()) {
      return AddTexture(mesh_, source_, uri, diagnostics);
    }
    std::string mime = bytes ? TextureMime(*bytes) : "";
    if (mime.empty()) {
      Diagnostic said = MeshFault(source_,
                                  messages::kTextureUnknownKind,
                                  messages::kTextureUnknownKindRemedy,
                                  fmt::arg("name", name));
      said.severity = Severity::kWarning;
      diagnostics.push_back(std::move(said));
      return kNoTexture;
    }
    mesh_.textures.push_back({name, std::move(mime), std::move(*bytes)});
    return static_cast<int>(mesh_.textures.size() - 1);
  }

  void ReadMaterials(std::vector<Diagnostic>& diagnostics) {
    const json& materials = JsonField(document_.root(), "materials");
    for (size_t i = 0; materials.is_array() && i < materials.size(); ++i) {
      const json& m = materials[i];
      const json& pbr = JsonField(m, "pbrMetallicRoughness");
      Material material{.name = JsonText(m, "name")};
      const auto colour = Vector<4>(pbr, "baseColorFactor", {1, 1, 1, 1});
      std::transform(colour.begin(), colour.end(), material.base_colour.begin(), [](double c) {
        return static_cast<float>(std::clamp(c, 0.0, 1.0));
      });
      material.metallic = static_cast<float>(JsonNumber(pbr, "metallicFactor", 1));
      material.roughness = static_cast<float>(JsonNumber(pbr, "roughnessFactor", 1));
      material.base_colour_texture = TextureNumber(JsonField(pbr, "baseColorTexture"), diagnostics);
      material.metallic_roughness_texture =
          TextureNumber(JsonField(pbr, "metallicRoughnessTexture"), diagnostics);
      const json& normal = JsonField(m, "normalTexture");
      material.normal_texture = TextureNumber(normal, diagnostics);
      material.normal_scale = static_cast<float>(JsonNumber(normal, "scale", 1));
      const json& occlusion = JsonField(m, "occlusionTexture");
      material.occlusion_texture = TextureNumber(occlusion, diagnostics);
      material.occlusion_strength = static_cast<float>(JsonNumber(occlusion, "strength", 1));
      const json& sides = JsonField(m, "doubleSided");
      material.double_sided = sides.is_boolean() && sides.get<bool>();
      mesh_.materials.push_back(std::move(material));
    }
  }

  void Finish() {
    SetPositions(mesh_, positions_);
    if (!all_have_normals_) {
      mesh_.normals.clear();
    }
    const auto count = static_cast<int>(mesh_.materials.size());
    for (int& material : material_of_triangle_) {
      material = material >= 0 && material < count ? material : kNoMaterial;
    }
    if (count > 0) {
      GroupByMaterial(mesh_, material_of_triangle_);
    }
    mesh_.metres_per_unit = 1;
    mesh_.up = SourceUp::kY;
  }

  const GltfDocument& document_;
  const MeshSource& source_;
  Mesh mesh_;
  std::vector<Double3> positions_;
  std::vector<int> material_of_triangle_;
  bool all_have_normals_ = true;
  std::optional<Diagnostic> fault_;
};

}  // namespace

Result<Mesh> ReadGltf(std::string_view bytes, const MeshSource& source) {
  Result<GltfDocument> document = GltfDocument::Open(bytes, source);
  if (!document) {
    return Result<Mesh>::Failed(std::move(document.diagnostics));
  }
  Result<Mesh> result = GltfReader(*document, source).Read();
  std::vector<Diagnostic> loading = document->TakeDiagnostics();
  result.diagnostics.insert(result.diagnostics.begin(), loading.begin(), loading.end());
  return result;
}

}  // namespace disan
