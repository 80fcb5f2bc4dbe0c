#include "formats/mesh/exchange.h"

#include <algorithm>
#include <exception>

#include <assimp/Importer.hpp>
#include <assimp/postprocess.h>
#include <assimp/scene.h>

namespace disan {
namespace {

class SceneReader {
 public:
  SceneReader(const aiScene& scene, const MeshSource& source, std::vector<Diagnostic>& diagnostics)
      : scene_(scene), source_(source), diagnostics_(diagnostics) {}

  Mesh Read() {
    for (unsigned i = 0; i < scene_.mNumMaterials; ++i) {
      TakeMaterial(*scene_.mMaterials[i]);
    }
    if (scene_.mRootNode != nullptr) {
      TakeNode(*scene_.mRootNode, aiMatrix4x4());
    }
    if (!has_normals_) {
      mesh_.normals.clear();
    }
    SetPositions(mesh_, positions_);
    GroupByMaterial(mesh_, material_of_triangle_);
    return std::move(mesh_);
  }

 private:
  int Picture(const aiMaterial& material, aiTextureType type) {
    aiString path;
    if (material.GetTexture(type, 0, &path) != AI_SUCCESS) {
      return kNoTexture;
    }
    if (const aiTexture* embedded = scene_.GetEmbeddedTexture(path.C_Str());
        embedded != nullptr && embedded->mHeight == 0) {
      const std::string bytes(reinterpret_cast<const char*>(embedded->pcData), embedded->mWidth);
      const std::string mime = TextureMime(bytes);
      if (!mime.empty()) {
        mesh_.textures.push_back({path.C_Str(), mime, bytes});
        return static_cast<int>(mesh_.textures.size() - 1);
      }
    }
    return AddTexture(mesh_, source_, path.C_Str(), diagnostics_);
  }

  void TakeMaterial(const aiMaterial& from) {
    Material material{.name = from.GetName().C_Str()};
    aiColor3D diffuse(1, 1, 1);
    from.Get(AI_MATKEY_COLOR_DIFFUSE, diffuse);
    material.base_colour_texture = Picture(from, aiTextureType_DIFFUSE);
    material.normal_texture = Picture(from, aiTextureType_NORMALS);
    if (material.base_colour_texture == kNoTexture && !diffuse.IsBlack()) {
      material.base_colour = {diffuse.r, diffuse.g, diffuse.b, 1};
    }
    mesh_.materials.push_back(std::move(material));
  }

  void TakeNode(const aiNode& node, const aiMatrix4x4& above) {
    const aiMatrix4x4 world = above * node.mTransformation;
    for (unsigned i = 0; i < node.mNumMeshes; ++i) {
      TakeMesh(*scene_.mMeshes[node.mMeshes[i]], world);
    }
    for (unsigned i = 0; i < node.mNumChildren; ++i) {
      TakeNode(*node.mChildren[i], world);
    }
  }

