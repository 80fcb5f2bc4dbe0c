#include "formats/mesh/obj.h"

#include "formats/mesh/corner_splitter.h"
#include "formats/mesh/mtl.h"
#include "formats/mesh/polygon.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>
#include <map>

namespace disan {
namespace {

constexpr uint32_t kAbsent = 0xFFFFFFFF;

// A 1-based or negative index off the front of a corner such as "3/-1/7".
std::optional<int64_t> TakeIndex(std::string_view& corner) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(corner.data(), corner.data() + corner.size(), value);
  if (error != std::errc()) {
    return std::nullopt;
  }
  corner.remove_prefix(static_cast<size_t>(end - corner.data()));
  return value;
}

class ObjReader {
 public:
  ObjReader(std::string_view bytes, const MeshSource& source) : cursor_(bytes), source_(source) {}

  Result<Mesh> Read() {
    std::string_view line;
    std::string joined;
    while (!fault_ && cursor_.NextLine(line)) {
      if (!line.empty() && line.back() == '\\') {
        joined.assign(line.substr(0, line.size() - 1));
        while (cursor_.NextLine(line)) {
          const bool more = !line.empty() && line.back() == '\\';
          joined.append(1, ' ').append(line.substr(0, line.size() - (more ? 1 : 0)));
          if (!more) {
            break;
          }
        }
        line = joined;
      }
      TakeLine(line);
    }
    if (fault_) {
      fault_->line = cursor_.line_number();
      return Result<Mesh>::Failed(*fault_);
    }
    return Finish();
  }

 private:
  void TakeLine(std::string_view line) {
    const std::string_view word = TakeWord(line);
    if (word == "v") {
      TakeVertex(line);
    } else if (word == "vt") {
      const auto u = TakeNumber(line);
      const auto v = TakeNumber(line);
      uvs_.push_back({static_cast<float>(u.value_or(0)), static_cast<float>(1 - v.value_or(0))});
    } else if (word == "vn") {
      Double3 normal;
      for (int axis = 0; axis < 3; ++axis) {
        normal[axis] = TakeNumber(line).value_or(0);
      }
      normals_.push_back(normal.To<float>());
    } else if (word == "f") {
      TakeFace(line);
    } else if (word == "usemtl") {
      material_ = MaterialNumber(TrimmedText(line));
    } else if (word == "mtllib") {
      libraries_.emplace_back(TrimmedText(line));
    }
  }

  void TakeVertex(std::string_view line) {
    std::array<double, 8> n{};
    size_t count = 0;
    while (count < n.size()) {
      const auto value = TakeNumber(line);
      if (!value) {
        break;
      }
      n[count++] = *value;
    }
    if (count < 3) {
      fault_ = MeshMalformed(source_, "v");
      return;
    }
    positions_.push_back({n[0], n[1], n[2]});
    if (count >= 6) {
      const size_t at = count == 8 ? 4 : 3;
      colours_.resize(positions_.size() - 1, {1, 1, 1});
      colours_.push_back({n[at], n[at + 1], n[at + 2]});
    }
  }

  uint32_t Resolve(int64_t index, size_t count) {
    const int64_t at = index < 0 ? static_cast<int64_t>(count) + index : index - 1;
    if (at < 0 || at >= static_cast<int64_t>(count)) {
      fault_ =
          MeshIndexOutOfRange(source_, static_cast<uint64_t>(std::max<int64_t>(index, 0)), count);
      return 0;
    }
    return static_cast<uint32_t>(at);
  }

  // "v", "v/vt", "v//vn" or "v/vt/vn".
  void TakeCorner(std::string_view corner) {
    const auto v = TakeIndex(corner);
    if (!v) {
      fault_ = MeshMalformed(source_, "f");
      return;
    }
    const uint32_t position = Resolve(*v, positions_.size());
    uint32_t uv = kAbsent;
    uint32_t normal = kAbsent;
    if (!corner.empty() && corner.front() == '/') {
      corner.remove_prefix(1);
      if (const auto vt = TakeIndex(corner)) {
        uv = Resolve(*vt, uvs_.size());
      }
      if (!corner.empty() && corner.front() == '/') {
        corner.remove_prefix(1);
        if (const auto vn = TakeIndex(corner)) {
          normal = Resolve(*vn, normals_.size());
        }
      }
    }
    if (!fault_) {
      places_.push_back(positions_[position]);
      corners_.push_back(splitter_.Find(position, uint64_t{uv} << 32 | normal));
    }
  }

