#include "pipeline/model/kept_textures.h"

#include "formats/mesh/texture_pixels.h"

#include <optional>

namespace disan {
namespace {

constexpr double kKeptColourPsnr = 44;
constexpr double kKeptNormalsPsnr = 39;
constexpr double kKeptDataPsnr = 36;

std::optional<TextureUse> UseOf(const Mesh& mesh, int texture) {
  std::optional<TextureUse> use;
  for (const Material& material : mesh.materials) {
    if (material.base_colour_texture == texture) {
      return TextureUse::kColour;
    }
    if (material.normal_texture == texture) {
      use = TextureUse::kNormals;
    } else if (!use && (material.occlusion_texture == texture ||
                        material.metallic_roughness_texture == texture)) {
      use = TextureUse::kData;
    }
  }
  return use;
}

// Stored numbers, not light: a picture grows by three pixels at most.
Image8 WithSidesOfFours(Image8 image) {
  const int width = (image.width + 3) / 4 * 4;
  const int height = (image.height + 3) / 4 * 4;
  if (width == image.width && height == image.height) {
    return image;
  }
  Image8 grown(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Float2 uv{(static_cast<float>(x) + 0.5F) / static_cast<float>(width),
                      (static_cast<float>(y) + 0.5F) / static_cast<float>(height)};
      const Float3 value = SamplePicture(image, uv, false);
      for (int c = 0; c < 3; ++c) {
        grown.At(x, y)[c] = ByteFrom(255 * static_cast<double>(value[c]));
      }
    }
  }
  return grown;
}

std::string Stem(const std::string& name) {
  return name.substr(0, name.rfind('.'));
}

}  // namespace

void EncodeKeptTextures(Model& model, const TextureEncoder& encoder) {
  model.shown.resize(model.mesh.textures.size());
  for (size_t i = 0; i < model.mesh.textures.size(); ++i) {
    Texture& texture = model.mesh.textures[i];
    const std::optional<TextureUse> use = UseOf(model.mesh, static_cast<int>(i));
    Result<Image8> picture = DecodeTexture(texture);
    if (!use || !picture || picture->channels != 3) {
      continue;
    }
    const double psnr_db = *use == TextureUse::kColour    ? kKeptColourPsnr
                           : *use == TextureUse::kNormals ? kKeptNormalsPsnr
                                                          : kKeptDataPsnr;
    EncodedTexture encoded = encoder(
        Stem(texture.name), WithSidesOfFours(std::move(*picture)), *use, {.psnr_db = psnr_db});
    texture = std::move(encoded.texture);
    model.shown[i] = std::move(encoded.shown);
  }
}

}  // namespace disan
