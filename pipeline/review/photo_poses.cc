#include "pipeline/review/photo_poses.h"

#include <cmath>
#include <cstdlib>
#include <optional>

namespace disan {
namespace {

// The number behind " y" and the like, in a line "i w4000 h3000 f0 v65.2 ...".
std::optional<double> NumberAt(const std::string& line, char key) {
  const size_t at = line.find(std::string(" ") + key);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  const char* start = line.c_str() + at + 2;
  char* end = nullptr;
  const double value = std::strtod(start, &end);
  return end != start && std::isfinite(value) && std::abs(value) <= 1e5 ? std::optional(value)
                                                                        : std::nullopt;
}

void ReadLine(const std::string& line, std::map<std::string, PhotoPose>& poses) {
  const size_t quote = line.rfind(" n\"");
  const size_t end = line.rfind('"');
  if (!line.starts_with("i ") || quote == std::string::npos || end < quote + 3) {
    return;
  }
  const std::string facts = line.substr(0, quote);
  const auto yaw = NumberAt(facts, 'y');
  const auto pitch = NumberAt(facts, 'p');
  const auto roll = NumberAt(facts, 'r');
  const auto hfov = NumberAt(facts, 'v');
  const auto lens = NumberAt(facts, 'f');
  if (yaw && pitch && roll && hfov && lens && *hfov > 0 && *hfov <= 360) {
    poses[line.substr(quote + 3, end - quote - 3)] = {.yaw_deg = *yaw,
                                                      .pitch_deg = *pitch,
                                                      .roll_deg = *roll,
                                                      .hfov_deg = *hfov,
                                                      .fisheye = *lens != 0};
  }
}

}  // namespace

std::map<std::string, PhotoPose> ReadPhotoPoses(std::string_view pto) {
  std::map<std::string, PhotoPose> poses;
  while (!pto.empty()) {
    const size_t end = pto.find('\n');
    ReadLine(std::string(pto.substr(0, end)), poses);
    pto = end == std::string_view::npos ? std::string_view() : pto.substr(end + 1);
  }
  return poses;
}

}  // namespace disan
