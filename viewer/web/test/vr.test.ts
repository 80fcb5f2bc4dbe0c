import { describe, expect, it } from 'vitest';

import { angleBetweenDeg, directionOf, Dwell, pointedAt, viewOf } from '../src/geometry/vr';

describe('directions in a headset', () => {
  it('have the picture’s centre ahead, its right at the right', () => {
    const near = (a: readonly number[], b: readonly number[]): void => a.forEach((value, i) => expect(value).toBeCloseTo(b[i] ?? NaN, 9));
    near(directionOf({ yawDeg: 0, pitchDeg: 0 }), [0, 0, -1]);
    near(directionOf({ yawDeg: 90, pitchDeg: 0 }), [1, 0, 0]);
    near(directionOf({ yawDeg: 0, pitchDeg: 90 }), [0, 1, 0]);
    for (const view of [{ yawDeg: 33, pitchDeg: -12 }, { yawDeg: -170, pitchDeg: 60 }]) {
      const back = viewOf(directionOf(view));
      expect(back.yawDeg).toBeCloseTo(view.yawDeg, 9);
      expect(back.pitchDeg).toBeCloseTo(view.pitchDeg, 9);
    }
  });

  it('point at the nearest target within the cone, else at none', () => {
    const targets = [0, 10, 180].map((yawDeg) => directionOf({ yawDeg, pitchDeg: 0 }));
    const ray = (yawDeg: number) => directionOf({ yawDeg, pitchDeg: 0 });
    expect(pointedAt(ray(3), targets, 7)).toBe(0);
    expect(pointedAt(ray(6), targets, 7)).toBe(1);
    expect(pointedAt(ray(40), targets, 7)).toBe(-1);
    expect(pointedAt(ray(0), [], 7)).toBe(-1);
    expect(angleBetweenDeg(ray(0), ray(90))).toBeCloseTo(90, 9);
  });

  it('mean a target after looking at it without a break', () => {
    const dwell = new Dwell(1000);
    expect(dwell.look(0, 0)).toBe(0);
    expect(dwell.look(0, 500)).toBe(0.5);
    expect(dwell.look(1, 600)).toBe(0);
    expect(dwell.look(0, 700)).toBe(0);
    expect(dwell.look(0, 1700)).toBe(1);
    expect(dwell.look(-1, 5000)).toBe(0);
  });
});
