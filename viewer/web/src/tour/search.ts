// Search as people type: without diacritics, in any case, in both languages at once.
import { inLanguage, type Language, type Text, type Tour } from './tour';

export interface SearchEntry {
  readonly kind: 'scene' | 'hotspot' | 'object';
  readonly title: Text;
  readonly body: readonly Text[];
  readonly sceneId: string | null;
  readonly hotspotId: string | null;
  readonly objectId: string | null;
}

export interface SearchHit extends SearchEntry {
  readonly score: number;
}

/** Lower case, without diacritics, đ as d: "Liên Phái" and "lien phai" are the same. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** A title and a text as fold() leaves them. */
export interface FoldedText {
  readonly title: string;
  readonly body: string;
}

interface Folded extends FoldedText {
  readonly entry: SearchEntry;
}

export class SearchIndex {
  readonly #entries: readonly Folded[];

  constructor(tour: Tour) {
    this.#entries = entriesOf(tour).map((entry) => ({
      entry,
      title: fold(`${entry.title.vi} ${entry.title.en}`),
      body: fold(entry.body.map((text) => `${text.vi} ${text.en}`).join(' ')),
    }));
  }

  /** Entries that hold every word of the query, best first; the order of the tour breaks ties. */
  find(query: string, limit = 30): readonly SearchHit[] {
    const words = fold(query).split(' ').filter((word) => word !== '');
    if (words.length === 0) {
      return [];
    }
    const hits: SearchHit[] = [];
    for (const item of this.#entries) {
      const score = scoreOf(item, words);
      if (score > 0) {
        hits.push({ ...item.entry, score });
      }
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, limit);
  }
}

/** A word at the start of a word of the title counts most, inside the text least; 0: a word is missing. */
export function scoreOf(item: FoldedText, words: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    if (` ${item.title}`.includes(` ${word}`)) {
      score += 4;
    } else if (item.title.includes(word)) {
      score += 2;
    } else if (item.body.includes(word)) {
      score += 1;
    } else {
      return 0;
    }
  }
  return item.title.includes(words.join(' ')) ? score + 2 : score;
}

function entriesOf(tour: Tour): readonly SearchEntry[] {
  const present = (texts: readonly (Text | null)[]): readonly Text[] => texts.filter((text) => text !== null);
  const entries: SearchEntry[] = [];
  for (const scene of tour.scenes) {
    const place = { sceneId: scene.id, hotspotId: null, objectId: null };
    entries.push({ kind: 'scene', title: scene.name, body: present([scene.description, scene.alt]), ...place });
    for (const spot of scene.hotspots) {
      const body = present([spot.text, scene.name]);
      entries.push({ kind: 'hotspot', title: spot.title, body, ...place, hotspotId: spot.id });
    }
  }
  for (const object of tour.objects) {
    const inscriptions = object.inscriptions.flatMap((item) => [
      { vi: item.original, en: item.transcription },
      ...(item.translation === null ? [] : [item.translation]),
    ]);
    const notes = object.annotations.flatMap((item) => present([item.title, item.text]));
    entries.push({
      kind: 'object',
      title: object.name,
      body: [...present([object.description, object.alt]), ...inscriptions, ...notes],
      sceneId: null,
      hotspotId: null,
      objectId: object.id,
    });
  }
  return entries;
}

/** One line of the text around the first word that was found, for the list of results. */
export function excerpt(entry: Pick<SearchEntry, 'body'>, query: string, language: Language, length = 110): string {
  const word = fold(query).split(' ')[0] ?? '';
  const texts = entry.body.map((text) => inLanguage(text, language)).filter((text) => text !== '');
  const found = texts.find((text) => word !== '' && fold(text).includes(word)) ?? texts[0] ?? '';
  const line = found.replace(/\s+/g, ' ').trim();
  if (line.length <= length) {
    return line;
  }
  // Folding keeps one letter for one letter of composed text, so the place is close enough to cut by.
  const start = Math.max(0, fold(line).indexOf(word) - length / 3);
  const from = start === 0 ? 0 : line.indexOf(' ', start) + 1;
  const cut = line.slice(from, from + length);
  return `${from > 0 ? '… ' : ''}${cut.slice(0, cut.lastIndexOf(' ') + 1 || cut.length).trim()} …`;
}
