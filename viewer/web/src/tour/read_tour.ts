// tour.json -> Tour. The one place where what came over the network becomes something to rely on.
// Contract: schema/tour.schema.json. Keys that are not known are ignored; a higher version, a wrong
// type or a path that leaves the folder is refused. A link, stop or hotspot whose target does not
// exist is left out and reported as a warning: the rest of the tour still serves.
import { clampPitch } from '../geometry/angles';
import { JsonReader, type Problem } from './json_reader';
import type * as t from './tour';
import { kPosterDeg } from './tour';

export const TOUR_VERSION = 1;

export type ReadOutcome =
  | { readonly kind: 'tour'; readonly tour: t.Tour; readonly warnings: readonly string[] }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export function readTour(json: unknown): ReadOutcome {
  const problems: Problem[] = [];
  const reader = new JsonReader(json, '', problems);
  const version = reader.raw('disan_tour');
  if (typeof version === 'number' && version > TOUR_VERSION) {
    return { kind: 'newer', version };
  }
  if (version !== TOUR_VERSION) {
    problems.push({ place: 'disan_tour', expected: String(TOUR_VERSION) });
    return { kind: 'invalid', problems };
  }
  const tour = readWhole(reader);
  checkUnique(tour.scenes, 'scenes', problems);
  checkUnique(tour.objects, 'objects', problems);
  if (tour.scenes.length === 0 && tour.objects.length === 0) {
    problems.push({ place: 'scenes', expected: 'at least one scene or object' });
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : dropDeadReferences(tour);
}

function readWhole(reader: JsonReader): t.Tour {
  return {
    id: id(reader, 'id'),
    code: code(reader),
    name: text(reader, 'name'),
    description: textOr(reader, 'description'),
    rank: reader.has('rank')
      ? reader.word('rank', ['special-national', 'national', 'provincial', 'inventoried'])
      : null,
    address: textOr(reader, 'address'),
    location: reader.objectOr('location', (r) => ({
      lat: r.number('lat', -90, 90),
      lon: r.number('lon', -180, 180),
    })),
    start: reader.stringOr('start', null),
    scenes: reader.list('scenes', scene),
    objects: reader.list('objects', heritageObject),
    plan: reader.objectOr('plan', (r) => ({
      src: path(r, 'src'),
      width: r.number('width', 1, 1 << 20),
      height: r.number('height', 1, 1 << 20),
      alt: textOr(r, 'alt'),
      northDeg: r.numberOr('north_deg', 0),
    })),
    stops: reader.list('stops', stop),
    rights: reader.object('rights', (r) => ({
      holder: r.string('holder'),
      statement: webAddress(r, 'statement'),
      credit: textOr(r, 'credit'),
    })),
    madeBy: reader.string('made_by'),
  };
}

function scene(r: JsonReader): t.Scene {
  const panorama = r.object('panorama', panoramaOf);
  const place = r.numbers('plan', 2);
  return {
    id: id(r, 'id'),
    code: code(r),
    name: text(r, 'name'),
    description: textOr(r, 'description'),
    alt: text(r, 'alt'),
    northDeg: r.numberOr('north_deg', null),
    panorama,
    thumbnail: r.has('thumbnail') ? path(r, 'thumbnail') : panorama.preview,
    initialView: r.objectOr('initial_view', (v) => view(v, 0)) ?? { yawDeg: 0, pitchDeg: 0 },
    plan: place === null ? null : [place[0] ?? 0, place[1] ?? 0],
    links: r.list('links', (link) => ({ to: id(link, 'to'), ...view(link, -12) })),
    hotspots: r.list('hotspots', hotspot),
  };
}

function panoramaOf(r: JsonReader): t.Panorama {
  return {
    width: r.number('width', 1, 1 << 20),
    height: r.number('height', 1, 1 << 20),
    preview: path(r, 'preview'),
    fallback: path(r, 'fallback'),
    tiles: r.objectOr('tiles', (tiles) => ({
      url: path(tiles, 'url'),
      levels: [...tiles.list('levels', tileLevel)].sort((a, b) => a.width - b.width),
    })),
  };
}

function tileLevel(r: JsonReader): t.TileLevel {
  const powerOfTwo = (key: string, most: number): number => {
    const value = r.number(key, 1, most);
    if (!Number.isInteger(Math.log2(value))) {
      r.wrong(key, `a power of two up to ${most}`);
      return 1;
    }
    return value;
  };
  return {
    width: r.number('width', 1, 1 << 20),
    height: r.number('height', 1, 1 << 20),
    cols: powerOfTwo('cols', 32),
    rows: powerOfTwo('rows', 16),
  };
}

function hotspot(r: JsonReader): t.Hotspot {
  return {
    id: id(r, 'id'),
    ...view(r, 0),
    title: text(r, 'title'),
    text: textOr(r, 'text'),
    image: r.objectOr('image', picture),
    audio: r.objectOr('audio', sound),
    video: r.objectOr('video', film),
    object: r.stringOr('object', null),
  };
}

function heritageObject(r: JsonReader): t.HeritageObject {
  const none = { width: null, height: null, depth: null };
  return {
    id: id(r, 'id'),
    code: code(r),
    name: text(r, 'name'),
    description: textOr(r, 'description'),
    alt: text(r, 'alt'),
    poster: r.has('poster') ? path(r, 'poster') : null,
    posterDeg: r.numberOr('poster_deg', kPosterDeg, -360, 360),
    turntable: r.listOr('turntable', picture),
    models: r.list('models', (m) => ({
      tier: m.word('tier', ['low', 'medium', 'high']) ?? 'low',
      src: path(m, 'src'),
      bytes: m.number('bytes', 0, Number.MAX_SAFE_INTEGER),
      triangles: m.number('triangles', 0, Number.MAX_SAFE_INTEGER),
    })),
    usdz: r.has('usdz') ? path(r, 'usdz') : null,
    dimensionsMm:
      r.objectOr('dimensions', (d) => ({
        width: d.numberOr('width_mm', null),
        height: d.numberOr('height_mm', null),
        depth: d.numberOr('depth_mm', null),
      })) ?? none,
    inscriptions: r.listOr('inscriptions', (i) => ({
      original: i.string('original'),
      transcription: i.stringOr('transcription', ''),
      translation: textOr(i, 'translation'),
    })),
    annotations: r.listOr('annotations', annotation),
    photos: r.listOr('photos', picture),
  };
}

function annotation(r: JsonReader): t.Annotation {
  const position = r.numbers('position', 3);
  if (position === null) {
    r.wrong('position', '3 numbers');
  }
  const normal = r.numbers('normal', 3);
  return {
    id: id(r, 'id'),
    title: text(r, 'title'),
    text: textOr(r, 'text'),
    position: vector(position ?? [0, 0, 0]),
    normal: normal === null ? null : vector(normal),
  };
}

function vector(numbers: readonly number[]): t.Vector {
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

function stop(r: JsonReader): t.Stop {
  return { scene: id(r, 'scene'), ...view(r, 0), text: text(r, 'text'), audio: r.objectOr('audio', sound) };
}

function picture(r: JsonReader): t.Picture {
  return { src: path(r, 'src'), alt: textOr(r, 'alt') };
}

function sound(r: JsonReader): t.Sound {
  return { src: path(r, 'src'), transcript: textOr(r, 'transcript') };
}

function film(r: JsonReader): t.Film {
  return {
    src: path(r, 'src'),
    poster: r.has('poster') ? path(r, 'poster') : null,
    captions:
      r.objectOr('captions', (c) => ({
        ...(c.has('vi') ? { vi: path(c, 'vi') } : {}),
        ...(c.has('en') ? { en: path(c, 'en') } : {}),
      })) ?? {},
    transcript: textOr(r, 'transcript'),
  };
}

function view(r: JsonReader, pitchWhenMissing: number): { yawDeg: number; pitchDeg: number } {
  return {
    yawDeg: r.number('yaw_deg', -360, 360),
    pitchDeg: clampPitch(r.numberOr('pitch_deg', pitchWhenMissing, -90, 90)),
  };
}

function text(r: JsonReader, key: string): t.Text {
  return r.object(key, (both) => ({ vi: both.string('vi'), en: both.stringOr('en', '') }));
}

function textOr(r: JsonReader, key: string): t.Text | null {
  const found = r.has(key) ? text(r, key) : null;
  return found !== null && found.vi === '' && found.en === '' ? null : found;
}

function id(r: JsonReader, key: string): string {
  const value = r.string(key);
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value)) {
    r.wrong(key, 'an identifier such as san-truoc');
  }
  return value;
}

