#include "pipeline/clips/motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace disan {
namespace {

// The way covered after `time` when speed rises as (1 - cos) / 2 over `ease` and then is 1.
double WayWhileStarting(double time, double ease) {
  constexpr double kPi = std::numbers::pi;
  return (time - ease / kPi * std::sin(kPi * time / ease)) / 2;
}

}  // namespace

double EasedPart(double time, double ease) {
  const double t = std::clamp(time, 0.0, 1.0);
  const double whole = 1 - ease;  // of the way at full speed 1
  if (t < ease) {
    return WayWhileStarting(t, ease) / whole;
  }
  if (t > 1 - ease) {
    return 1 - WayWhileStarting(1 - t, ease) / whole;
  }
  return (t - ease / 2) / whole;
}

double PanYaw(int frame, int count, double middle_deg, double sweep_deg) {
  const double time = count > 1 ? static_cast<double>(frame) / (count - 1) : 0.5;
  return middle_deg + (EasedPart(time) - 0.5) * sweep_deg;
}

double TurnAzimuth(int frame, int count, double first_deg) {
  return first_deg + 360.0 * frame / count;
}

}  // namespace disan
