// Rank and type as rows of buttons, one of each row pressed. Only values that occur are offered.
import type { Language } from '../tour/tour';
import { h } from '../ui/dom';
import { countBy, type Choice } from './choice';
import { kRanks, kTypes, type Rank, type RelicType, type Site } from './portal';
import { sayPortal, type PortalWord } from './words';

export const kRankWords: Readonly<Record<Rank, PortalWord>> = {
  'special-national': 'rankSpecialNational',
  national: 'rankNational',
  provincial: 'rankProvincial',
  inventoried: 'rankInventoried',
};

export const kTypeWords: Readonly<Record<RelicType, PortalWord>> = {
  history: 'typeHistory',
  'architecture-art': 'typeArchitecture',
  archaeology: 'typeArchaeology',
  scenic: 'typeScenic',
  mixed: 'typeMixed',
};

export function filterGroups(sites: readonly Site[], choice: Choice, change: (change: Partial<Choice>) => void): readonly HTMLElement[] {
  return [
    group('rank', 'filterRank', choice.language, choice.rank, countBy(sites, kRanks, (site) => site.rank), kRankWords, (rank) => change({ rank })),
    group('type', 'filterType', choice.language, choice.type, countBy(sites, kTypes, (site) => site.type), kTypeWords, (type) => change({ type })),
  ].filter((one) => one !== null);
}

function group<T extends string>(
  key: string,
  title: PortalWord,
  language: Language,
  chosen: T | null,
  counts: ReadonlyMap<T, number>,
  names: Readonly<Record<T, PortalWord>>,
  choose: (value: T | null) => void,
): HTMLElement | null {
  if (counts.size < 2 && chosen === null) {
    return null;
  }
  const button = (value: T | null, label: string, count: number | null): HTMLElement =>
    h(
      'button',
      {
        class: 'chip',
        attrs: { type: 'button', 'data-key': `${key}-${value ?? 'all'}`, 'aria-pressed': String(chosen === value) },
        on: { click: () => choose(value) },
      },
      label,
      count !== null && h('span', { class: 'chip-count' }, String(count)),
    );
  return h(
    'div',
    { class: 'filter', attrs: { role: 'group', 'aria-labelledby': `filter-${key}` } },
    h('span', { class: 'filter-title', attrs: { id: `filter-${key}` } }, sayPortal(language, title)),
    h(
      'div',
      { class: 'chips' },
      button(null, sayPortal(language, 'all'), null),
      ...[...counts].map(([value, count]) => button(value, sayPortal(language, names[value]), count)),
    ),
  );
}
