// The pixels of a mesh's texture, and pixels to a texture.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"
#include "formats/mesh/mesh.h"

namespace disan {

// JPEG, PNG and WebP; three channels, as stored.
Result<Image8> DecodeTexture(const Texture& texture);

// Quality 1 to 100.
Result<Texture> EncodeWebpTexture(const Image8& image, const std::string& name, int quality);

}  // namespace disan
