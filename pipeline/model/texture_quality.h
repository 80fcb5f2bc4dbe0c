// The smallest picture that is good enough, by measurement.
#pragma once

#include "formats/image/image.h"
#include "formats/mesh/mesh.h"

#include <functional>
#include <string>
#include <vector>

namespace disan {

struct TextureGoal {
  double psnr_db = 44;                // over the covered pixels
  std::vector<uint8_t> covered = {};  // one a pixel; empty: all count
  int least_quality = 60;
  int most_quality = 97;
};

enum class TextureUse { kColour, kNormals, kData };

struct EncodedTexture {
  Texture texture;
  Image8 shown;  // as a viewer decodes it
  double psnr_db = 0;
};

// (name without extension, pixels, use, goal). Sides are multiples of four.
using TextureEncoder = std::function<EncodedTexture(
    const std::string&, const Image8&, TextureUse, const TextureGoal&)>;

// A JPEG of the lowest quality that reaches the goal, or of the highest that is allowed.
Texture JpegTexture(const std::string& name, const Image8& image, const TextureGoal& goal);

// Both of one size and three channels. 99 for equal pictures.
double Psnr(const Image8& a, const Image8& b, const std::vector<uint8_t>& covered = {});

}  // namespace disan
