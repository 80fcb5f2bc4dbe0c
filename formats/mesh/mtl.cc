#include "formats/mesh/mtl.h"

#include "formats/mesh/text_cursor.h"

#include <algorithm>
#include <cmath>

namespace disan {
namespace {

// Options before the file name, with how many words follow each.
int OptionWords(std::string_view option) {
  if (option == "-o" || option == "-s" || option == "-t") {
    return 3;
  }
  if (option == "-mm") {
    return 2;
  }
  return option == "-blendu" || option == "-blendv" || option == "-cc" || option == "-clamp" ||
                 option == "-texres" || option == "-bm" || option == "-boost" ||
                 option == "-imfchan" || option == "-type"
             ? 1
             : -1;
}

// File names may hold blanks: the name is what is left behind the options.
std::string_view PictureName(std::string_view text) {
  text = TrimmedText(text);
  while (!text.empty() && text.front() == '-') {
    std::string_view rest = text;
    int words = OptionWords(TakeWord(rest));
    if (words < 0) {
      break;
    }
    for (; words > 0; --words) {
      TakeWord(rest);
    }
    text = TrimmedText(rest);
  }
  return text;
}

float Linear(double srgb) {
  srgb = std::clamp(srgb, 0.0, 1.0);
  return static_cast<float>(srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4));
}

void TakeDiffuse(std::string_view line, Material& material) {
  for (size_t i = 0; i < 3; ++i) {
    const std::optional<double> value = TakeNumber(line);
    if (!value || std::isnan(*value)) {
      return;
    }
    material.base_colour[i] = Linear(*value);
  }
}

}  // namespace

void ReadMtl(std::string_view text,
             const MeshSource& source,
             Mesh& mesh,
             std::vector<Diagnostic>& diagnostics) {
  TextCursor cursor(text);
  std::string_view line;
  const size_t first = mesh.materials.size();
  while (cursor.NextLine(line)) {
    const std::string_view word = TakeWord(line);
    if (word == "newmtl") {
      mesh.materials.push_back({.name = std::string(TrimmedText(line))});
      continue;
    }
    if (mesh.materials.size() == first) {
      continue;
    }
    Material& material = mesh.materials.back();
    if (word == "Kd") {
      TakeDiffuse(line, material);
    } else if (word == "map_Kd") {
      material.base_colour_texture = AddTexture(mesh, source, PictureName(line), diagnostics);
    } else if (word == "norm" || word == "map_Kn") {
      material.normal_texture = AddTexture(mesh, source, PictureName(line), diagnostics);
    }
  }
  for (size_t i = first; i < mesh.materials.size(); ++i) {
    Material& material = mesh.materials[i];
    const auto& c = material.base_colour;
    // With a picture Kd is mostly a left-over, and black without one is an exporter's unset field.
    if (material.base_colour_texture != kNoTexture || (c[0] == 0 && c[1] == 0 && c[2] == 0)) {
      material.base_colour = {1, 1, 1, 1};
    }
  }
}

}  // namespace disan
