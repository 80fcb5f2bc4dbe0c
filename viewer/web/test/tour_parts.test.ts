import { describe, expect, it } from 'vitest';
import { allWords, say } from '../src/language/words';
import { addressesBelow, tileAddress } from '../src/stage/address';
import { formatPlace, parsePlace } from '../src/tour/deep_link';
import { readingTimeMs, stepGuide, type GuideState } from '../src/tour/guide';
import { byteBudget, chooseModel, finerModel } from '../src/tour/model_tier';
import { qrCode } from '../src/tour/qr';
import { sayPortal } from '../src/portal/words';
import { readTour } from '../src/tour/read_tour';
import { excerpt, fold, SearchIndex } from '../src/tour/search';
import { tourOfModel, tourOfPanorama } from '../src/tour/single';
import { inLanguage, languageOf } from '../src/tour/tour';
import { sampleTour } from './sample';

function sample() {
  const outcome = readTour(sampleTour());
  if (outcome.kind !== 'tour') {
    throw new Error('the sample is not valid');
  }
  return outcome.tour;
}

describe('search', () => {
  it('folds Vietnamese however it is typed', () => {
    expect(fold('Liên Phái')).toBe('lien phai');
    expect(fold('Đình Đông  ')).toBe('dinh dong');
    expect(fold('Liên Phái'.normalize('NFD'))).toBe('lien phai');
    expect(fold('ƯỚC')).toBe('uoc');
  });

  it('finds names and texts without diacritics, in both languages, titles first', () => {
    const index = new SearchIndex(sample());
    expect(index.find('san truoc')[0]?.sceneId).toBe('san-truoc');
    expect(index.find('STELE').map((hit) => hit.kind)).toEqual(['hotspot', 'object']);
    expect(index.find('bat trang')[0]?.sceneId).toBe('san-truoc');
    expect(index.find('蓮派')[0]?.objectId).toBe('bia-1');
    expect(index.find('lien phai')[0]?.objectId).toBe('bia-1');
  });

  it('wants every word, and nothing for nothing', () => {
    const index = new SearchIndex(sample());
    expect(index.find('san khongco')).toEqual([]);
    expect(index.find('   ')).toEqual([]);
  });

  it('cuts a line around what was found', () => {
    const long = `${'một hai ba '.repeat(30)}đình làng ${'bốn năm '.repeat(30)}`;
    const entry = { kind: 'scene' as const, title: { vi: 'x', en: 'x' }, body: [{ vi: long, en: '' }], sceneId: 'x', hotspotId: null, objectId: null };
    const line = excerpt(entry, 'dinh', 'vi');
    expect(line).toContain('đình làng');
    expect(line.length).toBeLessThan(130);
  });
});

describe('addresses of places', () => {
  it('are understood and written back', () => {
    const hash = '#/san-truoc?yaw=40.5&pitch=-5&object=bia-1&lang=en';
    const place = parsePlace(hash);
    expect(place).toEqual({ scene: 'san-truoc', view: { yawDeg: 40.5, pitchDeg: -5 }, hotspot: null, object: 'bia-1', language: 'en' });
    expect(formatPlace(place)).toBe(hash);
  });

  it.each(['', '#', '#/', '#/?', '#/<script>', '#/a/../b?yaw=abc&lang=fr', '#/%00?yaw=Infinity&hotspot="'])('%s is nowhere', (hash) => {
    expect(parsePlace(hash)).toEqual({ scene: null, view: null, hotspot: null, object: null, language: null });
  });

  it('stay inside the sphere', () => {
    expect(parsePlace('#/a?yaw=725&pitch=500').view).toEqual({ yawDeg: 5, pitchDeg: 90 });
  });

  it('of files are encoded part by part', () => {
    const addresses = addressesBelow(new URL('https://x.example/sub/path/tour.json'));
    expect(addresses.file('media/sân trước #1.jpg')).toBe('https://x.example/sub/path/media/s%C3%A2n%20tr%C6%B0%E1%BB%9Bc%20%231.jpg');
    const tiles = { url: 't/{level}/{col}_{row}.jpg', levels: [] };
    expect(tileAddress(tiles, addresses, { level: 2, col: 3, row: 1 })).toBe('https://x.example/sub/path/t/2/3_1.jpg');
  });
});

