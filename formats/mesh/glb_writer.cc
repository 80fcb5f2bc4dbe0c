// tinygltf could write the JSON, but it drops what it does not model (a buffer without data, an
// asset's extension objects next to its extras) and orders nothing by itself; nlohmann's sorted
// objects give the same bytes every time.
#include "formats/language/mesh_messages.h"
#include "formats/mesh/glb.h"
#include "formats/mesh/glb_draco.h"
#include "formats/mesh/glb_metadata.h"
#include "formats/mesh/glb_quantize.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

#include <meshoptimizer.h>

namespace disan {
namespace {

using nlohmann::json;

bool UsesTextures(const Material& m) {
  return m.base_colour_texture != kNoTexture || m.normal_texture != kNoTexture ||
         m.occlusion_texture != kNoTexture || m.metallic_roughness_texture != kNoTexture;
}

// The triangles of one group with vertices of their own, in an order that compresses well.
struct Part {
  std::vector<uint32_t> vertices;  // of the mesh
  std::vector<uint32_t> indices;   // into `vertices`
};

Part PartOf(const Mesh& mesh, const MaterialGroup& group, bool reorder) {
  constexpr uint32_t kUnseen = std::numeric_limits<uint32_t>::max();
  std::vector<uint32_t> local(mesh.positions.size(), kUnseen);
  Part part;
  part.indices.reserve(group.triangle_count * 3);
  for (size_t t = 0; t < group.triangle_count; ++t) {
    for (const uint32_t v : mesh.triangles[group.first_triangle + t]) {
      if (local[v] == kUnseen) {
        local[v] = static_cast<uint32_t>(part.vertices.size());
        part.vertices.push_back(v);
      }
      part.indices.push_back(local[v]);
    }
  }
  if (!reorder) {
    return part;
  }
  const size_t count = part.vertices.size();
  meshopt_optimizeVertexCacheStrip(
      part.indices.data(), part.indices.data(), part.indices.size(), count);
  std::vector<uint32_t> remap(count);
  meshopt_optimizeVertexFetchRemap(remap.data(), part.indices.data(), part.indices.size(), count);
  meshopt_remapIndexBuffer(
      part.indices.data(), part.indices.data(), part.indices.size(), remap.data());
  std::vector<uint32_t> ordered(count);
  for (size_t v = 0; v < count; ++v) {
    ordered[remap[v]] = part.vertices[v];
  }
  part.vertices = std::move(ordered);
  return part;
}

class GlbWriter {
 public:
  GlbWriter(const Mesh& mesh, const GlbOptions& options)
      : mesh_(mesh),
        options_(options),
        buffer_(options.codec == GeometryCodec::kMeshopt),
        grid_(GridOf(mesh, std::max(options.position_bits, 1))),
        uv_range_(UvRangeOf(mesh)) {
    const bool has_normal_map =
        std::any_of(mesh.materials.begin(), mesh.materials.end(), [](const Material& m) {
          return m.normal_texture != kNoTexture;
        });
    if (has_normal_map && !mesh.normals.empty() && !mesh.uvs.empty()) {
      tangents_ = mesh.tangents.empty() ? ComputeTangents(mesh) : mesh.tangents;
    }
  }

  // False when a library could not encode.
  bool Write(std::string& out) {
    AddMetadata(mesh_, options_.metadata, root_);
    if (root_.contains("extensions")) {
      used_.insert("KHR_xmp_json_ld");
    }
    AddTextures();
    json primitives = json::array();
    for (const MaterialGroup& group : GroupsOf(mesh_)) {
      if (group.triangle_count > 0) {
        json primitive = Primitive(group);
        if (primitive.is_null()) {
          return false;
        }
        primitives.push_back(std::move(primitive));
      }
    }
    for (const Material& material : mesh_.materials) {
      root_["materials"].push_back(MaterialJson(material));
    }
    root_["meshes"] = json::array({{{"primitives", std::move(primitives)}}});
    json node = {{"mesh", 0}};
    if (IsGrid()) {
      node["translation"] = {grid_.origin.x, grid_.origin.y, grid_.origin.z};
      node["scale"] = {grid_.step, grid_.step, grid_.step};
    }
    root_["nodes"] = json::array({std::move(node)});
    root_["scenes"] = json::array({{{"nodes", {0}}}});
    root_["scene"] = 0;
    out = Assemble();
    return true;
  }

 private:
  bool IsDraco() const { return options_.codec == GeometryCodec::kDraco; }
  bool IsGrid() const { return !IsDraco() && options_.position_bits > 0; }

  void Require(const char* extension) {
    used_.insert(extension);
    required_.insert(extension);
  }

