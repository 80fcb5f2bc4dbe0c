#include "pipeline/steps/object_scan.h"

#include "formats/cloud/read_cloud.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/sha256.h"
#include "formats/language/model_messages.h"
#include "formats/mesh/read_mesh.h"
#include "pipeline/cloud/outliers.h"
#include "pipeline/cloud/reconstruction.h"
#include "pipeline/cloud/voxels.h"
#include "pipeline/model/deviation.h"
#include "pipeline/model/surface.h"

#include <algorithm>
#include <fstream>
#include <variant>

#include <fmt/format.h>

namespace disan::steps {
namespace {

namespace fs = std::filesystem;
using Scanned = std::variant<Mesh, Cloud>;

// Poisson at the finest depth needs no more; beyond, time and memory grow for nothing.
constexpr size_t kMostPoints = 8'000'000;
// How densely a mesh is stood for by points when it is one scan of several.
constexpr size_t kPointsOfMesh = 1'500'000;

std::string HeadOf(const fs::path& file) {
  std::string head(size_t{64} << 10, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(in.gcount()));
  return head;
}

// A PLY is a cloud when its header announces no faces.
bool AnnouncesFaces(std::string_view head) {
  for (const std::string_view element : {"element face ", "element tristrips "}) {
    const size_t at = head.find(element);
    if (at != std::string_view::npos) {
      const std::string_view count = head.substr(at + element.size(), 20);
      return count.find_first_of("123456789") < count.find_first_of("\r\n");
    }
  }
  return false;
}

bool IsCloud(const fs::path& file) {
  const std::string head = HeadOf(file);
  const std::string extension = file.extension().string();
  const MeshFormat format =
      DetectMeshFormat(head, std::string_view(extension).substr(extension.empty() ? 0 : 1));
  if (format == MeshFormat::kPly && head.find("end_header") != std::string::npos) {
    return !AnnouncesFaces(head);
  }
  return HasCloudExtension(file) || (format == MeshFormat::kUnknown && !head.empty());
}

Double3 TurnedFromZUp(const Double3& p) {
  return {p.x, p.z, -p.y};
}

// A scan without colours shows how strongly it threw the light back.
void ColourByIntensity(Cloud& cloud) {
  if (!cloud.colours.empty() || cloud.intensities.size() != cloud.size()) {
    return;
  }
  const auto [low, high] = std::minmax_element(cloud.intensities.begin(), cloud.intensities.end());
  if (cloud.size() == 0 || *low == *high) {
    return;
  }
  for (const uint16_t intensity : cloud.intensities) {
    const auto grey = static_cast<uint8_t>(intensity >> 8);
    cloud.colours.push_back({grey, grey, grey, 255});
  }
}

void ApplyUnits(Cloud& cloud, const UnitsFound& units) {
  const bool turn = units.up == SourceUp::kZ;
  const auto placed = [&](const Double3& p) {
    return (turn ? TurnedFromZUp(p) : p) * units.metres_per_unit;
  };
  for (Float3& p : cloud.points) {
    p = placed(p.To<double>()).To<float>();
  }
  for (Float3& n : cloud.normals) {
    n = turn ? TurnedFromZUp(n.To<double>()).To<float>() : n;
  }
  cloud.origin = placed(cloud.origin);
  for (Scan& scan : cloud.scans) {
    if (scan.sensor_position) {
      scan.sensor_position = placed(*scan.sensor_position);
    }
  }
  cloud.metres_per_unit = 1;
  cloud.up = SourceUp::kY;
}

// Points with normals and colours, spread evenly over the surface of one scan of several.
Cloud PointsOn(const Mesh& mesh, const std::string& name, std::vector<Diagnostic>& said) {
  const Surface surface(mesh, said);
  Cloud cloud;
  cloud.origin = mesh.origin;
  cloud.scans = {Scan{.name = name}};
  const size_t count = std::clamp(mesh.triangles.size() * 4, size_t{100'000}, kPointsOfMesh);
  for (const SurfacePoint& point : SampleSurface(mesh, count, 1)) {
    cloud.points.push_back(At(mesh, point));
    cloud.normals.push_back(surface.SmoothNormal(point));
    if (surface.has_colour()) {
      const Float3 c = surface.Colour(point);
      cloud.colours.push_back({ByteFromLinear(c.x), ByteFromLinear(c.y), ByteFromLinear(c.z), 255});
    }
  }
  cloud.metres_per_unit = mesh.metres_per_unit;
  cloud.up = mesh.up;
  return cloud;
}

class Intake {
 public:
  Intake(const std::vector<ScanFile>& files,
         const ObjectScanOptions& options,
         const Execution& execution)
      : files_(files), options_(options), execution_(execution) {}

  ObjectScan Run() {
    Stage("read");
    if (files_.size() == 1 && !IsCloud(files_.front().path)) {
      TakeMesh(files_.front());
    } else {
      TakeClouds();
    }
    if (std::optional<Diagnostic> absurd = SizeFault(out_.mesh, files_.front().name)) {
      if (absurd->severity == Severity::kError) {
        throw Failure(std::move(*absurd));
      }
      out_.said.push_back(std::move(*absurd));
    }
    return std::move(out_);
  }

 private:
  void Stage(const char* name) const {
    execution_.CheckCancelled();
    if (options_.on_stage) {
      options_.on_stage(name);
    }
  }

  // Messages name the file as the person knows it.
  template <typename T>
  T Taken(Result<T> result, const ScanFile& file) {
    for (Diagnostic& diagnostic : result.diagnostics) {
      diagnostic.file = file.name;
    }
    if (!result) {
      throw Failure(std::move(result.diagnostics));
    }
    out_.said.insert(out_.said.end(), result.diagnostics.begin(), result.diagnostics.end());
    return std::move(*result.value);
  }

  UnitsFound UnitsOf(std::optional<double> metres_per_unit,
                     std::optional<SourceUp> up,
                     const ScanFile& file) {
    UnitsOptions units = options_.units;
    units.file = file.name;
    return Taken(FindUnits(metres_per_unit, up, units), file);
  }

  Mesh Read(const ScanFile& file) {
    out_.sources.emplace_back(file.path.filename().string(), Taken(Sha256OfFile(file.path), file));
    Mesh mesh = Taken(ReadMesh(file.path), file);
    out_.input_vertices += mesh.positions.size();
    out_.input_triangles += mesh.triangles.size();
    if (!mesh.rights.empty() && out_.rights.find(mesh.rights) == std::string::npos) {
      out_.rights += (out_.rights.empty() ? "" : "; ") + mesh.rights;
    }
    return mesh;
  }

  void Mend(Mesh& mesh, const ScanFile& file) {
    Stage("repair");
    for (RepairAction& action : Repair(mesh, execution_)) {
      out_.repairs.push_back(std::move(action));
    }
    if (mesh.triangles.empty()) {
      throw Failure({.file = file.name,
                     .what = Say(messages::kModelNothingLeft, fmt::arg("file", file.name)),
                     .remedy = Say(messages::kModelNothingLeftRemedy)});
    }
  }

  void TakeMesh(const ScanFile& file) {
    Mesh mesh = Read(file);
    const UnitsFound units = UnitsOf(mesh.metres_per_unit, mesh.up, file);
    Mend(mesh, file);
    ApplyUnits(mesh, units);
    out_.mesh = std::move(mesh);
  }

  // In metres, one element a scan (a file may hold several).
  std::vector<Cloud> ReadScans(const ScanFile& file) {
    Cloud cloud;
    if (IsCloud(file.path)) {
      out_.sources.emplace_back(file.path.filename().string(),
                                Taken(Sha256OfFile(file.path), file));
      cloud = Taken(ReadCloud(file.path, file.name), file);
      out_.input_points += cloud.size();
      ColourByIntensity(cloud);
    } else {
      Mesh mesh = Read(file);
      Mend(mesh, file);
      cloud = PointsOn(mesh, file.name, out_.said);
    }
    ApplyUnits(cloud, UnitsOf(cloud.metres_per_unit, cloud.up, file));
    std::vector<Cloud> scans = SplitScans(cloud);
    for (Cloud& scan : scans) {
      std::string& name = scan.scans.front().name;
      name = files_.size() == 1 ? name : name.empty() ? file.name : file.name + " / " + name;
    }
    return scans;
  }

  void TakeClouds() {
    std::vector<Cloud> scans;
    for (const ScanFile& file : files_) {
      for (Cloud& scan : ReadScans(file)) {
        scans.push_back(std::move(scan));
      }
    }
    if (scans.empty()) {
      ThrowNoSurface(0);
    }
    // The same for all, else Append drops what not every scan has.
    const bool all_coloured = std::all_of(
        scans.begin(), scans.end(), [](const Cloud& scan) { return !scan.colours.empty(); });
    Cloud cloud = scans.size() == 1 ? std::move(scans.front()) : Together(scans);
    if (!all_coloured) {
      cloud.colours.clear();
    }
    MakeSurface(std::move(cloud));
  }

  Cloud Together(const std::vector<Cloud>& scans) {
    Stage("register");
    ScansTogether together{.registration = RegisterScans(execution_, scans)};
    for (size_t i = 0; i < scans.size(); ++i) {
      const std::string& name = scans[i].scans.front().name;
      together.names.push_back(name.empty() ? fmt::format("{}", i + 1) : name);
    }
    const std::string object = files_.front().name;
    std::vector<Diagnostic> said = DescribeRegistration(scans, together.registration, object);
    const auto placed =
        std::count(together.registration.placed.begin(), together.registration.placed.end(), true);
    if (placed < 2) {
      for (Diagnostic& diagnostic : said) {
        diagnostic.severity = Severity::kError;
      }
      throw Failure(std::move(said));
    }
    out_.said.insert(out_.said.end(), said.begin(), said.end());
    Cloud merged = MergeScans(scans, together.registration);
    out_.together = std::move(together);
    return merged;
  }

  [[noreturn]] void ThrowNoSurface(size_t points) const {
    const std::string& name = files_.front().name;
    throw Failure(
        {.file = name,
         .what = Say(messages::kModelNoSurface, fmt::arg("file", name), fmt::arg("points", points)),
         .remedy = Say(messages::kModelNoSurfaceRemedy)});
  }

  void MakeSurface(Cloud cloud) {
    Stage("surface");
    if (cloud.size() > kMostPoints) {
      const Bounds bounds = BoundsOf(cloud);
      const Double3 e = bounds.max - bounds.min;
      // Points lie on a surface about as large as half the box's.
      const double area = e.x * e.y + e.y * e.z + e.z * e.x;
      cloud = ThinToVoxels(cloud, std::sqrt(area / static_cast<double>(kMostPoints)));
    }
    const Outliers outliers = FindOutliers(execution_, cloud.points);
    const size_t removed = cloud.size() - outliers.kept.size();
    if (removed > 0) {
      cloud = Select(cloud, outliers.kept);
      out_.repairs.push_back(
          {"outliers", removed, Say(messages::kRepairOutliers, fmt::arg("count", removed))});
    }
    std::optional<Reconstruction> made = ReconstructSurface(execution_, cloud);
    if (!made) {
      ThrowNoSurface(cloud.size());
    }
    out_.mesh = std::move(made->mesh);
    Mend(out_.mesh, files_.front());
  }

  const std::vector<ScanFile>& files_;
  const ObjectScanOptions& options_;
  const Execution& execution_;
  ObjectScan out_;
};

}  // namespace

ObjectScan ReadObjectScan(const std::vector<ScanFile>& files,
                          const ObjectScanOptions& options,
                          const Execution& execution) {
  return Intake(files, options, execution).Run();
}

}  // namespace disan::steps
