// Where each photo lies in the panorama, from the Hugin project beside the master.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace disan {

// The photo's own axes: x right, y down, z ahead. The panorama's: y down, z its centre. A ray is
// turned by roll about z, then pitch about x, then yaw about y.
struct PhotoPose {
  double yaw_deg = 0;
  double pitch_deg = 0;
  double roll_deg = 0;
  double hfov_deg = 0;
  bool fisheye = false;  // equidistant, else rectilinear
};

// By the photo's file name. Lines that are none of a photo, or hold no usable numbers, are passed
// over: without a pose a photo is only shown.
std::map<std::string, PhotoPose> ReadPhotoPoses(std::string_view pto);

}  // namespace disan