  json Primitive(const MaterialGroup& group) {
    const Material* material = group.material == kNoMaterial
                                   ? nullptr
                                   : &mesh_.materials[static_cast<size_t>(group.material)];
    const bool with_uvs = !mesh_.uvs.empty() && material != nullptr && UsesTextures(*material);
    const Part part = PartOf(mesh_, group, options_.codec == GeometryCodec::kMeshopt);
    const bool with_tangents = with_uvs && material->normal_texture != kNoTexture;
    const std::vector<Tangent> none;
    const std::vector<Tangent>& tangents = with_tangents ? tangents_ : none;
    json primitive = IsDraco() ? DracoPrimitive(part, with_uvs, tangents)
                               : PlainPrimitive(part, with_uvs, tangents);
    if (material != nullptr && !primitive.is_null()) {
      primitive["material"] = group.material;
    }
    return primitive;
  }

  json PlainPrimitive(const Part& part, bool with_uvs, const std::vector<Tangent>& tangents) {
    const bool meshopt = options_.codec == GeometryCodec::kMeshopt;
    const size_t count = part.vertices.size();
    json attributes;
    attributes["POSITION"] =
        buffer_.AddAttribute(IsGrid() ? GridPositions(mesh_, part.vertices, grid_)
                                      : FloatPositions(mesh_, part.vertices),
                             count);
    if (!mesh_.normals.empty()) {
      attributes["NORMAL"] = buffer_.AddAttribute(
          IsGrid() ? OctahedralNormals(mesh_, part.vertices, options_.normal_bits, meshopt)
                   : FloatNormals(mesh_, part.vertices),
          count);
    }
    if (!tangents.empty()) {
      attributes["TANGENT"] = buffer_.AddAttribute(
          IsGrid() ? OctahedralTangents(tangents, part.vertices, options_.tangent_bits, meshopt)
                   : FloatTangents(tangents, part.vertices),
          count);
    }
    if (with_uvs) {
      attributes["TEXCOORD_0"] = buffer_.AddAttribute(
          IsGrid() ? RangeUvs(mesh_, part.vertices, uv_range_, options_.uv_bits)
                   : FloatUvs(mesh_, part.vertices),
          count);
    }
    if (!mesh_.colours.empty()) {
      attributes["COLOR_0"] = buffer_.AddAttribute(LinearColours(mesh_, part.vertices), count);
    }
    if (meshopt) {
      Require("EXT_meshopt_compression");
    }
    if (IsGrid()) {
      Require("KHR_mesh_quantization");
    }
    return {{"attributes", std::move(attributes)},
            {"indices", buffer_.AddIndices(part.indices, count)}};
  }

  json DracoPrimitive(const Part& part, bool with_uvs, const std::vector<Tangent>& tangents) {
    const std::optional<DracoEncoded> encoded =
        EncodeDraco({mesh_, part.vertices, part.indices, tangents, with_uvs}, options_);
    if (!encoded) {
      return nullptr;
    }
    Require("KHR_draco_mesh_compression");
    json primitive;
    json& extension = primitive["extensions"]["KHR_draco_mesh_compression"];
    extension["bufferView"] = buffer_.AddView(encoded->bytes);
    for (const auto& [name, id] : encoded->attributes) {
      extension["attributes"][name] = id;
      const char* type = name == "TEXCOORD_0"                     ? "VEC2"
                         : name == "COLOR_0" || name == "TANGENT" ? "VEC4"
                                                                  : "VEC3";
      json accessor = {{"componentType", 5126}, {"count", encoded->vertices}, {"type", type}};
      if (name == "POSITION") {
        const auto& [low, high] = encoded->bounds;
        accessor["min"] = {low.x, low.y, low.z};
        accessor["max"] = {high.x, high.y, high.z};
      }
      primitive["attributes"][name] = buffer_.AddAccessor(std::move(accessor));
    }
    primitive["indices"] = buffer_.AddAccessor(
        {{"componentType", 5125}, {"count", part.indices.size()}, {"type", "SCALAR"}});
    return primitive;
  }

  json TextureInfo(int texture) {
    json info = {{"index", texture}};
    if (IsGrid()) {
      // Whole numbers of `uv_bits` in a normalized short stand for the whole range.
      const double most = static_cast<double>((1 << options_.uv_bits) - 1);
      const double x = static_cast<double>(uv_range_.extent.x) * 65535 / most;
      const double y = static_cast<double>(uv_range_.extent.y) * 65535 / most;
      info["extensions"]["KHR_texture_transform"] = {{"offset", {uv_range_.min.x, uv_range_.min.y}},
                                                     {"scale", {x, y}}};
      Require("KHR_texture_transform");
    }
    return info;
  }

