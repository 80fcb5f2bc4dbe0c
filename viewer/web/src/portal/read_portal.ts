// portal.json and search.json: the one place where they become something to rely on.
import { JsonReader, type Problem } from '../tour/json_reader';
import { isPathInside } from '../tour/read_tour';
import type { Text } from '../tour/tour';
import { kKinds, kRanks, kTypes, type Entry, type Portal, type Site } from './portal';

export const kPortalVersion = 1;

export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export function readPortal(json: unknown): Outcome<Portal> {
  return read(json, 'disan_portal', (r) => ({
    name: text(r, 'name'),
    map: r.has('map') ? path(r, 'map') : null,
    sites: r.list('sites', site),
  }));
}

export function readSearch(json: unknown): Outcome<readonly Entry[]> {
  return read(json, 'disan_search', (r) =>
    r.list('entries', (entry) => ({
      site: entry.string('site'),
      kind: entry.word('kind', kKinds) ?? 'site',
      title: text(entry, 'title'),
      body: text(entry, 'body'),
      scene: entry.stringOr('scene', null),
      hotspot: entry.stringOr('hotspot', null),
      object: entry.stringOr('object', null),
    })),
  );
}

function read<T>(json: unknown, versionKey: string, of: (reader: JsonReader) => T): Outcome<T> {
  const problems: Problem[] = [];
  const reader = new JsonReader(json, '', problems);
  const version = reader.raw(versionKey);
  if (typeof version === 'number' && version > kPortalVersion) {
    return { kind: 'newer', version };
  }
  if (version !== kPortalVersion) {
    return { kind: 'invalid', problems: [{ place: versionKey, expected: String(kPortalVersion) }] };
  }
  const value = of(reader);
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'ok', value };
}

function site(r: JsonReader): Site {
  return {
    id: r.string('id'),
    name: text(r, 'name'),
    summary: text(r, 'summary'),
    address: text(r, 'address'),
    type: r.has('type') ? r.word('type', kTypes) : null,
    rank: r.has('rank') ? r.word('rank', kRanks) : null,
    location: r.objectOr('location', (place) => ({
      lat: place.number('lat', -90, 90),
      lon: place.number('lon', -180, 180),
    })),
    href: path(r, 'href'),
    picture: r.has('picture') ? path(r, 'picture') : null,
    scenes: r.number('scenes', 0, 1 << 20),
    objects: r.number('objects', 0, 1 << 20),
  };
}

function text(r: JsonReader, key: string): Text {
  return r.object(key, (t) => ({ vi: t.string('vi'), en: t.string('en') }));
}

function path(r: JsonReader, key: string): string {
  const value = r.string(key);
  if (!isPathInside(value)) {
    r.wrong(key, 'a path below the portal');
  }
  return value;
}
