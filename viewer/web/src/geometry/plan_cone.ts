// The wedge on the plan that shows where the visitor stands and looks.
import { toRadians } from './angles';

/** Angle on the drawing, clockwise from its upward direction, of a compass heading. */
export function planAngle(headingDeg: number, planNorthDeg: number): number {
  return headingDeg - planNorthDeg;
}

/**
 * An SVG path of a wedge around the upward direction, its point at the origin. `halfAngleDeg` is
 * clamped so that a narrow or a very wide view still reads as a direction.
 */
export function conePath(radius: number, halfAngleDeg: number): string {
  const half = toRadians(Math.min(75, Math.max(12, halfAngleDeg)));
  const x = radius * Math.sin(half);
  const y = -radius * Math.cos(half);
  return `M0 0L${round(-x)} ${round(y)}A${round(radius)} ${round(radius)} 0 0 1 ${round(x)} ${round(y)}Z`;
}

function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
