// From a repaired scan in metres to models of any lightness, each with its certificate.
#pragma once

#include "formats/mesh/glb.h"
#include "pipeline/model/deviation.h"
#include "pipeline/model/look_deviation.h"
#include "pipeline/model/simplify.h"
#include "pipeline/model/surface.h"
#include "pipeline/model/texture_quality.h"

#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace disan {

struct Tier {
  const char* name;
  size_t triangles;
  int texture_px;
  double most_error;  // of the measured maximum, part of the diagonal: no more triangles than this
                      // needs
};

// What a tour offers, lightest last: models are made in this order.
inline constexpr std::array<Tier, 4> kTiers = {{{"high", 1000000, 4096, 0.001},
                                                {"medium", 150000, 2048, 0},
                                                {"low", 50000, 1024, 0},
                                                {"thumb", 20000, 512, 0}}};

struct ModelOptions {
  size_t triangles = 150000;  // at most
  std::optional<double>
      max_error;          // metres, of the measured maximum: fewer triangles only within it
  double most_error = 0;  // as in Tier
  int texture_px = 2048;
  // Smaller when the scan does not hold as much detail; false: as large as asked.
  bool texture_may_shrink = true;
  bool webp = false;          // textures as WebP with a JPEG to fall back on
  TextureEncoder encoder;     // of textures in another format, without a JPEG; empty: none
  double colour_psnr_db = 0;  // that a JPEG keeps of what was baked; 0: by the size
  int position_bits = 0;      // 0: chosen from the measured deviation
  DeviationOptions deviation;
};

struct Model {
  Mesh mesh;  // metres, y-up, textures encoded, positions on the grid of position_bits
  SurfaceDeviation deviation;  // metres, of the mesh as it will be stored
  LookDeviation look;          // rendered normals and colours against the scan's
  int position_bits = 14;
  int uv_bits = 12;
  int normal_bits = 8;
  int texture_px = 0;  // 0: no textures
  size_t charts = 0;
  double atlas_coverage = 0;
  std::vector<std::pair<int, int>> texture_fallbacks;  // for GlbOptions
  std::vector<Image8>
      shown;  // one a texture: its pixels, where only its encoder can tell; may be empty
};

class ModelMaker {
 public:
  // `scan` is repaired and in metres. Pictures that cannot be decoded are said in `diagnostics`.
  ModelMaker(Mesh scan, const Execution& execution, std::vector<Diagnostic>& diagnostics);
  ~ModelMaker();

  // Calls must ask for ever fewer triangles. When the scan is light enough and has textures, it is
  // kept as it is; otherwise textures are baked for what is left of it.
  Model Make(const ModelOptions& options, const Execution& execution);

  const Mesh& scan() const;
  const Surface& surface() const;
  const RayScene& scene() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The deviation as a GLB and a report state it: millimetres, or units of an unscaled scan.
Deviation Certificate(const SurfaceDeviation& deviation, bool scaled);

}  // namespace disan