  json MaterialJson(const Material& m) {
    json out;
    if (!m.name.empty()) {
      out["name"] = m.name;
    }
    json& pbr = out["pbrMetallicRoughness"];
    pbr = {{"metallicFactor", m.metallic}, {"roughnessFactor", m.roughness}};
    if (m.base_colour != std::array<float, 4>{1, 1, 1, 1}) {
      pbr["baseColorFactor"] = m.base_colour;
    }
    if (m.base_colour_texture != kNoTexture) {
      pbr["baseColorTexture"] = TextureInfo(m.base_colour_texture);
    }
    if (m.metallic_roughness_texture != kNoTexture) {
      pbr["metallicRoughnessTexture"] = TextureInfo(m.metallic_roughness_texture);
    }
    if (m.normal_texture != kNoTexture) {
      out["normalTexture"] = TextureInfo(m.normal_texture);
      out["normalTexture"]["scale"] = m.normal_scale;
    }
    if (m.occlusion_texture != kNoTexture) {
      out["occlusionTexture"] = TextureInfo(m.occlusion_texture);
      out["occlusionTexture"]["strength"] = m.occlusion_strength;
    }
    if (m.double_sided) {
      out["doubleSided"] = true;
    }
    return out;
  }

  void AddTextures() {
    for (const Texture& texture : mesh_.textures) {
      root_["images"].push_back(
          {{"bufferView", buffer_.AddView(texture.bytes)}, {"mimeType", texture.mime}});
    }
    for (size_t i = 0; i < mesh_.textures.size(); ++i) {
      const std::string& mime = mesh_.textures[i].mime;
      const char* extension = mime == "image/webp"   ? "EXT_texture_webp"
                              : mime == "image/ktx2" ? "KHR_texture_basisu"
                                                     : nullptr;
      json texture = {{"sampler", 0}};
      if (extension == nullptr) {
        texture["source"] = i;
      } else {
        texture["extensions"][extension]["source"] = i;
        used_.insert(extension);
        const auto fallback =
            std::find_if(options_.texture_fallbacks.begin(),
                         options_.texture_fallbacks.end(),
                         [&](const auto& f) { return f.first == static_cast<int>(i); });
        if (fallback != options_.texture_fallbacks.end()) {
          texture["source"] = fallback->second;
        } else {
          required_.insert(extension);
        }
      }
      root_["textures"].push_back(std::move(texture));
    }
    if (!mesh_.textures.empty()) {
      root_["samplers"] = json::array({{{"magFilter", 9729}, {"minFilter", 9987}}});
    }
  }

  std::string Assemble() {
    std::string binary = buffer_.Finish(root_);
    if (!used_.empty()) {
      root_["extensionsUsed"] = used_;
    }
    if (!required_.empty()) {
      root_["extensionsRequired"] = required_;
    }
    std::string text = root_.dump(-1, ' ', false, json::error_handler_t::replace);
    text.resize((text.size() + 3) / 4 * 4, ' ');
    std::string out = "glTF";
    const auto put = [&](size_t value) {
      const auto word = static_cast<uint32_t>(value);
      out.append(reinterpret_cast<const char*>(&word), 4);
    };
    put(2);
    put(12 + 8 + text.size() + 8 + binary.size());
    put(text.size());
    put(0x4E4F534A);
    out += text;
    put(binary.size());
    put(0x004E4942);
    return out + binary;
  }

  const Mesh& mesh_;
  const GlbOptions& options_;
  GlbBuffer buffer_;
  Grid grid_;
  UvRange uv_range_;
  std::vector<Tangent> tangents_;  // only when a normal map needs them
  json root_;
  std::set<std::string> used_;
  std::set<std::string> required_;
};

std::optional<Diagnostic> Check(const Mesh& mesh, const GlbOptions& options) {
  const auto fault = [](const char* detail) {
    return Diagnostic{.what = Say(messages::kGlbUnwritable, fmt::arg("detail", detail)),
                      .remedy = Say(messages::kGlbUnwritableRemedy)};
  };
  if (mesh.triangles.empty()) {
    return fault("no triangles");
  }
  if (!std::all_of(mesh.positions.begin(), mesh.positions.end(), IsFinite<float>)) {
    return fault("NaN");
  }
  const int most = options.codec == GeometryCodec::kDraco ? 30 : 16;
  if (options.position_bits < 0 || options.position_bits > most || options.normal_bits < 2 ||
      options.normal_bits > 16 || options.tangent_bits < 2 || options.tangent_bits > 16 ||
      options.uv_bits < 2 || options.uv_bits > 16) {
    return fault("bits");
  }
  return std::nullopt;
}

}  // namespace

Result<std::string> EncodeGlb(const Mesh& mesh, const GlbOptions& options) {
  if (const std::optional<Diagnostic> fault = Check(mesh, options)) {
    return Result<std::string>::Failed(*fault);
  }
  std::string out;
  if (!GlbWriter(mesh, options).Write(out)) {
    return Result<std::string>::Failed(
        {.what = Say(messages::kGlbUnwritable, fmt::arg("detail", "Draco")),
         .remedy = Say(messages::kGlbUnwritableRemedy)});
  }
  if (out.size() > std::numeric_limits<uint32_t>::max()) {
    return Result<std::string>::Failed(
        {.what = Say(messages::kGlbUnwritable, fmt::arg("detail", "> 4 GB")),
         .remedy = Say(messages::kGlbUnwritableRemedy)});
  }
  return Result<std::string>::Of(std::move(out));
}

}  // namespace disan
