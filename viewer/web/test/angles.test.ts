import { describe, expect, it } from 'vitest';
import { angleBetween, clampPitch, directionAt, equirectangularPlace, headingOf, horizontalFov, keepHeading, shortestTurn, unitVector, wrapHeading, wrapYaw } from '../src/geometry/angles';
import { conePath, planAngle } from '../src/geometry/plan_cone';

const every = (step: number, from: number, to: number): number[] => Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('directions', () => {
  it('wrap into one turn and stay the same direction', () => {
    for (const deg of every(37, -1110, 1110)) {
      expect(wrapHeading(deg)).toBeGreaterThanOrEqual(0);
      expect(wrapHeading(deg)).toBeLessThan(360);
      expect(wrapYaw(deg)).toBeGreaterThanOrEqual(-180);
      expect(wrapYaw(deg)).toBeLessThan(180);
      expect(Math.abs(Math.sin(((wrapYaw(deg) - deg) * Math.PI) / 360))).toBeLessThan(1e-9);
    }
    expect(Object.is(wrapHeading(-360), 0)).toBe(true);
  });

  it('turn the short way round', () => {
    expect(shortestTurn(350, 10)).toBe(20);
    expect(shortestTurn(10, 350)).toBe(-20);
    expect(Math.abs(shortestTurn(0, 180))).toBe(180);
  });

  it('keep the compass heading from scene to scene', () => {
    for (const yaw of every(45, -180, 180)) {
      const kept = keepHeading(12.5, 250, { yawDeg: yaw, pitchDeg: -7 });
      expect(kept).not.toBeNull();
      expect(shortestTurn(headingOf(250, kept?.yawDeg ?? 0), headingOf(12.5, yaw))).toBeCloseTo(0, 9);
      expect(kept?.pitchDeg).toBe(-7);
    }
  });

  it('keep nothing when a north is unknown', () => {
    expect(keepHeading(null, 3, { yawDeg: 0, pitchDeg: 0 })).toBeNull();
    expect(keepHeading(3, null, { yawDeg: 0, pitchDeg: 0 })).toBeNull();
  });

  it('go to a place of the picture and back', () => {
    for (const yawDeg of every(30, -180, 150)) {
      for (const pitchDeg of every(30, -90, 90)) {
        const place = equirectangularPlace({ yawDeg, pitchDeg });
        expect(angleBetween(directionAt(place.x, place.y), { yawDeg, pitchDeg })).toBeLessThan(1e-5);
      }
    }
    expect(equirectangularPlace({ yawDeg: 0, pitchDeg: 0 })).toEqual({ x: 0.5, y: 0.5 });
    expect(equirectangularPlace({ yawDeg: 90, pitchDeg: 45 })).toEqual({ x: 0.75, y: 0.25 });
  });

  it('are unit vectors, right of the centre and up', () => {
    expect(unitVector({ yawDeg: 90, pitchDeg: 0 })[0]).toBeCloseTo(1);
    expect(unitVector({ yawDeg: 0, pitchDeg: 90 })[1]).toBeCloseTo(1);
    expect(unitVector({ yawDeg: 0, pitchDeg: 0 })[2]).toBeCloseTo(1);
    expect(clampPitch(123)).toBe(90);
  });

  it('have a field of view of a square picture in a square window', () => {
    expect(horizontalFov(90, 1)).toBeCloseTo(90);
    expect(horizontalFov(90, 2)).toBeCloseTo((2 * Math.atan(2) * 180) / Math.PI);
  });
});

describe('the wedge on the plan', () => {
  it('points up, is symmetric and as wide as the view', () => {
    expect(conePath(10, 30)).toBe('M0 0L-5 -8.66A10 10 0 0 1 5 -8.66Z');
  });

  it('stays a wedge for absurd views', () => {
    expect(conePath(10, 0)).toBe(conePath(10, 12));
    expect(conePath(10, 180)).toBe(conePath(10, 75));
  });

  it('turns with the heading on a plan whose up is not north', () => {
    expect(planAngle(90, 0)).toBe(90);
    expect(planAngle(90, 90)).toBe(0);
  });
});
