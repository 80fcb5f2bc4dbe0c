#include "formats/mesh/gltf_draco.h"

#include <exception>

#include <draco/compression/decode.h>

namespace disan {
namespace {

GltfNumbers Numbers(const draco::Mesh& mesh, const draco::PointAttribute& attribute) {
  GltfNumbers numbers;
  numbers.count = mesh.num_points();
  numbers.components = static_cast<size_t>(attribute.num_components());
  numbers.values.resize(numbers.count * numbers.components);
  for (uint32_t p = 0; p < mesh.num_points(); ++p) {
    attribute.ConvertValue<float>(attribute.mapped_index(draco::PointIndex(p)),
                                  static_cast<int8_t>(numbers.components),
                                  numbers.values.data() + p * numbers.components);
  }
  // Colours are bytes; ConvertValue gives them as 0..1 only when they are marked as normalized.
  if (attribute.data_type() == draco::DT_UINT8 && !attribute.normalized()) {
    for (float& value : numbers.values) {
      value /= 255;
    }
  }
  return numbers;
}

std::optional<DracoPrimitive> Decode(const nlohmann::json& extension, const std::string& bytes) {
  draco::DecoderBuffer buffer;
  buffer.Init(bytes.data(), bytes.size());
  draco::Decoder decoder;
  auto decoded = decoder.DecodeMeshFromBuffer(&buffer);
  if (!decoded.ok()) {
    return std::nullopt;
  }
  const draco::Mesh& mesh = *decoded.value();
  DracoPrimitive primitive;
  for (uint32_t f = 0; f < mesh.num_faces(); ++f) {
    for (const draco::PointIndex& corner : mesh.face(draco::FaceIndex(f))) {
      if (corner.value() >= mesh.num_points()) {
        return std::nullopt;
      }
      primitive.indices.push_back(corner.value());
    }
  }
  const nlohmann::json& names = JsonField(extension, "attributes");
  if (!names.is_object()) {
    return std::nullopt;
  }
  for (const auto& [name, id] : names.items()) {
    const draco::PointAttribute* attribute =
        id.is_number_unsigned() ? mesh.GetAttributeByUniqueId(id.get<uint32_t>()) : nullptr;
    if (attribute != nullptr && attribute->num_components() <= 4) {
      primitive.attributes.emplace(name, Numbers(mesh, *attribute));
    }
  }
  return primitive;
}

}  // namespace

std::optional<DracoPrimitive> DecodeDraco(const GltfDocument& document,
                                          const nlohmann::json& extension) {
  const std::optional<std::string> bytes = document.View(JsonInteger(extension, "bufferView", -1));
  if (!bytes) {
    return std::nullopt;
  }
  try {
    return Decode(extension, *bytes);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace disan
