import { describe, expect, test } from 'vitest';

import { choosingLevels, levelFor, type Level } from '../src/stage/tile_level';

const levels: readonly Level[] = [2048, 4096, 8192, 16384].map((width) => ({ width, cols: width / 512, rows: width / 1024 }));
const widthFor = (verticalFovDeg: number, heightPx: number, pixelRatio = 1): number =>
  levels[levelFor(levels, { verticalFovDeg, heightPx, pixelRatio })]?.width ?? 0;

describe('the level of tiles', () => {
  test('has a pixel for every 1.2 of the screen in the middle of the view, and the next coarser has not', () => {
    for (const [fov, height, ratio] of [[75, 800, 1], [95, 600, 1], [28, 1080, 1], [50, 740, 1.5]] as const) {
      const screen = height / 2 / Math.tan((fov * Math.PI) / 360);
      const perRadian = (width: number): number => width / (2 * Math.PI);
      const width = widthFor(fov, height, ratio);
      expect(perRadian(width) * 1.2).toBeGreaterThanOrEqual(screen * ratio);
      if (width > 2048) {
        expect(perRadian(width / 2) * 1.2).toBeLessThan(screen * ratio);
      }
    }
  });

  test('gets finer as one looks closer, and ends with the finest there is', () => {
    expect([95, 75, 50, 28].map((fov) => widthFor(fov, 800))).toEqual([2048, 4096, 8192, 16384]);
    expect(widthFor(28, 4000, 3)).toBe(16384);
    expect(levelFor([], { verticalFovDeg: 75, heightPx: 800, pixelRatio: 1 })).toBe(-1);
  });

  test('does not follow a phone of very fine pixels all the way', () => {
    expect(widthFor(80, 740, 3)).toBe(widthFor(80, 740, 1.5));
  });

  test('answers whoever searches the levels', () => {
    let fov = 75;
    const choosing = choosingLevels(levels, () => ({ verticalFovDeg: fov, heightPx: 800, pixelRatio: 1 }));
    choosing.sort((a, b) => a.width - b.width);
    expect(choosing[choosing.findIndex(() => false)]?.width).toBe(4096);
    fov = 40;
    expect(choosing[choosing.findIndex(() => false)]?.width).toBe(8192);
    expect(choosing.map((level) => level.width)).toEqual([2048, 4096, 8192, 16384]);
  });
});
