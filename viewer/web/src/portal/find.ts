// Search over everything that all sites say, as people type: without diacritics, in both languages.
import { fold, scoreOf, type FoldedText } from '../tour/search';
import type { Language, Text } from '../tour/tour';
import { formatPlace } from '../tour/deep_link';
import type { Entry, Site } from './portal';

export interface Hit {
  readonly entry: Entry;
  readonly site: Site;
  readonly score: number;
}

interface Folded extends FoldedText {
  readonly entry: Entry;
  readonly site: Site;
}

export class PortalSearch {
  readonly #entries: readonly Folded[];

  /** Entries of sites that are not in the portal are passed over. */
  constructor(sites: readonly Site[], entries: readonly Entry[]) {
    const byId = new Map(sites.map((site) => [site.id, site]));
    this.#entries = entries.flatMap((entry) => {
      const site = byId.get(entry.site);
      if (site === undefined) {
        return [];
      }
      // A scene or an object is found by the name of its site as well: "liên phái bia".
      const body = entry.kind === 'site' ? entry.body : { vi: `${entry.body.vi} ${site.name.vi}`, en: `${entry.body.en} ${site.name.en}` };
      return [{ entry, site, title: folded(entry.title), body: folded(body) }];
    });
  }

  /** Entries that hold every word, best first; sites before what is in them. */
  find(query: string): readonly Hit[] {
    const words = fold(query).split(' ').filter((word) => word !== '');
    if (words.length === 0) {
      return [];
    }
    const hits: Hit[] = [];
    for (const item of this.#entries) {
      const score = scoreOf(item, words);
      // What only its site's name matches says nothing new.
      const own = item.entry.kind === 'site' || words.some((word) => item.title.includes(word) || fold(`${item.entry.body.vi} ${item.entry.body.en}`).includes(word));
      if (score > 0 && own) {
        hits.push({ entry: item.entry, site: item.site, score: score + (item.entry.kind === 'site' ? 1 : 0) });
      }
    }
    return hits.sort((a, b) => b.score - a.score);
  }
}

/** What the portal itself knows of its sites, until search.json is there. */
export function entriesOfSites(sites: readonly Site[]): readonly Entry[] {
  return sites.map((site) => ({
    site: site.id,
    kind: 'site',
    title: site.name,
    body: { vi: `${site.summary.vi} ${site.address.vi}`, en: `${site.summary.en} ${site.address.en}` },
    scene: null,
    hotspot: null,
    object: null,
  }));
}

/** Of a tour, or of the place in it, relative to the portal. */
export function addressOf(site: Site, language: Language, entry: Entry | null = null): string {
  const page = language === 'vi' ? site.href : `${site.href}?lang=${language}`;
  if (entry === null || (entry.scene === null && entry.object === null)) {
    return page;
  }
  return page + formatPlace({ scene: entry.scene, view: null, hotspot: entry.hotspot, object: entry.object, language: null });
}

function folded(text: Text): string {
  return fold(`${text.vi} ${text.en}`);
}
