// The scans of one object, meshes or point clouds, as one surface in metres: what `disan model` and
// the model step both begin with.
#pragma once

#include "formats/cloud/cloud.h"
#include "formats/diagnostics/diagnostic.h"
#include "formats/mesh/mesh.h"
#include "pipeline/cloud/registration.h"
#include "pipeline/execution/execution.h"
#include "pipeline/model/repair.h"
#include "pipeline/model/units.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace disan::steps {

struct ScanFile {
  std::filesystem::path path;
  std::string name;  // as the person knows it
};

// What several scans became; names[i] belongs to placed[i], and to the pairs' numbers.
struct ScansTogether {
  std::vector<std::string> names;
  Registration registration;  // in metres
};

struct ObjectScan {
  Mesh mesh;  // repaired, metres, y-up
  size_t input_vertices = 0;
  size_t input_triangles = 0;
  size_t input_points = 0;
  std::vector<RepairAction> repairs;
  std::optional<ScansTogether> together;
  std::vector<std::pair<std::string, std::string>> sources;  // file name, SHA-256
  std::string rights;  // what the files themselves say, each once
  std::vector<Diagnostic> said;
};

struct ObjectScanOptions {
  UnitsOptions units;  // `file` is set by the reader
  // Called with "read", "register", "surface", "repair" as each begins.
  std::function<void(const char* stage)> on_stage;
};

// One mesh stays as it is. Point clouds, and meshes when there are several, are brought together
// (poses in the files are used when the points agree) and become one surface. A scan that fits to
// none is said and left out; when no two fit, or a file cannot be used, a Failure says why.
ObjectScan ReadObjectScan(const std::vector<ScanFile>& files,
                          const ObjectScanOptions& options,
                          const Execution& execution);

}  // namespace disan::steps
