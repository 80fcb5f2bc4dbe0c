#include "datasets/noise.h"
#include "datasets/stations.h"

#include <array>

#include <fmt/core.h>

namespace disan::world {
namespace {

const Device kCamera{.make = "Nikon", .model = "Z 6 (mẫu)", .lens = "20 mm f/1.8"};
const Device kPhone{.make = "Samsung",
                    .model = "Galaxy A54 (mẫu)",
                    .lens = "26 mm",
                    .f_number = 1.8,
                    .iso = 64,
                    .exposure_s = 1.0 / 500};
const Device kSphere{.make = "Ricoh",
                     .model = "Theta (mẫu)",
                     .lens = "dual fisheye",
                     .f_number = 2,
                     .iso = 100,
                     .exposure_s = 1.0 / 250};

void Expose(ImageFloat& image, float exposure) {
  for (float& value : image.pixels) {
    value *= exposure;
  }
}

// People on the garden's path, each in two steps of the walk.
class Walkers {
 public:
  explicit Walkers(uint32_t seed) : seed_(seed) {
    static constexpr std::array<Vec3, 3> kTunics{
        {{0.55F, 0.08F, 0.10F}, {0.85F, 0.78F, 0.92F}, {0.10F, 0.22F, 0.42F}}};
    for (size_t i = 0; i < kTunics.size(); ++i) {
      for (const float stride : {0.85F, -0.7F}) {
        Scene scene;
        BuildPerson(scene,
                    At({0, 0, 0}),
                    {.tunic = kTunics[i],
                     .hat = i != 2,
                     .stride = stride,
                     .height_m = 1.52F + 0.07F * static_cast<float>(i)});
        people_.push_back(std::move(scene));
      }
    }
  }

  Tracer PeopleIn(size_t photo) const {
    Scene scene;
    for (size_t i = 0; i < people_.size() / 2; ++i) {
      Random random(Hash(seed_, static_cast<uint32_t>(i)));
      const float start = random.Between(-9, 9), pace = i == 1 ? -0.75F : 0.6F;
      float z = start + pace * static_cast<float>(photo);
      z = std::fmod(std::fmod(z + 13, 26.0F) + 26, 26.0F) - 13;
      const float x = 20.0F + (i == 0 ? -0.55F : 0.6F) +
                      0.7F * (std::abs(z + 1.2F) < 1.3F ? (i == 0 ? -1.0F : 1.0F) : 0.0F);
      const Scene& walker = people_[2 * i + photo % 2];
      Append(scene.Of(Material::kCloth),
             walker.Of(Material::kCloth),
             At({x, 0.03F, z}, pace > 0 ? 0.0F : 180.0F));
    }
    return Tracer(std::move(scene));
  }

