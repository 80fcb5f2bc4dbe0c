// The sample world: a courtyard modelled on chùa Liên Phái in Hà Nội, and pictures of it with known
// truth. x is east, y up, z south; metres. Pictures are linear radiance; 1 is the white of a photo.
#pragma once

#include "datasets/camera.h"
#include "datasets/sculpture.h"
#include "datasets/tracer.h"
#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"
#include "pipeline/execution/execution.h"

#include <vector>

namespace disan::world {

struct WorldOptions {
  Detail detail = Detail::kDemo;
  uint32_t seed = 1;
};

struct RenderOptions {
  int samples = 4;                   // rays a pixel
  const Tracer* visitors = nullptr;  // who stands there for this picture only
};

// What can be scanned one by one, with where it stands.
struct Sculpture {
  std::string id;
  std::vector<Part> parts;
  Placement world_from_sculpture;
  Vec3 middle;  // of the thing, in the world
  float height_m = 1;
};

class World {
 public:
  // Fails when the font for the carved characters is missing.
  static Result<World> Build(const WorldOptions& options, const Execution& execution);

  // Full sphere, 3 channels, linear; the middle looks at compass direction `heading_deg`.
  ImageFloat RenderEquirect(Vec3 position,
                            float heading_deg,
                            int width_px,
                            const RenderOptions& options,
                            const Execution& execution) const;
  ImageFloat RenderPhoto(const Camera& camera,
                         const RenderOptions& options,
                         const Execution& execution) const;

  const Tracer& tracer() const { return tracer_; }
  const std::vector<Sculpture>& sculptures() const { return sculptures_; }

 private:
  World(Tracer tracer, std::vector<Sculpture> sculptures)
      : tracer_(std::move(tracer)), sculptures_(std::move(sculptures)) {}

  Tracer tracer_;
  std::vector<Sculpture> sculptures_;
};

// 8 bits through the sRGB curve, nothing else: linear radiance comes back by its inverse.
Image8 ToSrgb(const ImageFloat& linear);
float SrgbFromLinear(float linear);
float LinearFromSrgb(float srgb);

}  // namespace disan::world
