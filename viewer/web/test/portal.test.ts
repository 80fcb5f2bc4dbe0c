import { describe, expect, it } from 'vitest';
import { choose, countBy, formatChoice, inOrder, parseChoice } from '../src/portal/choice';
import { addressOf, entriesOfSites, PortalSearch } from '../src/portal/find';
import { plainText, styleFor } from '../src/portal/map_style';
import { kRanks, type Entry, type Site } from '../src/portal/portal';
import { readPortal, readSearch } from '../src/portal/read_portal';
import { pointTowards } from '../src/portal/roving';
import { overlap, placeLabels, project, pushApart, scaleBar } from '../src/portal/schematic';
import { allPortalWords, sayPortal } from '../src/portal/words';

function siteJson(id: string, vi: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    name: { vi, en: '' },
    summary: { vi: 'Tóm tắt', en: 'Summary' },
    address: { vi: 'Hà Nội', en: '' },
    type: 'history',
    rank: 'national',
    location: { lat: 21.01, lon: 105.85 },
    href: `${id}/`,
    picture: `${id}/scenes/a/preview.jpg`,
    scenes: 2,
    objects: 1,
    ...more,
  };
}

function portalJson(): Record<string, unknown> {
  return {
    disan_portal: 1,
    name: { vi: 'Di tích', en: 'Sites' },
    map: null,
    sites: [siteJson('chua-lien-phai', 'Chùa Liên Phái'), siteJson('dinh-kim-lien', 'Đình Kim Liên', { rank: 'special-national', type: null, location: null, picture: null })],
  };
}

function sites(): readonly Site[] {
  const outcome = readPortal(portalJson());
  if (outcome.kind !== 'ok') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.value.sites;
}

const entry = (site: string, kind: Entry['kind'], vi: string, body: string, more: Partial<Entry> = {}): Entry => ({
  site,
  kind,
  title: { vi, en: '' },
  body: { vi: body, en: '' },
  scene: null,
  hotspot: null,
  object: null,
  ...more,
});

describe('portal.json', () => {
  it('is read, and refused when newer, wrong or leading elsewhere', () => {
    expect(readPortal(portalJson()).kind).toBe('ok');
    expect(readPortal({ ...portalJson(), disan_portal: 2 }).kind).toBe('newer');
    expect(readPortal([]).kind).toBe('invalid');
    for (const bad of [{ href: '../other/' }, { href: 'javascript:alert(1)' }, { picture: '//evil.example/a.jpg' }, { rank: 'first' }, { location: { lat: 91, lon: 0 } }]) {
      expect(readPortal({ ...portalJson(), sites: [siteJson('a', 'A', bad)] }).kind).toBe('invalid');
    }
    expect(readPortal({ ...portalJson(), map: 'https://tiles.example/a.pmtiles' }).kind).toBe('invalid');
    expect(readSearch({ disan_search: 1, entries: [{ site: 'a', kind: 'scene', title: { vi: 'a', en: '' }, body: { vi: '', en: '' }, scene: 'b' }] }).kind).toBe('ok');
    expect(readSearch({ disan_search: 1, entries: [{ site: 'a', kind: 'page' }] }).kind).toBe('invalid');
  });
});

describe('search over all sites', () => {
  const search = new PortalSearch(sites(), [
    ...entriesOfSites(sites()),
    entry('chua-lien-phai', 'object', 'Bia Cửu Sinh', 'Bia đá trước tháp', { object: 'bia-1' }),
    entry('chua-lien-phai', 'scene', 'Sân trước', 'Gạch Bát Tràng', { scene: 'san-truoc' }),
    entry('khong-co', 'scene', 'Liên Phái', ''),
  ]);

  it('finds without diacritics, the site first', () => {
    expect(search.find('lien phai').map((hit) => hit.entry.kind)).toEqual(['site']);
    expect(search.find('bat trang')[0]?.entry.scene).toBe('san-truoc');
    expect(search.find('DINH kim')[0]?.site.id).toBe('dinh-kim-lien');
  });

  it('takes the name of the site together with what is in it', () => {
    expect(search.find('lien phai bia')[0]?.entry.object).toBe('bia-1');
    expect(search.find('')).toEqual([]);
    expect(search.find('không có đâu')).toEqual([]);
  });

  it('leads to the place in the tour, in the language that is read', () => {
    const [site] = sites();
    if (site === undefined) {
      throw new Error('no site');
    }
    expect(addressOf(site, 'vi')).toBe('chua-lien-phai/');
    expect(addressOf(site, 'en', entry('chua-lien-phai', 'hotspot', 'a', 'b', { scene: 'san-truoc', hotspot: 'diem-1' }))).toBe(
      'chua-lien-phai/?lang=en#/san-truoc?hotspot=diem-1',
    );
    expect(addressOf(site, 'vi', entry('chua-lien-phai', 'object', 'a', 'b', { object: 'bia-1' }))).toBe('chua-lien-phai/#/?object=bia-1');
  });
});

