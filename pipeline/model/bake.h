// Textures for a light model from the full scan: what each point of the model's picture plane
// shows.
#pragma once

#include "formats/image/image.h"
#include "pipeline/execution/execution.h"
#include "pipeline/model/surface.h"

#include <vector>

namespace disan {

struct BakeOptions {
  int size_px = 2048;
  int samples_across = 2;  // 2: four a pixel
  double reach = 0;        // how far the scan may lie from the model; 0: 1 % of the diagonal
  bool colour = true;
  bool normals = true;
  bool occlusion = true;
  int most_occlusion_px = 1024;  // shade is soft: its picture is half as large, and at most this
  int occlusion_rays = 16;
};

struct BakedTextures {
  Image8 colour;                 // sRGB
  Image8 normals;                // tangent space, for the model's own normals and tangents
  Image8 occlusion;              // grey in three channels
  std::vector<uint8_t> covered;  // of colour and normals: 1 where a chart lies, 0 between charts
  double missed = 0;             // the part of samples that found no scan within reach
};

// The model needs normals, uvs and tangents. Pixels between charts are filled from their borders,
// so that nothing bleeds at any mip level. Same bytes for any thread count.
BakedTextures Bake(const Mesh& model,
                   const Surface& scan,
                   const RayScene& scan_scene,
                   const Execution& execution,
                   const BakeOptions& options = {});

}  // namespace disan
