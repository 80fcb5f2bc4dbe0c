// The places of sites as a drawing: from coordinates to points on a sheet, points pushed apart until
// each can be touched, names set where they cover nothing. Pure: no DOM, same input, same drawing.
import type { Coordinates } from './portal';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Kept free round the points. */
  readonly margin: number;
}

export interface Drawing {
  readonly points: readonly Point[];
  /** Metres of one unit of the sheet. */
  readonly metresAUnit: number;
}

const kMetresADegree = 111_320;
/** Sites within this many metres fill no sheet: the drawing would show centimetres. */
const kLeastSpanMetres = 200;

/** North is up; one scale in both directions. */
export function project(places: readonly Coordinates[], sheet: Sheet): Drawing {
  if (places.length === 0) {
    return { points: [], metresAUnit: 1 };
  }
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  const lat = middle(places.map((place) => place.lat));
  const lon = middle(places.map((place) => place.lon));
  const shrink = Math.cos((lat * Math.PI) / 180);
  const metres = places.map((place) => ({
    x: (place.lon - lon) * kMetresADegree * shrink,
    y: (place.lat - lat) * kMetresADegree,
  }));
  const span = (of: (point: Point) => number): number => Math.max(...metres.map(of)) - Math.min(...metres.map(of));
  const across = Math.max(span((p) => p.x), kLeastSpanMetres);
  const down = Math.max(span((p) => p.y), kLeastSpanMetres);
  const scale = Math.min((sheet.width - 2 * sheet.margin) / across, (sheet.height - 2 * sheet.margin) / down);
  return {
    points: metres.map((point) => ({ x: sheet.width / 2 + point.x * scale, y: sheet.height / 2 - point.y * scale })),
    metresAUnit: 1 / scale,
  };
}

/** Moves points away from each other until `least` lies between any two, and keeps them on the sheet. */
export function pushApart(points: readonly Point[], least: number, sheet: Sheet): readonly Point[] {
  const at = points.map((point) => ({ x: point.x, y: point.y }));
  const edge = least / 2;
  for (let round = 0; round < 300; ++round) {
    let moved = false;
    for (let i = 0; i < at.length; ++i) {
      for (let j = i + 1; j < at.length; ++j) {
        moved = separate(at[i] ?? kNowhere, at[j] ?? kNowhere, least, i + j) || moved;
      }
    }
    for (const point of at) {
      point.x = Math.min(Math.max(point.x, edge), sheet.width - edge);
      point.y = Math.min(Math.max(point.y, edge), sheet.height - edge);
    }
    if (!moved) {
      break;
    }
  }
  return at;
}

const kNowhere = { x: 0, y: 0 };

function separate(a: { x: number; y: number }, b: { x: number; y: number }, least: number, seed: number): boolean {
  let dx = b.x - a.x;
  let dy = b.y - a.y;
  let apart = Math.hypot(dx, dy);
  if (apart >= least - 1e-6) {
    return false;
  }
  if (apart < 1e-9) {
    // On the very same spot: any direction, but always the same one.
    dx = Math.cos(seed * 2.4);
    dy = Math.sin(seed * 2.4);
    apart = 1;
  }
  const push = (least - Math.hypot(b.x - a.x, b.y - a.y)) / 2 + 0.01;
  a.x -= (dx / apart) * push;
  a.y -= (dy / apart) * push;
  b.x += (dx / apart) * push;
  b.y += (dy / apart) * push;
  return true;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Label {
  /** Its place in the list of points. */
  readonly index: number;
  readonly box: Box;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Sets names beside their points, first come, first served: no name covers a point or another name,
 * none leaves the sheet. A name that finds no room is left out; its point still says it.
 */
export function placeLabels(points: readonly Point[], widths: readonly number[], height: number, dot: number, sheet: Sheet): readonly Label[] {
  const taken: Box[] = points.map((point) => around(point, dot, dot));
  const labels: Label[] = [];
  points.forEach((point, index) => {
    const width = widths[index] ?? 0;
    const box = candidates(point, width, height, dot).find(
      (one) =>
        one.left >= 0 &&
        one.top >= 0 &&
        one.right <= sheet.width &&
        one.bottom <= sheet.height &&
        !taken.some((other) => overlap(one, other)),
    );
    if (box !== undefined && width > 0) {
      taken.push(box);
      labels.push({ index, box });
    }
  });
  return labels;
}

function around(point: Point, width: number, height: number): Box {
  return { left: point.x - width / 2, top: point.y - height / 2, right: point.x + width / 2, bottom: point.y + height / 2 };
}

/** Right of the point is read best, then left, below, above, and the corners. */
function candidates(point: Point, width: number, height: number, dot: number): readonly Box[] {
  const beside = dot / 2 + width / 2 + 3;
  const under = dot / 2 + height / 2 + 1;
  const steps: readonly (readonly [number, number])[] = [
    [beside, 0],
    [-beside, 0],
    [0, under],
    [0, -under],
    [beside, under * 0.7],
    [beside, -under * 0.7],
    [-beside, under * 0.7],
    [-beside, -under * 0.7],
  ];
  return steps.map(([x, y]) => around({ x: point.x + x, y: point.y + y }, width, height));
}

/** A round distance for the scale bar, at most `units` of the sheet long. */
export function scaleBar(metresAUnit: number, units: number): { readonly metres: number; readonly length: number } {
  const most = metresAUnit * units;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most) ?? power;
  return { metres, length: metres / metresAUnit };
}
