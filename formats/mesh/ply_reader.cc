#include "formats/mesh/corner_splitter.h"
#include "formats/mesh/ply.h"
#include "formats/mesh/ply_rows.h"
#include "formats/mesh/polygon.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace disan {
namespace {

uint8_t ColourByte(double value, PlyType type) {
  double scale = 1;
  if (type == PlyType::kFloat32 || type == PlyType::kFloat64) {
    scale = 255;
  } else if (type == PlyType::kUint16 || type == PlyType::kInt16) {
    scale = 1 / 257.0;
  }
  return ByteFrom(value * scale);
}

struct ColourColumns {
  std::array<int, 4> at;
  explicit ColourColumns(const PlyElement& element)
      : at{element.Find({"red", "r", "diffuse_red"}),
           element.Find({"green", "g", "diffuse_green"}),
           element.Find({"blue", "b", "diffuse_blue"}),
           element.Find({"alpha", "a"})} {}
  bool any() const { return at[0] >= 0 && at[1] >= 0 && at[2] >= 0; }

  Rgba8 Take(const PlyElement& element, const std::vector<double>& row) const {
    const auto byte = [&](int column) {
      return column < 0 ? uint8_t{255}
                        : ColourByte(row[static_cast<size_t>(column)],
                                     element.properties[static_cast<size_t>(column)].type);
    };
    return {byte(at[0]), byte(at[1]), byte(at[2]), byte(at[3])};
  }
};

class PlyReader {
 public:
  PlyReader(const PlyHeader& header, std::string_view bytes, const MeshSource& source)
      : header_(header),
        source_(source),
        rows_(bytes.substr(header.body_offset), header.encoding) {}

  Result<Mesh> Read() {
    for (const PlyElement& element : header_.elements) {
      if (element.name == "vertex") {
        ReadVertices(element);
      } else if (element.name == "face") {
        ReadFaces(element);
      } else if (element.name == "tristrips") {
        ReadStrips(element);
      } else {
        SkipRows(element);
      }
      if (rows_.failed()) {
        return Result<Mesh>::Failed(MeshTruncated(source_));
      }
      if (fault_) {
        return Result<Mesh>::Failed(*fault_);
      }
    }
    return Finish();
  }

 private:
  void SkipRows(const PlyElement& element) {
    for (uint64_t i = 0; i < element.count && !rows_.failed(); ++i) {
      for (const PlyProperty& property : element.properties) {
        rows_.Skip(property);
      }
    }
  }

  // Lists count as zero; no property that a vertex needs is one.
  void ReadScalars(const PlyElement& element, std::vector<double>& row) {
    for (size_t i = 0; i < element.properties.size(); ++i) {
      const PlyProperty& property = element.properties[i];
      if (property.is_list) {
        rows_.Skip(property);
      } else {
        row[i] = rows_.Next(property.type);
      }
    }
  }

  void ReadVertices(const PlyElement& element) {
    const std::array<int, 3> xyz = {element.Find({"x"}), element.Find({"y"}), element.Find({"z"})};
    if (std::min({xyz[0], xyz[1], xyz[2]}) < 0) {
      fault_ = MeshMalformed(source_, "element vertex: x, y, z");
      return;
    }
    const std::array<int, 3> normal = {
        element.Find({"nx"}), element.Find({"ny"}), element.Find({"nz"})};
    const std::array<int, 2> uv = {element.Find({"s", "u", "texture_u", "texture_s"}),
                                   element.Find({"t", "v", "texture_v", "texture_t"})};
    const ColourColumns colour(element);
    const bool has_normals = std::min({normal[0], normal[1], normal[2]}) >= 0;
    const bool has_uvs = std::min(uv[0], uv[1]) >= 0;
    const auto count = static_cast<size_t>(element.count);
    positions_.reserve(count);
    mesh_.normals.reserve(has_normals ? count : 0);
    mesh_.uvs.reserve(has_uvs ? count : 0);
    mesh_.colours.reserve(colour.any() ? count : 0);
    std::vector<double> row(element.properties.size());
    const auto at = [&](int column) { return row[static_cast<size_t>(column)]; };
    for (size_t i = 0; i < count && !rows_.failed(); ++i) {
      ReadScalars(element, row);
      positions_.push_back({at(xyz[0]), at(xyz[1]), at(xyz[2])});
      if (has_normals) {
        mesh_.normals.push_back(Double3{at(normal[0]), at(normal[1]), at(normal[2])}.To<float>());
      }
      if (has_uvs) {
        mesh_.uvs.push_back({static_cast<float>(at(uv[0])), static_cast<float>(1 - at(uv[1]))});
      }
      if (colour.any()) {
        mesh_.colours.push_back(colour.Take(element, row));
      }
    }
  }

