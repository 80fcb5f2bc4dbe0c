#include "pipeline/model/units.h"

#include "formats/language/model_messages.h"

#include <fmt/format.h>

namespace disan {
namespace {

constexpr double kSmallestMetres = 0.01;
constexpr double kLargestMetres = 200;
constexpr double kBeyondDoubt = 10;  // times the limits

template <typename S>
Vector3<S> TurnedFromZUp(const Vector3<S>& p) {
  return {p.x, p.z, -p.y};
}

// "3.2 km", "45 mm": a size that a person can judge at a glance.
std::string SizeText(double metres) {
  if (metres >= 1000) {
    return fmt::format("{:.3g} km", metres / 1000);
  }
  return metres >= 1 ? fmt::format("{:.3g} m", metres) : fmt::format("{:.3g} mm", metres * 1000);
}

}  // namespace

std::optional<double> MetresPerUnit(std::string_view unit) {
  if (unit == "mm") {
    return 0.001;
  }
  if (unit == "cm") {
    return 0.01;
  }
  return unit == "m" ? std::optional(1.0) : std::nullopt;
}

Result<UnitsFound> FindUnits(std::optional<double> of_file_metres_per_unit,
                             std::optional<SourceUp> of_file_up,
                             const UnitsOptions& options) {
  const auto first = [](auto a, auto b, auto c) { return a ? a : b ? b : c; };
  const auto unit =
      first(options.metres_per_unit, of_file_metres_per_unit, options.site_metres_per_unit);
  const auto up = first(options.up, of_file_up, options.site_up);
  std::vector<Diagnostic> missing;
  if (!unit) {
    missing.push_back({.file = options.file,
                       .what = Say(messages::kModelUnitUnknown, fmt::arg("file", options.file)),
                       .remedy = Say(messages::kModelUnitUnknownRemedy)});
  }
  if (!up) {
    missing.push_back({.file = options.file,
                       .what = Say(messages::kModelUpUnknown, fmt::arg("file", options.file)),
                       .remedy = Say(messages::kModelUpUnknownRemedy)});
  }
  if (!missing.empty()) {
    return Result<UnitsFound>::Failed(std::move(missing));
  }
  return Result<UnitsFound>::Of({*unit, *up});
}

void ApplyUnits(Mesh& mesh, const UnitsFound& units) {
  const auto scale = static_cast<float>(units.metres_per_unit);
  const bool turn = units.up == SourceUp::kZ;
  for (Float3& p : mesh.positions) {
    p = (turn ? TurnedFromZUp(p) : p) * scale;
  }
  if (turn) {
    for (Float3& n : mesh.normals) {
      n = TurnedFromZUp(n);
    }
    for (Tangent& t : mesh.tangents) {
      t.direction = TurnedFromZUp(t.direction);
    }
  }
  mesh.origin = (turn ? TurnedFromZUp(mesh.origin) : mesh.origin) * units.metres_per_unit;
  mesh.metres_per_unit = 1;
  mesh.up = SourceUp::kY;
}

std::optional<Diagnostic> SizeFault(const Mesh& mesh, const std::string& file) {
  const double size = BoundsOf(mesh.positions).Diagonal();
  if (size >= kSmallestMetres && size <= kLargestMetres) {
    return std::nullopt;
  }
  const bool impossible =
      size < kSmallestMetres / kBeyondDoubt || size > kLargestMetres * kBeyondDoubt;
  return Diagnostic{
      .severity = impossible ? Severity::kError : Severity::kWarning,
      .file = file,
      .what =
          Say(messages::kModelAbsurdSize, fmt::arg("file", file), fmt::arg("size", SizeText(size))),
      .remedy = Say(messages::kModelAbsurdSizeRemedy)};
}

}  // namespace disan
