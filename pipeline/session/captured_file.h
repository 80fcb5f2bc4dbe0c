// One file that a visit brought back, and what is known of it before anything is decoded.
#pragma once

#include "formats/record/photo_names.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace disan {

struct CapturedFile {
  std::filesystem::path path;
  std::string folder;  // below the folder that is taken in, NFC, "" for its top
  std::string name;    // NFC
  FileClass kind = FileClass::kOther;
  uint64_t bytes = 0;
  std::string day;               // 2026-05-10; of the camera, else of the file
  bool day_from_camera = false;  // and not from the file's own time
  // The rest is of photos only.
  std::optional<double> time_s;  // of the camera, from an arbitrary origin
  std::string camera;
  std::string lens;
  std::string artist;
  std::string copyright;
  std::optional<double> exposure_ev;  // brighter is larger
  int width_px = 0;
  int height_px = 0;
  bool gpano = false;
  int fisheye_discs = 0;  // of a picture of 2:1 or 1:1, measured on its pixels
  bool readable = true;
};

}  // namespace disan
