// One tab stop for all points of a map; the arrow keys walk from point to point. Pure but for focus.
import type { Point } from './schematic';

const kDirections: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The nearest point that lies that way, null when there is none. What lies aside counts as farther. */
export function pointTowards(points: readonly Point[], from: number, key: string): number | null {
  const direction = kDirections[key];
  const start = points[from];
  if (direction === undefined || start === undefined) {
    return null;
  }
  let best: number | null = null;
  let least = Infinity;
  points.forEach((point, i) => {
    const along = (point.x - start.x) * direction[0] + (point.y - start.y) * direction[1];
    const aside = Math.abs((point.x - start.x) * direction[1]) + Math.abs((point.y - start.y) * direction[0]);
    const cost = along + 2 * aside;
    if (i !== from && along > 0 && cost < least) {
      least = cost;
      best = i;
    }
  });
  return best;
}

/** Makes `pins` one tab stop. `pointOf` is asked when a key is pressed, for maps that move. */
export function rove(pins: readonly (HTMLElement | SVGElement)[], pointOf: (index: number) => Point): void {
  pins.forEach((pin, i) => {
    pin.setAttribute('tabindex', i === 0 ? '0' : '-1');
    pin.addEventListener('focus', () => pins.forEach((other) => other.setAttribute('tabindex', other === pin ? '0' : '-1')));
    pin.addEventListener('keydown', (event) => {
      const key = event instanceof KeyboardEvent ? event.key : '';
      const next = pointTowards(pins.map((_, index) => pointOf(index)), i, key);
      if (key in kDirections) {
        event.preventDefault();
        event.stopPropagation();
        if (next !== null) {
          pins[next]?.focus();
        }
      }
    });
  });
}
