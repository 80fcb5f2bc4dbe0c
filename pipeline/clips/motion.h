// How a camera moves through a clip.
#pragma once

namespace disan {

// From 0 to 1 as `time` goes from 0 to 1: speed grows over the first `ease` of the time without a
// jerk, is even, and falls over the last. 0 < ease <= 0.5.
double EasedPart(double time, double ease = 0.2);

// The yaw of frame `frame` of `count`: `sweep_deg` in all, with `middle_deg` in the middle.
double PanYaw(int frame, int count, double middle_deg, double sweep_deg);

// The azimuth of a full turn at an even speed; the frame after the last would be the first again.
double TurnAzimuth(int frame, int count, double first_deg);

}  // namespace disan
