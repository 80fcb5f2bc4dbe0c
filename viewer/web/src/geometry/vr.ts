// Directions in the headset's space: x right, y up, and ahead is -z, as WebXR has it.
import { toDegrees, unitVector, type View } from './angles';

export type Direction = readonly [x: number, y: number, z: number];

/** Where a view of the panorama points when the picture's centre lies ahead. */
export function directionOf(view: View): Direction {
  const [x, y, z] = unitVector(view);
  return [x, y, -z];
}

/** The view of the panorama that lies in a direction. */
export function viewOf([x, y, z]: Direction): View {
  return { yawDeg: toDegrees(Math.atan2(x, -z)), pitchDeg: toDegrees(Math.atan2(y, Math.hypot(x, z))) };
}

export function angleBetweenDeg(a: Direction, b: Direction): number {
  const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const lengths = Math.hypot(...a) * Math.hypot(...b);
  return toDegrees(Math.acos(Math.min(1, Math.max(-1, dot / Math.max(1e-9, lengths)))));
}

/** The target nearest to where one points, within a cone; -1 when there is none. */
export function pointedAt(ray: Direction, targets: readonly Direction[], coneDeg: number): number {
  let best = -1;
  let least = coneDeg;
  targets.forEach((target, i) => {
    const angle = angleBetweenDeg(ray, target);
    if (angle <= least) {
      least = angle;
      best = i;
    }
  });
  return best;
}

/** Looking at the same thing for a while means it: for headsets without a controller. */
export class Dwell {
  #target = -1;
  #since = 0;

  constructor(private readonly dwellMs: number) {}

  /** From 0 to 1; the share is given for the target that is looked at now. */
  look(target: number, nowMs: number): number {
    if (target !== this.#target) {
      this.#target = target;
      this.#since = nowMs;
    }
    return target < 0 ? 0 : Math.min(1, (nowMs - this.#since) / this.dwellMs);
  }

  reset(): void {
    this.#target = -1;
  }
}
