#include "datasets/stations.h"

#include "datasets/noise.h"

#include <array>

namespace disan::world {
namespace {

const std::array<Station, 5> kStations{{
    {.id = "cong-tam-quan",
     .name = {"Cổng tam quan", "Three-arched gate"},
     .kind = Kind::kReady,
     .position = {0.4F, 1.62F, 14.0F},
     .heading_deg = 0,
     .exposure = 1,
     .start_s = 300},
    {.id = "san-truoc",
     .name = {"Sân trước", "Front court"},
     .kind = Kind::kTripod,
     .position = {0.5F, 1.6F, 6.0F},
     .heading_deg = 0,
     .exposure = 1,
     .start_s = 900},
    {.id = "thap-dieu-quang",
     .name = {"Tháp Diệu Quang", "Diệu Quang Tower"},
     .kind = Kind::kDualFisheye,
     .position = {-3.0F, 1.6F, 6.4F},
     .heading_deg = 299,
     .exposure = 1,
     .start_s = 2100},
    {.id = "tien-duong",
     .name = {"Tiền đường", "Front hall"},
     .kind = Kind::kBrackets,
     .position = {0.5F, 2.32F, -11.2F},
     .heading_deg = 0,
     .exposure = 1.7F,
     .start_s = 2700},
    {.id = "vuon-thap",
     .name = {"Vườn tháp", "Stupa garden"},
     .kind = Kind::kHandHeld,
     .position = {20.0F, 1.55F, -1.2F},
     .heading_deg = 0,
     .exposure = 1,
     .start_s = 4800},
}};

struct Row {
  float pitch_deg;
  int photos;
};

}  // namespace

std::span<const Station> Stations() {
  return kStations;
}

float YawTo(const Station& from, Vec3 target) {
  const Vec3 d = Transposed(WorldFromPanorama(from.heading_deg)) * (target - from.position);
  return std::atan2(d.x, d.z) * 180 / kPi;
}

float PitchTo(const Station& from, Vec3 target) {
  const Vec3 d = Normalized(target - from.position);
  return std::asin(std::clamp(d.y, -1.0F, 1.0F)) * 180 / kPi;
}

Size TinySize() {
  return {};
}

Size DemoSize() {
  return {.detail = Detail::kDemo,
          .truth_width_px = 4096,
          .photo_long_px = 1120,
          .fisheye_px = 1440,
          .orbit_photos = 20,
          .orbit_width_px = 800,
          .samples = 4,
          .photo_samples = 3,
          .scan_columns = 1400};
}

PhotoSet PlanPhotos(const Station& station, const Size& size, uint32_t seed) {
  static constexpr std::array<Row, 5> kWide{{{0, 6}, {50, 5}, {-50, 5}, {89, 1}, {-88, 1}}};
  static constexpr std::array<Row, 5> kPhone{{{0, 9}, {48, 7}, {-48, 7}, {88, 1}, {-85, 1}}};
  const bool phone = station.kind == Kind::kHandHeld;
  const float scale = station.kind == Kind::kTripod     ? 1.0F
                      : station.kind == Kind::kBrackets ? 0.8F
                                                        : 0.6F;
  const float full = std::max(scale * static_cast<float>(size.photo_long_px), 240.0F);
  PhotoSet set;
  set.camera.width_px = static_cast<int>(phone ? full * 0.75F : full);
  set.camera.height_px = static_cast<int>(phone ? full : full * 2 / 3);
  set.camera.focal_px =
      static_cast<float>(set.camera.width_px) / 2 / std::tan(Radians(phone ? 27.5F : 42.0F));
  set.camera.k1 = phone ? 0.015F : -0.03F;
  Random random(Hash(seed, static_cast<uint32_t>(station.start_s)));
  const float tilt = phone ? 2.0F : 3.0F;
  set.rig = PanoramaFromPhoto(0, random.Between(-tilt, tilt), random.Between(-tilt, tilt));
  const float jitter = phone ? 2.5F : 2.0F;
  for (const Row& row : phone ? kPhone : kWide) {
    for (int i = 0; i < row.photos; ++i) {
      PhotoPose pose;
      pose.yaw_deg = 360.0F * static_cast<float>(i) / static_cast<float>(row.photos) +
                     (set.poses.empty() ? 0.0F : jitter * random.Normal());
      pose.pitch_deg = row.pitch_deg + jitter * random.Normal();
      pose.panorama_from_photo =
          set.rig * PanoramaFromPhoto(pose.yaw_deg, pose.pitch_deg, jitter / 2 * random.Normal());
      pose.ev = 0.25F * random.Normal();
      if (phone) {  // the hand goes round the body, at most 10 cm from the middle
        const Vec3 wander{
            random.Between(-1, 1), random.Between(-0.5F, 0.5F), random.Between(-1, 1)};
        pose.offset = wander * (0.1F / std::max(1.0F, Length(wander)));
      }
      set.poses.push_back(pose);
    }
  }
  return set;
}

nlohmann::json TruthOf(const Station& station,
                       const PhotoSet& set,
                       const std::vector<std::string>& files) {
  nlohmann::json truth{{"f", set.camera.focal_px},
                       {"w", set.camera.width_px},
                       {"h", set.camera.height_px},
                       {"k1", set.camera.k1},
                       {"rig", ToJson(set.rig)},
                       {"heading_deg", station.heading_deg},
                       {"centre_world_m", ToJson(station.position)},
                       {"exposure", station.exposure},
                       {"panorama", station.id + ".jpg"}};
  truth["photos"] = nlohmann::json::array();
  const size_t per_pose = files.size() / std::max<size_t>(1, set.poses.size());
  for (size_t i = 0; i < files.size(); ++i) {
    const PhotoPose& pose = set.poses[i / per_pose];
    const float bracket = per_pose == 3 ? 2.0F * (static_cast<float>(i % 3) - 1) : 0.0F;
    nlohmann::json photo{
        {"file", files[i]}, {"R", ToJson(pose.panorama_from_photo)}, {"ev", pose.ev + bracket}};
    if (station.kind == Kind::kHandHeld) {
      photo["position"] = ToJson(pose.offset);
    }
    truth["photos"].push_back(std::move(photo));
  }
  return truth;
}

}  // namespace disan::world
