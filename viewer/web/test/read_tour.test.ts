import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { isPathInside, readTour, type ReadOutcome } from '../src/tour/read_tour';
import type { Tour } from '../src/tour/tour';
import { sampleTour, withValue } from './sample';

const schema: unknown = JSON.parse(readFileSync(new URL('../schema/tour.schema.json', import.meta.url), 'utf8'));
const fitsSchema = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema as object);

function tourOf(outcome: ReadOutcome): Tour {
  if (outcome.kind !== 'tour') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.tour;
}

const problemsOf = (json: unknown): readonly string[] => {
  const outcome = readTour(json);
  return outcome.kind === 'invalid' ? outcome.problems.map((problem) => problem.place) : [];
};

describe('a correct tour.json', () => {
  it('fits the published schema and is read whole', () => {
    expect(fitsSchema(sampleTour()), JSON.stringify(fitsSchema.errors)).toBe(true);
    const tour = tourOf(readTour(sampleTour()));
    expect(tour.scenes[0]?.links[0]).toEqual({ to: 'tien-duong', yawDeg: 40, pitchDeg: -12 });
    expect(tour.scenes[0]?.code).toBe('k7m4qx2');
    expect(tour.scenes[1]?.code).toBeNull();
    expect(tour.scenes[1]?.northDeg).toBeNull();
    expect(tour.scenes[1]?.panorama.tiles).toBeNull();
    expect(tour.scenes[0]?.thumbnail).toBe('scenes/a/preview.jpg');
    expect(tour.objects[0]?.posterDeg).toBe(28);
    expect(tour.objects[0]?.dimensionsMm).toEqual({ width: null, height: 1200, depth: null });
    expect(tour.stops[0]?.audio?.src).toBe('media/01.mp3');
  });

  it('may hold keys of a later time', () => {
    expect(readTour({ ...sampleTour(), later: { x: 1 } }).kind).toBe('tour');
  });
});

// Place of the change, the new value, the place that is named. Each is refused by schema and reader.
const kWrong: readonly (readonly [string, unknown, string])[] = [
  ['id', 'Chùa', 'id'],
  ['name', 'Chùa', 'name'],
  ['name', { en: 'x' }, 'name.vi'],
  ['code', 'K7M4QX2', 'code'],
  ['scenes.0.code', 'short', 'scenes[0].code'],
  ['rank', 'best', 'rank'],
  ['location.lat', 91, 'location.lat'],
  ['scenes', undefined, 'scenes'],
  ['scenes', {}, 'scenes'],
  ['scenes.0.alt', undefined, 'scenes[0].alt'],
  ['scenes.0.panorama', null, 'scenes[0].panorama'],
  ['scenes.0.panorama.preview', '../secret.jpg', 'scenes[0].panorama.preview'],
  ['scenes.0.panorama.preview', 'https://evil.example/a.jpg', 'scenes[0].panorama.preview'],
  ['scenes.0.panorama.fallback', '/etc/a.jpg', 'scenes[0].panorama.fallback'],
  ['scenes.0.panorama.tiles.levels.0.cols', 3, 'scenes[0].panorama.tiles.levels[0].cols'],
  ['scenes.0.panorama.tiles.levels.1.rows', 32, 'scenes[0].panorama.tiles.levels[1].rows'],
  ['scenes.0.links.0.yaw_deg', '40', 'scenes[0].links[0].yaw_deg'],
  ['scenes.0.links.0.yaw_deg', 1e9, 'scenes[0].links[0].yaw_deg'],
  ['scenes.0.plan', [1], 'scenes[0].plan'],
  ['scenes.0.hotspots.0.title', null, 'scenes[0].hotspots[0].title'],
  ['scenes.0.hotspots.0.image.src', 'javascript:alert(1)', 'scenes[0].hotspots[0].image.src'],
  ['objects.0.poster_deg', 'left', 'objects[0].poster_deg'],
  ['objects.0.models.0.tier', 'huge', 'objects[0].models[0].tier'],
  ['objects.0.models.0.bytes', -1, 'objects[0].models[0].bytes'],
  ['objects.0.annotations.0.position', [0, 1], 'objects[0].annotations[0].position'],
  ['plan.src', 'a\\b.png', 'plan.src'],
  ['stops.0.text', 3, 'stops[0].text'],
  ['rights', undefined, 'rights'],
  ['rights.statement', 'javascript:alert(1)', 'rights.statement'],
];

describe('a wrong tour.json', () => {
  it.each(kWrong)('%s = %j is named and refused', (place, value, named) => {
    const json = withValue(place, value);
    expect(problemsOf(json)).toContain(named);
    expect(fitsSchema(json)).toBe(false);
  });

  it('names every problem in one go', () => {
    const json = withValue('scenes.0.alt', 1);
    json['rights'] = 2;
    expect(problemsOf(json)).toEqual(expect.arrayContaining(['scenes[0].alt', 'rights']));
  });

  it.each([null, 3, 'x', [], {}, { disan_tour: 0 }, { disan_tour: '1' }])('%j is no tour', (json) => {
    expect(readTour(json).kind).toBe('invalid');
  });

  it('of a newer version is told apart', () => {
    expect(readTour({ disan_tour: 2 })).toEqual({ kind: 'newer', version: 2 });
  });

  it('does not crash for any value in any place', () => {
    const visit = (value: unknown, path: string): void => {
      for (const bad of [null, 0, '', [], {}, true, 1e308]) {
        expect(() => readTour(withValue(path, bad))).not.toThrow();
      }
      if (typeof value === 'object' && value !== null) {
        Object.entries(value).forEach(([key, inner]) => visit(inner, `${path}.${key}`));
      }
    };
    Object.entries(sampleTour()).forEach(([key, value]) => visit(value, key));
  });

  it('with two scenes of one id is refused', () => {
    expect(problemsOf(withValue('scenes.1.id', 'san-truoc'))).toContain('scenes[1].id');
  });
});

describe('references that lead nowhere', () => {
  it('are left out, and the rest serves', () => {
    const json = withValue('scenes.0.links.0.to', 'khong-co');
    (json['stops'] as { scene: string }[])[0]!.scene = 'khong-co';
    json['objects'] = [];
    const outcome = readTour(json);
    const tour = tourOf(outcome);
    expect(tour.scenes[0]?.links).toEqual([]);
    expect(tour.stops).toEqual([]);
    expect(tour.scenes[0]?.hotspots[0]?.object).toBeNull();
    expect(outcome.kind === 'tour' && outcome.warnings.length).toBe(3);
  });
});

describe('paths', () => {
  it.each(['a.jpg', 'a/b c/đ.jpg', 'a..b/c', '...a'])('%s is inside', (path) => {
    expect(isPathInside(path)).toBe(true);
  });

  it.each(['', '/a', '../a', 'a/../b', 'a/..', '%2e%2e/a', '.%2E/a', 'C:/a', 'http://x', '//x/a', 'a?b', 'a#b', 'a\\b', 'a\u0000'])('%j is not', (path) => {
    expect(isPathInside(path)).toBe(false);
  });
});