  void TakeFace(std::string_view line) {
    corners_.clear();
    places_.clear();
    for (std::string_view word = TakeWord(line); !word.empty() && !fault_; word = TakeWord(line)) {
      TakeCorner(word);
    }
    pieces_.clear();
    TriangulatePolygon(places_, pieces_);
    for (const Triangle& t : pieces_) {
      mesh_.triangles.push_back({corners_[t[0]], corners_[t[1]], corners_[t[2]]});
      material_of_triangle_.push_back(material_);
    }
  }

  int MaterialNumber(std::string_view name) {
    const auto [at, made] =
        material_names_.emplace(std::string(name), static_cast<int>(material_names_.size()));
    return at->second;
  }

  Result<Mesh> Finish() {
    Result<Mesh> result;
    SplitAttributes();
    ReadMaterials(result.diagnostics);
    result.value = std::move(mesh_);
    return result;
  }

  void SplitAttributes() {
    std::vector<Double3> positions(splitter_.size());
    const bool has_uvs = !uvs_.empty();
    bool has_normals = !normals_.empty();
    for (size_t v = 0; v < splitter_.size(); ++v) {
      positions[v] = positions_[splitter_.PositionOf(v)];
      has_normals = has_normals && static_cast<uint32_t>(splitter_.KeyOf(v)) != kAbsent;
    }
    if (splitter_.size() == 0) {
      positions = positions_;  // a cloud in OBJ clothes: the caller sees its points
    }
    SetPositions(mesh_, positions);
    colours_.resize(colours_.empty() ? 0 : positions_.size(), {1, 1, 1});
    double most = 0;
    for (const Double3& c : colours_) {
      most = std::max({most, c.x, c.y, c.z});
    }
    const double scale = most > 1 ? 1 : 255;
    const auto byte = [&](double value) { return ByteFrom(value * scale); };
    for (size_t v = 0; v < splitter_.size(); ++v) {
      const auto uv = static_cast<uint32_t>(splitter_.KeyOf(v) >> 32);
      const auto normal = static_cast<uint32_t>(splitter_.KeyOf(v));
      if (has_uvs) {
        mesh_.uvs.push_back(uv == kAbsent ? Float2{} : uvs_[uv]);
      }
      if (has_normals) {
        mesh_.normals.push_back(normals_[normal]);
      }
      if (!colours_.empty()) {
        const Double3& c = colours_[splitter_.PositionOf(v)];
        mesh_.colours.push_back({byte(c.x), byte(c.y), byte(c.z), 255});
      }
    }
  }

  void ReadMaterials(std::vector<Diagnostic>& diagnostics) {
    for (const std::string& name : libraries_) {
      if (const std::optional<std::string> text = ReadSidecar(source_, name, diagnostics)) {
        ReadMtl(*text, source_, mesh_, diagnostics);
      }
    }
    std::vector<int> number(material_names_.size(), kNoMaterial);
    for (const auto& [name, used] : material_names_) {
      const auto found = std::find_if(mesh_.materials.begin(),
                                      mesh_.materials.end(),
                                      [&name = name](const Material& m) { return m.name == name; });
      number[static_cast<size_t>(used)] = static_cast<int>(found - mesh_.materials.begin());
      if (found == mesh_.materials.end()) {
        mesh_.materials.push_back({.name = name});
        Diagnostic said = MeshFault(source_,
                                    messages::kMaterialMissing,
                                    messages::kMaterialMissingRemedy,
                                    fmt::arg("name", name));
        said.severity = Severity::kWarning;
        diagnostics.push_back(std::move(said));
      }
    }
    for (int& material : material_of_triangle_) {
      material = material == kNoMaterial ? kNoMaterial : number[static_cast<size_t>(material)];
    }
    if (!mesh_.materials.empty()) {
      GroupByMaterial(mesh_, material_of_triangle_);
    }
  }

  TextCursor cursor_;
  const MeshSource& source_;
  Mesh mesh_;
  std::vector<Double3> positions_;
  std::vector<Double3> colours_;
  std::vector<Float2> uvs_;
  std::vector<Float3> normals_;
  CornerSplitter splitter_;
  std::vector<uint32_t> corners_;
  std::vector<Double3> places_;
  std::vector<Triangle> pieces_;
  std::vector<std::string> libraries_;
  std::map<std::string, int> material_names_;
  std::vector<int> material_of_triangle_;
  int material_ = kNoMaterial;
  std::optional<Diagnostic> fault_;
};

}  // namespace

Result<Mesh> ReadObj(std::string_view bytes, const MeshSource& source) {
  return ObjReader(bytes, source).Read();
}

}  // namespace disan