  void ReadFaces(const PlyElement& element) {
    const int indices = element.Find({"vertex_indices", "vertex_index"});
    if (indices < 0 || !element.properties[static_cast<size_t>(indices)].is_list) {
      fault_ = MeshMalformed(source_, "element face: vertex_indices");
      return;
    }
    const int texcoord = element.Find({"texcoord"});
    has_texcoord_ = texcoord >= 0;
    const int texnumber = element.Find({"texnumber"});
    const ColourColumns colour(element);
    mesh_.triangles.reserve(static_cast<size_t>(element.count));
    std::vector<double> row(element.properties.size());
    for (uint64_t i = 0; i < element.count && !rows_.failed() && !fault_; ++i) {
      corner_uvs_.clear();
      for (size_t p = 0; p < element.properties.size(); ++p) {
        const PlyProperty& property = element.properties[p];
        if (!property.is_list) {
          row[p] = rows_.Next(property.type);
        } else if (static_cast<int>(p) == indices) {
          ReadIndices(property);
        } else if (static_cast<int>(p) == texcoord) {
          ReadCornerUvs(property);
        } else {
          rows_.Skip(property);
        }
      }
      if (!rows_.failed() && !fault_) {
        AddPolygon(texnumber < 0 ? 0 : ByteFrom(row[static_cast<size_t>(texnumber)]));
        if (colour.any()) {
          face_colours_.resize(mesh_.triangles.size(), colour.Take(element, row));
        }
      }
    }
  }

  void ReadIndices(const PlyProperty& property) {
    corners_.clear();
    const size_t count = rows_.NextCount(property);
    for (size_t i = 0; i < count; ++i) {
      AddCorner(rows_.Next(property.type));
    }
  }

  void AddCorner(double index) {
    if (!(index >= 0) || index >= static_cast<double>(positions_.size())) {
      if (!fault_ && !rows_.failed()) {
        fault_ = MeshIndexOutOfRange(source_,
                                     index >= 0 ? static_cast<uint64_t>(std::min(index, 1e18)) : 0,
                                     positions_.size());
      }
      index = 0;
    }
    corners_.push_back(static_cast<uint32_t>(index));
  }

  void ReadCornerUvs(const PlyProperty& property) {
    const size_t count = rows_.NextCount(property);
    double u = 0;
    for (size_t i = 0; i < count; ++i) {
      const double value = rows_.Next(property.type);
      if (i % 2 == 0) {
        u = value;
      } else {
        corner_uvs_.push_back({static_cast<float>(u), static_cast<float>(1 - value)});
      }
    }
  }

  void AddPolygon(int texture) {
    pieces_.clear();
    if (corners_.size() == 3) {
      pieces_.push_back({0, 1, 2});
    } else {
      std::vector<Double3> places;
      for (const uint32_t c : corners_) {
        places.push_back(positions_[c]);
      }
      TriangulatePolygon(places, pieces_);
    }
    const bool has_uvs = !corners_.empty() && corner_uvs_.size() >= corners_.size();
    has_corner_uvs_ = has_corner_uvs_ || has_uvs;
    for (const Triangle& piece : pieces_) {
      Triangle triangle;
      for (size_t k = 0; k < 3; ++k) {
        triangle[k] = corners_[piece[k]];
        const Float2 uv = has_uvs ? corner_uvs_[piece[k]] : Float2{};
        if (has_texcoord_) {
          triangle_uvs_.push_back(uv);
        }
      }
      mesh_.triangles.push_back(triangle);
      texture_of_triangle_.push_back(texture);
    }
  }

  void ReadStrips(const PlyElement& element) {
    const int indices = element.Find({"vertex_indices", "vertex_index"});
    for (uint64_t i = 0; i < element.count && !rows_.failed() && !fault_; ++i) {
      for (size_t p = 0; p < element.properties.size(); ++p) {
        const PlyProperty& property = element.properties[p];
        if (static_cast<int>(p) == indices && property.is_list) {
          ReadStrip(property);
        } else {
          rows_.Skip(property);
        }
      }
    }
  }

  // -1 begins a new strip; every other triangle is turned round.
  void ReadStrip(const PlyProperty& property) {
    corners_.clear();
    const size_t count = rows_.NextCount(property);
    for (size_t i = 0; i < count; ++i) {
      const double index = rows_.Next(property.type);
      if (index < 0) {
        corners_.clear();
        continue;
      }
      AddCorner(index);
      const size_t n = corners_.size();
      if (n < 3) {
        continue;
      }
      const Triangle t = {corners_[n - 3], corners_[n - 2], corners_[n - 1]};
      if (t[0] != t[1] && t[1] != t[2] && t[0] != t[2]) {
        mesh_.triangles.push_back(n % 2 == 1 ? t : Triangle{t[1], t[0], t[2]});
        texture_of_triangle_.push_back(0);
      }
    }
  }

