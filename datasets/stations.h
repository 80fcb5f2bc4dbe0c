// Panorama stations: where they stand, what stands there with what camera, and the photos it takes.
#pragma once

#include "datasets/capture.h"

#include <optional>
#include <span>

namespace disan::world {

enum class Kind {
  kTripod,       // a full sphere of photos from one point
  kBrackets,     // each direction at -2, 0 and +2 EV
  kHandHeld,     // the centre wanders, people walk by
  kDualFisheye,  // one file with two circles; also as two files
  kReady,        // an equirectangular picture with GPano
};

struct Station {
  std::string id;
  Text name;
  Kind kind = Kind::kTripod;
  Vec3 position;
  float heading_deg = 0;  // of the panorama's middle
  float exposure = 1;     // of truth and photos alike: what the meter makes of the place
  int start_s = 0;        // after eight o'clock
};
std::span<const Station> Stations();

// Where from `from` another point of the world lies in the panorama of `from`: 0 is the middle,
// positive to the right (and up).
float YawTo(const Station& from, Vec3 target);
float PitchTo(const Station& from, Vec3 target);

// Pixels for tests or for looking at.
struct Size {
  Detail detail = Detail::kTiny;
  int truth_width_px = 512;
  int photo_long_px = 320;
  int fisheye_px = 256;
  int orbit_photos = 8;
  int orbit_width_px = 320;
  int samples = 2;  // rays a pixel of a truth
  int photo_samples = 2;
  int scan_columns = 240;
};
Size TinySize();
Size DemoSize();

struct Output {
  std::filesystem::path session;  // photos/ and scans/ below it
  std::filesystem::path truth;
  Size size;
  uint32_t seed = 1;
  bool loose_files = true;  // also what no session.yaml names
};

// The yaw, pitch, roll and rig of every photo of a full-sphere set, as the test bench lays them
// out.
struct PhotoPose {
  float yaw_deg = 0, pitch_deg = 0;
  Mat3 panorama_from_photo;
  float ev = 0;
  Vec3 offset;  // of the camera from the station, in the panorama's frame
};
struct PhotoSet {
  Camera camera;  // without pose
  Mat3 rig;
  std::vector<PhotoPose> poses;
};
PhotoSet PlanPhotos(const Station& station, const Size& size, uint32_t seed);

// Truth in the form that the bench's oracle and scorers read; what it does not know stands beside.
nlohmann::json TruthOf(const Station& station,
                       const PhotoSet& set,
                       const std::vector<std::string>& files);

void CaptureStation(const World& world,
                    const Station& station,
                    const Output& output,
                    const Execution& execution);

}  // namespace disan::world
