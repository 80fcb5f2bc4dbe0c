// A very small site as staff would bring it: two ready panoramas, one mesh, a tour. For tests of
// the whole program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace disan::testing {

struct SampleSiteOptions {
  int scenes = 2;
  int panorama_width_px = 512;
  bool object = true;
};

// Writes site.yaml, sessions/2026-05-10 and tour.yaml below `root`.
void WriteSampleSite(const std::filesystem::path& root, const SampleSiteOptions& options = {});

// The bytes of an equirectangular JPEG with a different hue for every `seed`.
std::string PanoramaJpeg(int width_px, int seed);

// An icosphere-like ball in millimetres, as OBJ.
std::string BallObj(int rings);

}  // namespace disan::testing
