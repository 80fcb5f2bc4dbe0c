#include "formats/mesh/glb_draco.h"

#include <cstring>
#include <exception>

#include <draco/compression/decode.h>
#include <draco/compression/expert_encode.h>

namespace disan {
namespace {

constexpr int kSlowest = 0;  // best ratio; still seconds for a million triangles

template <typename Fill>
int AddAttribute(draco::Mesh& mesh,
                 draco::GeometryAttribute::Type type,
                 draco::DataType data_type,
                 uint8_t components,
                 const Fill& fill) {
  const bool bytes = data_type == draco::DT_UINT8;
  draco::GeometryAttribute attribute;
  attribute.Init(type,
                 nullptr,
                 components,
                 data_type,
                 bytes,
                 static_cast<int64_t>(components) * (bytes ? 1 : 4),
                 0);
  const int id = mesh.AddAttribute(attribute, true, mesh.num_points());
  for (uint32_t p = 0; p < mesh.num_points(); ++p) {
    const auto value = fill(p);
    mesh.attribute(id)->SetAttributeValue(draco::AttributeValueIndex(p), value.data());
  }
  return id;
}

class DracoWriter {
 public:
  DracoWriter(const DracoInput& input, const GlbOptions& options)
      : input_(input), from_(input.mesh), vertices_(input.vertices), options_(options) {
    mesh_.set_num_points(static_cast<uint32_t>(vertices_.size()));
  }

  void AddFaces() {
    const std::vector<uint32_t>& indices = input_.indices;
    mesh_.SetNumFaces(indices.size() / 3);
    for (uint32_t f = 0; f < indices.size() / 3; ++f) {
      mesh_.SetFace(draco::FaceIndex(f),
                    {draco::PointIndex(indices[f * 3]),
                     draco::PointIndex(indices[f * 3 + 1]),
                     draco::PointIndex(indices[f * 3 + 2])});
    }
  }

  void AddAttributes() {
    Name("POSITION",
         AddAttribute(
             mesh_, draco::GeometryAttribute::POSITION, draco::DT_FLOAT32, 3, [&](uint32_t p) {
               const Float3 v = from_.positions[vertices_[p]];
               return std::array<float, 3>{v.x, v.y, v.z};
             }));
    if (!from_.normals.empty()) {
      Name("NORMAL",
           AddAttribute(
               mesh_, draco::GeometryAttribute::NORMAL, draco::DT_FLOAT32, 3, [&](uint32_t p) {
                 const Float3 v = from_.normals[vertices_[p]];
                 return std::array<float, 3>{v.x, v.y, v.z};
               }));
    }
    if (!input_.tangents.empty()) {
      Name("TANGENT",
           AddAttribute(
               mesh_, draco::GeometryAttribute::GENERIC, draco::DT_FLOAT32, 4, [&](uint32_t p) {
                 const Tangent& t = input_.tangents[vertices_[p]];
                 return std::array<float, 4>{
                     t.direction.x, t.direction.y, t.direction.z, t.handedness};
               }));
    }
    if (input_.with_uvs) {
      Name("TEXCOORD_0",
           AddAttribute(
               mesh_, draco::GeometryAttribute::TEX_COORD, draco::DT_FLOAT32, 2, [&](uint32_t p) {
                 const Float2 v = from_.uvs[vertices_[p]];
                 return std::array<float, 2>{v.x, v.y};
               }));
    }
    if (!from_.colours.empty()) {
      const GlbStream linear = LinearColours(from_, vertices_);
      Name("COLOR_0",
           AddAttribute(
               mesh_, draco::GeometryAttribute::COLOR, draco::DT_FLOAT32, 4, [&](uint32_t p) {
                 std::array<uint16_t, 4> c;
                 std::memcpy(c.data(), linear.bytes.data() + p * linear.stride, sizeof(c));
                 std::array<float, 4> out;
                 for (size_t i = 0; i < 4; ++i) {
                   out[i] = static_cast<float>(c[i]) / 65535;
                 }
                 return out;
               }));
    }
  }

  std::optional<DracoEncoded> Encode() {
    draco::ExpertEncoder encoder(mesh_);
    encoder.SetSpeedOptions(kSlowest, kSlowest);
    encoder.SetEncodingMethod(draco::MESH_EDGEBREAKER_ENCODING);
    for (const auto& [name, id] : encoded_.attributes) {
      Quantize(encoder, name, id);
    }
    draco::EncoderBuffer buffer;
    if (!encoder.EncodeToBuffer(&buffer).ok()) {
      return std::nullopt;
    }
    encoded_.bytes.assign(buffer.data(), buffer.size());
    return MeasureDecoded() ? std::optional(std::move(encoded_)) : std::nullopt;
  }

 private:
  void Name(const char* name, int id) { encoded_.attributes.emplace_back(name, id); }

  void Quantize(draco::ExpertEncoder& encoder, const std::string& name, int id) {
    if (name == "POSITION" && options_.position_bits > 0) {
      const Grid grid = GridOf(from_, options_.position_bits);
      const double cells = static_cast<double>((int64_t{1} << options_.position_bits) - 1);
      const Float3 origin = grid.origin.To<float>();
      const std::array<float, 3> at{origin.x, origin.y, origin.z};
      encoder.SetAttributeExplicitQuantization(
          id, options_.position_bits, 3, at.data(), static_cast<float>(grid.step * cells));
    } else if (name == "NORMAL" || name == "TANGENT") {
      encoder.SetAttributeQuantization(id, options_.normal_bits);
    } else if (name == "TEXCOORD_0") {
      encoder.SetAttributeQuantization(id, options_.uv_bits);
    } else if (name == "COLOR_0") {
      encoder.SetAttributeQuantization(id, 12);
    }
  }

  bool MeasureDecoded() {
    draco::DecoderBuffer buffer;
    buffer.Init(encoded_.bytes.data(), encoded_.bytes.size());
    draco::Decoder decoder;
    auto decoded = decoder.DecodeMeshFromBuffer(&buffer);
    if (!decoded.ok()) {
      return false;
    }
    const draco::Mesh& mesh = *decoded.value();
    const draco::PointAttribute* position =
        mesh.GetNamedAttribute(draco::GeometryAttribute::POSITION);
    encoded_.vertices = mesh.num_points();
    for (uint32_t p = 0; p < mesh.num_points(); ++p) {
      std::array<float, 3> xyz{};
      position->ConvertValue<float>(position->mapped_index(draco::PointIndex(p)), 3, xyz.data());
      for (size_t axis = 0; axis < 3; ++axis) {
        const int k = static_cast<int>(axis);
        float& low = encoded_.bounds[0][k];
        float& high = encoded_.bounds[1][k];
        low = p == 0 ? xyz[axis] : std::min(low, xyz[axis]);
        high = p == 0 ? xyz[axis] : std::max(high, xyz[axis]);
      }
    }
    // Ids as the decoder will see them: order of types is kept, numbers may not be.
    for (auto& [name, id] : encoded_.attributes) {
      id = static_cast<int>(mesh_.attribute(id)->unique_id());
    }
    return true;
  }

  const DracoInput& input_;
  const Mesh& from_;
  const std::vector<uint32_t>& vertices_;
  const GlbOptions& options_;
  draco::Mesh mesh_;
  DracoEncoded encoded_;
};

}  // namespace

std::optional<DracoEncoded> EncodeDraco(const DracoInput& input, const GlbOptions& options) {
  try {
    DracoWriter writer(input, options);
    writer.AddFaces();
    writer.AddAttributes();
    return writer.Encode();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace disan
