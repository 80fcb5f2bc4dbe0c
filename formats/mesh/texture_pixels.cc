#include "formats/mesh/texture_pixels.h"

#include "formats/image/jpeg.h"
#include "formats/language/mesh_messages.h"

#include <png.h>
#include <webp/decode.h>
#include <webp/encode.h>

namespace disan {
namespace {

constexpr uint64_t kMostPixels = uint64_t{1} << 28;

Result<Image8> Undecodable(const Texture& texture) {
  return Result<Image8>::Failed(
      {.file = texture.name,
       .what = Say(messages::kTextureUndecodable, fmt::arg("name", texture.name)),
       .remedy = Say(messages::kTextureUnknownKindRemedy)});
}

bool IsReasonable(uint64_t width, uint64_t height) {
  return width > 0 && height > 0 && width <= 65536 && height <= 65536 &&
         width * height <= kMostPixels;
}

// libpng's simplified interface reports faults by value: no jump crosses our frames.
Result<Image8> DecodePng(const Texture& texture) {
  png_image head{};
  head.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&head, texture.bytes.data(), texture.bytes.size()) == 0 ||
      !IsReasonable(head.width, head.height)) {
    png_image_free(&head);
    return Undecodable(texture);
  }
  head.format = PNG_FORMAT_RGB;
  Image8 image(static_cast<int>(head.width), static_cast<int>(head.height), 3);
  // Where there is alpha the colour under it is wanted, not a mixture: white behind is the least
  // harm.
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&head, &white, image.pixels.data(), 0, nullptr) == 0) {
    png_image_free(&head);
    return Undecodable(texture);
  }
  return Result<Image8>::Of(std::move(image));
}

Result<Image8> DecodeWebp(const Texture& texture) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(texture.bytes.data());
  int width = 0;
  int height = 0;
  if (WebPGetInfo(bytes, texture.bytes.size(), &width, &height) == 0 ||
      !IsReasonable(static_cast<uint64_t>(width), static_cast<uint64_t>(height))) {
    return Undecodable(texture);
  }
  Image8 image(width, height, 3);
  if (WebPDecodeRGBInto(
          bytes, texture.bytes.size(), image.pixels.data(), image.pixels.size(), width * 3) ==
      nullptr) {
    return Undecodable(texture);
  }
  return Result<Image8>::Of(std::move(image));
}

}  // namespace

Result<Image8> DecodeTexture(const Texture& texture) {
  if (texture.mime == "image/jpeg") {
    const auto* bytes = reinterpret_cast<const uint8_t*>(texture.bytes.data());
    return DecodeJpeg({bytes, texture.bytes.size()}, {.pixels = kMostPixels});
  }
  if (texture.mime == "image/png") {
    return DecodePng(texture);
  }
  return texture.mime == "image/webp" ? DecodeWebp(texture) : Undecodable(texture);
}

Result<Texture> EncodeWebpTexture(const Image8& image, const std::string& name, int quality) {
  uint8_t* bytes = nullptr;
  const size_t size = WebPEncodeRGB(image.pixels.data(),
                                    image.width,
                                    image.height,
                                    image.width * 3,
                                    static_cast<float>(quality),
                                    &bytes);
  Result<Texture> result;
  if (size == 0) {
    result.diagnostics.push_back(
        {.file = name,
         .what = Say(messages::kTextureUndecodable, fmt::arg("name", name)),
         .remedy = Say(messages::kTextureUnknownKindRemedy)});
  } else {
    result.value =
        Texture{name, "image/webp", std::string(reinterpret_cast<const char*>(bytes), size)};
  }
  WebPFree(bytes);
  return result;
}

}  // namespace disan
