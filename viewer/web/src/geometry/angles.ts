// Directions inside a panorama and on the compass. Pure numbers, degrees, no DOM and no WebGL.
//
// yaw_deg is clockwise from the picture's centre, pitch_deg up from the horizon, and a compass
// heading is north_deg + yaw_deg (tour.json says so).

export interface View {
  readonly yawDeg: number;
  readonly pitchDeg: number;
}

/** The same direction in [0, 360). */
export function wrapHeading(deg: number): number {
  const wrapped = deg % 360;
  return wrapped < 0 ? wrapped + 360 : wrapped === 0 ? 0 : wrapped;
}

/** The same direction in [-180, 180). */
export function wrapYaw(deg: number): number {
  return wrapHeading(deg + 180) - 180;
}

/** The turn, positive clockwise and at most half a circle, that leads from one direction to another. */
export function shortestTurn(fromDeg: number, toDeg: number): number {
  return wrapYaw(toDeg - fromDeg);
}

export function headingOf(northDeg: number, yawDeg: number): number {
  return wrapHeading(northDeg + yawDeg);
}

/**
 * Where to look in the next scene so that the visitor still faces the same way. null when a compass
 * heading is missing on either side.
 */
export function keepHeading(
  fromNorthDeg: number | null,
  toNorthDeg: number | null,
  view: View,
): View | null {
  if (fromNorthDeg === null || toNorthDeg === null) {
    return null;
  }
  return { yawDeg: wrapYaw(fromNorthDeg + view.yawDeg - toNorthDeg), pitchDeg: view.pitchDeg };
}

/** The angle between two directions of the sphere. */
export function angleBetween(a: View, b: View): number {
  const [ax, ay, az] = unitVector(a);
  const [bx, by, bz] = unitVector(b);
  return toDegrees(Math.acos(Math.min(1, Math.max(-1, ax * bx + ay * by + az * bz))));
}

/** x right of the picture's centre, y up, z towards it. */
export function unitVector(view: View): readonly [number, number, number] {
  const yaw = toRadians(view.yawDeg);
  const pitch = toRadians(view.pitchDeg);
  return [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)];
}

/** Place of a direction in an equirectangular picture: fractions of its width and height. */
export function equirectangularPlace(view: View): { readonly x: number; readonly y: number } {
  return { x: (wrapYaw(view.yawDeg) + 180) / 360, y: (90 - clampPitch(view.pitchDeg)) / 180 };
}

/** The direction that a place of an equirectangular picture shows. */
export function directionAt(x: number, y: number): View {
  return { yawDeg: wrapYaw(x * 360 - 180), pitchDeg: clampPitch(90 - y * 180) };
}

export function clampPitch(deg: number): number {
  return Math.min(90, Math.max(-90, deg));
}

/** Width of the view for a height of the view, both as angles, on a flat screen. */
export function horizontalFov(verticalFovDeg: number, aspect: number): number {
  return toDegrees(2 * Math.atan(Math.tan(toRadians(verticalFovDeg) / 2) * aspect));
}

export function toRadians(deg: number): number {
  return (deg * Math.PI) / 180;
}

export function toDegrees(rad: number): number {
  return (rad * 180) / Math.PI;
}
