// The report of a panorama or model as rows to read. What is not a number of the kind that the report
// promises is left out: a figure is shown as it was measured or not at all.
import type { JsonObject } from '../tour/json_reader';
import { inLanguage, type Language, type Text } from '../tour/tour';
import { h, type Child } from '../ui/dom';
import type { About, Kind } from './review';
import { sayReview } from './words';

const numberAt = (of: JsonObject, key: string): number | null => {
  const value = of[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

const objectsAt = (of: JsonObject, key: string): readonly JsonObject[] => {
  const value = of[key];
  return Array.isArray(value) ? value.filter((item): item is JsonObject => typeof item === 'object' && item !== null) : [];
};

const objectAt = (of: JsonObject, key: string): JsonObject => {
  const value = of[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
};

export function written(value: number, language: Language, digits: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

export interface Row {
  readonly name: string;
  readonly value: string;
}

export function panoramaRows(report: JsonObject, language: Language): readonly Row[] {
  const rows: Row[] = [];
  const add = (name: Row['name'], value: string | null): void => void (value !== null && rows.push({ name, value }));
  const number = (key: string, digits: number, unit: string, scale = 1): string | null => {
    const value = numberAt(report, key);
    return value === null ? null : `${written(value * scale, language, digits)} ${unit}`;
  };
  add(sayReview(language, 'coverage'), number('coverage', 2, '%', 100));
  add(sayReview(language, 'rms'), number('rms_px', 2, 'px'));
  add(sayReview(language, 'level'), number('level_deg', 2, '°'));
  const [width, height] = [numberAt(report, 'width'), numberAt(report, 'height')];
  add(sayReview(language, 'size'), width === null || height === null ? null : `${written(width, language, 0)} × ${written(height, language, 0)} px`);
  const photos = objectsAt(report, 'photos');
  const used = photos.filter((photo) => photo['status'] !== 'rejected').length;
  add(sayReview(language, 'photosUsed'), photos.length === 0 ? null : `${used} / ${photos.length}`);
  return rows;
}

export interface TierRow {
  readonly tier: string;
  readonly triangles: string;
  readonly rms: string;
  readonly p95: string;
  readonly max: string;
}

/** The unit that the deviations are in, and a row a tier. */
export function modelTable(report: JsonObject, language: Language): { readonly unit: string; readonly rows: readonly TierRow[] } {
  let unit = 'mm';
  const rows = objectsAt(report, 'tiers').map((tier) => {
    const deviation = objectAt(tier, 'deviation');
    unit = deviation['unit'] === 'mm' ? 'mm' : sayReview(language, 'unscaled');
    const cell = (of: JsonObject, key: string, digits: number): string => {
      const value = numberAt(of, key);
      return value === null ? '—' : written(value, language, digits);
    };
    const name = tier['tier'];
    return {
      tier: typeof name === 'string' ? name : '—',
      triangles: cell(tier, 'triangles', 0),
      rms: cell(deviation, 'rms', 3),
      p95: cell(deviation, 'p95', 3),
      max: cell(deviation, 'max', 3),
    };
  });
  return { unit, rows };
}

function doubtsOf(report: JsonObject, language: Language): readonly Child[] {
  const said = objectsAt(report, 'doubts').map((doubt) => {
    const what = objectAt(doubt, 'what');
    const text: Text = { vi: String(what['vi'] ?? ''), en: String(what['en'] ?? '') };
    return h('li', {}, inLanguage(text, language));
  });
  return said.length === 0 ? [] : [h('h4', {}, sayReview(language, 'doubts')), h('ul', {}, ...said)];
}

export function figureNodes(about: About, kind: Kind, folder: string, language: Language): readonly Child[] {
  const { report } = about;
  const link = (file: string, word: 'master' | 'sheet'): HTMLElement => h('a', { attrs: { href: `${folder}/${file}`, target: '_blank', rel: 'noopener', 'data-key': word } }, sayReview(language, word));
  const links = h('p', { class: 'links' }, link(kind === 'scene' ? 'master.jpg' : 'master.glb', 'master'), about.sheet && link('sheet.png', 'sheet'));
  const map = about.deviationMap === null ? [] : [h('h4', {}, sayReview(language, 'deviationMap')), mapScale(report, language), h('img', { class: 'deviation-map', attrs: { src: `${folder}/${about.deviationMap}`, alt: sayReview(language, 'deviationMap') } })];
  return [...(kind === 'scene' ? sceneFigures(report, language) : modelFigures(report, language)), ...doubtsOf(report, language), ...map, links];
}

/** What the colours of the map mean, where the report says. */
export function mapScale(report: JsonObject, language: Language): Child {
  const scale = objectAt(report, 'deviation_map');
  const { brightest, unit } = scale;
  if (typeof brightest !== 'number') {
    return null;
  }
  const size = `${new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(brightest)} ${unit === 'mm' ? 'mm' : sayReview(language, 'unscaled')}`;
  return h('p', {}, sayReview(language, 'mapScale', { size }));
}

function sceneFigures(report: JsonObject, language: Language): readonly Child[] {
  const rows = panoramaRows(report, language);
  return rows.length === 0
    ? [h('p', {}, sayReview(language, 'noFigures'))]
    : [h('dl', { class: 'figures' }, ...rows.map((row) => h('div', {}, h('dt', {}, row.name), h('dd', {}, row.value))))];
}

function modelFigures(report: JsonObject, language: Language): readonly Child[] {
  const { unit, rows } = modelTable(report, language);
  if (rows.length === 0) {
    return [h('p', {}, sayReview(language, 'noFigures'))];
  }
  const head = [sayReview(language, 'tier'), sayReview(language, 'triangles'), 'RMS', 'p95', 'max'];
  const line = (row: TierRow): HTMLElement =>
    h('tr', {}, h('th', { attrs: { scope: 'row' } }, row.tier), ...[row.triangles, row.rms, row.p95, row.max].map((cell) => h('td', {}, cell)));
  return [
    h(
      'div',
      { class: 'table-scroll', attrs: { tabindex: 0, role: 'group', 'aria-label': sayReview(language, 'deviation', { unit }) } },
      h(
        'table',
        {},
        h('caption', {}, sayReview(language, 'deviation', { unit })),
        h('thead', {}, h('tr', {}, ...head.map((cell) => h('th', { attrs: { scope: 'col' } }, cell)))),
        h('tbody', {}, ...rows.map(line)),
      ),
    ),
  ];
}
