// What a visitor asked for: words, rank, type, language. It stands in the address, so that a list
// can be sent to somebody and is still there on the way back from a tour. Pure.
import type { Language } from '../tour/tour';
import { kRanks, kTypes, type Rank, type RelicType, type Site } from './portal';

export interface Choice {
  readonly query: string;
  readonly rank: Rank | null;
  readonly type: RelicType | null;
  readonly language: Language;
}

/** Never throws; what cannot be understood is left out. */
export function parseChoice(search: string, language: Language): Choice {
  const fields = new URLSearchParams(search);
  const asked = fields.get('lang');
  return {
    query: (fields.get('q') ?? '').slice(0, 200),
    rank: kRanks.find((rank) => rank === fields.get('rank')) ?? null,
    type: kTypes.find((type) => type === fields.get('type')) ?? null,
    language: asked === 'en' || asked === 'vi' ? asked : language,
  };
}

/** Empty for the plain page. */
export function formatChoice(choice: Choice): string {
  const fields = new URLSearchParams();
  if (choice.query.trim() !== '') {
    fields.set('q', choice.query);
  }
  if (choice.rank !== null) {
    fields.set('rank', choice.rank);
  }
  if (choice.type !== null) {
    fields.set('type', choice.type);
  }
  if (choice.language !== 'vi') {
    fields.set('lang', choice.language);
  }
  const text = fields.toString();
  return text === '' ? '' : `?${text}`;
}

/** The sites of a rank and a type, of `found` only when something was searched for. */
export function choose(sites: readonly Site[], choice: Pick<Choice, 'rank' | 'type'>, found: ReadonlySet<string> | null): readonly Site[] {
  return sites.filter(
    (site) =>
      (choice.rank === null || site.rank === choice.rank) &&
      (choice.type === null || site.type === choice.type) &&
      (found === null || found.has(site.id)),
  );
}

/** Highest rank first, then by name as Vietnamese sorts. */
export function inOrder(sites: readonly Site[]): readonly Site[] {
  const weight = (site: Site): number => (site.rank === null ? kRanks.length : kRanks.indexOf(site.rank));
  const collator = new Intl.Collator('vi');
  return [...sites].sort((a, b) => weight(a) - weight(b) || collator.compare(a.name.vi, b.name.vi));
}

/** The values that occur, in their order, with how many sites have each. */
export function countBy<T extends string>(sites: readonly Site[], values: readonly T[], of: (site: Site) => T | null): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) {
    const count = sites.filter((site) => of(site) === value).length;
    if (count > 0) {
      counts.set(value, count);
    }
  }
  return counts;
}
