import { describe, expect, test } from 'vitest';

import { unitVector } from '../src/geometry/angles';
import { modelTable, panoramaRows } from '../src/review/figures';
import { entriesOf, marksOf } from '../src/review/history';
import { directionInPanorama, type PhotoPose } from '../src/review/photo_direction';
import { bareScene } from '../src/review/panorama_panel';
import { readAbout, readReview } from '../src/review/review';
import { allReviewWords } from '../src/review/words';

const pose = (more: Partial<PhotoPose>): PhotoPose => ({ yawDeg: 0, pitchDeg: 0, rollDeg: 0, hfovDeg: 90, fisheye: false, ...more });

describe('a point of a photo in the panorama', () => {
  test('the middle lies where the photo was aimed, whatever the roll', () => {
    for (const [yawDeg, pitchDeg, rollDeg] of [[0, 0, 0], [40, 10, 0], [-170, -60, 25], [90, 80, -90]] as const) {
      const at = directionInPanorama(pose({ yawDeg, pitchDeg, rollDeg }), 1.5, 0.5, 0.5);
      expect(at.yawDeg).toBeCloseTo(yawDeg, 9);
      expect(at.pitchDeg).toBeCloseTo(pitchDeg, 9);
    }
  });

  test('the edges of a level photo lie half its width away, right to the right and up above', () => {
    expect(directionInPanorama(pose({}), 1, 1, 0.5).yawDeg).toBeCloseTo(45, 9);
    expect(directionInPanorama(pose({}), 1, 0, 0.5).yawDeg).toBeCloseTo(-45, 9);
    expect(directionInPanorama(pose({}), 1, 0.5, 0).pitchDeg).toBeCloseTo(45, 9);
    // Half as high as wide: atan(1/2).
    expect(directionInPanorama(pose({}), 2, 0.5, 0).pitchDeg).toBeCloseTo(26.565, 3);
    expect(directionInPanorama(pose({ fisheye: true, hfovDeg: 180 }), 1, 0.75, 0.5).yawDeg).toBeCloseTo(45, 9);
  });

  test('a photo on its side turns its edges with it', () => {
    // Turned by a quarter about the line of sight, x goes to y, which is down.
    const at = directionInPanorama(pose({ rollDeg: 90 }), 1, 1, 0.5);
    expect(at.yawDeg).toBeCloseTo(0, 9);
    expect(at.pitchDeg).toBeCloseTo(-45, 9);
  });

  test('angles between points are those of the lens, wherever the photo is aimed', () => {
    const angle = (of: PhotoPose): number => {
      const [a, b] = [directionInPanorama(of, 1.5, 0.1, 0.2), directionInPanorama(of, 1.5, 0.8, 0.9)].map(unitVector);
      return Math.acos(a!.reduce((sum, value, i) => sum + value * b![i]!, 0));
    };
    expect(angle(pose({ yawDeg: 77, pitchDeg: -33, rollDeg: 12 }))).toBeCloseTo(angle(pose({})), 9);
  });
});

const kEntry = { time: '2026-05-12T08:30:00Z', reviewer: 'B', asset: 'masters/panoramas/san.jpg', sha256: 'a', verdict: 'remark', text: 'x', at: { yaw_deg: 1, pitch_deg: 2 } };
const kAsset = { asset: 'masters/panoramas/san.jpg', kind: 'scene', id: 'san', name: { vi: 'Sân', en: '' }, sha256: 'a', state: 'open', operator: '', session: '', photos: 1 };
const kReview = { site: { id: 'a', name: { vi: 'Chùa', en: 'Pagoda' } }, assets: [kAsset], log: [kEntry, { ...kEntry, at: undefined }, { ...kEntry, at: { point: [1, 2, 3] } }], said: [] };

describe('what the server tells', () => {
  test('is read', () => {
    const review = readReview(kReview);
    expect(review.log[0]?.at).toEqual({ view: { yawDeg: 1, pitchDeg: 2 } });
    expect(review.log[1]?.at).toBeNull();
    expect(review.log[2]?.at).toEqual({ point: [1, 2, 3] });
  });

  test('is refused whole when a part is of another kind', () => {
    for (const wrong of [null, [], {}, { ...kReview, assets: 5 }, { ...kReview, log: [{ ...kEntry, verdict: 'maybe' }] }, { ...kReview, assets: [{ ...kAsset, state: '' }] }, { ...kReview, log: [{ ...kEntry, at: { point: [1, 2] } }] }]) {
      expect(() => readReview(wrong)).toThrow();
    }
  });

  test('a photo may lack pose, status and reason', () => {
    const about = readAbout({ sha256: 'a', report: null, photos: [{ name: 'a.jpg', width: 4, height: 3, status: null, reason: null, pose: null }], sheet: false });
    expect(about.photos[0]?.pose).toBeNull();
    expect(about.report).toEqual({});
    expect(about.panorama).toBeNull();
  });

  test('a scene that the tour leaves out is shown from where the review keeps it', () => {
    const level = { width: 512, height: 256, cols: 2, rows: 1 };
    const about = readAbout({ sha256: 'a', report: null, photos: [], sheet: false, panorama: { width: 512, height: 256, preview: 'x', tiles: { url: '../y', levels: [level] } } });
    expect(bareScene('kin', { vi: 'Hậu cung', en: '' }, about.panorama).panorama).toEqual({
      width: 512,
      height: 256,
      preview: 'review/scenes/kin/preview.jpg',
      fallback: 'review/scenes/kin/fallback.jpg',
      tiles: { url: 'review/scenes/kin/tiles/{level}/{col}_{row}.jpg', levels: [level] },
    });
    expect(bareScene('kin', { vi: '', en: '' }, null).panorama.tiles).toBeNull();
  });
});

test('pins are numbered in the order in which they were set, whatever lies between', () => {
  const review = readReview(kReview);
  const entries = entriesOf(review.log, review.assets[0]!);
  expect(entries.map((one) => one.number)).toEqual([1, null, 2]);
  expect(marksOf(entries, 'vi').map((mark) => mark.number)).toEqual([1, 2]);
});

test('figures are shown as measured or not at all', () => {
  expect(panoramaRows({ coverage: 0.98765, rms_px: 0.634, level_deg: null, width: 8192, height: 4096, photos: [{ status: 'placed' }, { status: 'rejected' }] }, 'en').map((row) => row.value)).toEqual(['98.77 %', '0.63 px', '8,192 × 4,096 px', '1 / 2']);
  expect(panoramaRows({ coverage: 'x', photos: 5 }, 'vi')).toEqual([]);
  const table = modelTable({ tiers: [{ tier: 'high', triangles: 100000, deviation: { unit: 'mm', rms: 0.1234, p95: 0.3, max: 1 } }, { deviation: 'x' }] }, 'vi');
  expect(table.rows[0]).toEqual({ tier: 'high', triangles: '100.000', rms: '0,123', p95: '0,3', max: '1' });
  expect(table.rows[1]?.rms).toBe('—');
});

test('every word of the review is there in both languages, with the same places', () => {
  const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).sort();
  for (const [word, text] of Object.entries(allReviewWords)) {
    expect(text.vi, word).not.toBe('');
    expect(text.en, word).not.toBe('');
    expect(places(text.vi), word).toEqual(places(text.en));
    expect(text.vi.normalize('NFC'), word).toBe(text.vi);
  }
});
