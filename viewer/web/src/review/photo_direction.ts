// Where a point of a source photo lies in the panorama. Pure numbers, degrees.
//
// The photo's axes: x right, y down, z ahead; the panorama's: y down, z its centre. A ray is turned
// by roll about z, then pitch about x, then yaw about y (pipeline/panorama/pattern.cc). The lens's
// small distortion is left out: at a corner it is some pixels, less than a click is exact.
import { toDegrees, toRadians, type View } from '../geometry/angles';

export interface PhotoPose {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  readonly hfovDeg: number;
  readonly fisheye: boolean;
}

type Ray = readonly [number, number, number];

/** `x` and `y` are fractions of the photo's width and height; `aspect` is width by height. */
export function directionInPanorama(pose: PhotoPose, aspect: number, x: number, y: number): View {
  const [rx, ry, rz] = turned(rayOf(pose, aspect, x, y), pose);
  return { yawDeg: toDegrees(Math.atan2(rx, rz)), pitchDeg: toDegrees(Math.asin(Math.min(1, Math.max(-1, -ry)))) };
}

function rayOf(pose: PhotoPose, aspect: number, x: number, y: number): Ray {
  // In halves of the photo's width.
  const across = 2 * x - 1;
  const down = (2 * y - 1) / aspect;
  const half = toRadians(pose.hfovDeg) / 2;
  if (pose.fisheye) {
    const radius = Math.hypot(across, down);
    const angle = radius * half;
    const share = radius === 0 ? 0 : Math.sin(angle) / radius;
    return [across * share, down * share, Math.cos(angle)];
  }
  const focal = 1 / Math.tan(half);
  const length = Math.hypot(across, down, focal);
  return [across / length, down / length, focal / length];
}

function turned([x, y, z]: Ray, pose: PhotoPose): Ray {
  const [sr, cr] = sinCos(pose.rollDeg);
  const [sp, cp] = sinCos(pose.pitchDeg);
  const [sy, cy] = sinCos(pose.yawDeg);
  const [rx, ry] = [cr * x - sr * y, sr * x + cr * y];
  const [py, pz] = [cp * ry - sp * z, sp * ry + cp * z];
  return [cy * rx + sy * pz, py, cy * pz - sy * rx];
}

function sinCos(deg: number): readonly [number, number] {
  return [Math.sin(toRadians(deg)), Math.cos(toRadians(deg))];
}