/** Of a short address; see pipeline/short_address. */
function code(r: JsonReader): string | null {
  const value = r.stringOr('code', null);
  if (value !== null && !/^[0-9a-hjkmnp-tv-z]{7}$/.test(value)) {
    r.wrong('code', 'seven characters such as k7m4qx2');
  }
  return value;
}

/** Relative, without a scheme, never upwards: the viewer asks no other host and no other folder. */
export function isPathInside(value: string): boolean {
  return (
    value !== '' &&
    !value.startsWith('/') &&
    !/[\\:?#\u0000-\u001f]/.test(value) &&
    !value.split('/').some((part) => part === '..' || /^(?:\.|%2e){2}$/i.test(part))
  );
}

function path(r: JsonReader, key: string): string {
  const value = r.string(key);
  if (!isPathInside(value)) {
    r.wrong(key, 'a relative path inside the tour');
    return '';
  }
  return value;
}

function webAddress(r: JsonReader, key: string): string {
  const value = r.string(key);
  if (!/^https?:\/\//.test(value)) {
    r.wrong(key, 'an http or https address');
    return '';
  }
  return value;
}

function checkUnique(items: readonly { readonly id: string }[], place: string, problems: Problem[]): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    if (seen.has(item.id)) {
      problems.push({ place: `${place}[${i}].id`, expected: `another id than ${item.id}` });
    }
    seen.add(item.id);
  });
}

function dropDeadReferences(tour: t.Tour): ReadOutcome {
  const warnings: string[] = [];
  const scenes = new Set(tour.scenes.map((item) => item.id));
  const objects = new Set(tour.objects.map((item) => item.id));
  const alive = (known: Set<string>, target: string, owner: string): boolean => {
    if (!known.has(target)) {
      warnings.push(`${owner}: ${target} does not exist`);
    }
    return known.has(target);
  };
  const checked: t.Tour = {
    ...tour,
    start: tour.start !== null && alive(scenes, tour.start, 'start') ? tour.start : (tour.scenes[0]?.id ?? null),
    stops: tour.stops.filter((item, i) => alive(scenes, item.scene, `stops[${i}]`)),
    scenes: tour.scenes.map((item) => ({
      ...item,
      links: item.links.filter((link) => link.to !== item.id && alive(scenes, link.to, `${item.id}.links`)),
      hotspots: item.hotspots.map((spot) =>
        spot.object !== null && !alive(objects, spot.object, `${item.id}.${spot.id}`) ? { ...spot, object: null } : spot,
      ),
    })),
  };
  return { kind: 'tour', tour: checked, warnings };
}