describe('the guided tour', () => {
  const on = (stop: number, playing: boolean): GuideState => ({ kind: 'on', stop, playing });

  it('plays through to its last stop and stays there', () => {
    let state: GuideState = stepGuide({ kind: 'off' }, 'start', 3);
    expect(state).toEqual(on(0, true));
    state = stepGuide(state, 'finished-stop', 3);
    state = stepGuide(state, 'finished-stop', 3);
    expect(state).toEqual(on(2, true));
    expect(stepGuide(state, 'finished-stop', 3)).toEqual(on(2, false));
  });

  it('goes forth and back within its stops, and waits while paused', () => {
    expect(stepGuide(on(0, true), 'previous', 3)).toEqual(on(0, true));
    expect(stepGuide(on(2, true), 'next', 3)).toEqual(on(2, true));
    expect(stepGuide(on(1, false), 'finished-stop', 3)).toEqual(on(1, false));
    expect(stepGuide(on(1, true), 'close', 3)).toEqual({ kind: 'off' });
    expect(stepGuide({ kind: 'off' }, 'start', 0)).toEqual({ kind: 'off' });
  });

  it('gives longer texts more time, within reason', () => {
    expect(readingTimeMs('x'.repeat(150))).toBe(13_000);
    expect(readingTimeMs('x'.repeat(100_000))).toBe(60_000);
  });
});

describe('model tiers', () => {
  const model = (bytes: number) => ({ tier: 'low' as const, src: `${bytes}.glb`, bytes, triangles: 1 });
  const models = [model(40e6), model(1e6), model(5e6)];
  const desk = { saveData: false, memoryGb: null, shortSidePx: 1080 };

  it('fit the device', () => {
    expect(chooseModel(models, desk)?.bytes).toBe(5e6);
    expect(chooseModel(models, { ...desk, saveData: true })?.bytes).toBe(1e6);
    expect(chooseModel([model(90e6)], { ...desk, shortSidePx: 360 })?.bytes).toBe(90e6);
    expect(chooseModel([], desk)).toBeNull();
    expect(byteBudget({ ...desk, memoryGb: 2 })).toBeLessThan(byteBudget(desk));
  });

  it('offer the finest only when it is finer', () => {
    expect(finerModel(models, model(5e6))?.bytes).toBe(40e6);
    expect(finerModel(models, model(40e6))).toBeNull();
  });
});

describe('a tour of one file', () => {
  it('shows a panorama or a model', () => {
    expect(tourOfPanorama('a.jpg', 'A').scenes[0]?.panorama.fallback).toBe('a.jpg');
    expect(tourOfModel('a.glb', 'A').objects[0]?.models[0]?.src).toBe('a.glb');
  });
});

describe('language', () => {
  it('says everything in both languages with the same fields', () => {
    for (const [name, both] of Object.entries(allWords)) {
      const fields = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
      expect(both.vi.trim(), name).not.toBe('');
      expect(both.en.trim(), name).not.toBe('');
      expect(both.vi, name).toBe(both.vi.normalize('NFC'));
      expect(fields(both.vi), name).toEqual(fields(both.en));
    }
  });

  it('counts one thing as one', () => {
    expect(say('en', 'sceneCount', { count: 1 })).toBe('1 scene');
    expect(say('en', 'sceneCount', { count: 2 })).toBe('2 scenes');
    expect(say('vi', 'sceneCount', { count: 1 })).toBe('1 cảnh');
    expect(sayPortal('en', 'unplaced', { count: 1 })).toBe('1 site without coordinates is in the list only.');
  });

  it('fills fields and falls back to Vietnamese', () => {
    expect(say('en', 'guideStop', { stop: 2, count: 7 })).toBe('Stop 2 of 7');
    expect(inLanguage({ vi: 'Sân', en: '' }, 'en')).toBe('Sân');
    expect(languageOf({ vi: 'Sân', en: '' }, 'en')).toBe('vi');
  });
});

describe('QR codes', () => {
  it('have the size of their version and its three finders', () => {
    for (const [length, side] of [[10, 21], [60, 33], [150, 49], [300, 69], [600, 93]] as const) {
      const code = qrCode('a'.repeat(length));
      expect(code?.length, `${length} bytes`).toBe(side);
      const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
      const corner = (x: number, y: number): string[] => finder.map((_, dy) => (code?.[y + dy]?.slice(x, x + 7) ?? []).map(Number).join(''));
      expect(corner(0, 0)).toEqual(finder);
      expect(corner(side - 7, 0)).toEqual(finder);
      expect(corner(0, side - 7)).toEqual(finder);
    }
    expect(qrCode('a'.repeat(700))).toBeNull();
  });
});
