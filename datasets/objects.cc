#include "datasets/objects.h"

#include "datasets/noise.h"

#include <fmt/core.h>

namespace disan::world {
namespace {

std::array<uint8_t, 3> Srgb(Vec3 linear) {
  const auto channel = [](float value) {
    return static_cast<uint8_t>(SrgbFromLinear(Clamp01(value)) * 255 + 0.5F);
  };
  return {channel(linear.x), channel(linear.y), channel(linear.z)};
}

nlohmann::json ToJson(const Placement& placement) {
  return {{"R", world::ToJson(placement.rotation)}, {"t_m", world::ToJson(placement.origin)}};
}

// East, down, north about the world's origin: what orbits are told in.
const Mat3 kWorldFromOrbit = WorldFromPanorama(0);

}  // namespace

ScannedMesh ScanWhole(const Sculpture& sculpture) {
  ScannedMesh whole;
  for (const Part& part : sculpture.parts) {
    const auto first = static_cast<uint32_t>(whole.points.size());
    for (const Vertex& vertex : part.mesh.vertices) {
      const Surface surface{sculpture.world_from_sculpture(vertex.position), vertex.uv, 0.002F};
      const Vec3 colour = FinishOf(part.material, surface).albedo * vertex.tint;
      whole.points.push_back({vertex.position, vertex.normal, Srgb(colour * 1.6F)});
    }
    for (const auto& t : part.mesh.triangles) {
      whole.triangles.push_back({t[0] + first, t[1] + first, t[2] + first});
    }
  }
  return whole;
}

void CaptureMesh(const Sculpture& sculpture, const Output& output) {
  ScannedMesh whole = ScanWhole(sculpture);
  for (ColouredPoint& point : whole.points) {
    point.position *= 1000;
  }
  WriteText(output.session / "scans" / (sculpture.id + ".ply"),
            EncodePly(whole.points, whole.triangles, "mm"));
  const nlohmann::json truth{{"file", sculpture.id + ".ply"},
                             {"unit", "mm"},
                             {"up", "y"},
                             {"vertices", whole.points.size()},
                             {"triangles", whole.triangles.size()},
                             {"world_from_object", ToJson(sculpture.world_from_sculpture)}};
  WriteText(output.truth / (sculpture.id + ".truth.json"), truth.dump(1));
}

void CaptureOrbit(const World& world,
                  const Sculpture& sculpture,
                  const Output& output,
                  const Execution& execution) {
  const Device device{.make = "Sony",
                      .model = "ILCE-7M3 (mẫu)",
                      .lens = "35 mm",
                      .f_number = 8,
                      .iso = 200,
                      .exposure_s = 1.0 / 200};
  Camera camera{.width_px = output.size.orbit_width_px,
                .height_px = output.size.orbit_width_px * 3 / 4,
                .k1 = -0.02F};
  camera.focal_px = static_cast<float>(camera.width_px) / 2 / std::tan(Radians(25));
  const uint32_t seed = Hash(output.seed, static_cast<uint32_t>(sculpture.id.size()));
  Random random(seed);
  nlohmann::json photos = nlohmann::json::array();
  const int start_s = 5400 + (sculpture.id == "bia-1" ? 0 : 900);
  for (int i = 0; i < output.size.orbit_photos; ++i) {
    const bool upper = i % 3 == 2;
    const float angle =
        2 * kPi * static_cast<float>(i) / static_cast<float>(output.size.orbit_photos);
    const float away = sculpture.height_m * 1.05F + 0.75F + random.Between(-0.08F, 0.08F);
    camera.position =
        sculpture.middle + Vec3{std::sin(angle) * away,
                                (upper ? 0.75F : 0.15F) + random.Between(-0.06F, 0.06F),
                                std::cos(angle) * away};
    const Vec3 aim =
        sculpture.middle + Vec3{random.Normal(), random.Normal(), random.Normal()} * 0.025F;
    camera.world_from_camera = LookAt(camera.position, aim) * RotationZ(Radians(random.Normal()));
    const float ev = 0.1F * random.Normal();
    const ImageFloat light =
        world.RenderPhoto(camera, {.samples = output.size.photo_samples}, execution);
    const std::string name = fmt::format("DSC{:05}.JPG", 100 + start_s / 10 + i);
    WriteJpeg(output.session / "photos" / sculpture.id / name,
              Develop(light, camera, ev, {.seed = Hash(seed, static_cast<uint32_t>(i))}, execution),
              {.quality = 93, .exif = EncodeExif(ExifOf(device, camera, start_s + 6 * i))});
    photos.push_back({{"file", name},
                      {"R", world::ToJson(Transposed(kWorldFromOrbit) * camera.world_from_camera)},
                      {"ev", ev},
                      {"position", world::ToJson(Transposed(kWorldFromOrbit) * camera.position)}});
  }
  const nlohmann::json truth{{"f", camera.focal_px},
                             {"w", camera.width_px},
                             {"h", camera.height_px},
                             {"k1", camera.k1},
                             {"rig", world::ToJson(Mat3{})},
                             {"photos", photos},
                             {"world_from_object", ToJson(sculpture.world_from_sculpture)},
                             {"world_from_R_frame", world::ToJson(kWorldFromOrbit)}};
  WriteText(output.truth / (sculpture.id + ".orbit.truth.json"), truth.dump(1));
}

namespace {

struct Beam {
  Vec3 direction;  // in the scanner's frame
};

// A full turn in columns for the court; a narrow fan towards the thing otherwise.
std::vector<Beam> BeamsOf(const Scanner& scanner, int columns) {
  std::vector<Beam> beams;
  const bool narrow = scanner.only != nullptr;
  const float span_x = narrow ? Radians(48) : 2 * kPi, span_y = narrow ? Radians(56) : Radians(140);
  const int rows = static_cast<int>(static_cast<float>(columns) * span_y / span_x);
  float yaw0 = 0, pitch0 = narrow ? 0.0F : Radians(20);
  if (narrow) {
    const Vec3 to = Transposed(RotationY(Radians(scanner.turn_deg))) *
                    (scanner.only->middle - scanner.position);
    yaw0 = std::atan2(to.x, to.z);
    pitch0 = std::atan2(to.y, std::hypot(to.x, to.z));
  }
  for (int column = 0; column < columns; ++column) {
    for (int row = 0; row < rows; ++row) {
      const float yaw =
          yaw0 +
          ((static_cast<float>(column) + 0.5F) / static_cast<float>(columns) - 0.5F) * span_x;
      const float pitch =
          pitch0 + ((static_cast<float>(row) + 0.5F) / static_cast<float>(rows) - 0.5F) * span_y;
      beams.push_back(
          {{std::cos(pitch) * std::sin(yaw), std::sin(pitch), std::cos(pitch) * std::cos(yaw)}});
    }
  }
  return beams;
}

bool Keeps(const Scanner& scanner, const Hit& hit) {
  if (scanner.only == nullptr) {
    return true;
  }
  const Vec3 d = hit.position - scanner.only->middle;
  return std::hypot(d.x, d.z) < 1.1F && std::abs(d.y) < scanner.only->height_m * 0.55F &&
         hit.position.y > 0.03F;
}

}  // namespace

std::vector<ColouredPoint> Measure(const World& world,
                                   const Scanner& scanner,
                                   const Output& output,
                                   const Execution& execution) {
  const std::vector<Beam> beams =
      BeamsOf(scanner, output.size.scan_columns / (scanner.only != nullptr ? 3 : 1));
  std::vector<std::optional<ColouredPoint>> found(beams.size());
  const Mat3 world_from_scanner = RotationY(Radians(scanner.turn_deg));
  const uint32_t seed = Hash(output.seed,
                             static_cast<uint32_t>(scanner.position.x * 1000),
                             static_cast<uint32_t>(scanner.position.z * 1000 + 50000));
  constexpr size_t kBlock = 1024;
  ParallelFor(execution, (beams.size() + kBlock - 1) / kBlock, [&](size_t block) {
    for (size_t i = block * kBlock; i < std::min(beams.size(), (block + 1) * kBlock); ++i) {
      Random random(Hash(seed, static_cast<uint32_t>(i)));
      const Vec3 direction = world_from_scanner * beams[i].direction;
      const auto hit =
          world.tracer().Cast({scanner.position, direction, 0.001F, static_cast<uint32_t>(i)});
      // Lost: the sky, what is too far, grazing or dark returns, water, and one beam in a hundred.
      if (!hit || hit->distance_m > scanner.reach_m || !Keeps(scanner, *hit) ||
          hit->material == Material::kWater || -Dot(hit->normal, direction) < 0.06F ||
          random.Unit() < 0.01F) {
        continue;
      }
      const float range = hit->distance_m + scanner.sigma_m * random.Normal();
      const Vec3 local = beams[i].direction * range * (scanner.millimetres ? 1000.0F : 1.0F);
      found[i] =
          ColouredPoint{local, Transposed(world_from_scanner) * hit->normal, Srgb(hit->radiance)};
    }
  });
  std::vector<ColouredPoint> points;
  for (const auto& point : found) {
    if (point) {
      points.push_back(*point);
    }
  }
  return points;
}

void WriteScan(const Scanner& scanner,
               const std::vector<ColouredPoint>& points,
               const Output& output) {
  const char* unit = scanner.millimetres ? "mm" : "m";
  WriteText(output.session / "scans" / (scanner.id + ".ply"), EncodePly(points, {}, unit));
  const nlohmann::json truth{
      {"file", scanner.id + ".ply"},
      {"unit", unit},
      {"up", "y"},
      {"points", points.size()},
      {"range_sigma_m", scanner.sigma_m},
      {"world_from_scanner",
       ToJson(Placement{RotationY(Radians(scanner.turn_deg)), scanner.position})}};
  WriteText(output.truth / (scanner.id + ".scan.truth.json"), truth.dump(1));
}

std::vector<Scanner> CourtScanners() {
  return {{.id = "quet-san-truoc", .position = {1.8F, 1.7F, 3.5F}, .turn_deg = 20},
          {.id = "quet-tien-duong", .position = {-3.2F, 1.7F, -4.2F}, .turn_deg = 135},
          {.id = "quet-vuon-thap", .position = {20.1F, 1.7F, 0.8F}, .turn_deg = 250}};
}

std::vector<Scanner> ScannersRound(const Sculpture& sculpture) {
  std::vector<Scanner> scanners;
  for (int i = 0; i < 4; ++i) {
    const float angle = 0.5F + kPi / 2 * static_cast<float>(i);
    const Vec3 away{std::sin(angle) * 1.9F, i % 2 == 0 ? 0.25F : 0.65F, std::cos(angle) * 1.9F};
    scanners.push_back({.id = fmt::format("{}-tram-{}", sculpture.id, i + 1),
                        .position = sculpture.middle + away,
                        .turn_deg = 37.0F * static_cast<float>(i),
                        .sigma_m = 0.0005F,
                        .only = &sculpture,
                        .millimetres = true});
  }
  return scanners;
}

}  // namespace disan::world