  void TakeMesh(const aiMesh& from, const aiMatrix4x4& world) {
    const size_t before = positions_.size();
    aiMatrix3x3 normal_matrix(world);
    normal_matrix.Inverse().Transpose();
    has_normals_ = has_normals_ && from.HasNormals();
    const bool uvs = from.HasTextureCoords(0);
    const bool colours = from.HasVertexColors(0);
    mesh_.uvs.resize(uvs || !mesh_.uvs.empty() ? before : 0);
    mesh_.colours.resize(colours || !mesh_.colours.empty() ? before : 0);
    const bool keep_uvs = uvs || !mesh_.uvs.empty();
    const bool keep_colours = colours || !mesh_.colours.empty();
    for (unsigned v = 0; v < from.mNumVertices; ++v) {
      const aiVector3D p = world * from.mVertices[v];
      positions_.push_back(Float3{p.x, p.y, p.z}.To<double>());
      if (has_normals_) {
        const aiVector3D n = normal_matrix * from.mNormals[v];
        mesh_.normals.push_back(Normalized(Float3{n.x, n.y, n.z}));
      }
      if (keep_uvs) {
        mesh_.uvs.push_back(uvs ? Float2{from.mTextureCoords[0][v].x, from.mTextureCoords[0][v].y}
                                : Float2{});
      }
      if (keep_colours) {
        mesh_.colours.push_back(colours ? Colour(from.mColors[0][v]) : Rgba8{});
      }
    }
    const bool mirrored = world.Determinant() < 0;
    for (unsigned f = 0; f < from.mNumFaces; ++f) {
      if (from.mFaces[f].mNumIndices == 3) {
        const unsigned* i = from.mFaces[f].mIndices;
        const auto base = static_cast<uint32_t>(before);
        mesh_.triangles.push_back(
            {base + i[0], base + i[mirrored ? 2 : 1], base + i[mirrored ? 1 : 2]});
        material_of_triangle_.push_back(static_cast<int>(from.mMaterialIndex));
      }
    }
  }

  static Rgba8 Colour(const aiColor4D& c) {
    const auto byte = [](float value) { return ByteFrom(255.0 * static_cast<double>(value)); };
    return {byte(c.r), byte(c.g), byte(c.b), byte(c.a)};
  }

  const aiScene& scene_;
  const MeshSource& source_;
  std::vector<Diagnostic>& diagnostics_;
  Mesh mesh_;
  std::vector<Double3> positions_;
  std::vector<int> material_of_triangle_;
  bool has_normals_ = true;
};

// FBX says its unit in centimetres and which axis points up; Assimp leaves the numbers as they are.
void TakeFbxFrame(const aiScene& scene, Mesh& mesh) {
  double centimetres = 0;
  float single = 0;
  int32_t axis = -1;
  int32_t sign = 0;
  if (scene.mMetaData == nullptr) {
    return;
  }
  if (scene.mMetaData->Get("UnitScaleFactor", centimetres) && centimetres > 0) {
    mesh.metres_per_unit = centimetres / 100;
  } else if (scene.mMetaData->Get("UnitScaleFactor", single) && single > 0) {
    mesh.metres_per_unit = static_cast<double>(single) / 100;
  }
  // Upside down or along x is nothing that a person meant: then they are asked.
  if (scene.mMetaData->Get("UpAxis", axis) && scene.mMetaData->Get("UpAxisSign", sign) &&
      sign == 1 && (axis == 1 || axis == 2)) {
    mesh.up = axis == 1 ? SourceUp::kY : SourceUp::kZ;
  }
}

}  // namespace

Result<Mesh> ReadExchange(std::string_view bytes,
                          std::string_view extension,
                          const MeshSource& source) {
  const auto fail = [&](const std::string& detail) {
    return Result<Mesh>::Failed(MeshFault(source,
                                          messages::kMeshLibrary,
                                          messages::kMeshExportAgain,
                                          fmt::arg("detail", detail.substr(0, 300))));
  };
  try {
    // From memory, so that Assimp opens no other file: pictures are found by us.
    Assimp::Importer importer;
    const aiScene* scene = importer.ReadFileFromMemory(
        bytes.data(),
        bytes.size(),
        aiProcess_Triangulate | aiProcess_JoinIdenticalVertices | aiProcess_FlipUVs |
            aiProcess_SortByPType | aiProcess_ValidateDataStructure,
        std::string(extension).c_str());
    if (scene == nullptr) {
      return fail(importer.GetErrorString());
    }
    Result<Mesh> result;
    result.value = SceneReader(*scene, source, result.diagnostics).Read();
    if (extension == "dae") {
      // Assimp has applied the file's <unit> and <up_axis>.
      result.value->metres_per_unit = 1;
      result.value->up = SourceUp::kY;
    } else {
      TakeFbxFrame(*scene, *result.value);
    }
    return result;
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

}  // namespace disan
