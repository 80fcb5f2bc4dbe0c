import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { cachePrefix, keptCache, kWholeMark } from '../src/offline/cache_names';
import { readOfflineList } from '../src/offline/keeper';
import { filesOfTour } from '../src/offline/tour_files';
import { readTour } from '../src/tour/read_tour';
import { sampleTour } from './sample';

function tour() {
  const outcome = readTour(sampleTour());
  if (outcome.kind !== 'tour') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.tour;
}

describe('what is kept for the time without network', () => {
  it('is every tile of every level, once, and no fallback picture', () => {
    const files = filesOfTour(tour());
    expect(new Set(files).size).toBe(files.length);
    for (const scene of tour().scenes) {
      const { tiles, preview, fallback } = scene.panorama;
      expect(files).toContain(preview);
      if (tiles !== null) {
        const count = tiles.levels.reduce((sum, level) => sum + level.cols * level.rows, 0);
        const folder = tiles.url.slice(0, tiles.url.indexOf('{'));
        expect(files.filter((file) => file.startsWith(folder)).length).toBe(count);
        expect(files.some((file) => file.includes('{'))).toBe(false);
        const elsewhere = tour().scenes.some((other) => other.panorama.tiles === null && other.panorama.fallback === fallback);
        expect(files.includes(fallback)).toBe(elsewhere);
      }
    }
  });

  it('counts the bytes of a list and refuses what is none', () => {
    const list = { version: 'a', shell: [], viewer: ['x.js', 5], parts: [['a', '1', 10], ['b', '2', 5], ['c', '3', 'x'], 7] };
    expect(readOfflineList(list)).toEqual({ version: 'a', viewer: ['x.js'], bytes: 15 });
    for (const wrong of [null, 5, {}, [], { version: 'a', viewer: [] }]) {
      expect(() => readOfflineList(wrong)).toThrow(SyntaxError);
    }
  });

  it('lies where the worker looks for it', () => {
    // The worker is one file without imports and says the names once more.
    const worker = readFileSync(new URL('../src/offline/worker.ts', import.meta.url), 'utf8');
    expect(worker).toContain(`const prefix = \`${cachePrefix('${scope}')}\``);
    expect(keptCache('x')).toBe('disan x kept');
    expect(worker).toContain('`${prefix}kept`');
    expect(worker).toContain(`'${kWholeMark}'`);
  });
});