describe('choices', () => {
  it('stand in the address and come back from it', () => {
    const choice = { query: 'liên phái & bia', rank: 'national', type: 'history', language: 'en' } as const;
    expect(parseChoice(formatChoice(choice), 'vi')).toEqual(choice);
    expect(formatChoice({ query: ' ', rank: null, type: null, language: 'vi' })).toBe('');
    expect(parseChoice('?rank=<script>&type=x&lang=fr', 'vi')).toEqual({ query: '', rank: null, type: null, language: 'vi' });
  });

  it('narrow the list by rank, by type and by what was found', () => {
    expect(choose(sites(), { rank: 'special-national', type: null }, null).map((site) => site.id)).toEqual(['dinh-kim-lien']);
    expect(choose(sites(), { rank: 'special-national', type: 'history' }, null)).toEqual([]);
    expect(choose(sites(), { rank: null, type: null }, new Set(['chua-lien-phai']))).toHaveLength(1);
  });

  it('order by rank, then as Vietnamese sorts', () => {
    expect(inOrder(sites()).map((site) => site.id)).toEqual(['dinh-kim-lien', 'chua-lien-phai']);
    const named = ['Đình B', 'Chùa A', 'Ðền', 'Dinh'].map((vi, i) => ({ ...(sites()[0] as Site), id: String(i), name: { vi, en: '' } }));
    expect(inOrder(named)[0]?.name.vi).toBe('Chùa A');
    expect([...countBy(sites(), kRanks, (site) => site.rank)]).toEqual([['special-national', 1], ['national', 1]]);
  });
});

describe('schematic map', () => {
  const sheet = { width: 500, height: 400, margin: 40 };

  it('keeps directions and proportions', () => {
    // 0.009 degrees of latitude are a kilometre.
    const { points, metresAUnit } = project([{ lat: 21, lon: 105.8 }, { lat: 21.009, lon: 105.8 }, { lat: 21, lon: 105.81 }], sheet);
    const [south, north, east] = points;
    expect(north?.y).toBeLessThan(south?.y ?? 0);
    expect(east?.x).toBeGreaterThan(south?.x ?? 0);
    expect(((south?.y ?? 0) - (north?.y ?? 0)) * metresAUnit).toBeCloseTo(1001.9, 0);
    expect(((east?.x ?? 0) - (south?.x ?? 0)) * metresAUnit).toBeCloseTo(1113.2 * Math.cos((21.0045 * Math.PI) / 180), 0);
    for (const point of points) {
      expect(point.x).toBeGreaterThanOrEqual(39.9);
      expect(point.x).toBeLessThanOrEqual(460.1);
    }
  });

  it('serves one site, no site, and sites on one spot', () => {
    expect(project([], sheet).points).toEqual([]);
    expect(project([{ lat: 21, lon: 105 }], sheet).points).toEqual([{ x: 250, y: 200 }]);
    const apart = pushApart(Array.from({ length: 40 }, () => ({ x: 250, y: 200 })), 26, sheet);
    for (let i = 0; i < apart.length; ++i) {
      for (let j = 0; j < i; ++j) {
        expect(Math.hypot((apart[i]?.x ?? 0) - (apart[j]?.x ?? 0), (apart[i]?.y ?? 0) - (apart[j]?.y ?? 0))).toBeGreaterThan(25);
      }
    }
  });

  it('sets names that cover nothing and stay on the sheet', () => {
    const points = pushApart(Array.from({ length: 100 }, (_, i) => ({ x: 60 + ((i * 97) % 380), y: 50 + ((i * 61) % 300) })), 26, sheet);
    const labels = placeLabels(points, points.map(() => 90), 18, 14, sheet);
    expect(labels.length).toBeGreaterThan(8);
    labels.forEach((label, i) => {
      expect(label.box.left).toBeGreaterThanOrEqual(0);
      expect(label.box.right).toBeLessThanOrEqual(sheet.width);
      labels.slice(0, i).forEach((other) => expect(overlap(label.box, other.box)).toBe(false));
      points.forEach((point) => expect(overlap(label.box, { left: point.x - 7, right: point.x + 7, top: point.y - 7, bottom: point.y + 7 })).toBe(false));
    });
  });

  it('is walked with the arrow keys, and draws round distances', () => {
    const points = [{ x: 0, y: 0 }, { x: 100, y: 5 }, { x: 60, y: 200 }, { x: -50, y: 0 }];
    expect(pointTowards(points, 0, 'ArrowRight')).toBe(1);
    expect(pointTowards(points, 0, 'ArrowDown')).toBe(1);
    expect(pointTowards(points, 1, 'ArrowDown')).toBe(2);
    expect(pointTowards(points, 0, 'ArrowLeft')).toBe(3);
    expect(pointTowards(points, 3, 'ArrowLeft')).toBeNull();
    expect(pointTowards(points, 0, 'Enter')).toBeNull();
    expect(scaleBar(10, 140)).toEqual({ metres: 1000, length: 100 });
    expect(scaleBar(3.2, 140)).toEqual({ metres: 200, length: 62.5 });
  });
});

describe('map style', () => {
  it('asks no other host for anything, whatever the file holds', () => {
    for (const [type, layers] of [[1, ['water', 'roads']], [1, ['unknown']], [2, []]] as const) {
      const style = styleFor('pmtiles://http://here/map.pmtiles', type, layers);
      expect(style.glyphs).toBeUndefined();
      expect(style.sprite).toBeUndefined();
      expect(style.layers.length).toBeGreaterThan(1);
      expect(JSON.stringify(style).match(/https?:/g)).toHaveLength(1);
    }
    expect(plainText('<a href="x" onclick="y">&copy; OpenStreetMap</a>')).toBe('© OpenStreetMap');
    expect(plainText(3)).toBe('');
  });
});

describe('words', () => {
  it('are there in both languages with the same places', () => {
    for (const [name, word] of Object.entries(allPortalWords)) {
      expect(word.vi, name).not.toBe('');
      expect(word.en, name).not.toBe('');
      expect(word.vi.match(/\{\w+\}/g)?.sort() ?? []).toEqual(word.en.match(/\{\w+\}/g)?.sort() ?? []);
      expect(word.vi).toBe(word.vi.normalize('NFC'));
    }
    expect(sayPortal('en', 'shownOf', { count: 2, all: 5 })).toBe('2 of 5 sites');
  });
});
