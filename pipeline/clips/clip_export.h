// A short film of every scene and object.
#pragma once

#include "pipeline/clips/film.h"
#include "pipeline/execution/execution.h"
#include "pipeline/export/output_folder.h"

#include <filesystem>

namespace disan {

struct ClipOptions {
  FilmOptions film;
  double seconds = 10;
  double sweep_deg = 70;
  double across_deg = 75;
  int samples = 4;  // a pixel of an object
};

struct ClipSummary {
  int clips = 0;
  std::vector<Diagnostic> said;
};

// FOLDER/SITE/scene-ID.mp4 and object-ID.mp4. One that cannot be made is said and does not stop the
// others; without ffmpeg nothing is begun. Progress counts frames.
ClipSummary ExportClips(const std::vector<OutputFolder>& outputs,
                        const ClipOptions& options,
                        const std::filesystem::path& folder,
                        const Execution& execution);

}  // namespace disan
