#include "formats/mesh/usdz.h"

#include "formats/language/mesh_messages.h"
#include "formats/mesh/usdz_package.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include <fmt/format.h>

namespace disan {
namespace {

// A quoted text of a USDA layer.
std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out + "\"";
}

// On lines of its own, as USD itself writes it: not every reader takes the short form.
constexpr const char* kPerVertex = " (\n            interpolation = \"vertex\"\n        )";

class LayerWriter {
 public:
  LayerWriter(const Mesh& mesh, const UsdzOptions& options) : mesh_(mesh), options_(options) {
    for (size_t i = 0; i < mesh.textures.size(); ++i) {
      const std::string& mime = mesh.textures[i].mime;
      names_.push_back(mime == "image/jpeg"  ? fmt::format("textures/{}.jpg", i)
                       : mime == "image/png" ? fmt::format("textures/{}.png", i)
                                             : "");
    }
  }

  const std::vector<std::string>& names() const { return names_; }

  std::string Run() {
    Add("#usda 1.0\n(\n    defaultPrim = \"Object\"\n    doc = {}\n    metersPerUnit = 1\n"
        "    upAxis = \"Y\"\n    customLayerData = {{ string rights = {} }}\n)\n\n",
        Quoted(options_.title),
        Quoted(options_.rights));
    Add("def Xform \"Object\" (\n    kind = \"component\"\n)\n{{\n");
    size_t number = 0;
    for (const MaterialGroup& group : GroupsOf(mesh_)) {
      if (group.triangle_count > 0) {
        AddGroup(group, number++);
      }
    }
    Add("    def Scope \"Materials\"\n    {{\n");
    for (size_t m = 0; m < mesh_.materials.size(); ++m) {
      AddMaterial(m);
    }
    Add("    }}\n}}\n");
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void Add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  template <typename Range, typename Each>
  void AddArray(const char* head, const Range& range, const Each& each, const char* tail) {
    out_ += "        ";
    out_ += head;
    out_ += " = [";
    bool first = true;
    for (const auto& item : range) {
      if (!first) {
        out_ += ',';
      }
      first = false;
      each(item);
    }
    out_ += ']';
    out_ += tail;
    out_ += '\n';
  }

  void AddGroup(const MaterialGroup& group, size_t number) {
    constexpr uint32_t kUnseen = std::numeric_limits<uint32_t>::max();
    std::vector<uint32_t> local(mesh_.positions.size(), kUnseen);
    std::vector<uint32_t> vertices;
    std::vector<uint32_t> indices;
    for (size_t t = 0; t < group.triangle_count; ++t) {
      for (const uint32_t v : mesh_.triangles[group.first_triangle + t]) {
        if (local[v] == kUnseen) {
          local[v] = static_cast<uint32_t>(vertices.size());
          vertices.push_back(v);
        }
        indices.push_back(local[v]);
      }
    }
    Add("    def Mesh \"Part{}\" (\n        prepend apiSchemas = [\"MaterialBindingAPI\"]\n    )\n"
        "    {{\n",
        number);
    const std::vector<int> threes(group.triangle_count, 3);
    AddArray(
        "int[] faceVertexCounts", threes, [&](int n) { Add("{}", n); }, "");
    AddArray(
        "int[] faceVertexIndices", indices, [&](uint32_t i) { Add("{}", i); }, "");
    AddVertices(vertices);
    Add("        uniform token subdivisionScheme = \"none\"\n");
    if (group.material != kNoMaterial) {
      Add("        rel material:binding = </Object/Materials/Material{}>\n", group.material);
    }
    Add("    }}\n");
  }

  void AddVertices(const std::vector<uint32_t>& vertices) {
    // A hundredth of a millimetre, a ten-thousandth of a direction: a layer is text, digits cost.
    AddArray(
        "point3f[] points",
        vertices,
        [&](uint32_t v) {
          const Float3& p = mesh_.positions[v];
          Add("({:.5f},{:.5f},{:.5f})", p.x, p.y, p.z);
        },
        "");
    if (!mesh_.normals.empty()) {
      AddArray(
          "normal3f[] normals",
          vertices,
          [&](uint32_t v) {
            const Float3& n = mesh_.normals[v];
            Add("({:.3f},{:.3f},{:.3f})", n.x, n.y, n.z);
          },
          kPerVertex);
    }
    if (!mesh_.uvs.empty()) {
      AddArray(
          "texCoord2f[] primvars:st",
          vertices,
          [&](uint32_t v) { Add("({:.5f},{:.5f})", mesh_.uvs[v].x, 1 - mesh_.uvs[v].y); },
          kPerVertex);
    }
    if (!mesh_.colours.empty()) {
      const auto linear = [](uint8_t byte) {
        const double v = byte / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
      };
      AddArray(
          "color3f[] primvars:displayColor",
          vertices,
          [&](uint32_t v) {
            const Rgba8 c = mesh_.colours[v];
            Add("({:.4f},{:.4f},{:.4f})", linear(c.r), linear(c.g), linear(c.b));
          },
          kPerVertex);
    }
  }

  bool Has(int texture) const {
    return texture != kNoTexture && !names_[static_cast<size_t>(texture)].empty();
  }

  void AddTexture(size_t material, const char* role, int texture, const char* space) {
    const bool normal = std::string_view(role) == "normal";
    const bool single = std::string_view(role) == "occlusion";
    Add("            def Shader \"{}\"\n            {{\n"
        "                uniform token info:id = \"UsdUVTexture\"\n"
        "                asset inputs:file = @{}@\n"
        "                float2 inputs:st.connect = "
        "</Object/Materials/Material{}/st.outputs:result>\n"
        "                token inputs:wrapS = \"repeat\"\n"
        "                token inputs:wrapT = \"repeat\"\n"
        "                token inputs:sourceColorSpace = \"{}\"\n",
        role,
        names_[static_cast<size_t>(texture)],
        material,
        space);
    if (normal) {
      Add("                float4 inputs:scale = (2, 2, 2, 1)\n"
          "                float4 inputs:bias = (-1, -1, -1, 0)\n");
    }
    Add("                {} outputs:{}\n            }}\n",
        single ? "float" : "float3",
        single ? "r" : "rgb");
  }

  void AddMaterial(size_t index) {
    const Material& m = mesh_.materials[index];
    Add("        def Material \"Material{0}\"\n        {{\n"
        "            token outputs:surface.connect = "
        "</Object/Materials/Material{0}/surface.outputs:surface>\n"
        "            def Shader \"surface\"\n            {{\n"
        "                uniform token info:id = \"UsdPreviewSurface\"\n",
        index);
    const std::string own = fmt::format("</Object/Materials/Material{}/", index);
    if (Has(m.base_colour_texture)) {
      Add("                color3f inputs:diffuseColor.connect = {}colour.outputs:rgb>\n", own);
    } else {
      Add("                color3f inputs:diffuseColor = ({},{},{})\n",
          m.base_colour[0],
          m.base_colour[1],
          m.base_colour[2]);
    }
    if (Has(m.normal_texture)) {
      Add("                normal3f inputs:normal.connect = {}normal.outputs:rgb>\n", own);
    }
    if (Has(m.occlusion_texture)) {
      Add("                float inputs:occlusion.connect = {}occlusion.outputs:r>\n", own);
    }
    Add("                float inputs:metallic = {}\n                float inputs:roughness = {}\n"
        "                token outputs:surface\n            }}\n"
        "            def Shader \"st\"\n            {{\n"
        "                uniform token info:id = \"UsdPrimvarReader_float2\"\n"
        "                string inputs:varname = \"st\"\n"
        "                float2 outputs:result\n            }}\n",
        m.metallic,
        m.roughness);
    if (Has(m.base_colour_texture)) {
      AddTexture(index, "colour", m.base_colour_texture, "sRGB");
    }
    if (Has(m.normal_texture)) {
      AddTexture(index, "normal", m.normal_texture, "raw");
    }
    if (Has(m.occlusion_texture)) {
      AddTexture(index, "occlusion", m.occlusion_texture, "raw");
    }
    Add("        }}\n");
  }

  const Mesh& mesh_;
  const UsdzOptions& options_;
  std::vector<std::string> names_;  // inside the package; empty: left out
  std::string out_;
};

}  // namespace

Result<std::string> EncodeUsdz(const Mesh& mesh, const UsdzOptions& options) {
  if (mesh.triangles.empty() ||
      !std::all_of(mesh.positions.begin(), mesh.positions.end(), IsFinite<float>)) {
    return Result<std::string>::Failed(
        {.what = Say(messages::kGlbUnwritable, fmt::arg("detail", "USDZ")),
         .remedy = Say(messages::kGlbUnwritableRemedy)});
  }
  LayerWriter layer(mesh, options);
  std::vector<std::pair<std::string, std::string>> files = {{"object.usda", layer.Run()}};
  for (size_t i = 0; i < mesh.textures.size(); ++i) {
    if (!layer.names()[i].empty()) {
      files.emplace_back(layer.names()[i], mesh.textures[i].bytes);
    }
  }
  return Result<std::string>::Of(PackUsdz(files));
}

}  // namespace disan