 private:
  uint32_t seed_;
  std::vector<Scene> people_;
};

Camera Posed(const Camera& camera, const Station& station, const PhotoPose& pose) {
  Camera posed = camera;
  const Mat3 world_from_panorama = WorldFromPanorama(station.heading_deg);
  posed.world_from_camera = world_from_panorama * pose.panorama_from_photo;
  posed.position = station.position + world_from_panorama * pose.offset;
  return posed;
}

std::vector<std::string> CapturePhotos(const World& world,
                                       const Station& station,
                                       const PhotoSet& set,
                                       const Output& output,
                                       const Execution& execution) {
  const bool phone = station.kind == Kind::kHandHeld, brackets = station.kind == Kind::kBrackets;
  std::optional<Walkers> walkers;
  std::optional<Tracer> tripod;
  if (phone) {
    walkers.emplace(output.seed);
  } else if (brackets) {  // one set has the tripod in its nadir
    Scene scene;
    constexpr float kFloorM = 0.75F;
    BuildTripod(
        scene, At({station.position.x, kFloorM, station.position.z}), station.position.y - kFloorM);
    tripod.emplace(std::move(scene));
  }
  std::vector<std::string> files;
  for (size_t i = 0; i < set.poses.size(); ++i) {
    const PhotoPose& pose = set.poses[i];
    const Camera camera = Posed(set.camera, station, pose);
    std::optional<Tracer> people;
    if (walkers) {
      people.emplace(walkers->PeopleIn(i));
    }
    const Tracer* visitors = people ? &*people : tripod ? &*tripod : nullptr;
    ImageFloat light = world.RenderPhoto(
        camera, {.samples = output.size.photo_samples, .visitors = visitors}, execution);
    Expose(light, station.exposure);
    const int bracket_count = brackets ? 3 : 1;
    for (int b = 0; b < bracket_count; ++b) {
      const float step = brackets ? 2.0F * static_cast<float>(b - 1) : 0.0F;
      const auto number = files.size();
      const Sensor sensor{
          .noise = phone ? 0.009F : 0.006F,
          .seed = Hash(
              output.seed, static_cast<uint32_t>(station.start_s), static_cast<uint32_t>(number))};
      Device device = phone ? kPhone : kCamera;
      device.exposure_s *= std::exp2(static_cast<double>(step + pose.ev));
      Exif exif = ExifOf(device, camera, station.start_s + 5 * static_cast<int>(i) + b);
      if (brackets) {
        exif.exposure_bias_ev = static_cast<double>(step);
      }
      std::string name =
          phone ? fmt::format("20260510_{:06}.jpg", 92000 + number)
                : fmt::format("DSC_{:04}.JPG", 1 + station.start_s + static_cast<int>(number));
      WriteJpeg(output.session / "photos" / station.id / name,
                Develop(light, camera, pose.ev + step, sensor, execution),
                {.quality = phone ? 92 : 95, .exif = EncodeExif(exif)});
      files.push_back(std::move(name));
    }
  }
  return files;
}

// Two circles of 190 degrees, the lenses 24 mm apart as in a camera for the pocket.
void CaptureFisheyes(const World& world,
                     const Station& station,
                     const Output& output,
                     const Execution& execution) {
  const int size = output.size.fisheye_px;
  Camera camera{
      .lens = Lens::kFisheye, .width_px = size, .height_px = size, .reach_rad = Radians(95)};
  camera.focal_px = static_cast<float>(size) / 2 / Radians(96);
  Random random(Hash(output.seed, 77));
  const Mat3 rig = PanoramaFromPhoto(0, random.Between(-2, 2), random.Between(-2, 2));
  Image8 both(2 * size, size, 3);
  nlohmann::json truth{{"lens", "fisheye-equidistant"},
                       {"f", camera.focal_px},
                       {"w", size},
                       {"h", size},
                       {"k1", 0},
                       {"reach_deg", 95},
                       {"rig", ToJson(rig)},
                       {"heading_deg", station.heading_deg},
                       {"centre_world_m", ToJson(station.position)},
                       {"exposure", station.exposure},
                       {"panorama", station.id + ".jpg"},
                       {"photos", nlohmann::json::array()}};
  const Exif exif = ExifOf(kSphere, camera, station.start_s);
  const std::filesystem::path folder = output.session / "photos";
  const std::string name = "R0010001.JPG";
  for (int side = 0; side < 2; ++side) {
    PhotoPose pose;
    pose.panorama_from_photo =
        rig * PanoramaFromPhoto(side == 0 ? 0.0F : 180.0F, 0, 0.4F * random.Normal());
    pose.offset = pose.panorama_from_photo * Vec3{0, 0, 0.012F};
    pose.ev = side == 0 ? 0.0F : 0.08F;
    const Camera posed = Posed(camera, station, pose);
    ImageFloat light = world.RenderPhoto(posed, {.samples = output.size.photo_samples}, execution);
    Expose(light, station.exposure);
    const Image8 photo =
        Develop(light,
                posed,
                pose.ev,
                {.noise = 0.005F, .seed = Hash(output.seed, 78, static_cast<uint32_t>(side))},
                execution);
    for (int y = 0; y < size; ++y) {
      std::copy_n(photo.At(0, y), 3 * size, both.At(side * size, y));
    }
    const std::string single = side == 0 ? "truoc.jpg" : "sau.jpg";
    if (output.loose_files) {
      WriteJpeg(folder / (station.id + "-hai-tep") / single,
                photo,
                {.quality = 95, .exif = EncodeExif(exif)});
    }
    truth["photos"].push_back({{"file", name},
                               {"single", single},
                               {"x0", side * size},
                               {"R", ToJson(pose.panorama_from_photo)},
                               {"ev", pose.ev},
                               {"position", ToJson(pose.offset)}});
  }
  WriteJpeg(folder / station.id / name, both, {.quality = 95, .exif = EncodeExif(exif)});
  WriteText(output.truth / (station.id + ".truth.json"), truth.dump(1));
}

}  // namespace

void CaptureStation(const World& world,
                    const Station& station,
                    const Output& output,
                    const Execution& execution) {
  ImageFloat light = world.RenderEquirect(station.position,
                                          station.heading_deg,
                                          output.size.truth_width_px,
                                          {.samples = output.size.samples},
                                          execution);
  Expose(light, station.exposure);
  const Image8 truth = ToSrgb(light);
  WriteJpeg(
      output.truth / (station.id + ".jpg"), truth, {.quality = 97, .full_colour_resolution = true});
  if (station.kind == Kind::kDualFisheye) {
    CaptureFisheyes(world, station, output, execution);
    return;
  }
  if (station.kind == Kind::kReady) {
    const GPano gpano{.full_width_px = truth.width,
                      .full_height_px = truth.height,
                      .cropped_width_px = truth.width,
                      .cropped_height_px = truth.height,
                      .heading_deg = static_cast<double>(station.heading_deg),
                      .pitch_deg = 0,
                      .roll_deg = 0};
    const Camera camera{
        .lens = Lens::kEquirectangular, .width_px = truth.width, .height_px = truth.height};
    WriteJpeg(output.session / "photos" / (station.id + ".jpg"),
              truth,
              {.quality = 92,
               .exif = EncodeExif(ExifOf(kSphere, camera, station.start_s)),
               .xmp = EncodeXmp({.gpano = gpano})});
    WriteText(output.truth / (station.id + ".truth.json"),
              nlohmann::json{{"lens", "equirectangular"},
                             {"w", truth.width},
                             {"h", truth.height},
                             {"heading_deg", station.heading_deg},
                             {"centre_world_m", ToJson(station.position)},
                             {"exposure", station.exposure},
                             {"panorama", station.id + ".jpg"}}
                  .dump(1));
    return;
  }
  const PhotoSet set = PlanPhotos(station, output.size, output.seed);
  const auto files = CapturePhotos(world, station, set, output, execution);
  WriteText(output.truth / (station.id + ".truth.json"), TruthOf(station, set, files).dump(1));
}

}  // namespace disan::world