  Result<Mesh> Finish() {
    SetPositions(mesh_, positions_);
    if (mesh_.colours.empty() && face_colours_.size() == mesh_.triangles.size() &&
        !face_colours_.empty()) {
      SpreadFaceColours();
    }
    if (has_corner_uvs_) {
      SplitCorners();
    }
    Result<Mesh> result;
    AddMaterials(result.diagnostics);
    result.value = std::move(mesh_);
    return result;
  }

  // A vertex gets the mean of its faces.
  void SpreadFaceColours() {
    std::vector<std::array<uint32_t, 5>> sums(mesh_.positions.size());
    for (size_t t = 0; t < mesh_.triangles.size(); ++t) {
      const Rgba8 c = face_colours_[t];
      for (const uint32_t v : mesh_.triangles[t]) {
        sums[v] = {
            sums[v][0] + c.r, sums[v][1] + c.g, sums[v][2] + c.b, sums[v][3] + c.a, sums[v][4] + 1};
      }
    }
    for (const auto& s : sums) {
      const uint32_t n = std::max(s[4], 1U);
      const auto mean = [&](uint32_t sum) { return static_cast<uint8_t>((sum + n / 2) / n); };
      mesh_.colours.push_back(s[4] == 0 ? Rgba8{}
                                        : Rgba8{mean(s[0]), mean(s[1]), mean(s[2]), mean(s[3])});
    }
  }

  void SplitCorners() {
    triangle_uvs_.resize(mesh_.triangles.size() * 3);
    CornerSplitter splitter;
    for (size_t t = 0; t < mesh_.triangles.size(); ++t) {
      for (size_t k = 0; k < 3; ++k) {
        const Float2 uv = triangle_uvs_[t * 3 + k];
        const uint64_t key =
            uint64_t{std::bit_cast<uint32_t>(uv.x)} << 32 | std::bit_cast<uint32_t>(uv.y);
        mesh_.triangles[t][k] = splitter.Find(mesh_.triangles[t][k], key);
      }
    }
    Mesh split;
    const bool normals = !mesh_.normals.empty();
    const bool colours = !mesh_.colours.empty();
    for (size_t v = 0; v < splitter.size(); ++v) {
      const uint32_t from = splitter.PositionOf(v);
      const uint64_t key = splitter.KeyOf(v);
      split.positions.push_back(mesh_.positions[from]);
      split.uvs.push_back({std::bit_cast<float>(static_cast<uint32_t>(key >> 32)),
                           std::bit_cast<float>(static_cast<uint32_t>(key))});
      if (normals) {
        split.normals.push_back(mesh_.normals[from]);
      }
      if (colours) {
        split.colours.push_back(mesh_.colours[from]);
      }
    }
    mesh_.positions = std::move(split.positions);
    mesh_.normals = std::move(split.normals);
    mesh_.uvs = std::move(split.uvs);
    mesh_.colours = std::move(split.colours);
  }

  void AddMaterials(std::vector<Diagnostic>& diagnostics) {
    const auto count = static_cast<int>(header_.texture_files.size());
    for (const std::string& name : header_.texture_files) {
      mesh_.materials.push_back(
          {.name = name, .base_colour_texture = AddTexture(mesh_, source_, name, diagnostics)});
    }
    if (count > 1) {
      for (int& texture : texture_of_triangle_) {
        texture = std::clamp(texture, 0, count - 1);
      }
      GroupByMaterial(mesh_, texture_of_triangle_);
    }
  }

  const PlyHeader& header_;
  const MeshSource& source_;
  PlyRows rows_;
  Mesh mesh_;
  std::vector<Double3> positions_;
  std::vector<uint32_t> corners_;
  std::vector<Float2> corner_uvs_;
  std::vector<Triangle> pieces_;
  std::vector<Float2> triangle_uvs_;
  std::vector<Rgba8> face_colours_;
  std::vector<int> texture_of_triangle_;
  bool has_texcoord_ = false;
  bool has_corner_uvs_ = false;
  std::optional<Diagnostic> fault_;
};

}  // namespace

Result<Mesh> ReadPly(std::string_view bytes, const MeshSource& source) {
  Result<PlyHeader> header = ParsePlyHeader(bytes, source);
  if (!header) {
    return Result<Mesh>::Failed(std::move(header.diagnostics));
  }
  return PlyReader(*header, bytes, source).Read();
}

}  // namespace disan
