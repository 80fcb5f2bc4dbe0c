// A model in metres and y-up, from what is known of the scan's unit and axis. Nothing is guessed.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/mesh/mesh.h"

#include <optional>
#include <string>
#include <string_view>

namespace disan {

struct UnitsOptions {
  std::optional<double> metres_per_unit;       // --units: wins over all
  std::optional<SourceUp> up;                  // --up
  std::optional<double> site_metres_per_unit;  // the object's own entry in session.yaml
  std::optional<SourceUp> site_up;
  std::string file;  // for messages
};

struct UnitsFound {
  double metres_per_unit = 1;
  SourceUp up = SourceUp::kY;
};

// 0.001, 0.01 or 1 for "mm", "cm" and "m".
std::optional<double> MetresPerUnit(std::string_view unit);

// The option, else the file's word, else the site's. Missing: an error that names the option.
Result<UnitsFound> FindUnits(std::optional<double> of_file_metres_per_unit,
                             std::optional<SourceUp> of_file_up,
                             const UnitsOptions& options);

// Scales and turns positions, normals and origin.
void ApplyUnits(Mesh& mesh, const UnitsFound& units);

// A warning when a mesh in metres is an unlikely size for a heritage object (under 1 cm or over
// 200 m), an error when it can be none (ten times beyond).
std::optional<Diagnostic> SizeFault(const Mesh& mesh, const std::string& file);

}  // namespace disan
